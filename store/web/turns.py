"""Whose turn it is: one request at a time to each host, with a pause between two."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from store.errors import Unfetchable


class Turns:
    """Keeps the pace of requests, host by host; for any number of threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stopped = threading.Event()
        self._guard = threading.Lock()
        self._hosts: dict[str, threading.Lock] = {}
        self._free_at: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, pause: float) -> Iterator[None]:
        """Wait for this host's turn; after the block it is let alone for `pause` seconds.

        Raises Unfetchable once `stop` was called.
        """
        with self._guard:
            lock = self._hosts.setdefault(host, threading.Lock())
        with lock:
            wait = self._free_at.get(host, 0.0) - self._clock()
            if self._stopped.wait(max(wait, 0.0)):
                raise Unfetchable("fetching was stopped")
            try:
                yield
            finally:
                self._free_at[host] = self._clock() + pause

    def stop(self) -> None:
        """Let nobody wait any longer: from now on every turn is refused."""
        self._stopped.set()

    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stopped.is_set()
