"""English words typed within Hindi, said as the articles say them: china चीन, troops सैनिक."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from retrieval.words.glossary import all_rows, country_rows
from retrieval.words.vocabulary import Vocabulary
from store.text import stem

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
