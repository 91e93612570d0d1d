"""Pure: full dates as newspapers print them, Hindi and English."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = (
    "january jan जनवरी",
    "february feb फरवरी फ़रवरी",
    "march mar मार्च",
    "april apr अप्रैल",
    "may मई",
    "june jun जून",
    "july jul जुलाई जुलाइ",
    "august aug अगस्त",
    "september sept sep सितंबर सितम्बर",
    "october oct अक्टूबर अक्तूबर ऑक्टोबर",
    "november nov नवंबर नवम्बर",
    "december dec दिसंबर दिसम्बर",
)
MONTHS: Final = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
"""Months' names in lower case, with their numbers."""

MONTH: Final = (
    "(?:"
    + "|".join(sorted(MONTHS, key=len, reverse=True))
    + r")(?![a-z\u0900-\u0963\u0970-\u097f])\.?"
)
"""Pattern of a month's name; for case-insensitive matching."""

_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>\d{4})(?!\d)"
_EDGE: Final = r"(?<![\d/.-])"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_EDGE}{_DAY}\s*[-,/]?\s*(?P<month>{MONTH})\s*[-,/]?\s*{_YEAR}",
        rf"(?P<month>{MONTH})\s*{_DAY},?\s+{_YEAR}",
        rf"{_EDGE}{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)",
        # India writes the day first.
        rf"{_EDGE}{_DAY}[/.-](?P<month>\d{{1,2}})[/.-]{_YEAR}",
    )
)
_YEARLESS: Final = (
    re.compile(rf"{_EDGE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*(?P<month>{MONTH})", re.IGNORECASE),
    re.compile(rf"(?P<day>[\u0900-\u0963]+)\s(?P<month>{MONTH})", re.IGNORECASE),
    re.compile(rf"(?P<month>{MONTH})\s*(?P<day>\d{{1,2}})(?!\d)", re.IGNORECASE),
)
# Datelines of PTI's Hindi service write days as words.
_DAYS: Final = {
    name: n
    for n, names in enumerate(
        (
            "एक दो तीन चार पांच,पाँच छह,छः,छ सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह,पन्द्रह सोलह सत्रह"
            " अठारह,अट्ठारह उन्नीस बीस इक्कीस बाईस,बाइस तेईस,तेइस चौबीस पच्चीस छब्बीस सत्ताईस,सत्ताइस"
            " अट्ठाईस,अट्ठाइस उनतीस,उन्तीस तीस इकतीस,इकत्तीस"
        ).split(),
        1,
    )
    for name in names.split(",")
}
NEAR_DAYS: Final = 3
"""How far a dateline may be from a day that is known, to take its year from there."""


def full_date(text: str) -> date | None:
    """The first date in `text` that has day, month and year; None if there is none.

    Digits may be Devanagari. A day that the month does not have is no date.
    """
    for form in _FORMS:
        for match in form.finditer(text):
            month = match["month"].rstrip(".").casefold()
            try:
                return date(int(match["year"]), MONTHS.get(month) or int(month), int(match["day"]))
            except ValueError:
                continue
    return None


def day_near(text: str, near: date) -> date | None:
    """The day that the dateline `text` names by day and month, in the year that `near` makes sure.

    None where it names none, or where that day is not within `NEAR_DAYS` of `near` in any year: an
    old dateline on a page of today says nothing of its year.
    """
    for form in _YEARLESS:
        if match := form.search(text):
            month = MONTHS[match["month"].rstrip(".").casefold()]
            day = int(match["day"]) if match["day"].isdigit() else _DAYS.get(match["day"])
            if day is None:
                continue
            for year in (near.year, near.year - 1, near.year + 1):
                try:
                    found = date(year, month, day)
                except ValueError:
                    continue
                if abs(found - near) <= timedelta(days=NEAR_DAYS):
                    return found
    return None
