"""How long an update waits for its answer to leave, and which of that Telegram's limits ask for."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic
from typing import Literal

Kind = Literal["limiter", "retries"]


@dataclass(slots=True)
class Waits:
    """One update's times in seconds; `received` is a moment of the monotonic clock.

    `limiter` is what its messages waited for the pace that Telegram allows, `retries` what passed
    after a first try had failed, `behind` how much of both the chat's earlier messages had while
    this one waited for them. `attempted` is the time from its reception until its first message
    left, with all of that, `own` the same without; None until then.
    """

    received: float
    limiter: float = 0.0
    retries: float = 0.0
    behind: float = 0.0
    attempted: float | None = None
    own: float | None = None
    _since: tuple[Kind, float] | None = field(default=None, repr=False)

    @contextlib.contextmanager
    def waiting(self, kind: Kind) -> Iterator[None]:
        """Count the block's time as `kind`; inside another such block it counts there."""
        if self._since is not None:
            yield
            return
        self._since = kind, monotonic()
        try:
            yield
        finally:
            spent = self._ongoing(monotonic())
            self._since = None
            if kind == "limiter":
                self.limiter += spent
            else:
                self.retries += spent

    def waited(self, now: float) -> float:
        """Seconds that the limiter and retries have taken up to now."""
        return self.limiter + self.retries + self._ongoing(now)

    def leaves(self) -> None:
        """A message leaves; the first one ends `attempted` and `own`."""
        if self.attempted is None:
            now = monotonic()
            self.attempted = now - self.received
            self.own = self.attempted - self.waited(now) - self.behind

    def _ongoing(self, now: float) -> float:
        return 0.0 if self._since is None else now - self._since[1]


_current: ContextVar[Waits | None] = ContextVar("waits", default=None)


def follow(waits: Waits) -> None:
    """Whatever this task sends from now on answers the update with these times."""
    _current.set(waits)


def current() -> Waits:
    """The times of the update that is being answered; where there is none, nobody's."""
    return _current.get() or Waits(monotonic())
