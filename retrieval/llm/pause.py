"""When a language model is left alone: after failures, and when its budget is spent."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

_log = logging.getLogger(__name__)

FAILURES: Final = 3
"""So many in a row begin a pause."""

PAUSES: Final = (30.0, 60.0, 300.0)
"""Seconds of the first pause, the second and all further ones."""

_DAY: Final = 86_400


class Pause:
    """Whether to ask now: not for a while after repeated failures, then one question as a probe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0
        self._pauses = 0
        self._probing = False

    def allows(self) -> bool:
        """Whether to ask; every yes is to be followed by `worked`, `failed` or `unasked`."""
        with self._lock:
            if not self._pauses:
                return True
            if self._clock() < self._until or self._probing:
                return False
            self._probing = True
            return True

    def worked(self) -> None:
        """The model answered."""
        with self._lock:
            if self._failures:
                _log.info("The language model answers again.")
            self._failures = self._pauses = 0
            self._probing = False

    def unasked(self) -> None:
        """It was not asked after all."""
        with self._lock:
            self._probing = False

    def failed(self, kind: str) -> None:
        """The model did not answer; the first of several failures is logged."""
        with self._lock:
            if not self._failures:
                _log.warning(
                    "The language model could not answer (%s); readers get quotes alone until it "
                    "does. `pramaan doctor` says more.",
                    kind,
                )
            self._failures += 1
            if self._failures >= FAILURES:
                self._until = self._clock() + PAUSES[min(self._pauses, len(PAUSES) - 1)]
                self._pauses += 1
            self._probing = False


class Allowance:
    """How many tokens may still be spent today (UTC), and how many requests run at once."""

    def __init__(
        self, *, tokens_a_day: int, at_once: int, now: Callable[[], float] = time.time
    ) -> None:
        """`tokens_a_day` may be 0, for any number."""
        self._a_day = tokens_a_day
        self._now = now
        self._lock = threading.Lock()
        self._day = -1
        self._spent = 0
        self._free = at_once

    def take(self, tokens: int) -> bool:
        """Begin a request that may cost `tokens`; False where it is one too many."""
        with self._lock:
            day = int(self._now() // _DAY)
            if day != self._day:
                self._day, self._spent = day, 0
            if self._free <= 0 or (self._a_day and self._spent + tokens > self._a_day):
                return False
            self._free -= 1
            self._spent += tokens
            return True

    def done(self, unused: int) -> None:
        """A request has ended that cost `unused` tokens less than was taken."""
        with self._lock:
            self._free += 1
            self._spent = max(0, self._spent - unused)
