"""Pure: moments as pages and feeds write them, as the day they were where the publisher is."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Final

from store.dates import full_date

INDIA: Final = timezone(timedelta(hours=5, minutes=30), "IST")
_OLDEST: Final = date(1990, 1, 1)
_ISO: Final = re.compile(
    r"(?P<day>\d{4}-?\d{2}-?\d{2})(?:[T ]\s?(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?"
    r"\s?(?P<zone>Z|UTC|GMT|IST|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)


def day_of(text: str, today: date) -> date | None:
    """The day that `text` names, as the publisher's readers know it; None for none or a wrong one.

    A moment in universal time is taken as the day it was in India, where most of the publishers
    are; one with another offset as the day it was there. `today` bounds what can be right.
    """
    text = " ".join(text.split())
    day = _iso(text) or _rfc(text) or full_date(text)
    if day is None or not _OLDEST <= day <= today + timedelta(days=1):
        return None
    return day


def _iso(text: str) -> date | None:
    match = _ISO.match(text)
    if match is None:
        return None
    try:
        day = date.fromisoformat(match["day"])
        if match["time"] is None:
            return day
        hours, minutes = (int(part) for part in match["time"].split(":")[:2])
        at = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=UTC)
    except ValueError:
        return None
    zone = (match["zone"] or "").upper()
    return at.astimezone(INDIA).date() if zone in ("Z", "UTC", "GMT") or _is_zero(zone) else day


def _is_zero(zone: str) -> bool:
    return zone.replace(":", "") in ("+0000", "-0000")


def _rfc(text: str) -> date | None:
    if not re.match(r"(?:[A-Za-z]{3,9},? )?\d{1,2} [A-Za-z]{3,9} \d{2,4} \d", text):
        return None
    try:
        at = parsedate_to_datetime(re.sub(r"\bIST$", "+0530", text))
    except (ValueError, OverflowError):
        return None
    if at.tzinfo is None:
        return at.date()
    return at.astimezone(INDIA).date() if not at.utcoffset() else at.date()
