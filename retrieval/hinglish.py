"""Romanised Hindi into Devanagari, spelled as the articles spell it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from retrieval.common_words import english_share, hindi_words
from retrieval.lexicon import AFTER_WHICH_THAT, LETTERS, TYPED
from retrieval.vocabulary import Match, Vocabulary

_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019][A-Za-z]+)?")
_ROMAN_NUMERAL: Final = re.compile(r"[IVXLC]{2,}")
_CAPITALS: Final = re.compile(r"[A-Z]{2,5}")
_VOWEL: Final = re.compile(r"[aeiou]")
_BY_WHOM: Final = re.compile(r"ने(?= |$)")
_THAT: Final = re.compile(rf"(?:^| )(?:{'|'.join(AFTER_WHICH_THAT)}) *$")
_SAID: Final = re.compile(r" *(?:gaya|gya|jata|jaata|tha|the|ja|h)\b")

# Powers of ten: how unlikely a spelling is for each unit of distance, read as Hindi or as English.
_PER_HINDI_UNIT: Final = 3.5
_PER_HINDI_UNIT_IF_ENGLISH: Final = 5.0
_PER_ENGLISH_UNIT: Final = 2.5
_RAREST: Final = 1e-7
_LOAN: Final = -0.5
_KEPT: Final = -3.0
_ENGLISH_SEEN: Final = 1e-6
_LEAST_SIMILAR: Final = 0.68
_LEAST: Final = -8.5
_CANDIDATES: Final = 15


@dataclass(frozen=True, slots=True)
class _Reading:
    word: str
    score: float
    similarity: float


def to_devanagari(text: str, vocabulary: Vocabulary) -> str:
    """`text` with its romanised Hindi words in Devanagari, names as `vocabulary` spells them.

    English words that no known Hindi spelling fits stay as they are, like numbers and marks.
    """
    shouted = text.upper() == text
    parts: list[str] = []
    end = 0
    for found in _WORD.finditer(text):
        parts.append(text[end : found.start()])
        parts.append(
            _devanagari(found[0], "".join(parts), text[found.end() :], vocabulary, shouted)
        )
        end = found.end()
    return "".join((*parts, text[end:]))


def _devanagari(word: str, before: str, after: str, vocabulary: Vocabulary, shouted: bool) -> str:
    typed = word.casefold()
    if _ROMAN_NUMERAL.fullmatch(word) and not shouted:
        return word
    if typed in TYPED and (shouted or not _CAPITALS.fullmatch(word)):
        return _in_context(TYPED[typed], before, after)
    capitals = not shouted and _CAPITALS.fullmatch(word) is not None
    if capitals or (len(typed) <= 4 and not _VOWEL.search(typed)):
        spelled = "".join(LETTERS[sign] for sign in typed)
        if capitals or spelled in vocabulary or spelled in hindi_words():
            return spelled if spelled in vocabulary or spelled in hindi_words() else word
    best = _best(typed, vocabulary)
    return best or word


def _in_context(word: str, before: str, after: str) -> str:
    """Words typed alike, told apart by their neighbours: कहा and कहाँ, की and कि."""
    if word == "कहा" and not _BY_WHOM.search(before) and not _SAID.match(after.casefold()):
        return "कहाँ"
    if word == "की" and _THAT.search(before) and after.strip(" ?.!"):
        return "कि"
    return word


def _best(typed: str, vocabulary: Vocabulary) -> str | None:
    """The likeliest Devanagari word, or None when the typed one should stay."""
    common = hindi_words()
    english = english_share(typed)
    matches: dict[str, Match] = {}
    for source in (common, vocabulary):
        for match in source.match(typed, _CANDIDATES):
            if match.word[0] >= "\u0900":
                matches[match.word] = match
    best = None
    for match in matches.values():
        share = common.count(match.word) + vocabulary.count(match.word) / max(vocabulary.total, 1)
        read = _read(match, share / 2, english, len(typed))
        if (
            read.similarity >= _LEAST_SIMILAR
            and read.score > _LEAST
            and (best is None or read.score > best.score)
        ):
            best = read
    kept = math.log10(english + _RAREST) + _KEPT
    if best is None or (english and best.score < kept):
        return None
    return best.word


def _read(match: Match, share: float, english: float, length: int) -> _Reading:
    seen = english > _ENGLISH_SEEN
    unit = _PER_HINDI_UNIT_IF_ENGLISH if seen else _PER_HINDI_UNIT
    as_hindi = math.log10(share + _RAREST) - unit * match.hindi
    off = match.english if seen else match.english + 0.5
    as_english = math.log10(share + english + _RAREST) + _LOAN - _PER_ENGLISH_UNIT * off
    distance = match.hindi if as_hindi >= as_english else match.english
    return _Reading(match.word, max(as_hindi, as_english), 1 - distance / max(length, 3))
