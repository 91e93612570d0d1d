"""Pure: which time a question asks about: today, last month, September 2025, the latest.

«आज», “last week” and the like say when something happened, so an article from before cannot tell
it. A date written out may be part of the fact itself and only favours articles of its days.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from store.dates import MONTH, MONTHS, full_date
from store.text import normalise


@dataclass(frozen=True, slots=True)
class Period:
    """A time that a question asks about.

    Articles from before `since` cannot answer; those of `first` to `last` are favoured, and where
    `newest` is true the newer ones. None where the question says nothing of the kind.
    """

    since: date | None = None
    first: date | None = None
    last: date | None = None
    newest: bool = False


_HINDI_END: Final = r"(?![\u0900-\u097f])"
_THIS: Final = r"(?:इस|(?<!what )(?<!which )is|iss|this)"
_LAST: Final = r"(?:पिछले|पिछली|गत|बीते|pichle|pichhle|pichli|pichhli|beete|last|past|previous)"
_DAY: Final = r"(?:दिन|दिनों|din|dino|dinon|days?)"
_WEEK: Final = r"(?:हफ्ते|हफ्तों|सप्ताह|hafte|hafton|haftey|saptah|weeks?)"
_MONTH: Final = r"(?:महीने|महीनों|माह|mahine|mahino|mahinon|maah|months?)"
_YEAR: Final = r"(?:साल|सालों|वर्ष|वर्षों|saal|sal|varsh|years?)"


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w\u0900-\u097f])(?:{'|'.join(patterns)})(?![\w\u0900-\u097f])")


_NEWEST: Final = _words(
    "latest|newest|recent|recently|most recent|currently|at present|these days|right now|nowadays",
    "ताजा|ताजातरीन|नवीनतम|हाल ही में|हाल में|हालिया|हाल के|इन दिनों|अभी|फिलहाल|वर्तमान में|मौजूदा",
    "taza|taaza|haal hi me|haal hi mein|haal me|haal mein|abhi|in dino|filhal|filhaal",
)
_TODAY: Final = _words("आज(?! तक)|(?<!india )(?<!usa )todays?|aaj(?! tak)")
_YESTERDAY: Final = _words("कल(?! ?-)|yesterday|kal|बीते कल")
_TO_COME: Final = _words(
    r"[\u0900-\u097f]+(?:ेगा|ेगी|ेंगे|एगा|एगी|एंगे|ूंगा|ूंगी)|होगा|होगी|होंगे|वाला है|वाले हैं|वाली है",
    r"[a-z]+(?:ega|egi|enge)|hoga|hogi|honge|will|tomorrow|going to|shall|wala hai|wale hain",
)
_COUNTED: Final = re.compile(
    rf"{_LAST}\s+(\d{{1,3}})\s+(?:({_DAY})|({_WEEK})|({_MONTH})|({_YEAR}))", re.IGNORECASE
)
_MONTH_OF_YEAR: Final = re.compile(rf"(?P<month>{MONTH})[\s,]*(?P<year>\d{{4}})?", re.IGNORECASE)
_LEADS_TO_A_MONTH: Final = re.compile(r"\b(?:in|of|since|during|until|last|early|late)\s+$")
_YEAR_ALONE: Final = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d,.]*\d)")


def period_of(question: str, today: date) -> Period | None:
    """The time that a question of that day asks about; None where it names none."""
    text = normalise(question)
    since = _since(text, today)
    span = _named(text, today) if since is None else None
    newest = _NEWEST.search(text) is not None
    if since is None and span is None and not newest:
        return None
    first, last = span or (None, None)
    return Period(since, first, last, newest)


def _since(text: str, today: date) -> date | None:
    """When the time began that is told from today."""
    if _TODAY.search(text):
        return today
    if _YESTERDAY.search(text) and not _TO_COME.search(text):
        return today - timedelta(days=1)
    if counted := _COUNTED.search(text):
        number = int(counted[1])
        days = number * next(
            days for days, unit in zip((1, 7, 31, 366), counted.groups()[1:], strict=True) if unit
        )
        return today - timedelta(days=min(days, 36_500))
    monday = today - timedelta(days=today.weekday())
    of_month = today.replace(day=1)
    begins = {
        _WEEK: (monday, monday - timedelta(days=7)),
        _MONTH: (of_month, (of_month - timedelta(days=1)).replace(day=1)),
        _YEAR: (date(today.year, 1, 1), date(today.year - 1, 1, 1)),
    }
    for unit, (this, before) in begins.items():
        if _words(rf"{_LAST}\s+{unit}").search(text):
            return before
        if _words(rf"{_THIS}\s+{unit}").search(text):
            return this
    return None


def _named(text: str, today: date) -> tuple[date, date] | None:
    """First and last day of a date, month or year that is written out."""
    if (day := full_date(text)) is not None:
        return day, day
    months = (found for found in _MONTH_OF_YEAR.finditer(text) if _is_month(text, found))
    if (month := next(months, None)) is not None:
        number = MONTHS[month["month"].rstrip(".")]
        year = int(month["year"] or (today.year if number <= today.month else today.year - 1))
        if 1 <= year <= 9998:
            return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    if year_alone := _YEAR_ALONE.search(text):
        year = int(year_alone[0])
        return date(year, 1, 1), date(year, 12, 31)
    return None


def _is_month(text: str, found: re.Match[str]) -> bool:
    """Whether that is no part of another word, nor the English verbs “may” and “march”."""
    before = text[: found.start()]
    if before and (before[-1].isalnum() or "\u0900" <= before[-1] <= "\u097f"):
        return False
    verb = found["month"] in ("may", "march", "mar", "sep", "dec", "jan")
    return not verb or found["year"] is not None or _LEADS_TO_A_MONTH.search(before) is not None
