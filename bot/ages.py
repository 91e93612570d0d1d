"""Pure: days in words: 4 सितंबर 2025; how old a source was when it was asked: 2 महीने पहले."""

from __future__ import annotations

from datetime import date

from bot.messages import AGO, DAYS, MONTHS, MONTHS_COUNTED, TODAY, WEEKS, YEARS, counted, say
from retrieval.question import FrameLanguage

_FEW_DAYS = 14
_FEW_WEEKS = 60  # days
_FEW_MONTHS = 731  # days: two years and a leap day


def printed_date(day: date, frame: FrameLanguage) -> str:
    """The date as people write it: `4 सितंबर 2025` or `4 September 2025`."""
    return f"{day.day} {say(MONTHS, frame).split()[day.month - 1]} {day.year}"


def age(published: date | None, asked_on: date | None, frame: FrameLanguage) -> str | None:
    """How old, roughly; None where a day is not known or the article is of a day to come."""
    if published is None or asked_on is None or published > asked_on:
        return None
    days = (asked_on - published).days
    if days == 0:
        return say(TODAY, frame)
    if days < _FEW_DAYS:
        told = counted(days, DAYS, frame)
    elif days < _FEW_WEEKS:
        told = counted(days // 7, WEEKS, frame)
    elif days < _FEW_MONTHS:
        told = counted(round(days / 30.44), MONTHS_COUNTED, frame)
    else:
        told = counted(days * 4 // 1461, YEARS, frame)
    return say(AGO, frame, time=told)
