"""Pure: a word without its ending, so that one word's forms meet in the index.

Light on purpose: Hindi loses number, case and the commonest verb endings, English loses plural,
-ed, -ing and possessive. Words are expected as `store.text.normalise` leaves them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# Longer before those they end in; as normalised, so without chandrabindu, "ये" and "यी".
_ENDINGS: Final = tuple(
    """
    ाइयों ाइयां ाएंगे ाएंगी ियों ियां इयों इयां ाएगा ाएगी
    ाओं ाएं ुओं ुएं ुआं ूओं ाया ाना ाने ाता ाते ाती ाकर ेगा ेगी ेंगे ेंगी ूंगा ूंगी ोगे ोगी
    ियो ओं एं ों ें ीं ां ाई ाए ा ि ी ु ू े ो ई ए ओ
    """.split()
)
# Endings that are only endings after a bare consonant: क्षमताओं, करने, but not किसानों or नेता.
_AFTER_CONSONANT: Final = ("नाओं", "नाएं", "ताओं", "ताएं", "तीं", "ना", "ने", "ता", "ते", "ती", "कर")
_LETTER: Final = re.compile(r"[\u0904-\u0939\u0960\u0961]")
_CONSONANT: Final = re.compile(r"[\u0915-\u0939]")
_NO_PLURALS: Final = frozenset({"news", "series", "species", "lens", "does", "texas"})
_VOWEL: Final = re.compile(r"[aeiouy]")
_MIN_LETTERS: Final = 2
_REMEMBERED: Final = 1 << 16  # words; nine of ten come again


@lru_cache(_REMEMBERED)
def stem(word: str) -> str:
    """The word without its ending; a word of any other script comes back as it is."""
    if not word:
        return word
    if "\u0900" <= word[0] <= "\u097f":
        return _stem_hindi(word)
    if word.isascii() and word.isalpha():
        return _stem_english(word)
    return word


def _stem_hindi(word: str) -> str:
    for ending in _AFTER_CONSONANT:
        rest = word.removesuffix(ending)
        if rest != word and _stands(rest) and _CONSONANT.fullmatch(rest[-1]):
            return rest
    for ending in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and _stands(rest):
            return rest
    return word


def _stands(rest: str) -> bool:
    """Whether what is left is still a word: two letters or more, not ending in a half letter."""
    return len(_LETTER.findall(rest)) >= _MIN_LETTERS and not rest.endswith("्")


def _stem_english(word: str) -> str:
    word = _without_plural(word)
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest == word or word.endswith("eed") or len(rest) < 3 or not _VOWEL.search(rest):
            continue
        word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
        break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("y"):
        word = word[:-1] + "i"
    return word


def _without_plural(word: str) -> str:
    if len(word) <= 3 or word in _NO_PLURALS or not re.search(r"[^siu]s$", word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]
