"""How much one chat or one reader may ask for, so that nobody starves others."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from time import monotonic

from bot.transport.waits import Waits, current

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds: messages waiting in one chat, questions a minute; 0 is no bound on questions."""

    waiting: int = 20
    reader: int = 20
    group: int = 40


class Busy(Exception):
    """Too many messages of the chat are waiting; `first` for the first that is turned away."""

    def __init__(self, waiting: int, *, first: bool) -> None:
        super().__init__(waiting)
        self.waiting, self.first = waiting, first


@dataclass(slots=True)
class _Line:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    turned_away: bool = False
    waited: float = 0.0  # seconds that those who had their turn waited for Telegram
    holder: Waits | None = None
    before: float = 0.0  # seconds that the holder had waited before its turn

    def waited_for(self) -> float:
        """Seconds that all who have or had their turn waited for Telegram in it."""
        now = 0.0 if self.holder is None else self.holder.waited(monotonic()) - self.before
        return self.waited + now

    @contextmanager
    def held_by(self, waits: Waits) -> Iterator[None]:
        """The turn is that of the update with these times."""
        self.holder, self.before = waits, waits.waited(monotonic())
        try:
            yield
        finally:
            self.waited, self.holder = self.waited_for(), None


class Lines:
    """A waiting line for each chat: one message at a time, in order, at most `bound` waiting."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._lines: dict[Hashable, _Line] = {}

    def __len__(self) -> int:
        """How many chats have a line now."""
        return len(self._lines)

    @asynccontextmanager
    async def turn(self, chat: Hashable, *, patient: bool = False) -> AsyncIterator[None]:
        """Wait for the chat's turn and hold it. `patient` waits however long the line is.

        Errors: Busy at once, where the line is full.
        """
        line = self._lines.setdefault(chat, _Line())
        if line.waiting > self._bound and not patient:
            first, line.turned_away = not line.turned_away, True
            raise Busy(line.waiting - 1, first=first)
        line.waiting += 1
        waits, before = current(), line.waited_for()
        try:
            async with line.turn:
                waits.behind += line.waited_for() - before
                with line.held_by(waits):
                    yield
        finally:
            line.waiting -= 1
            if line.waiting == 0:
                del self._lines[chat]


class Quota:
    """At most `count` questions from one asker in `period` seconds; 0 means without limit."""

    def __init__(self, count: int, period: float = MINUTE) -> None:
        self._count, self._period = count, period
        self._asked: OrderedDict[Hashable, deque[float]] = OrderedDict()
        self._told: set[Hashable] = set()

    def __len__(self) -> int:
        """How many askers are remembered."""
        return len(self._asked)

    def wait(self, asker: Hashable, now: float) -> float:
        """Seconds until `asker` may ask again, 0 where they may now."""
        if not self._count:
            return 0.0
        asked = self._asked.get(asker)
        if asked is None or len(asked) < self._count:
            return 0.0
        return max(0.0, asked[0] + self._period - now)

    def take(self, asker: Hashable, now: float) -> None:
        """Count a question of `asker`."""
        if not self._count:
            return
        self._forget(now)
        self._asked.setdefault(asker, deque(maxlen=self._count)).append(now)
        self._asked.move_to_end(asker)
        self._told.discard(asker)

    def tell(self, asker: Hashable) -> bool:
        """Whether `asker` is still to be told that they have to wait; they are now."""
        fresh = asker not in self._told
        self._told.add(asker)
        return fresh

    def _forget(self, now: float) -> None:
        # The askers stand in the order of their last question.
        while self._asked:
            asker, asked = next(iter(self._asked.items()))
            if asked[-1] + self._period >= now:
                return
            del self._asked[asker]
            self._told.discard(asker)
