"""Long work told by one message: what is being done, how far it is, and what came of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

from telegram import Message
from telegram.error import TelegramError

from bot.memory.journal import Delivery
from bot.telegram.render import Outgoing
from bot.telegram.sending import Labels, PacedBot, edit, reply

PAUSE = 3.0  # seconds between two edits

_log = logging.getLogger(__name__)

Tell = Callable[[int, int], Outgoing]


class Progressing:
    """One reply to `message`, edited as the work goes on; use it as a context manager.

    `tell` says how far it is, given what is done and in all. `ends` puts the result in its place.
    Create and leave it on the event loop.
    """

    def __init__(
        self, bot: PacedBot, message: Message, delivery: Delivery, begun: Outgoing, tell: Tell
    ) -> None:
        self._bot, self._message, self._delivery = bot, message, delivery
        self._begun, self._tell = begun, tell
        self._stands: tuple[int, int] | None = None
        self._loop = asyncio.get_running_loop()
        self._moved, self._ended = asyncio.Event(), asyncio.Event()
        self._now = (0, 0)
        self._showing: asyncio.Task[None] | None = None

    def hear(self, done: int, count: int) -> None:
        """So much of so much is done; called from any thread."""
        self._loop.call_soon_threadsafe(self._move, done, count)

    async def __aenter__(self) -> Progressing:
        """Say that it has begun."""
        sent = await reply(self._bot, self._message, [self._begun], self._delivery)
        if sent:
            self._stands = (sent[0].chat_id, sent[0].message_id)
        self._showing = asyncio.create_task(self._keep_showing())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Whatever came of it, nothing more is shown of the way."""
        await self._stop()

    async def ends(self, outgoing: Outgoing, rows: Labels = ()) -> None:
        """What came of it, in the message, or in another where that cannot be known."""
        await self._stop()
        if self._stands is not None:
            await edit(self._bot, self._stands, outgoing, rows)
        else:
            await reply(self._bot, self._message, [outgoing], rows=rows)

    def _move(self, done: int, count: int) -> None:
        self._now = (done, count)
        if count > 1:  # of a single one there is nothing to tell
            self._moved.set()

    async def _stop(self) -> None:
        self._ended.set()
        self._moved.set()
        if self._showing is not None:
            await self._showing

    async def _keep_showing(self) -> None:
        try:
            await self._moved.wait()
            while not self._ended.is_set() and self._stands is not None:
                self._moved.clear()
                await edit(self._bot, self._stands, self._tell(*self._now), ())
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._ended.wait(), PAUSE)
                await self._moved.wait()
        except TelegramError as error:
            _log.info("Progress could not be shown: %s", error)
