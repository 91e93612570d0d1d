"""An answer shown while a language model writes it: each checked sentence as it comes.

In a private chat it is a draft, which Telegram shows until the message itself arrives. Elsewhere
it is the message: sent with the first sentence, then edited.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from telegram import Message
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.memory.journal import Delivery
from bot.telegram.render import Outgoing
from bot.telegram.sending import PacedBot, edit, reply, thread_of
from retrieval.answer import Answer, WrittenSentence

FIRST_PAUSE = 0.2  # seconds in which the whole answer may come, so that no preview is needed
DRAFT_PAUSE = 0.5  # seconds between the changes of a draft
DRAFT_SECONDS = 2.0  # a draft may take; the answer does not wait longer for it
EDIT_PAUSE = 3.0  # seconds between changes of a message, which count against the chat's limits

_log = logging.getLogger(__name__)

Show = Callable[[Answer], Outgoing]
Place = tuple[int, int]  # a chat and a message in it


class Preview:
    """Shows `answer` as it grows; use it as a context manager around the writing.

    `show` renders it; `draft_id` is a number other than 0 for this answer alone. `stands` is the
    message that shows the answer: one that did already, or the one sent meanwhile, told to
    `delivery` and to `sent`.
    Trouble on the way ends the preview only. Create and leave it on the event loop.
    """

    def __init__(
        self,
        bot: PacedBot,
        message: Message,
        answer: Answer,
        show: Show,
        *,
        draft_id: int,
        delivery: Delivery,
        sent: Callable[[int, int], None],
        stands: Place | None = None,
    ) -> None:
        self._bot, self._message, self._answer, self._show = bot, message, answer, show
        self._draft_id, self._delivery, self._sent = draft_id, delivery, sent
        self.stands = stands
        self._loop = asyncio.get_running_loop()
        self._grew, self._ended = asyncio.Event(), asyncio.Event()
        self._showing: asyncio.Task[None] | None = None

    def hear(self, sentence: WrittenSentence) -> None:
        """One more sentence; called from any thread."""
        self._loop.call_soon_threadsafe(self._grow, sentence)

    async def __aenter__(self) -> Preview:
        """Nothing is shown before the first sentence."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """What is on its way to Telegram arrives first, or it would come after the answer."""
        self._ended.set()
        self._grew.set()
        if self._showing is not None:
            await self._showing

    def _grow(self, sentence: WrittenSentence) -> None:
        if self._ended.is_set():
            return
        self._answer = replace(self._answer, written=(*self._answer.written, sentence))
        self._grew.set()
        if self._showing is None:
            self._showing = asyncio.create_task(self._keep_showing())

    async def _keep_showing(self) -> None:
        private = self._message.chat.type == "private"
        change, pause = (self._draft, DRAFT_PAUSE) if private else (self._post, EDIT_PAUSE)
        await self._rest(FIRST_PAUSE)
        try:
            while not self._ended.is_set():
                self._grew.clear()
                await change(self._show(self._answer))
                await self._rest(pause)
                await self._grew.wait()
        except (TelegramError, TimeoutError) as error:
            _log.info("An answer could not be shown while it was written: %s", error)

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._ended.wait(), seconds)
        except TimeoutError:
            return

    async def _draft(self, outgoing: Outgoing) -> None:
        async with asyncio.timeout(DRAFT_SECONDS):
            await self._bot.send_message_draft(
                self._message.chat_id,
                self._draft_id,
                outgoing.html,
                message_thread_id=thread_of(self._message),
                parse_mode=ParseMode.HTML,
            )

    async def _post(self, outgoing: Outgoing) -> None:
        if self.stands is not None:
            await edit(self._bot, self.stands, outgoing, ())
            return
        posted = await reply(self._bot, self._message, [outgoing], self._delivery)
        if posted:
            self.stands = (posted[0].chat_id, posted[0].message_id)
            self._sent(*self.stands)
