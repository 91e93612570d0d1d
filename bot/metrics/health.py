"""Whether the process works, part by part: for /healthz and /readyz."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

STARTING = "starting"
STALLED_AFTER = 60.0  # seconds without a beat of the event loop

Check = Callable[[], str | None]


class Health:
    """What each part says of itself: None where it works, else what is wrong, in one line.

    Parts named at the beginning are `starting` until they report. A part may be asked from any
    thread.
    """

    def __init__(self, parts: Sequence[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._checks: dict[str, Check] = {part: lambda: STARTING for part in parts}
        self._last_beat: float | None = None

    def reports(self, part: str, check: Check) -> None:
        """From now on `part` is judged by `check`; what it raises is its problem."""
        with self._lock:
            self._checks[part] = check

    def beat(self) -> None:
        """The event loop turns; once it has, it must go on doing so."""
        self._last_beat = self._clock()

    def stops_beating(self) -> None:
        """The event loop has ended as it should."""
        self._last_beat = None

    def alive(self) -> str | None:
        """None, or why the process should be started again."""
        last = self._last_beat
        if last is not None and (silent := self._clock() - last) > STALLED_AFTER:
            return f"the event loop has not turned for {silent:.0f} seconds"
        return None

    def problems(self) -> dict[str, str]:
        """By part, what keeps it from answering; empty where all is ready."""
        with self._lock:
            checks = dict(self._checks)
        found = {}
        for part, check in checks.items():
            try:
                problem = check()
            except Exception as error:  # whatever it is, the part does not work
                problem = (str(error).splitlines() or [type(error).__name__])[0]
            if problem is not None:
                found[part] = problem
        return found
