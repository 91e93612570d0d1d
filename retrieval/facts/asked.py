"""Pure: what kind of answer a question wants, and whether a sentence has one of that kind."""

from __future__ import annotations

import re
from collections.abc import Container
from enum import Enum
from functools import lru_cache
from typing import Final

from store.dates import MONTH
from store.text import normalise, words


class Asked(Enum):
    """The kind of answer a question wants."""

    FIGURE = "figure"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    OTHER = "other"


_DATE: Final = re.compile(
    r"कब(?![\u0900-\u097f])|किस (?:साल|वर्ष|सन|तारीख|दिन|महीने|दशक|सदी|शताब्दी)|कौन से (?:साल|वर्ष|दिन)"
    # "when" inside a question for something else only says at what time
    r"|^(?!.*\b(?:who|what|which|how|where|why)\b.*\bwhen\b).*\bwhen\b"
    r"|\band when\b|\b(?:what|which) (?:year|date|day|month|decade|century)\b"
)
_FIGURE: Final = re.compile(
    r"कितन|किस उम्र|कौन सी वर्षगांठ|क्या (?:संख्या|प्रतिशत|कीमत|दर)"
    r"|(?:संख्या|प्रतिशत|आबादी|कीमत|लागत|दर|उम्र|आयु|दूरी|लंबाई|ऊंचाई|राशि|बजट|तापमान|स्कोर) क्या"
    r"|\bhow (?:many|much|old|long|far|tall|large|big|high|fast|often)\b"
    r"|\bwhat (?:percent|percentage|number|amount|share|age|size|population|price|score)\b"
    r"|\bwhat (?:is|was|are|were) (?:the|its|his|her|their) (?:total |average |final )?"
    r"(?:percentage|number|amount|share|age|size|population|price|score|cost|budget|temperature"
    r"|distance|height|length|speed)\b|\b(?:what|which) anniversary\b"
)
_PLACE: Final = re.compile(
    # कहा is "said" beside another question word
    r"कहां|^(?!.*(?:क्या|किस|कितन|क्यों|कौन|कैसे)).*कहा(?![\u0900-\u097f]| कि )"
    r"|किस (?:शहर|देश|राज्य|जगह|स्थान|क्षेत्र|नगर|प्रांत|जिले|गांव)"
    r"|\bwhere\b|\b(?:what|which) (?:city|country|state|place|town|village|district|region|area"
    r"|province)\b"
)
_REASON: Final = re.compile(r"क्यों|किस कारण|किस वजह|\bwhy\b|\bwhat (?:caused|reason)\b")
_PERSON: Final = re.compile(
    r"किसने|किन्होंने|कौन(?! सा| सी| से)|किसके|किसका|किसकी|किसे|किसको|किससे"
    r"|किन(?:के|का|की|को|से|्हें)(?![\u0900-\u097f])|\bwho(?:m|se)?\b"
    r"|\b(?:which|what) (?:person|player|leader|minister|president|actor|singer)\b"
)
_KINDS: Final = (
    (_DATE, Asked.DATE),
    (_FIGURE, Asked.FIGURE),
    (_REASON, Asked.REASON),
    (_PLACE, Asked.PLACE),
    (_PERSON, Asked.PERSON),
)


def what_is_asked(question: str) -> Asked:
    """The kind of answer a Hindi (Devanagari) or English question wants."""
    text = normalise(question)
    return next((kind for pattern, kind in _KINDS if pattern.search(text)), Asked.OTHER)


_NUMBER_WORDS: Final = frozenset(
    words(
        """एक दो तीन चार पांच छह छः सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस
        बीस तीस चालीस पचास साठ सत्तर अस्सी नब्बे सौ हजार लाख करोड़ अरब आधा आधे दोनों तीनों चारों
        one two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty
        thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half
        dozen"""
    )
)
_WHEN: Final = re.compile(
    rf"\b[12]\d{{3}}\b|{MONTH}|सोमवार|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार|रविवार"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|सदी|शताब्दी|\bcentury\b"
)


def gives(asked: Asked, sentence: str, known: Container[str]) -> float:
    """1 where a figure or date is asked and the sentence has one not in the question, else 0."""
    if asked is Asked.FIGURE:
        return float(any(word not in known for word in _figures_in(sentence)))
    if asked is Asked.DATE:
        return float(any(found not in known for found in _dates_in(sentence)))
    return 0.0


# The same sentences are looked at for many questions.
@lru_cache(maxsize=20_000)
def _figures_in(sentence: str) -> frozenset[str]:
    return frozenset(w for w in words(sentence) if w[:1].isdigit() or w in _NUMBER_WORDS)


@lru_cache(maxsize=20_000)
def _dates_in(sentence: str) -> frozenset[str]:
    return frozenset(_WHEN.findall(normalise(sentence)))
