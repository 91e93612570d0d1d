"""Encodes much text in a process of its own, which ends when there is none left.

There sentence-transformers computes: in bfloat16 it takes two thirds of the time, but importing it
takes seconds and some hundred MB, which a process that answers questions has better uses for.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from store.arrays import Floats, Ids

_MUCH: Final = 65_536  # tokens for which starting it pays off
_IDLE: Final = 20.0  # seconds without work after which it ends


class BulkUnavailable(Exception):
    """The process could not be started, or ended; the text is one line."""


class BulkEngine:
    """Token states from a sentence-transformers folder, by a process that runs while needed."""

    def __init__(self, folder: Path, much: int = _MUCH, idle: float = _IDLE) -> None:
        """It starts once more than `much` tokens came without a pause of `idle` seconds."""
        self._folder, self._much, self._idle = folder, much, idle
        self._turn = threading.Lock()
        self._process: _Process | None = None
        self._timer: threading.Timer | None = None
        self._tokens, self._paused, self._failed = 0, time.monotonic(), False

    @property
    def running(self) -> bool:
        """Whether there is a process at present."""
        return self._process is not None

    def states(self, texts: Sequence[Ids]) -> list[Floats] | None:
        """Token states, shape (n, hidden), of each text given as token ids, shape (n,).

        None where it does not pay off, as yet; after BulkUnavailable it never does.
        """
        with self._turn:
            if not self._pays_off(texts):
                self._end()  # its time was up just now
                return None
            try:
                if self._process is None:
                    self._process = _Process(self._folder)
                found = self._process.states(texts)
            except (OSError, EOFError) as error:
                self._failed = True
                self._end()
                raise BulkUnavailable(str(error) or "it ended") from error
            self._rest()
            return found

    def close(self) -> None:
        """End the process, if there is one."""
        with self._turn:
            self._end()

    def _pays_off(self, texts: Sequence[Ids]) -> bool:
        if self._timer is not None:
            self._timer.cancel()
        if time.monotonic() - self._paused > self._idle:
            self._tokens = 0
        self._tokens += sum(map(len, texts))
        self._paused = time.monotonic()
        return self._tokens > self._much and not self._failed

    def _rest(self) -> None:
        self._paused = time.monotonic()
        self._timer = threading.Timer(self._idle, self.close)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


class _Process:
    """The other process, and the pipe to it."""

    def __init__(self, folder: Path) -> None:
        context = get_context("spawn")  # a fork would take our threads' locks along
        self._pipe, other = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(other, folder), name="encoding", daemon=True
        )
        self._process.start()
        other.close()  # so that its end is noticed

    def states(self, texts: Sequence[Ids]) -> list[Floats]:
        self._pipe.send(list(texts))
        found: list[Floats] | str = self._pipe.recv()
        if isinstance(found, str):
            raise OSError(found)
        return found

    def end(self) -> None:
        self._pipe.close()
        self._process.terminate()
        self._process.join()


def _serve(pipe: Connection, folder: Path) -> None:
    """Answer until the other side closes the pipe, or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to both
    from store.engine import SentenceTransformerEngine

    try:
        engine = SentenceTransformerEngine(folder)
        while True:
            pipe.send(engine.states(pipe.recv()))
    except (EOFError, BrokenPipeError):
        return
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")
