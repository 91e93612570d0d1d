"""Buttons pressed: every one is answered at once, then its message changes."""

from __future__ import annotations

import logging

from telegram import CallbackQuery, Message
from telegram.error import BadRequest

from bot.addressed import reader_language
from bot.desk import Desk
from bot.exchanges import Exchange
from bot.messages import EXPIRED, THANKS, WHAT_WAS_WRONG, say
from bot.sending import PacedBot, edit, edit_buttons, labelled
from bot.slash import is_menu, on_menu
from bot.views import Press, buttons, press_of, reasons, shown

_log = logging.getLogger(__name__)


async def on_press(query: CallbackQuery, desk: Desk, bot: PacedBot) -> None:
    """Do what the button says, or say kindly that its answer is forgotten."""
    message = query.message
    if isinstance(message, Message) and is_menu(query.data or ""):
        await _on_menu(query, message, desk, bot)
        return
    press = press_of(query.data or "")
    exchange = (
        desk.exchanges.of_button(press.exchange, message.chat.id, message.message_id)
        if press is not None and message is not None
        else None
    )
    if press is None or message is None or exchange is None:
        language = reader_language("", query.from_user.language_code)
        await _acknowledge(query, say(EXPIRED, language), alert=True)
        return
    if press.verb == "s":
        await _acknowledge(query)
        outgoing = shown(exchange.answer, press.view)[0]
        rows = labelled(buttons(exchange.answer, exchange.id, press.view))
        await edit(bot, message.chat.id, message.message_id, outgoing, rows)
        return
    _mark(press, exchange, query.from_user.id, desk)
    frame = press.view.frame
    await _acknowledge(query, say(WHAT_WAS_WRONG if press.verb == "d" else THANKS, frame))
    if press.verb == "d":
        rows = labelled(reasons(exchange.id, press.view))
        await edit_buttons(bot, message.chat.id, message.message_id, rows)
    elif press.verb == "r":
        rows = labelled(buttons(exchange.answer, exchange.id, press.view))
        await edit_buttons(bot, message.chat.id, message.message_id, rows)


async def _on_menu(query: CallbackQuery, message: Message, desk: Desk, bot: PacedBot) -> None:
    language = reader_language("", query.from_user.language_code)
    frame = desk.chats.frame(message.chat.id) or language
    words, shown_now = await on_menu(query, message, frame, desk, bot)
    await _acknowledge(query, words or None)
    if shown_now is not None:
        await edit(bot, message.chat.id, message.message_id, *shown_now)


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
