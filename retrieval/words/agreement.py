"""Pure: whether words of a question and of a quote are the same, also across Hindi and English."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from retrieval.figures.tokens import Token, tokenise
from retrieval.words.distance import sound_distance
from retrieval.words.news_words import mean_the_same, verb
from retrieval.words.phonetic import english_reading, hindi_readings, keys
from store.text import STOPWORDS, index_words, stem

_SOUNDED: Final = 3  # a skeleton of fewer consonants fits too many words
_SHORT_VERB: Final = 4  # नेगी is a name
_NEARLY: Final = 0.3
_REACH: Final = 6.0  # words over which closeness falls to a third
_VERB_GROUP: Final = 4  # a Hindi question's verb and its auxiliaries
_BOUNDARY: Final = 4.0  # how many words the end of a clause counts for
_CLAUSE_ENDS: Final = frozenset(
    ", ; : । ( ) – — जबकि लेकिन मगर परंतु हालांकि and और तथा while but whereas although".split()
)
_MODAL: Final = frozenset(
    "देगा देगी देंगे लेगा लेगी लेंगे होगा होगी होंगे आएगा आएगी "
    "सकता सकती सकते सके सकेगा may might could can will would shall plans plan expected संभावना".split()
)
_FUTURE: Final = ("ेगा", "ेंगे", "ेगी", "एगा", "एंगे", "एगी", "ाएगा", "ाएंगे", "होगा", "होंगे", "होगी")


@lru_cache(maxsize=4096)
def content_words(question: str) -> tuple[str, ...]:
    """The question's words that carry its subject, as stems, and its numbers, each once."""
    return tuple(dict.fromkeys(index_words(question)))


@lru_cache(maxsize=50_000)
def alike(asked: str, printed: str) -> bool:
    """Whether two words mean or spell the same: by stem, by the table of common words, by sound."""
    if stem(asked) == stem(printed):
        return True
    if mean_the_same(asked, printed):
        return True
    if asked[:1].isascii() == printed[:1].isascii():
        return False
    shared = set(keys(asked)).intersection(keys(printed))
    if any(len(key) >= _SOUNDED for key in shared):
        return True
    latin, hindi = (asked, printed) if asked[:1].isascii() else (printed, asked)
    return bool(shared) and len(latin) > _SOUNDED and _sounds_alike(latin, hindi)


def _sounds_alike(latin: str, hindi: str) -> bool:
    """Whether a short word is the same sound by sound: mela, मेला."""
    readings = (*hindi_readings(latin), english_reading(latin))
    return any(
        sound_distance(typed, known) <= _NEARLY
        for typed in readings
        for known in hindi_readings(hindi)
    )


def places(words: Sequence[str], tokens: Sequence[Token]) -> dict[str, tuple[int, ...]]:
    """Where each of `words` stands among the tokens; words that do not are left out."""
    found = {
        word: tuple(
            n
            for n, token in enumerate(tokens)
            if token.word[:1].isalnum() and token.word not in STOPWORDS and alike(word, token.word)
        )
        for word in words
    }
    return {word: at for word, at in found.items() if at}


def closeness(
    at: dict[str, tuple[int, ...]], tokens: Sequence[Token], start: int, end: int
) -> float:
    """How near those words stand to the tokens `start` to `end`: near 1 for each word beside it."""
    return sum(
        max(math.exp(-_distance(tokens, place, start, end) / _REACH) for place in places_of)
        for places_of in at.values()
    )


def _distance(tokens: Sequence[Token], place: int, start: int, end: int) -> float:
    """Words between, what stands in brackets there left out; clause ends count for several."""
    if start <= place < end:
        return 0.0
    between = range(place + 1, start) if place < start else range(end, place)
    depth = 0
    distance = 0.0
    for n in between:
        word = tokens[n].word
        if word == ")" and depth:
            depth -= 1
        elif word == "(" and any(tokens[m].word == ")" for m in range(n, between.stop)):
            depth += 1
        elif not depth:
            distance += 1 + _BOUNDARY * (word in _CLAUSE_ENDS)
    return distance


def clause(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """The stretch around the tokens `start` to `end` up to the next ends of a clause."""
    first, last = start, end
    while first > 0 and tokens[first - 1].word not in _CLAUSE_ENDS:
        first -= 1
    while last < len(tokens) and tokens[last].word not in _CLAUSE_ENDS:
        last += 1
    return first, last


def deed(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """The verb that a figure at tokens `start` to `end` belongs to, as a common word's number.

    Hindi verbs follow their object; an English one may stand on either side, the nearest counts.
    """
    first, last = clause(tokens, start, end)
    after = [(n - end, v) for n in range(end, last) if (v := verb(tokens[n].word)) is not None]
    before = [
        (start - n, v) for n in range(first, start) if (v := verb(tokens[n].word)) is not None
    ]
    hindi = any(not token.word.isascii() and token.word[:1].isalpha() for token in tokens)
    ordered = (after[:1] or before[-1:]) if hindi else sorted([*after, *before])[:1]
    return ordered[0][1] if ordered else None


def is_hindi(text: str) -> bool:
    """Whether the text has Devanagari letters."""
    return any("\u0904" <= sign <= "\u0939" for sign in text)


def deeds_asked(question: str) -> frozenset[int]:
    """What a question asks to have been done: its main verb, if it is a common one."""
    tokens = [token for token in tokenise(question) if token.word[:1].isalnum()]
    if any(not token.word.isascii() for token in tokens):
        tokens = tokens[-_VERB_GROUP:]
    return frozenset(number for token in tokens if (number := verb(token.word)) is not None)


def is_modal(tokens: Sequence[Token]) -> bool:
    """Whether something may or will be, rather than is or was; the month May is no sign of it."""
    return any(
        (token.word in _MODAL and not (token.capital and token.word == "may"))
        or (len(token.word) > _SHORT_VERB and token.word.endswith(_FUTURE))
        for token in tokens
    )
