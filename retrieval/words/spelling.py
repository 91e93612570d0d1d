"""The Devanagari spelling of one typed word: by its sound, else by the character model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from retrieval.words.character_model import spell
from retrieval.words.common_words import english_share, hindi_words
from retrieval.words.vocabulary import Match, Vocabulary

# Scores are powers of ten: how common a word is, less what each unit of distance costs.
_PER_UNIT: Final = 3.5
_PER_UNIT_OF_ENGLISH: Final = 5.0  # an English word that only happens to sound Hindi
_PER_UNIT_OF_LOAN: Final = 2.5
_LOAN: Final = -0.5
_LOAN_RARITY: Final = 0.5
_NOT_ENGLISH: Final = 0.5  # distance added when a word no English list knows is read as English
_KEPT: Final = -3.0
_LEAST: Final = -8.5
_RAREST: Final = 1e-7

_CORPUS_DOUBT: Final = 20_000
"""Words a corpus needs before its own counts weigh as much as those of all Hindi."""

_SURE: Final = 0.2
_SURE_OF_LOAN: Final = 0.5
_TOO_FAR_FROM_ENGLISH: Final = 0.75
_CANDIDATES: Final = 15
_MODEL_LETTERS: Final = 3
_PLURAL_LETTERS: Final = 5

_MODEL_LEAST: Final = -3.5
_MODEL_SURE: Final = -1.6
_MODEL_SURE_OF_ENGLISH: Final = -0.7
_MODEL_NEAR: Final = 0.6


@dataclass(frozen=True, slots=True)
class _Reading:
    word: str
    score: float
    distance: float


def devanagari(typed: str, vocabulary: Vocabulary) -> str | None:
    """The likeliest Devanagari word for a lower-case Latin one, or None: it should stay.

    `vocabulary` holds the words of the articles; theirs are preferred.
    """
    english = english_share(typed)
    best = _by_sound(typed, english, vocabulary)
    if best is not None and best.distance <= (_SURE_OF_LOAN if english else _SURE):
        return best.word
    if english and len(typed) >= _PLURAL_LETTERS and typed.endswith("s"):
        one = typed[:-3] + "y" if typed.endswith("ies") else typed[:-1]
        singular = _by_sound(one, english_share(one), vocabulary)
        if singular is not None and singular.distance <= _SURE:
            return singular.word
    if len(typed) >= _MODEL_LETTERS:
        spelled = _by_letters(typed, english, vocabulary)
        if spelled is not None:
            return spelled
    if best is None or (english and best.distance > _TOO_FAR_FROM_ENGLISH):
        return None
    least = max(_LEAST, math.log10(english + _RAREST) + _KEPT)
    return best.word if best.score > least else None


def _share(word: str, vocabulary: Vocabulary) -> float:
    corpus = vocabulary.count(word) / (vocabulary.total + _CORPUS_DOUBT)
    return (hindi_words().count(word) + corpus) / 2


def _by_sound(typed: str, english: float, vocabulary: Vocabulary) -> _Reading | None:
    matches: dict[str, Match] = {}
    for source in (hindi_words(), vocabulary):
        for match in source.match(typed, _CANDIDATES):
            if match.word[0] >= "\u0900":
                matches[match.word] = match
    readings = [_read(match, _share(match.word, vocabulary), english) for match in matches.values()]
    return max(readings, key=lambda one: one.score, default=None)


def _read(match: Match, share: float, english: float) -> _Reading:
    rarity = math.log10(share + _RAREST)
    if english:
        as_hindi = rarity - _PER_UNIT_OF_ENGLISH * match.hindi
        as_english = math.log10(english) + _LOAN + _LOAN_RARITY * (rarity + 5)
        as_english -= _PER_UNIT_OF_LOAN * match.english
    else:
        as_hindi = rarity - _PER_UNIT * match.hindi
        as_english = rarity + _LOAN - _PER_UNIT_OF_LOAN * (match.english + _NOT_ENGLISH)
    if as_hindi >= as_english:
        return _Reading(match.word, as_hindi, match.hindi)
    return _Reading(match.word, as_english, match.english)


def _by_letters(typed: str, english: float, vocabulary: Vocabulary) -> str | None:
    """A known word that the model spells, one that sounds like its best guess, or that guess."""
    guesses = spell(typed)
    known = [
        (guess.score + math.log(_share(guess.word, vocabulary) + _RAREST) / 4, guess.word)
        for guess in guesses
        if guess.score > _MODEL_LEAST and (guess.word in vocabulary or guess.word in hindi_words())
    ]
    if known:
        return max(known)[1]
    if not guesses:
        return None
    for match in vocabulary.match(guesses[0].word, 1):
        if match.hindi <= _MODEL_NEAR and match.word[0] >= "\u0900":
            return match.word
    sure = guesses[0].score > (_MODEL_SURE_OF_ENGLISH if english else _MODEL_SURE)
    return guesses[0].word if sure else None
