"""Pure: days, months, years, decades and centuries in Hindi and English text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from retrieval.figures.tokens import DASHES, Token, at
from retrieval.figures.unit_words import BREAKS
from store.dates import MONTHS
from store.number_words import UNITS, ordinal
from store.text import normalise

_MONTHS: Final = {normalise(name): number for name, number in MONTHS.items()}
_AMBIGUOUS: Final = frozenset({"may", "march"})  # verbs too, unless written as names
_WEEKDAYS: Final = {
    normalise(word): number
    for number, words in enumerate(
        (
            "सोमवार monday",
            "मंगलवार tuesday",
            "बुधवार wednesday",
            "गुरुवार वीरवार बृहस्पतिवार thursday",
            "शुक्रवार friday",
            "शनिवार saturday",
            "रविवार इतवार sunday",
        ),
        1,
    )
    for word in words.split()
}
_DECADE: Final = frozenset({"दशक", "decade"})
_CENTURY: Final = frozenset({"सदी", "शताब्दी", "century", "centuries"})
_SUFFIXES: Final = frozenset("वां वीं वें वा वी वे st nd rd th".split())
_YEAR_BEFORE: Final = frozenset(
    "सन साल वर्ष ईस्वी in since by until till of during from before after year between early late"
    " mid around circa season".split()
)
_YEAR_UNITS: Final = frozenset(map(normalise, "साल वर्ष सन".split()))
_FIRST_YEAR, _LAST_YEAR = 1000, 2100


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as far as it is told: some of year, month, day of the month, day of the week (1 to 7).

    `years` is how many years it spans: 1, or more for ranges, decades (10) and centuries (100).
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    years: int = 1


class Found(NamedTuple):
    """A moment and the index of the first token after it."""

    moment: Moment
    end: int


def moment(tokens: Sequence[Token], start: int) -> Found | None:
    """The moment that begins at `start`; None if none begins there."""
    first = tokens[start]
    if (weekday := _WEEKDAYS.get(first.word)) is not None:
        return Found(Moment(weekday=weekday), start + 1)
    return (
        _day_first(tokens, start)
        or _month_first(tokens, start)
        or _numeric(tokens, start)
        or _century(tokens, start)
        or _year(tokens, start)
    )


def _month(token: Token) -> int | None:
    number = _MONTHS.get(token.word)
    return None if token.word in _AMBIGUOUS and not token.capital else number


def _whole(token: Token, low: int, high: int) -> int | None:
    """The token's number if it is a plain whole one from `low` to `high`."""
    if token.number is None or token.number != int(token.number):
        return None
    return int(token.number) if low <= token.number <= high else None


def _year_at(tokens: Sequence[Token], index: int) -> int | None:
    token = at(tokens, index)
    return _whole(token, _FIRST_YEAR, _LAST_YEAR) if token.digits == 4 else None


def _day_first(tokens: Sequence[Token], start: int) -> Found | None:
    """4 सितंबर, 4 सितंबर 2025, 4th of May, चार सितंबर."""
    spelled = UNITS.get(tokens[start].word)
    day = _whole(tokens[start], 1, 31) or (int(spelled) if spelled and spelled < 32 else None)
    if day is None:
        return None
    index = start + 1
    while at(tokens, index).word in (_SUFFIXES | {"of"} | DASHES):
        index += 1
    month = _month(at(tokens, index))
    if month is None:
        return None
    return _with_year(tokens, index + 1, month, day)


def _month_first(tokens: Sequence[Token], start: int) -> Found | None:
    """जून 2024, June 4, June 4, 2024, अक्टूबर; a bare "may" in English is not a month."""
    month = _month(tokens[start])
    if month is None:
        return None
    day = _whole(at(tokens, start + 1), 1, 31)
    if day is not None and _word_end(tokens, start + 2):
        index = start + 2 + (at(tokens, start + 2).word in _SUFFIXES)
        return _with_year(tokens, index, month, day)
    found = _with_year(tokens, start + 1, month, None)
    named = tokens[start].word not in _AMBIGUOUS or at(tokens, start - 1).word in _YEAR_BEFORE
    return found if named or found.moment.year is not None else None


def _word_end(tokens: Sequence[Token], index: int) -> bool:
    """Whether the number before `index` stands alone or is an ordinal."""
    token = at(tokens, index)
    return not token.glued or token.word in _SUFFIXES or not token.word[:1].isalnum()


def _with_year(tokens: Sequence[Token], index: int, month: int, day: int | None) -> Found:
    after = index
    while at(tokens, after).word in ({",", "."} | DASHES | _YEAR_UNITS):
        after += 1
    year = _year_at(tokens, after)
    if year is None:
        return Found(Moment(None, month, day), index)
    return Found(Moment(year, month, day), after + 1)


def _numeric(tokens: Sequence[Token], start: int) -> Found | None:
    """4/9/2025 (India writes the day first), 2025-09-04."""
    marks = {at(tokens, start + 1).word, at(tokens, start + 3).word}
    if len(marks) != 1 or not marks & (DASHES | {"/", "."}):
        return None
    year = _year_at(tokens, start)
    last = start if year is None else start + 4
    year = year or _year_at(tokens, start + 4)
    month = _whole(at(tokens, start + 2), 1, 12)
    day = _whole(at(tokens, start + 4 if last == start else start), 1, 31)
    day = _whole(at(tokens, last), 1, 31) if day is None else day
    if year is None or month is None or day is None:
        return None
    return Found(Moment(year, month, day), start + 5)


def _century(tokens: Sequence[Token], start: int) -> Found | None:
    """19वीं सदी, उन्नीसवीं शताब्दी, the 19th century."""
    number = ordinal(tokens[start].word) or _whole(tokens[start], 1, 21)
    if number is None:
        return None
    index = start + 1
    while at(tokens, index).word in (_SUFFIXES | DASHES):
        index += 1
    if at(tokens, index).word not in _CENTURY:
        return None
    return Found(Moment(year=(int(number) - 1) * 100 + 1, years=100), index + 1)


def _year(tokens: Sequence[Token], start: int) -> Found | None:
    """1949, 1950-53, 1930 के दशक, 1930s; a four-digit count of something is none."""
    year = _year_at(tokens, start)
    if year is None:
        return None
    following = at(tokens, start + 1)
    if following.word == "s" and following.glued:
        return Found(Moment(year, years=10), start + 2)
    if following.word == "के" and at(tokens, start + 2).word in _DECADE:
        return Found(Moment(year, years=10), start + 3)
    if following.word in _DECADE:
        return Found(Moment(year, years=10), start + 2)
    if following.word in DASHES and following.glued:
        last = at(tokens, start + 2)
        until = _year_at(tokens, start + 2)
        if until is None and last.digits == 2:
            short = _whole(last, year % 100 + 1, 99)
            until = None if short is None else year - year % 100 + short
        if until is not None and until > year:
            return Found(Moment(year, years=until - year + 1), start + 3)
    return Found(Moment(year), start + 1) if _is_year(tokens, start, year) else None


def _is_year(tokens: Sequence[Token], start: int, year: int) -> bool:
    before, following = at(tokens, start - 1), at(tokens, start + 1)
    if before.word in _YEAR_BEFORE:
        return True
    if following.word in _YEAR_UNITS | {"ad", "ce", "ई"}:
        return False  # "2000 साल" is a length of time
    if following.word in BREAKS or not following.word[:1].isalnum():
        return year >= 1300 or before.word in ("(", "सन")
    return (year >= 1800 and year % 50 != 0) or following.capital
