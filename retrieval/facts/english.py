"""Pure: a short Hindi answer said in English, where a fixed table has every word of it.

Digits stay as the quote prints them; what the table lacks is not guessed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from retrieval.figures.unit_words import MEASURES
from retrieval.words.glossary import rows
from retrieval.words.news_words import TABLES
from store.dates import MONTHS
from store.stem import stem
from store.text import normalise

_DEVANAGARI: Final = re.compile(r"[\u0900-\u097f]")
_BEFORE: Final = (  # at the beginning
    (r"(?:लगभग|करीब|तकरीबन)", "about"),
    (r"कम से कम", "at least"),
    (r"(?:अधिकतम|ज्यादा से ज्यादा|अधिक से अधिक)", "at most"),
)
_AFTER: Final = (  # said behind the figure in Hindi, before it in English
    (r"से (?:भी |कहीं )?(?:अधिक|ज्यादा)", "more than"),
    (r"से (?:भी )?कम", "less than"),
    (r"के (?:करीब|आसपास|लगभग)", "about"),
    (r"के दौरान", "during"),
    (r"तक$", "until"),
    (r"से$", "since"),
)
_FROM_TO: Final = re.compile(r"^(\S+(?: \S+)?) से (\S.*?) तक$|(?<!\S)(\d\S*) से (?=\d)")
_WORDS: Final = {
    **dict(
        zip(
            "सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार".split(),
            "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
            strict=True,
        )
    ),
    **dict(
        zip(
            "एक दो तीन चार पांच छह सात आठ नौ दस ग्यारह बारह".split(),
            "one two three four five six seven eight nine ten eleven twelve".split(),
            strict=True,
        )
    ),
    **{"हजार": "thousand", "लाख": "lakh", "करोड": "crore", "अरब": "billion", "मिलियन": "million"},
    **{"प्रतिशत": "percent", "फीसदी": "percent", "आधे": "half", "आधा": "half", "और": "and"},
    **{"रुपये": "rupees", "रुपए": "rupees", "डॉलर": "dollars", "डालर": "dollars"},
    **{"उत्तर": "North", "दक्षिण": "South", "अमेरिकी": "American", "रूसी": "Russian"},
    **{"कोरियाई": "Korean", "चीनी": "Chinese", "भारतीय": "Indian", "यूक्रेनी": "Ukrainian"},
    **{"अतिरिक्त": "additional", "नए": "new", "वर्गकिलोमीटर": "square kilometres"},
}
_ORDINAL: Final = re.compile(r"(\d+)\s*-?\s*(?:वां|वीं|वें|वी|वा)(?![\u0900-\u097f])")
_DECADE: Final = re.compile(r"(\d{4}) के दशक")
_ONE: Final = re.compile(r"(?:1|एक)(?![\d\ue000.])")
_RANKED: Final = re.compile(r"\d(?:st|nd|rd|th)\b")
_PLURALS: Final = {
    "people": "people",
    "person": "people",
    "child": "children",
    "woman": "women",
    "man": "men",
}


def in_english(short_answer: str) -> str | None:
    """`लगभग 15,000 सैनिक` as `about 15,000 soldiers`; None where a word is not in the table."""
    if not _DEVANAGARI.search(short_answer):
        return None
    text = re.sub(r"(?<=\d),(?=\d)", "\ue000", short_answer)
    text = normalise(text)
    text = _DECADE.sub(r"the \1s", text)
    text = _ORDINAL.sub(lambda found: _ordinal(int(found[1])), text)
    text = _FROM_TO.sub(_to, text)
    lead = ""
    for pattern, english in _BEFORE:
        text, count = re.subn(rf"^{pattern} ", "", text)
        lead = f"{english} " if count else lead
    for pattern, english in _AFTER:
        text, count = re.subn(rf"(?<=\S) {pattern}(?= |$)", "", text, count=1)
        lead = f"{english} " if count else lead
    said = [_word(word, plural=_many(text)) for word in text.split()]
    if any(word is None for word in said):
        return None
    return (lead + " ".join(word for word in said if word)).replace("\ue000", ",")


def _to(found: re.Match[str]) -> str:
    """`30 से 50 हजार`, `जनवरी से मार्च तक`: the one to the other."""
    return f"{found[3]} to " if found[3] else f"{found[1]} to {found[2]}"


def _word(word: str, *, plural: bool) -> str | None:
    """One word in English; what has no Devanagari stays, None is for what the table lacks."""
    bare = word.strip(",")
    if not _DEVANAGARI.search(bare):
        return word
    if bare in _table():
        return word.replace(bare, _table()[bare])
    noun = _nouns().get(stem(bare))
    if noun is None:
        return None
    one = "person" if noun == "people" else noun
    return word.replace(bare, _plural(noun) if plural else one)


def _plural(noun: str) -> str:
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")


def _many(text: str) -> bool:
    """Whether the text counts more than one thing: not 1, एक or an ordinal."""
    return _ONE.match(text) is None and _RANKED.search(text) is None


def _ordinal(number: int) -> str:
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    table = {normalise(hindi): english for hindi, english in _WORDS.items()}
    longest = {
        number: max(
            (name for name, own in MONTHS.items() if own == number and name.isascii()), key=len
        )
        for number in MONTHS.values()
    }
    for name, number in MONTHS.items():
        if not name.isascii():
            table[normalise(name)] = longest[number].capitalize()
    for word, unit in MEASURES.items():
        if _DEVANAGARI.search(word):
            table.setdefault(word, f"{unit}s" if len(unit) > 3 and unit.isalpha() else unit)
    return table


@lru_cache(maxsize=1)
def _nouns() -> dict[str, str]:
    """The stems of counted things with the first English word of their row."""
    found: dict[str, str] = {}
    for table in TABLES[:2]:
        for hindi, english in rows(table):
            for word in hindi.split():
                found.setdefault(stem(normalise(word)), english.split()[0])
    return found
