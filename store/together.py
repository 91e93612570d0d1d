"""Work that many threads ask for, done together by whichever of them comes first."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class _Job(Generic[T, R]):
    asked: T
    done: bool = False
    result: R | None = None
    error: BaseException | None = None


class Together(Generic[T, R]):
    """Gathers what threads ask for while one of them works, and does it at once for all.

    Nobody waits for company: a thread that comes alone has its work done immediately.
    """

    def __init__(self, work: Callable[[Sequence[T]], Sequence[R]], most: int) -> None:
        """`work` gives a result for each of at most `most` things asked; one thread at a time."""
        self._work, self._most = work, most
        self._waiting: deque[_Job[T, R]] = deque()
        self._turn = threading.Lock()

    def do(self, asked: T) -> R:
        """The result for `asked`, or the error of the work that it was part of."""
        job: _Job[T, R] = _Job(asked)
        self._waiting.append(job)
        with self._turn:
            while not job.done:
                self._next()
        if job.error is not None:
            raise job.error
        result: R = job.result  # type: ignore[assignment]
        return result

    def waiting(self) -> int:
        """How many wait to be worked on."""
        return len(self._waiting)

    def _next(self) -> None:
        jobs = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            results = self._work([job.asked for job in jobs])
            for job, result in zip(jobs, results, strict=True):
                job.result = result
        except BaseException as error:
            for job in jobs:
                job.error = error
        for job in jobs:
            job.done = True
