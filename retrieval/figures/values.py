"""The figures of a text as values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from retrieval.figures.moments import Moment


class Kind(Enum):
    """What a figure is."""

    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    ORDINAL = "ordinal"
    SCORE = "score"
    TIME = "time"
    DATE = "date"
    YEAR = "year"
    PERIOD = "period"
    WEEKDAY = "weekday"


class Qualifier(Enum):
    """How exactly a figure is meant."""

    APPROX = "approx"
    AT_LEAST = "at least"
    AT_MOST = "at most"


class Range(NamedTuple):
    """From `low` to `high`; a score as printed."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a text: `text[start:end]` are its digits or number words with their unit.

    `value` is a plain number in whole units (15 हज़ार is 15000), percent points for PERCENT,
    minutes for TIME, a `Moment` for DATE, YEAR, PERIOD and WEEKDAY. `unit` is a unit of measure
    ("km"), a currency sign, "%" or the stem of the word that follows, if any.
    `text[whole_start:end]` includes the qualifier before the number; `qualified_end` is where a
    qualifier after it ends.
    """

    start: int
    end: int
    value: Decimal | Range | Moment
    unit: str | None
    qualifier: Qualifier | None
    kind: Kind
    whole_start: int
    qualified_end: int
