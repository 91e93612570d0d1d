"""Pure: what a number counts or measures: its kind and unit, from the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from retrieval.figures.amounts import Amount
from retrieval.figures.qualifiers import qualified_after
from retrieval.figures.tokens import DASHES, Token, at, follows
from retrieval.figures.unit_words import MEASURES, MONEY, PERCENT, breaks
from retrieval.figures.values import Kind, Range
from store.text import stem

_HOURS: Final = frozenset({"बजे", "am", "pm"})
_WHOSE: Final = frozenset({"अमेरिकी", "us", "american", "भारतीय", "indian"})
_SQUARE: Final = frozenset({"वर्ग", "square", "sq"})
_AREAS: Final = {"km": "km²", "m": "m²", "mile": "mile²", "ft": "ft²", "yard": "yard²"}
_PER_HOUR: Final = (("प्रति", "घंटा"), ("प्रति", "घंटे"), ("per", "hour"), ("an", "hour"), ("/", "घंटा"))
_SPEEDS: Final = {"km": "km/h", "mile": "mph"}


Unit = tuple[Kind, str | None, int]
"""Kind and unit of a number, and the index of the first token after both."""


def unit_of(
    tokens: Sequence[Token], read: Amount, value: Decimal | Range, currency: str | None
) -> Unit:
    """Kind and unit of a number, `currency` being the sign before it, if any."""
    end = read.end
    following = at(tokens, end)
    if currency is not None:
        return Kind.MONEY, currency, end + (MONEY.get(following.word) == currency)
    dashed = end + (following.word in DASHES and at(tokens, end + 1).glued)
    found = _clock(tokens, end) or _share(tokens, end, dashed)
    if found is not None:
        return found
    if isinstance(value, Range) and value.low >= value.high:
        return Kind.SCORE, None, end
    if (measured := _measure(tokens, dashed)) is not None:
        return measured
    _, noun_at = qualified_after(tokens, dashed)
    noun = at(tokens, noun_at).word
    return Kind.NUMBER, stem(noun) if noun[:1].isalpha() and not breaks(noun) else None, end


def _clock(tokens: Sequence[Token], end: int) -> Unit | None:
    """3:08, 10 बजे, 10:30 am."""
    colon, minutes = at(tokens, end), at(tokens, end + 1)
    if colon.word == ":" and colon.glued and minutes.glued and minutes.number is not None:
        return Kind.TIME, None, end + 2 + (at(tokens, end + 2).word in _HOURS)
    return (Kind.TIME, None, end + 1) if colon.word in _HOURS else None


def _share(tokens: Sequence[Token], end: int, dashed: int) -> Unit | None:
    """25%, 25 फीसदी, 20 रुपये, 30 अरब अमेरिकी डॉलर."""
    if at(tokens, dashed).word in PERCENT:
        return Kind.PERCENT, "%", dashed + 1
    if follows(tokens, end, ("per", "cent")):
        return Kind.PERCENT, "%", end + 2
    money = end + (at(tokens, end).word in _WHOSE)
    sign = MONEY.get(at(tokens, money).word)
    return None if sign is None else (Kind.MONEY, sign, money + 1)


def _measure(tokens: Sequence[Token], start: int) -> Unit | None:
    """5 किमी, 7 वर्ग मील, 110 मील प्रति घंटे."""
    square = at(tokens, start).word in _SQUARE
    end = start + square + 1
    measure = MEASURES.get(at(tokens, end - 1).word)
    if measure is None:
        return None
    if square:
        return Kind.NUMBER, _AREAS.get(measure, measure), end
    hourly = next((phrase for phrase in _PER_HOUR if follows(tokens, end, phrase)), ())
    if hourly and measure in _SPEEDS:
        return Kind.NUMBER, _SPEEDS[measure], end + len(hourly)
    return Kind.NUMBER, measure, end
