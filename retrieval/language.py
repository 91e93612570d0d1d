"""Which language a question is in: Hindi, English, or Hindi in Latin letters."""

from __future__ import annotations

import math
import re
from typing import Final

from retrieval.question import Language
from retrieval.words.common_words import english_share, hindi_words
from retrieval.words.lexicon import AMBIGUOUS, ENGLISH, TYPED

_DEVANAGARI_WORD: Final = re.compile(r"[\u0900-\u0963\u0971-\u097f\u200c\u200d]+")
_LATIN_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019][A-Za-z]+)?")
_REPEATED: Final = re.compile(r"(.)\1{2,}")

_RARE: Final = 1e-7
_CLEAR: Final = 1.0  # ten times likelier in one language than in the other
_BARE: Final = 2  # so many words without a little word may be a mere name


def detect_language(text: str, last: Language | None = None) -> Language:
    """The language of a question; `last` is the chat's, for a bare name or number.

    Devanagari is Hindi unless it stands in an English sentence. Without `last`, a name in Latin
    letters counts as English and a text without letters as Hindi.
    """
    latin = [_REPEATED.sub(r"\1", word.casefold()) for word in _LATIN_WORD.findall(text)]
    hindi, english = _little_words(latin)
    devanagari = len(_DEVANAGARI_WORD.findall(text))
    if devanagari:
        return "en" if english > devanagari + hindi else "hi"
    if not latin:
        return last or "hi"
    if hindi > english:
        return "hi-Latn"
    if english > hindi:
        return "en"
    leaning = [_leaning(word) for word in latin if word not in TYPED and word not in ENGLISH]
    total = sum(leaning)
    if abs(total) < _CLEAR or (last is not None and len(latin) <= _BARE and total > 0):
        return last or "en"
    return "hi-Latn" if total > 0 else "en"


def _little_words(words: list[str]) -> tuple[float, float]:
    """How much the function words speak for romanised Hindi and for English."""
    hindi = english = 0.0
    for word in words:
        if word in AMBIGUOUS:
            lean = AMBIGUOUS[word]
            hindi, english = hindi + lean, english + 0.5 - lean
        elif word in TYPED:
            hindi += 1
        elif word in ENGLISH or "'" in word or "\u2019" in word:
            english += 1
    return hindi, english


def _leaning(word: str) -> float:
    """Above 0 for a word likelier in romanised Hindi, below 0 in English; from -2 to 2."""
    heard = max(
        (one.count * 10 ** (-4 * min(one.hindi, 9)) for one in hindi_words().match(word, 5)),
        default=0.0,
    )
    ratio = math.log10((heard + _RARE) / (english_share(word) + _RARE))
    return max(-2.0, min(2.0, ratio))
