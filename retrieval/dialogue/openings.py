"""Pure: whether a greeting that runs straight into a question is only a greeting.

«नमस्ते पुतिन कौन है» begins with one; "hi-tech", «हाय हाय के नारे» and "Namaste Trump" do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from retrieval.dialogue.folding import folded
from retrieval.dialogue.talk_words import QUESTION_WORDS

_GREETINGS: Final = """
    hi | hello | helo | hey | hlo | hi there | hello there | hey there | good morning |
    good afternoon | good evening | namaste | namaskar | namste | nmste | pranam | suprabhat |
    ram ram | radhe radhe | thanks | thank you | thank you so much | thank you very much | ok |
    okay | dhanyawad | dhanyavad | shukriya | नमस्ते | नमस्कार | प्रणाम | सुप्रभात | शुभ प्रभात |
    राम राम | राधे राधे | हेलो | हैलो | हलो | हाय | गुड मॉर्निंग | गुड इवनिंग | धन्यवाद | शुक्रिया | ओके
"""
_SAID_TO: Final = """
    ji sir madam maam bhai bhaiya bhaisahab dost doston yaar bro buddy dear friend friends guru
    guruji sahab didi everyone all sabko bot pramaan praman जी सर मैडम भाई भैया दोस्त दोस्तों यार
    मित्र मित्रों गुरु गुरुजी साहब दीदी सबको बॉट प्रमाण
"""
# A word that leans on the one before it makes that a subject: "hello ka matlab".
_LEANING: Final = """
    ka ke ki ko ne se me mein par tak wala wale wali aur ya hi bhi is was are were of and in on by
    का के की को ने से में पर तक वाला वाले वाली और या ही भी
"""
_LITTLE: Final = "hai hain h tha thi hota hoti hote kehte है हैं था थी थे होता होती होते कहते"
_FIXED: Final = """
    hi tech | hi tek | hi fi | hi speed | hi res | hi def | hey ram | hello kitty | hello world |
    namaste trump | नमस्ते ट्रंप | नमस्ते ट्रम्प | namaste london | नमस्ते लंदन |
    namaste england | नमस्ते इंग्लैंड | good morning america | good morning vietnam |
    good morning india | thank you letter | thank you note | thank you card | thanks giving |
    thanks letter
"""


def runs_on(before: Sequence[str], rest: Sequence[str], *, marked: bool) -> bool:
    """Whether the folded words `before` only greet and `rest`, the words after them, asks.

    `marked` says that a question mark stands in the message.
    """
    known = _known()
    greeting = next(
        (size for size in range(len(before), 0, -1) if tuple(before[:size]) in known.greetings), 0
    )
    if not greeting or not known.said_to.issuperset(before[greeting:]):
        return False
    if len(rest) < 2 or rest[0] in known.leaning or rest[0] == before[-1]:
        return False
    whole = (*before, *rest)
    if any(whole[: len(fixed)] == fixed for fixed in known.fixed):
        return False
    asks = marked or not known.asking.isdisjoint(rest)
    return asks and not known.empty.issuperset(rest)  # "namaste kya hai" asks about the word


class _Known:
    def __init__(self) -> None:
        self.greetings = frozenset(map(_phrase, _GREETINGS.split("|")))
        self.fixed = frozenset(map(_phrase, _FIXED.split("|")))
        self.said_to = frozenset(_phrase(_SAID_TO))
        self.leaning = frozenset(_phrase(_LEANING))
        self.asking = frozenset(_phrase(QUESTION_WORDS))
        self.empty = self.asking | self.leaning | frozenset(_phrase(_LITTLE))


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(map(folded, text.split()))


@cache
def _known() -> _Known:
    return _Known()
