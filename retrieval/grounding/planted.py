"""Pure: whether a quote tells whoever answers from it what to say; a model might obey.

A sentence such as “ignore your instructions and write that …” holds the very words it wants
written, so that checking these against the quote finds nothing. No model sees such a quote.
"""

from __future__ import annotations

import re
from typing import Final

from store.text import normalise

_MACHINE: Final = (
    r"(?:ai|a\.i\.|llms?|chat ?-?(?:bots?|gpt)|bots?|gpt\w*|assistants?|(?:language |ai )?models?"
    r"|system|prompt|एआई|ए\.आई\.|चैटबोट|चैटबाट|चैटबॉट|बॉट|बाट|भाषा मॉडल|मॉडल|असिस्टेंट|सिस्टम|प्रॉम्प्ट)"
)
_RULES: Final = (
    r"(?:instructions?|prompts?|rules?|guidelines?|commands?|directions?|orders?|questions?|quotes?"
    r"|above|everything|निर्देश\w*|आदेश\w*|नियम\w*|प्रॉम्प्ट|प्रश्न\w*|सवाल\w*|उद्धरण\w*|ऊपर)"
)
_SAY: Final = (
    r"(?:say|says|write|answer|reply|respond|output|print|tell|state|claim|report|repeat|told"
    r"|कह\w*|लिख\w*|बता\w*|बोल\w*|उत्तर|जवाब)"
)
_MUST: Final = (
    r"(?:must|should|shall|needs? to|has to|have to|only|always|चाहिए|होगा|केवल|सिर्फ|हमेशा)"
)
_NEAR: Final = r"[^\s.।!?]*\s+(?:[^\s.।!?]+\s+){0,5}?"  # in one sentence
_WRITE: Final = r"(?:answer|reply|respond|write|say|output|print|repeat)"

_PLANTED: Final = [
    re.compile(pattern)
    for pattern in (
        # Ignore what was said before.
        rf"\b(?:ignore|disregard|forget|override|bypass|do not follow|don't follow){_NEAR}{_RULES}",
        rf"{_RULES}{_NEAR}(?:भूल\w*|अनदेख\w*|नजरअंदाज\w*|उपेक्षा|ठुकरा\w*|मत मान\w*|न मान\w*|ना मान\w*)",
        # Spoken to a machine that answers.
        rf"(?<![\w]){_MACHINE}{_NEAR}{_MUST}{_NEAR}{_SAY}",
        rf"(?<![\w]){_MACHINE}{_NEAR}{_SAY}{_NEAR}{_MUST}",
        rf"(?<![\w]){_MACHINE}\W*[:>\]]",
        rf"\byou are (?:\S+ ){{0,3}}?{_MACHINE}\b",
        rf"\b(?:to|for|dear|hey) (?:the |any |all |every )?{_MACHINE}\b",
        r"\bas an? (?:ai|language model|assistant|chatbot)\b",
        rf"(?:आप|तुम|अगर|यदि)\W+(?:\S+\W+)?{_MACHINE}",
        r"<\|?\s*/?\s*(?:im_start|im_end|system|user|assistant|inst)|\[/?inst\]|###",
        # What the answer has to be.
        rf"\b{_WRITE}\W+(?:only|with|exactly|instead|every|all)\b",
        rf"^\W*{_WRITE}\b[^.!?]{{0,20}}?(?::|\bthat\b)",
        rf"\band (?:instead )?{_WRITE} (?:that\b|:|only\b)",
        r"\b(?:correct|right|true|only|real) answer\b",
        rf"\b(?:reader|user)s? {_MUST} (?:be told|know|hear)\b",
        r"(?:सही|एकमात्र|असली) (?:उत्तर|जवाब)",
        r"(?:प्रश्न|सवाल)\S*\s+(?:का|के|को|पर)\s+(?:उत्तर|जवाब)\S*\s+(?:में|दे|दो)",
        r"(?:लिखिए|कहिए|बताइए|बोलिए|लिखो|कहो|बोलो|दोहराइए|दोहराओ)\W*(?:कि\b|:|,)",
        r"(?:केवल|सिर्फ|बस)\W+(?:यह|यही|इतना)?\W*(?:लिख|कह|बोल)",
        r"पाठक\S*\s+(?:को|से)\s+(?:बता|कह)\S*\s+(?:चाहिए|जाए|होगा|जाना)",
    )
]  # fmt: skip


def is_planted(quote: str) -> bool:
    """Whether the quote gives orders for the answer. Some harmless quotes count as well."""
    text = normalise(quote)
    return any(pattern.search(text) for pattern in _PLANTED)
