"""English words that Hindi writes in its own letters: काउंसिल council, फ्लाइट flight.

They are known by how they sound; where that does not tell, `loanwords.txt` beside this file does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

from retrieval.words.distance import sound_distance
from retrieval.words.glossary import all_rows, rows
from retrieval.words.phonetic import english_reading, phones, skeleton
from store.text import normalise

_SHORTEST: Final = 4  # sounds; shorter words are mostly Hindi ones: बात bought, हित heat
_LONG: Final = 5
_ALIKE: Final = 0.9
_ALIKE_IF_SHORT: Final = 0.95


@lru_cache(20_000)
def english_of(hindi_word: str) -> frozenset[str]:
    """The English words that a word in Devanagari writes, of those that the glossary has.

    For words that the glossary does not list: a Hindi word may sound like an English one by chance.
    """
    listed = _listed().get(normalise(hindi_word))
    if listed is not None:
        return listed
    sounds = phones(hindi_word)
    return _sounding_like(sounds) or _sounding_like(sounds.removesuffix("s"))


def _sounding_like(sounds: str) -> frozenset[str]:
    if len(sounds) < _SHORTEST:
        return frozenset()
    least = _ALIKE if len(sounds) >= _LONG else _ALIKE_IF_SHORT
    alike = {
        word: 1 - sound_distance(reading, sounds) / len(sounds)
        for word, reading in _english().get(skeleton(sounds), {}).items()
    }
    best = max(alike.values(), default=0.0)
    return frozenset(word for word, value in alike.items() if value >= max(least, best))


@lru_cache(maxsize=1)
def _listed() -> Mapping[str, frozenset[str]]:
    text = files("retrieval.words").joinpath("loanwords.txt").read_text("utf-8")
    return {
        normalise(word): frozenset(english.split())
        for hindi, english in rows(text)
        for word in hindi.split()
    }


@lru_cache(maxsize=1)
def _english() -> Mapping[str, Mapping[str, str]]:
    """The glossary's English words with their sounds, by the consonants of these."""
    found: dict[str, dict[str, str]] = {}
    for word in {word for _, english in all_rows() for word in english.split()}:
        reading = english_reading(word)
        found.setdefault(skeleton(reading), {})[word] = reading
    return found
