"""Where updates come in: written down first, then queued, once each."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from time import monotonic

from telegram import Bot, Update, User

from bot.memory.journal import Journal
from bot.transport.polling import read_update
from bot.transport.waits import Waits, follow

RETRY_SECONDS = 20.0  # until an answer that could not be delivered is tried again

_log = logging.getLogger(__name__)


class Intake:
    """Takes updates from Telegram for the application's queue.

    `wanted` says whether the bot has anything to do with an update: what others write in a group
    is neither written down nor queued. `passing` ones are queued and not written down.
    """

    def __init__(
        self,
        journal: Journal,
        queue: asyncio.Queue[object],
        wanted: Callable[[Update, User], bool],
        passing: Callable[[Update], bool],
        *,
        retry_seconds: float = RETRY_SECONDS,
        hear: Callable[[Waits], None] = lambda _: None,
    ) -> None:
        """`hear` gets the times of each update that sent a message, once it is answered."""
        self._journal, self._queue = journal, queue
        self._wanted, self._passing = wanted, passing
        self._retry_seconds = retry_seconds
        self._replayed: set[int] = set()
        self._pending: dict[int, Waits] = {}
        self._hear = hear
        self._me: User | None = None

    async def accept(self, updates: Sequence[Update]) -> None:
        """Write updates down and queue the new ones; when this returns, none can be lost."""
        me, received = self._me, monotonic()
        taken = [update for update in updates if me is None or self._wanted(update, me)]
        written = [
            (update.update_id, update.to_json()) for update in taken if not self._passing(update)
        ]
        fresh = await asyncio.to_thread(self._journal.accept, written) if written else set()
        fresh.update(update.update_id for update in taken if self._passing(update))
        for update in taken:
            if update.update_id in fresh:
                fresh.discard(update.update_id)
                self._pending[update.update_id] = Waits(received)
                self._queue.put_nowait(update)

    def open(self, bot: Bot) -> None:
        """Queue what an earlier run received and did not answer."""
        self._me = bot.bot
        waiting = self._journal.waiting()
        if waiting:
            _log.info("%d messages were left unanswered by the last run.", len(waiting))
        for kept in waiting:
            update = read_update(bot, json.loads(kept.content))
            if update is None:
                self._journal.done(kept.update_id)
            else:
                self._replayed.add(kept.update_id)
                self._pending[kept.update_id] = Waits(monotonic())
                self._queue.put_nowait(update)

    def waiting(self) -> int:
        """How many updates are accepted and not answered."""
        return len(self._pending)

    def begin(self, update: Update) -> None:
        """This task answers the update: its times are counted from now on."""
        follow(self._pending.get(update.update_id) or Waits(monotonic()))

    def is_replay(self, update: Update) -> bool:
        """Whether the update had been accepted before, so that it has waited already."""
        return update.update_id in self._replayed

    def done(self, update: Update) -> None:
        """The update is answered."""
        self._replayed.discard(update.update_id)
        waits = self._pending.pop(update.update_id, None)
        if waits is not None and waits.attempted is not None:
            self._hear(waits)
        self._journal.done(update.update_id)

    def later(self, update: Update) -> bool:
        """Queue the update again in a while; until then, and after a restart, it is kept.

        After an hour of that it is given up: False.
        """
        if not self._journal.postpone(update.update_id):
            _log.error("An answer could not be delivered for too long; it is given up.")
            self.done(update)
            return False
        self._replayed.add(update.update_id)
        if (waits := self._pending.get(update.update_id)) is not None:
            waits.retries += self._retry_seconds
        loop = asyncio.get_running_loop()
        loop.call_later(self._retry_seconds, self._queue.put_nowait, update)
        return True
