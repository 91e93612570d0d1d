"""Pure: Hindi and English text folded for matching, and its words, for index and questions alike.

Nothing here is ever shown: quotes come from the article, folded text only finds them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from store.abbreviations import LETTER_NAMES
from store.stem import stem
from store.stopwords import ENGLISH, HINDI

__all__ = ["STOPWORDS", "TEXT_VERSION", "index_words", "normalise", "stem", "word_set", "words"]

TEXT_VERSION: Final = "2"
"""Changes whenever the same text would give other words: part of the index fingerprint."""

_SINGLE: Final = {
    **{0x0966 + digit: str(digit) for digit in range(10)},
    **dict.fromkeys(
        # soft hyphen, Mongolian separator, BOM, nukta, visarga, avagraha: put or left out at will
        [0xAD, 0x180E, 0xFEFF, 0x093C, 0x0903, 0x093D]
    ),
    **dict.fromkeys(
        # zero-width signs, joiners, direction marks
        [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)]
    ),
    **dict.fromkeys(range(0x0300, 0x0370)),  # accents on Latin letters
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u00b4`"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"'),
    **dict.fromkeys(range(0x2010, 0x2016), "-"),
    0x2212: "-",
    0x0901: "ं",
    0x0950: "ओम",
    # डॉक्टर and डाक्टर, मॉस्को and मास्को: print wavers between the two
    0x0911: "आ",
    0x0949: "ा",
    0x090D: "ऐ",
    0x0945: "ै",
    0x090E: "ए",
    0x0946: "े",
    0x0912: "ओ",
    0x094A: "ो",
}
_WIDTH_FORMS: Final = re.compile(r"[\uff01-\uffee]+")
_SPACE: Final = re.compile(r"\s+")
_RULES: Final = (
    # A nasal before a stop or sibilant is the same sound as anusvara: हिन्दी, हिंदी.
    (re.compile(r"(?:[ङञणन]्(?=[क-घच-झट-ढत-धप-भशषस])|म्(?=[प-भ]))"), "ं"),
    # गये and गए, स्थायी and स्थाई; not the word ये itself, not after a half letter.
    (re.compile(r"(?<=[\u0905-\u0939\u093e-\u094c])य([ेी])"), None),
    # महत्त्व and महत्व, कर्त्तव्य and कर्तव्य, अर्द्ध and अर्ध.
    (re.compile(r"([क-ह])्\1(?=्)"), r"\1"),
    (re.compile(r"र्([क-ह])्\1"), r"र्\1"),
    (re.compile(r"र्द्ध"), "र्ध"),
    # महान् and महान.
    (re.compile(r"्(?![\u0900-\u097f])"), ""),
)


def normalise(text: str) -> str:
    """The text folded for matching: one spelling, one width, one case, single spaces.

    Idempotent. Lengths change, so offsets into the result mean nothing in the original.
    """
    text = _WIDTH_FORMS.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    text = unicodedata.normalize("NFD", text.casefold()).translate(_SINGLE)
    text = unicodedata.normalize("NFC", text)
    for pattern, replacement in _RULES:
        if replacement is None:
            text = pattern.sub(lambda match: "ए" if match[1] == "े" else "ई", text)
        else:
            text = pattern.sub(replacement, text)
    return _SPACE.sub(" ", text).strip()


_DOTTED_LATIN: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")
_DOTTED_HINDI: Final = re.compile(
    r"(?<![\u0900-\u097f])(?:(?:[\u0904-\u0939]|"
    + "|".join(sorted(map(normalise, LETTER_NAMES), key=len, reverse=True))
    + r")\. ?){2,}"
)
_TOKEN: Final = re.compile(
    r"(?P<number>\d+(?:,\d{2,3})*(?:\.\d+)?)(?![a-z\d])"
    r"(?: ?-?(?:वां|वीं|वें|वा|वी|वे)(?![\u0900-\u097f]))?"
    r"|(?P<ordinal>\d+)(?:st|nd|rd|th|s)(?![a-z\d])"
    r"|(?P<hindi>[\u0900-\u0963\u0971-\u097f]+)"
    r"|(?P<percent>%)"
    r"|(?P<other>[^\W_]+(?:'[^\W_]+)*)"
)
_PERCENT: Final = frozenset({"प्रतिशत", "फीसदी", "फीसद", "percent"})


def words(text: str) -> list[str]:
    """The text's words in order, normalised: vowel signs stay inside words, 15,000 is "15000".

    Ordinals are their number (60वीं, 60 वीं, 60th: "60"), initials are one word (U.S., ए.पी.जे.).
    """
    text = normalise(text)
    text = _DOTTED_LATIN.sub(lambda run: run[0].replace(".", ""), text)
    text = _DOTTED_HINDI.sub(lambda run: run[0].replace(".", "").replace(" ", "") + " ", text)
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "number":
            found.append(match["number"].replace(",", ""))
        elif kind == "ordinal":
            found.append(match["ordinal"])
        elif kind == "other":
            found.append(match["other"].removesuffix("'s").replace("'", ""))
        else:
            found.append(match[0])
    return [word for word in found if word]


STOPWORDS: Final = frozenset(normalise(word) for word in (HINDI + ENGLISH).split())
"""Normalised words that the index leaves out."""


def word_set(text: str) -> frozenset[str]:
    """The text's words between white space, normalised for matching."""
    return frozenset(map(normalise, text.split()))


def index_words(text: str) -> list[str]:
    """What BM25 counts: the words' stems, without stop words; every word for percent as "%"."""
    return [
        "%" if word in _PERCENT else stem(word) for word in words(text) if word not in STOPWORDS
    ]
