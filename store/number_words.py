"""Number words of Hindi and English as values, keyed as `store.text.normalise` leaves them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from store.text import normalise

_HINDI: Final = """
    शून्य | एक | दो | तीन | चार | पांच | छह छः छे | सात | आठ | नौ | दस | ग्यारह | बारह | तेरह | चौदह
    | पंद्रह पंदरह | सोलह | सत्रह सतरह | अठारह अट्ठारह | उन्नीस | बीस | इक्कीस | बाईस बाइस | तेईस तेइस
    | चौबीस | पच्चीस पचीस | छब्बीस | सत्ताईस सत्ताइस | अट्ठाईस अट्ठाइस अठाईस अठाइस | उनतीस उन्तीस | तीस
    | इकतीस इकत्तीस | बत्तीस | तैंतीस तेतीस | चौंतीस | पैंतीस | छत्तीस | सैंतीस | अड़तीस
    | उनतालीस उन्तालीस | चालीस | इकतालीस | बयालीस | तैंतालीस तेतालीस | चवालीस चौवालीस | पैंतालीस
    | छियालीस | सैंतालीस | अड़तालीस | उनचास | पचास | इक्यावन | बावन | तिरपन तिरेपन | चौवन | पचपन | छप्पन
    | सत्तावन | अट्ठावन अठावन | उनसठ | साठ | इकसठ | बासठ | तिरसठ तिरेसठ | चौंसठ चौसठ | पैंसठ | छियासठ
    | सड़सठ सरसठ | अड़सठ | उनहत्तर | सत्तर | इकहत्तर | बहत्तर | तिहत्तर | चौहत्तर | पचहत्तर | छिहत्तर
    | सतहत्तर | अठहत्तर | उनासी उन्यासी | अस्सी | इक्यासी | बयासी | तिरासी | चौरासी | पचासी | छियासी
    | सत्तासी | अट्ठासी अठासी | नवासी | नब्बे | इक्यानवे इक्यानबे | बानवे बानबे | तिरानवे तिरानबे
    | चौरानवे चौरानबे | पचानवे पचानबे पंचानवे | छियानवे छियानबे | सत्तानवे सत्तानबे
    | अट्ठानवे अठानवे | निन्यानवे निन्यानबे
"""
_ENGLISH: Final = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
"""
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_SCALES: Final = (
    (100, "सौ hundred"),
    (10**3, "हजार हजारों सहस्र thousand thousands k"),
    (10**5, "लाख लाखों lakh lakhs lac lacs"),
    (10**6, "मिलियन million millions mn"),
    (10**7, "करोड़ करोड़ों crore crores cr"),
    (10**9, "अरब अरबों बिलियन billion billions bn"),
    (10**11, "खरब"),
    (10**12, "ट्रिलियन trillion trillions tn"),
)
_ORDINALS: Final = (
    (1, "पहला पहली प्रथम first"),
    (2, "दूसरा दूसरी दूसरे द्वितीय second"),
    (3, "तीसरा तीसरी तीसरे तृतीय third"),
    (4, "चौथा चौथी चौथे चतुर्थ fourth"),
    (5, "fifth"),
    (6, "छठा छठी छठे छठवां छठवीं छठवें sixth"),
    (8, "eighth"),
    (9, "नौवां नौवीं नौवें नवां नवीं नवें ninth"),
    (12, "twelfth"),
)


def _keyed(rows: tuple[tuple[int, str], ...]) -> dict[str, Decimal]:
    return {normalise(word): Decimal(value) for value, words in rows for word in words.split()}


SCALES: Final = _keyed(_SCALES)
"""Multipliers: thousand, लाख."""

TENS: Final = {word: Decimal(20 + 10 * n) for n, word in enumerate(_TENS.split())}
"""English tens, which a number below ten may follow."""

UNITS: Final = {
    **_keyed(tuple(enumerate(_HINDI.split("|")))),
    **_keyed(tuple(enumerate(_ENGLISH.split()))),
    **TENS,
}
"""Cardinals below a hundred."""

WHOLE: Final = {normalise("डेढ़"): Decimal("1.5"), normalise("ढाई"): Decimal("2.5")}
"""Words that are a number and a half by themselves."""

ADDED: Final = {
    normalise("साढ़े"): Decimal("0.5"),
    "सवा": Decimal("0.25"),
    "पौने": Decimal("-0.25"),
}
"""What these add to the number after them; सवा and पौने may also stand before a multiplier."""

PARTS: Final = {
    **_keyed(((2, "आधा आधी आधे half"), (3, "तिहाई third thirds"))),
    **_keyed(((4, "चौथाई quarter quarters"),)),
}
"""Fractions by what they divide by."""

DOZENS: Final = frozenset({"दर्जन", "dozen"})

INDEFINITE: Final = {
    normalise(word): Decimal(value)
    for value, word in (
        (100, "सैकड़ों"),
        (100, "hundreds"),
        (1000, "हजारों"),
        (1000, "thousands"),
        (10**5, "लाखों"),
        (10**5, "lakhs"),
        (10**6, "millions"),
        (10**7, "करोड़ों"),
        (10**7, "crores"),
        (10**9, "अरबों"),
        (10**9, "billions"),
        (12, "दर्जनों"),
        (12, "dozens"),
    )
}
"""Plurals that by themselves mean at least that many."""

_SUFFIXES: Final = ("वां", "वीं", "वें", "वा", "वी", "वे")
_SPELLED_ORDINALS: Final = _keyed(_ORDINALS)


def ordinal(word: str) -> Decimal | None:
    """The place an ordinal word names: साठवीं 60, third 3; None for any other word."""
    if word in _SPELLED_ORDINALS:
        return _SPELLED_ORDINALS[word]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and word.removesuffix(suffix) in UNITS:
            return UNITS[word.removesuffix(suffix)]
    if word.endswith("ieth") and word[:-4] + "y" in TENS:
        return TENS[word[:-4] + "y"]
    return UNITS.get(word[:-2]) if word.endswith("th") else None
