"""The words of a text collection, found again by how they sound."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from retrieval.words.distance import sound_distance
from retrieval.words.lexicon import LETTERS
from retrieval.words.phonetic import english_reading, hindi_readings, keys, romanise, skeleton
from store.text import normalise, stem

_CLOSEST: Final = 10
_REMEMBERED: Final = 4096
_SHORTEST: Final = 3
_ENGLISH_PENALTY: Final = 0.2
_HINDI_PENALTY: Final = 0.15
_SPELLINGS: Final = 3
_ALIKE: Final = 0.8
_SAME: Final = 0.87
_LONG_ENOUGH: Final = 6
_LONGEST_ABBREVIATION: Final = 7


@dataclass(frozen=True, slots=True)
class Match:
    """A known word that sounds like the typed one.

    `similarity` runs from 0 to 1. `hindi` and `english` are the distances (`sound_distance`) when
    the typed word is read as romanised Hindi and as English.
    """

    word: str
    similarity: float
    count: float
    hindi: float
    english: float


class Vocabulary:
    """Words indexed by sound; immutable once built, so threads may share it."""

    def __init__(self, words: Iterable[tuple[str, float]]) -> None:
        """Index `words` with their counts; of those given twice the counts add up."""
        self._counts: dict[str, float] = {}
        self._buckets: dict[str, list[tuple[str, str]]] = {}
        self._folded: dict[str, list[str]] = {}
        self._add(words)

    def with_words(self, words: Iterable[tuple[str, float]]) -> Vocabulary:
        """Another vocabulary that knows these words too; it costs little more than they do."""
        grown = Vocabulary(())
        grown._counts = dict(self._counts)
        grown._buckets = dict(self._buckets)
        grown._folded = dict(self._folded)
        grown._add(words)
        return grown

    def _add(self, words: Iterable[tuple[str, float]]) -> None:
        own: set[str] = set()  # lists that no other vocabulary shares
        for word, count in words:
            new = word not in self._counts
            self._counts[word] = self._counts.get(word, 0) + count
            for sounds in hindi_readings(word) if new else ():
                if not sounds:
                    continue
                at = skeleton(sounds)
                if at not in own:
                    own.add(at)
                    self._buckets[at] = list(self._buckets.get(at, ()))
                    self._folded[at] = list(self._folded.get(at, ()))
                self._buckets[at].append((word, sounds))
                self._folded[at].append(sounds.lower())
        self.total = sum(self._counts.values())
        self._matches = lru_cache(_REMEMBERED)(self._search)

    def __len__(self) -> int:
        return len(self._counts)

    def __contains__(self, word: object) -> bool:
        return word in self._counts

    def count(self, word: str) -> float:
        """How often `word`, spelled just so, occurs."""
        return self._counts.get(word, 0)

    def respelled(self, hindi_word: str) -> dict[str, float]:
        """The Devanagari words that spell a Devanagari word otherwise, with their similarity.

        For loan words, names and slips of the thumb: इंटर्सेप्शन, इन्टरसेप्शन. Only words at least 0.87
        alike, three at most; none for a short word, which is too like others.
        """
        typed = romanise(hindi_word)
        if len(typed) < _LONG_ENOUGH:
            return {}
        alike = {
            one.word: 1 - one.hindi / len(typed)
            for one in self._matches(typed)[:_SPELLINGS]
            if one.word[0] >= "\u0900"
        }
        return {word: value for word, value in alike.items() if value >= _SAME}

    def spelled(self, word: str) -> str | None:
        """The commonest of the words that have this Hindi word's stem, as it is spelled."""
        return self._by_stem.get(stem(normalise(word)))

    @cached_property
    def _by_stem(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for word, count in self._counts.items():
            if word[0] >= "\u0900":
                at = stem(normalise(word))
                if at not in found or (self._counts[found[at]], found[at]) < (count, word):
                    found[at] = word
        return found

    def match(self, latin_word: str, limit: int = 3) -> list[Match]:
        """The words that sound most like a Latin-script word, best first, at most `limit`.

        About half a millisecond for a new word; words are remembered.
        """
        return list(self._matches(latin_word.casefold())[:limit])

    def spellings(self, english_word: str) -> dict[str, float]:
        """The Devanagari words that may write an English word or name, with their similarity.

        For names across scripts: only words at least 0.8 alike, three at most. English that
        Hindi translates (soldier) has none, or a chance one. An abbreviation is also looked for by
        its letters' names.
        """
        length = max(len(english_word), _SHORTEST)
        alike = {
            one.word: 1 - min(one.english, one.hindi + _HINDI_PENALTY) / length
            for one in self._matches(english_word.casefold())[:_SPELLINGS]
            if one.word[0] >= "\u0900"
        }
        found = {word: value for word, value in alike.items() if value >= _ALIKE}
        return {**found, **dict.fromkeys(self._spelled_out(english_word), 1.0)}

    def _spelled_out(self, latin_word: str) -> list[str]:
        """An abbreviation as its letters are called, if the texts have it: NIS एनआईएस."""
        letters = latin_word.casefold()
        if not 1 < len(letters) <= _LONGEST_ABBREVIATION or not letters.isalpha():
            return []
        called = "".join(LETTERS.get(letter, letter) for letter in letters)
        return [called] if called in self._counts else []

    def _search(self, latin_word: str) -> tuple[Match, ...]:
        hindi = hindi_readings(latin_word)
        english = english_reading(latin_word)
        found: dict[str, tuple[float, float]] = {}
        for at in keys(latin_word):
            if at not in self._buckets:
                continue
            bucket = self._buckets[at]
            close = {
                index
                for sounds in {*hindi, english}
                for _, _, index in process.extract(
                    sounds.lower(), self._folded[at], scorer=Levenshtein.distance, limit=_CLOSEST
                )
            }
            for index in close:
                word, known = bucket[index]
                as_hindi = min(sound_distance(sounds, known) for sounds in hindi)
                as_english = sound_distance(english, known)
                before = found.get(word, (math.inf, math.inf))
                found[word] = (min(as_hindi, before[0]), min(as_english, before[1]))
        matches = [self._match(word, *both, len(latin_word)) for word, both in found.items()]
        return tuple(sorted(matches, key=lambda one: (-one.similarity, -one.count, one.word)))

    def _match(self, word: str, hindi: float, english: float, length: int) -> Match:
        distance = min(hindi, english + _ENGLISH_PENALTY)
        similarity = max(0.0, 1 - distance / max(length, _SHORTEST))
        return Match(word, similarity, self._counts[word], hindi, english)
