"""Pure: quotes that give another figure for the same thing than the best one does.

Two figures rival each other only where everything speaks for it: the same noun or unit, the same
deed, done or planned alike, the same subject, and no dates that keep them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from retrieval.facts.answering_figure import Candidate, answering_figure
from retrieval.facts.asked import Asked
from retrieval.figures.figures import Figure, Kind, Moment, Qualifier, Range, figures
from retrieval.figures.tokens import tokenise
from retrieval.figures.unit_words import UNITS_OF_MEASURE
from retrieval.words.agreement import alike
from retrieval.words.news_words import name, noun, verb
from store.text import STOPWORDS, normalise

_COMPARED: Final = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.MONEY})
_ROUNDING: Final = Decimal("0.05")  # "about 15,000" and 15,400 may be the same count
_SHARED_WORDS: Final = 2
_FURTHER: Final = frozenset(
    map(
        normalise,
        "अतिरिक्त और नए नई नया अन्य दूसरे शेष बाकी additional more another further other new remaining"
        " extra".split(),
    )
)


def differing(understood_text: str, asked: Asked, quotes: Sequence[str]) -> list[int]:
    """Which of `quotes`, best first, give another value than the first one's answer does.

    Indices into `quotes`, in their order; empty where the first gives no figure or nothing differs
    for certain.
    """
    if asked is not Asked.FIGURE or not quotes:
        return []
    first = answering_figure(understood_text, quotes[0])
    if first is None or first.level < 3 or first.counted.figure.kind not in _COMPARED:
        return []
    return [
        index
        for index, quote in enumerate(quotes)
        if index
        and (other := answering_figure(understood_text, quote)) is not None
        and other.level == first.level
        and _rival(first, quotes[0], other, quote)
    ]


def _rival(one: Candidate, one_quote: str, other: Candidate, other_quote: str) -> bool:
    return (
        _values_differ(one.counted.figure, other.counted.figure)
        and _same_thing(one, one_quote, other, other_quote)
        and one.done == other.done
        and one.planned == other.planned
        and _same_period(one_quote, other_quote)
        and _same_subject(one, one_quote, other, other_quote)
    )


def _values_differ(one: Figure, other: Figure) -> bool:
    """Whether both cannot be true at once, as far as their qualifiers tell."""
    low, high = _bounds(one)
    other_low, other_high = _bounds(other)
    return high < other_low or other_high < low


def _bounds(figure: Figure) -> tuple[Decimal, Decimal]:
    value = figure.value
    if isinstance(value, Moment):
        return Decimal("-Infinity"), Decimal("Infinity")
    low, high = (value.low, value.high) if isinstance(value, Range) else (value, value)
    if figure.qualifier is Qualifier.APPROX:
        return low * (1 - _ROUNDING), high * (1 + _ROUNDING)
    if figure.qualifier is Qualifier.AT_LEAST:
        return low, Decimal("Infinity")
    if figure.qualifier is Qualifier.AT_MOST:
        return Decimal("-Infinity"), high
    return low, high


def _same_thing(one: Candidate, one_quote: str, other: Candidate, other_quote: str) -> bool:
    """Whether both count the same noun in the same unit, of the same people, none "further"."""
    figure, rival = one.counted.figure, other.counted.figure
    if figure.kind is not rival.kind:
        return False
    words, others = _phrase(one, one_quote), _phrase(other, other_quote)
    if not _FURTHER.isdisjoint(words) or not _FURTHER.isdisjoint(others):
        return False
    if figure.kind is not Kind.NUMBER or figure.unit in UNITS_OF_MEASURE:
        return figure.unit == rival.unit
    names = {name(word) for word in words} - {None}
    other_names = {name(word) for word in others} - {None}
    if names and other_names and names != other_names:
        return False
    heads = [word for word in words if noun(word) is not None] or words[-1:]
    return any(alike(head, word) for head in heads for word in others)


def _phrase(one: Candidate, quote: str) -> list[str]:
    """The counted phrase with the word before the figure, where "another" or और may stand."""
    tokens = tokenise(quote)
    before = [token.word for token in tokens[max(0, one.counted.first - 1) : one.counted.first]]
    further = [word for word in before if word in _FURTHER - {"और"}]
    return further + [tokens[n].word for n in one.counted.phrase]


def _same_period(one_quote: str, other_quote: str) -> bool:
    """Whether no dates keep the two apart: years named in both must have one in common."""
    years, others = _years(one_quote), _years(other_quote)
    return not years or not others or not years.isdisjoint(others)


def _years(quote: str) -> set[int]:
    """Every year that the quote's dates touch."""
    return {
        year
        for figure in figures(quote)
        if isinstance(figure.value, Moment) and figure.value.year is not None
        for year in range(figure.value.year, figure.value.year + figure.value.years)
    }


def _same_subject(one: Candidate, one_quote: str, other: Candidate, other_quote: str) -> bool:
    """Whether the quotes share words beyond what is counted and done, and no rival names."""
    words = _subject(one, one_quote)
    others = _subject(other, other_quote)
    shared = [word for word in words if any(alike(word, printed) for printed in others)]
    names = {name(word) for word in words} - {None}
    other_names = {name(word) for word in others} - {None}
    if names and other_names and names.isdisjoint(other_names):
        return False
    return len(shared) >= min(_SHARED_WORDS, len(words), len(others)) > 0


def _subject(one: Candidate, quote: str) -> list[str]:
    """The quote's words but for numbers, the counted noun, verbs and stop words, each once."""
    tokens = tokenise(quote)
    counted = {tokens[n].word for n in one.counted.phrase if name(tokens[n].word) is None}
    return list(
        dict.fromkeys(
            token.word
            for token in tokens
            if token.number is None
            and token.word[:1].isalpha()
            and token.word not in STOPWORDS | counted
            and verb(token.word) is None
        )
    )
