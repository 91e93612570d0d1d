"""Pure: numbers, dates and units in Hindi and English text, as values with exact offsets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from retrieval.figures.amounts import Amount, amount
from retrieval.figures.moments import Moment, moment
from retrieval.figures.qualifiers import qualified_after, qualified_before
from retrieval.figures.tokens import DASHES, Token, at, tokenise
from retrieval.figures.unit_words import MONEY, UNITS_OF_MEASURE, breaks
from retrieval.figures.units import unit_of
from retrieval.figures.values import Figure, Kind, Qualifier, Range
from store.number_words import ordinal
from store.text import stem

__all__ = ["Figure", "Kind", "Moment", "Qualifier", "Range", "figures"]

_ORDINAL_SIGNS: Final = frozenset("वां वीं वें वा वी वे st nd rd th".split())
_TO: Final = frozenset({"से", "to"}) | DASHES
_BARE_ONE: Final = frozenset({"एक", "one", "a", "an"})


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a text, in order, none overlapping another.

    Names with digits (G20, चंद्रयान-3) are none, nor is a lone एक, which is an article as well.
    """
    return tuple(_read(tokenise(text)))


def _read(tokens: Sequence[Token]) -> Iterator[Figure]:
    index = 0
    while index < len(tokens):
        found = _moment_at(tokens, index) or _number_at(tokens, index)
        if found is None:
            index += 1
            continue
        figure, index = found
        yield figure


def _moment_at(tokens: Sequence[Token], index: int) -> tuple[Figure, int] | None:
    if _is_name(tokens, index):
        return None
    found = moment(tokens, index)
    if found is None:
        return None
    when = found.moment
    if when.weekday is not None:
        kind = Kind.WEEKDAY
    elif when.month is not None:
        kind = Kind.DATE
    else:
        kind = Kind.YEAR if when.years == 1 else Kind.PERIOD
    qualifier, first = qualified_before(tokens, index)
    end = tokens[found.end - 1].end
    start = tokens[index].start
    return Figure(start, end, when, None, qualifier, kind, tokens[first].start, end), found.end


def _number_at(tokens: Sequence[Token], index: int) -> tuple[Figure, int] | None:
    sign = MONEY.get(tokens[index].word)
    currency = sign if sign and not _is_name(tokens, index) else None
    start = index
    if currency is not None:
        start += 1 + (at(tokens, index + 1).word == ".")
    place = _ordinal_at(tokens, start) if currency is None else None
    if place is not None:
        return place
    if currency is None and _is_name(tokens, start):
        return None
    read = amount(tokens, start)
    if read is None:
        return None
    value, read = _extended(tokens, start, read)
    kind, unit, end = unit_of(tokens, read, value, currency)
    if kind is Kind.TIME and isinstance(value, Decimal):
        clock = at(tokens, read.end).word == ":"
        value = value * 60 + ((at(tokens, read.end + 1).number or 0) if clock else 0)
    lone = read.end == start + 1 and tokens[start].word in _BARE_ONE
    if (lone and ((kind is Kind.NUMBER and unit not in UNITS_OF_MEASURE) or unit == "times")) or (
        tokens[start].number is not None and _is_code(tokens, read.end, end)
    ):
        return None
    if read.part and kind is Kind.NUMBER and unit not in UNITS_OF_MEASURE:
        kind, unit, value = Kind.PERCENT, "%", _times_hundred(value)
    qualifier, first = qualified_before(tokens, index)
    after, qualified_end = qualified_after(tokens, end)
    if read.vague:
        qualifier = Qualifier.AT_LEAST
    figure = Figure(
        tokens[index].start,
        tokens[end - 1].end,
        value,
        unit,
        after or qualifier,
        kind,
        tokens[first].start,
        tokens[qualified_end - 1].end,
    )
    return figure, end


def _times_hundred(value: Decimal | Range) -> Decimal | Range:
    if isinstance(value, Range):
        return Range(value.low * 100, value.high * 100)
    return value * 100


def _is_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether digits belong to a name: G20, चंद्रयान-3, F-16."""
    token, before = tokens[index], at(tokens, index - 1)
    if token.number is None or not token.glued:
        return False
    if before.word in DASHES:
        named = at(tokens, index - 2)
        return before.glued and named.word[:1].isalpha() and amount(tokens, index - 2) is None
    return before.word.isascii() and before.word.isalpha() and before.word not in MONEY


def _is_code(tokens: Sequence[Token], after_number: int, end: int) -> bool:
    """Whether letters stick to digits that are no unit: 2A, 4G, 5जी."""
    token = at(tokens, after_number)
    if end > after_number or not token.glued or not token.word[:1].isalpha():
        return False
    return token.word.isascii() or token.word == "जी"


def _ordinal_at(tokens: Sequence[Token], index: int) -> tuple[Figure, int] | None:
    token = at(tokens, index)
    end = index + 1
    value = ordinal(token.word) if token.number is None else token.number
    if token.number is not None:
        end += at(tokens, end).word in DASHES
        if at(tokens, end).word not in _ORDINAL_SIGNS or _is_name(tokens, index):
            return None
        end += 1
    if value is None:
        return None
    noun = at(tokens, end).word
    unit = stem(noun) if noun[:1].isalpha() and not breaks(noun) else None
    start, stop = token.start, tokens[end - 1].end
    return Figure(start, stop, value, unit, None, Kind.ORDINAL, start, stop), end


def _extended(tokens: Sequence[Token], start: int, first: Amount) -> tuple[Decimal | Range, Amount]:
    """A range or score where another number follows: 40-50, 30 से 50 हजार, 23–16, दो-तीन."""
    link = at(tokens, first.end)
    if link.word == ":" and link.glued:
        return first.value, first
    if link.word not in _TO or at(tokens, start - 1).word == "from":
        return first.value, first
    second = amount(tokens, first.end + 1)
    if second is None or second.part or second.vague:
        return first.value, first
    low = first.value
    if first.scale == 1 and second.scale > 1 and low * second.scale < second.value:
        low *= second.scale
    scored = link.word in DASHES and link.glued and max(low, second.value) < 1000
    if low < second.value or (scored and second.scale == 1):
        return Range(low, second.value), second
    return first.value, first
