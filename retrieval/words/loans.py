"""English words within Hindi, said as the articles say them: china चीन, troops सैनिक, फ्लाइट उड़ान."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from retrieval.words.glossary import all_rows, country_rows, renderings
from retrieval.words.loanwords import english_of
from retrieval.words.vocabulary import Vocabulary
from store.text import index_words, stem

_WORD: Final = re.compile(r"[\u0900-\u0963\u0970-\u097f\u200c\u200d]+")
_SHORTEST: Final = 4  # shorter English words are mostly Hindi ones: sun, ban, man
_OF_A_COUNTRY: Final = ("ian", "ean", "can", "man", "ese", "ish", "ern", "eli", "ani", "ali")


def country(typed: str, vocabulary: Vocabulary) -> str | None:
    """The Hindi name of a country or direction, or its adjective, as the articles spell it."""
    names = _countries().get(typed)
    if names is None:
        return None
    return next((name for name in names if name in vocabulary), names[0])


def translated(typed: str, vocabulary: Vocabulary) -> str | None:
    """The Hindi word for a listed English one that the articles use most; None where none is."""
    if len(typed) < _SHORTEST:
        return None
    exact, by_stem = _hindi_words()
    for listed in (exact.get(typed, ()), by_stem.get(stem(typed), ())):
        known = [(vocabulary.count(vocabulary.spelled(word) or ""), word) for word in listed]
        if known and max(known)[0]:
            return max(known)[1]
    return None


def as_printed(text: str, vocabulary: Vocabulary) -> str:
    """Hindi text in which English words that the articles lack give way to the articles' own.

    These are words in Devanagari that sound English and that no glossary lists as Hindi.
    """
    return _WORD.sub(lambda found: _printed(found[0], vocabulary), text)


def _printed(word: str, vocabulary: Vocabulary) -> str:
    if word in vocabulary or any(map(renderings, index_words(word))):
        return word
    english = english_of(word)
    if not english or vocabulary.spelled(word) is not None:  # the articles have another form of it
        return word
    said = (translated(each, vocabulary) for each in sorted(english))
    return next((hindi for hindi in said if hindi is not None), word)


@lru_cache(maxsize=1)
def _hindi_words() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The listed Hindi words for each English one as it is listed, and for each stem."""
    exact: dict[str, list[str]] = {}
    by_stem: dict[str, list[str]] = {}
    for hindi, english in all_rows():
        for word in english.split():
            exact.setdefault(word, []).extend(hindi.split())
            by_stem.setdefault(stem(word), []).extend(hindi.split())
    return exact, by_stem


@lru_cache(maxsize=1)
def _countries() -> dict[str, tuple[str, ...]]:
    """Hindi words for each English name; for an adjective such as "korean" the adjective first."""
    found: dict[str, tuple[str, ...]] = {}
    for hindi, english in country_rows():
        words = tuple(hindi.split())
        for name in english.split():
            adjective = name.endswith(_OF_A_COUNTRY)
            found.setdefault(name, words[::-1] if adjective else words)
    return found
