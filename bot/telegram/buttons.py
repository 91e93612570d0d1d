"""Buttons pressed: every one is answered at once, then its message changes."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from telegram import CallbackQuery, Message
from telegram.error import BadRequest

from bot.memory.exchanges import Exchange
from bot.messages import EXPIRED, THANKS, WHAT_WAS_WRONG, say
from bot.telegram.addressed import reader_language
from bot.telegram.admin import Admin, is_removal
from bot.telegram.choosing import Reply, is_choice, on_choice
from bot.telegram.desk import Desk
from bot.telegram.render import Outgoing
from bot.telegram.sending import At, Labels, PacedBot, edit, edit_buttons, labelled
from bot.telegram.slash import is_listing, listed
from bot.telegram.views import (
    Press,
    View,
    buttons,
    first_view,
    framed,
    press_of,
    reasons,
    shown,
)
from bot.transport.limits import Lines

AT_ONCE = 0.5  # seconds that a changed language waits for what a model writes, before it is shown

_log = logging.getLogger(__name__)


class Buttons:
    """Serves presses; of several that wait to change one message, only the last one does."""

    def __init__(self, desk: Desk, admin: Admin | None = None) -> None:
        self._desk, self._admin = desk, admin
        self._lines = Lines(0)
        self._latest: dict[At, str] = {}

    async def on_press(self, query: CallbackQuery, bot: PacedBot) -> None:
        """Do what the button says, or say kindly that its answer is forgotten."""
        message = query.message
        place: At = query.inline_message_id or ""  # of a guest's answer
        if message is not None:
            place = (message.chat.id, message.message_id)
        # Before anything is awaited: presses come in their order only up to there.
        if not (query.data or "").startswith("u:"):  # a thumbs up changes nothing
            self._latest[place] = query.id
        try:
            await self._serve(query, place, bot)
        finally:
            if self._latest.get(place) == query.id:
                del self._latest[place]

    async def _serve(self, query: CallbackQuery, place: At, bot: PacedBot) -> None:
        message = query.message
        if isinstance(message, Message) and await self._on_menu(query, message, bot):
            return
        press = press_of(query.data or "")
        exchange = None
        if press is not None and place:
            exchange = self._desk.exchanges.of_button(press.exchange, place)
        if press is None or exchange is None:
            language = reader_language("", query.from_user.language_code)
            await _acknowledge(query, say(EXPIRED, language), alert=True)
            return
        rows = labelled(buttons(exchange.answer, exchange.id, press.view))
        if press.verb == "s":
            await _acknowledge(query)
            await self._show(query.id, exchange, press.view, place, bot)
            return
        _mark(press, exchange, query.from_user.id, self._desk)
        asking = press.verb == "d"
        words = say(WHAT_WAS_WRONG if asking else THANKS, press.view.frame)
        await _acknowledge(query, words)
        if asking:
            rows = labelled(reasons(exchange.id, press.view))
        if press.verb != "u":
            await self._change(query.id, place, rows, bot)

    async def _show(
        self, query_id: str, exchange: Exchange, view: View, place: At, bot: PacedBot
    ) -> None:
        """Show a view of the answer; in another language also what a model writes in that."""
        answer = exchange.answer
        if answer.question.frame != view.frame and view == first_view(view.frame):
            answer = framed(answer, view.frame)
            loop, desk = asyncio.get_running_loop(), self._desk
            work = partial(desk.answerer.write, answer, chat=exchange.chat_id)
            writing = loop.run_in_executor(desk.writers, work)
            await asyncio.wait([writing], timeout=AT_ONCE)
            if not writing.done():
                rows = labelled(buttons(answer, exchange.id, view))
                await self._change(query_id, place, rows, bot, shown(answer, view)[0])
            answer = await writing
        rows = labelled(buttons(answer, exchange.id, view))
        await self._change(query_id, place, rows, bot, shown(answer, view)[0])

    async def _on_menu(self, query: CallbackQuery, message: Message, bot: PacedBot) -> bool:
        """Serve the buttons under a command's reply; False where they are an answer's."""
        data, chat_id = query.data or "", message.chat.id
        frame = self._desk.chats.frame(chat_id) or reader_language(
            "", query.from_user.language_code
        )
        becomes: Reply | None
        if is_listing(data):
            await _acknowledge(query)  # the list may take a while
            becomes = await listed(data, frame, self._desk)
        elif self._admin is not None and is_removal(data):
            refused = self._admin.refusal(query, frame)
            await _acknowledge(query, refused)
            becomes = await self._admin.removed(data, frame) if refused is None else None
        elif is_choice(data):
            words, becomes = await on_choice(query, message, frame, self._desk, bot)
            await _acknowledge(query, words)
        else:
            return False
        if becomes is not None:
            outgoing, rows = becomes
            await self._change(query.id, (chat_id, message.message_id), rows, bot, outgoing)
        return True

    async def _change(
        self,
        query_id: str,
        place: At,
        rows: Labels,
        bot: PacedBot,
        outgoing: Outgoing | None = None,
    ) -> None:
        """Change a message's buttons, and its text to `outgoing`, unless pressed again since."""
        async with self._lines.turn(place, patient=True):
            if self._latest.get(place) != query_id:
                return
            if outgoing is not None:
                await edit(bot, place, outgoing, rows)
            else:
                await edit_buttons(bot, place, rows)


def _mark(press: Press, exchange: Exchange, reader: int, desk: Desk) -> None:
    verdict = "up" if press.verb == "u" else "down"
    desk.marks.mark(exchange, reader, verdict, press.reason)


async def _acknowledge(
    query: CallbackQuery, text: str | None = None, *, alert: bool = False
) -> None:
    """Answer the query, so that the button stops turning."""
    try:
        await query.answer(text, show_alert=alert)
    except BadRequest as error:
        # Too old, as after a restart: what the button asked for is done all the same.
        _log.info("A button's press could not be acknowledged: %s", error)
