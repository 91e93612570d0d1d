"""Pure: whether every figure, date, unit and percentage of a sentence stands in its evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from retrieval.facts.counted import counted
from retrieval.figures.figures import Figure, Kind, Moment, Qualifier, Range, figures
from retrieval.figures.tokens import tokenise
from retrieval.figures.unit_words import UNITS_OF_MEASURE
from retrieval.words.agreement import alike
from retrieval.words.news_words import noun, same_noun

_EACH: Final = re.compile(r"(?<![\w-])([\w.,]+)-\1(?![\w-])")  # 50-50 हज़ार: 50,000 to each
_COPULA: Final = re.compile(r"\s*(?:है|हैं|था|थी|थे|रहा|रही|रहे)(?![\u0900-\u0963])")


def read(text: str) -> tuple[str, tuple[Figure, ...]]:
    """The text with shares written once, and its figures."""
    once = _EACH.sub(r"\1", text)
    return once, figures(once)


def figures_stand(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether each figure of the sentence is one of the quotes', as a value with its unit."""
    text, claimed = read(sentence)
    printed = [(quote, figure) for quote, found in map(read, quotes) for figure in found]
    return all(
        any(same_figure(text, figure, quote, other) for quote, other in printed)
        for figure in claimed
    ) and _digits_stand(text, claimed, quotes)


def same_figure(text: str, claimed: Figure, quote: str, printed: Figure) -> bool:
    """Whether a figure of `text` says no more than one of `quote`."""
    one, other = claimed.value, printed.value
    if isinstance(one, Moment) or isinstance(other, Moment):
        return _same_moment(one, other)
    return (
        one == other
        and _kinds_agree(claimed, printed)
        and _as_exact(claimed, printed, quote)
        and _same_thing(text, claimed, quote, printed)
    )


def _same_moment(one: Decimal | Range | Moment, other: Decimal | Range | Moment) -> bool:
    """Whether all that the first tells of a time is told by the other."""
    if isinstance(one, Moment) and isinstance(other, Moment):
        if one.years != other.years and one.year is not None:
            return False
        pairs = (
            (one.year, other.year),
            (one.month, other.month),
            (one.day, other.day),
            (one.weekday, other.weekday),
        )
        return all(mine is None or mine == theirs for mine, theirs in pairs)
    moment, number = (one, other) if isinstance(one, Moment) else (other, one)
    # 2019 read as a year here and as a plain number there.
    return isinstance(moment, Moment) and moment == Moment(moment.year) and moment.year == number


def _kinds_agree(claimed: Figure, printed: Figure) -> bool:
    if claimed.kind is printed.kind:
        return claimed.kind is not Kind.MONEY or claimed.unit == printed.unit
    # A sum whose currency is left out is the same sum; a sum of what was a count is not.
    return claimed.kind is Kind.NUMBER and claimed.unit is None and printed.kind is Kind.MONEY


def _as_exact(claimed: Figure, printed: Figure, quote: str) -> bool:
    """Whether the sentence claims no other bound: "more than 500" is not 500."""
    bound = printed.qualifier
    if bound is Qualifier.AT_LEAST and _COPULA.match(quote, printed.qualified_end):
        bound = None  # "is more than last year's 58 %" compares
    if claimed.qualifier in (Qualifier.AT_LEAST, Qualifier.AT_MOST):
        return claimed.qualifier is printed.qualifier
    return bound not in (Qualifier.AT_LEAST, Qualifier.AT_MOST)


def _same_thing(text: str, claimed: Figure, quote: str, printed: Figure) -> bool:
    """Whether both count or measure the same, as far as the words are known."""
    if claimed.kind is Kind.ORDINAL or claimed.kind not in (Kind.NUMBER, Kind.PERCENT):
        return True
    if claimed.kind is Kind.PERCENT or claimed.unit == printed.unit:
        return True
    if claimed.unit in UNITS_OF_MEASURE or printed.unit in UNITS_OF_MEASURE:
        return claimed.unit is None
    mine, theirs = _phrase(text, claimed), _phrase(quote, printed)
    if not mine or not theirs or any(alike(word, other) for word in mine for other in theirs):
        return True
    nouns = [number for word in mine if (number := noun(word)) is not None]
    others = [number for word in theirs if (number := noun(word)) is not None]
    if any(same_noun(number, other) or same_noun(other, number) for number in nouns
           for other in others):  # fmt: skip
        return True
    return not nouns or not others


def _phrase(text: str, figure: Figure) -> list[str]:
    tokens = tokenise(text)
    return [tokens[n].word for n in counted(tokens, figure).phrase]


def _digits_stand(text: str, claimed: Sequence[Figure], quotes: Sequence[str]) -> bool:
    """Whether digits that are part of a name, or were not read, are printed in the quotes too."""
    printed = {token.number for quote in quotes for token in tokenise(quote)} - {None}
    return all(
        token.number in printed
        or any(figure.start <= token.start < figure.end for figure in claimed)
        for token in tokenise(text)
        if token.number is not None
    )
