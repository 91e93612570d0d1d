"""When a language model is left alone: for a while after repeated failures."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from retrieval.llm.trouble import ModelTrouble, NotNow

_log = logging.getLogger(__name__)

FAILURES: Final = 3
"""So many in a row begin a pause."""

PAUSES: Final = (30.0, 60.0, 300.0)
"""Seconds of the first pause, the second and all further ones."""

LONGEST: Final = 3600.0
"""Seconds that an endpoint may ask for at most."""


class Pause:
    """Lets questions through: none for a while after failures, then one as a probe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._pauses = 0
        self._until = 0.0
        self._probing = False

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A block in which the model is asked; its ModelTrouble is noted and becomes NotNow.

        Raises NotNow without running the block while the model is left alone.
        """
        if not self._allows():
            raise NotNow
        try:
            yield
        except ModelTrouble as trouble:
            self._failed(trouble)
            raise NotNow from trouble
        except BaseException:
            with self._lock:
                self._probing = False
            raise
        self._worked()

    def _allows(self) -> bool:
        with self._lock:
            if not self._pauses:
                return True
            if self._clock() < self._until or self._probing:
                return False
            self._probing = True
            return True

    def _worked(self) -> None:
        with self._lock:
            if self._failures:
                _log.info("The language model answers again.")
            self._failures = self._pauses = 0
            self._probing = False

    def _failed(self, trouble: ModelTrouble) -> None:
        with self._lock:
            self._probing = False
            if trouble.kind == "long":
                return  # a reader's long question must not silence the model for the others
            if not self._failures:
                _log.warning(
                    "The language model could not answer (%s); readers get quotes alone until it "
                    "does. `pramaan doctor` says more.",
                    trouble.kind,
                )
            self._failures += 1
            if self._failures >= FAILURES or trouble.wait is not None:
                pause = PAUSES[min(self._pauses, len(PAUSES) - 1)]
                asked_for = min(trouble.wait or 0.0, LONGEST)
                if self._failures < FAILURES:
                    pause = 0.0
                self._until = self._clock() + max(pause, asked_for)
                self._pauses += 1
