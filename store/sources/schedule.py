"""Pure: when a feed or a page is looked at again, and when a page counts as taken down."""

from __future__ import annotations

from typing import Final

from store.errors import Unfetchable

MINUTE: Final = 60.0
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
LEAST: Final = MINUTE
"""No feed is asked more often, whatever its interval (seconds)."""

WATCHED: Final = 7 * DAY
"""For how long a page is looked at again, for corrections and withdrawals."""

_NEVER: Final = 1e12
_FIRST_RETRY: Final = 10 * MINUTE


def next_poll(every: float, failures: int, retry_after: float | None = None) -> float:
    """Seconds until a feed is asked again: its interval, doubled with each failure up to a day."""
    every = max(every, LEAST)
    wait = min(every * 2.0 ** min(failures, 20), max(DAY, every))
    return max(wait, retry_after or 0.0)


def next_check(age: float) -> float:
    """Seconds until a page first read `age` seconds ago is looked at again: as long as it is old.

    At least an hour, at most a day; never where it is older than `WATCHED`.
    """
    return _NEVER if age > WATCHED else min(max(age, HOUR), DAY)


def next_try(failures: int, error: Exception) -> float:
    """Seconds until a page that failed so often is tried again."""
    if isinstance(error, Unfetchable):
        if error.lasting:
            return WATCHED
        if error.retry_after:
            return max(error.retry_after, _FIRST_RETRY)
    return min(_FIRST_RETRY * 2.0 ** min(failures - 1, 20), DAY)


def is_withdrawn(error: Unfetchable, missed_for: float | None) -> bool:
    """Whether a page that was there counts as taken down.

    410 says so; 404 may be a slip of the site, and counts when an hour later it is the same.
    """
    if error.status == 410:
        return True
    return error.status == 404 and missed_for is not None and missed_for >= HOUR
