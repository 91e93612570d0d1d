"""Pure: what a figure of a quote counts, and whether that is what a question asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from retrieval.facts.asked_figure import Wanted
from retrieval.figures.figures import Figure, Kind
from retrieval.figures.tokens import DASHES, Token, at
from retrieval.figures.unit_words import UNITS_OF_MEASURE, breaks
from retrieval.words.agreement import alike, clause
from retrieval.words.news_words import name, noun, same_noun

_BEFORE: Final = 5  # words before a figure in which its noun may stand
_PHRASE: Final = 4  # words of a counted noun phrase at most
_PASSIVE: Final = frozenset("गया गए गई जा चुका चुके चुकी जाएंगे जाएगा जाएगी".split())
_OF_AGE: Final = frozenset("उम्र आयु वर्षीय aged age old".split())
_PART_OF: Final = frozenset(
    [("of", word) for word in ("which", "whom", "these", "them")]
    + [(word, "से") for word in ("जिनमें", "जिसमें", "इनमें", "इसमें", "उनमें")]
)
_CHANGED: Final = ("बढ", "घट", "गिर", "उछल")


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure's place among the tokens, `first` to `last`, and the tokens of what it counts."""

    figure: Figure
    first: int
    last: int
    phrase: tuple[int, ...]


def counted(tokens: Sequence[Token], figure: Figure) -> Counted:
    """Where a figure stands, and the noun phrase after it as far as it goes."""
    inside = [n for n, token in enumerate(tokens) if figure.start <= token.start < figure.end]
    phrase: list[int] = []
    for n in range(inside[-1] + 1, len(tokens)):
        word = tokens[n].word
        if tokens[n].start < figure.qualified_end:
            continue
        passive = at(tokens, n + 1).word in _PASSIVE and noun(word) is None
        if breaks(word) or passive or tokens[n].number is not None or len(phrase) == _PHRASE:
            break
        if word[:1].isalpha():
            phrase.append(n)
            if noun(word) is not None or word.endswith("ों"):
                break
    return Counted(figure, inside[0], inside[-1] + 1, tuple(phrase))


def agrees(want: Wanted, tokens: Sequence[Token], one: Counted) -> int:
    """How well a figure is one of what is asked for.

    3 where its noun or unit is the one asked for, 2 where that stands just before or is shared
    with another figure, 1 where nothing speaks against it, 0 where it counts something else.
    """
    unit = one.figure.unit
    if want.age and unit not in want.units:
        beside = {token.word for token in tokens[max(0, one.first - 2) : one.last + 3]}
        return 2 if unit not in UNITS_OF_MEASURE and not _OF_AGE.isdisjoint(beside) else 0
    if want.units:
        shared = unit is None and _shares_noun(tokens, one)
        return 3 if unit in want.units else 2 * shared
    if want.kinds != {Kind.NUMBER}:
        return 3
    hyphened = bool(one.phrase) and at(tokens, one.last).word in DASHES  # "a 2-point lead"
    return 0 if hyphened or unit in UNITS_OF_MEASURE else _noun_agrees(want, tokens, one)


def _noun_agrees(want: Wanted, tokens: Sequence[Token], one: Counted) -> int:
    phrase = [tokens[n].word for n in one.phrase]
    nouns = [want.head] if want.head else want.counted
    if _of_others(want, phrase):
        return 0
    if any(_same(word, printed) for word in nouns for printed in phrase):
        return 3
    start, _ = clause(tokens, one.first, one.last)
    before = tokens[max(start, one.first - _BEFORE) : one.first]
    if _shares_noun(tokens, one) or (
        not phrase and any(alike(word, token.word) for word in nouns for token in before)
    ):
        return 2
    known = any(noun(word) is not None for word in (*nouns, *phrase))
    crosses = want.head is not None and want.head.isascii() != all(map(str.isascii, phrase))
    return int(not known and (crosses or not phrase))


def _same(asked: str, printed: str) -> bool:
    one, other = noun(asked), noun(printed)
    return alike(asked, printed) or (
        one is not None and other is not None and same_noun(one, other)
    )


def _of_others(want: Wanted, phrase: Sequence[str]) -> bool:
    """Whether other people's are counted: American troops asked, North Korean ones found."""
    asked = {number for word in want.counted if (number := name(word)) is not None}
    found = {number for word in phrase if (number := name(word)) is not None}
    return bool(asked and found) and asked.isdisjoint(found)


def _shares_noun(tokens: Sequence[Token], one: Counted) -> bool:
    """Whether the noun stands with another figure: of which 20, 415 से बढ़कर 587, from 4 to 7."""
    before = [token.word for token in tokens[max(0, one.first - _BEFORE) : one.first]]
    after = [token.word for token in tokens[one.last : one.last + 2]]
    return (
        any(pair in _PART_OF for pair in pairwise(before))
        or (after[:1] == ["से"] and after[-1].startswith(_CHANGED))
        or (before[-1:] == ["from"] and after[:1] == ["to"])
    )
