"""Replies to a Telegram message: HTML first, plain words should Telegram refuse it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.memory.journal import Delivery, Telling
from bot.telegram.doubt import Doubt
from bot.telegram.render import Outgoing
from bot.telegram.views import Rows
from bot.transport.pace import Attempts

PacedBot = ExtBot[Attempts]
At = tuple[int, int] | str  # a message: its chat and number, or the id of an inline one
Labels = tuple[tuple[tuple[str, str], ...], ...]  # rows of buttons, each a label and its data

TYPING_SECONDS = 4.5  # Telegram shows the sign for five seconds
LAST_TYPING_SECONDS = 0.3  # how long an answer waits for a sign already on its way

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: the chat, its topic, the message it replies to; and its buttons."""

    chat_id: int
    thread: int | None
    replying_to: int | None
    keyboard: InlineKeyboardMarkup | None = None


async def reply(
    bot: PacedBot,
    message: Message,
    outgoing: Sequence[Outgoing],
    delivery: Delivery | None = None,
    *,
    rows: Labels = (),
    doubt: Doubt | None = None,
    stands: Callable[[int, int], None] | None = None,
) -> list[Message]:
    """Send `outgoing`, the first as a reply to `message`; gives the messages sent now.

    `rows` of buttons stand under the first; `stands` gets its chat and number as soon as it is
    sent, whatever becomes of the others.

    What `delivery` says to be sent already is left out, and what was tried without an answer as
    often as it may be; `doubt` is said in its place. A reader who blocked the bot, or a group it
    was removed from, is logged and left alone.
    Errors: TelegramError when Telegram cannot be reached or refuses plain text too.
    """
    place = Place(message.chat_id, thread_of(message), message.message_id, keyboard(rows))
    return await send_to(bot, place, outgoing, delivery, doubt=doubt, stands=stands)


async def send_to(
    bot: PacedBot,
    place: Place,
    outgoing: Sequence[Outgoing],
    delivery: Delivery | None = None,
    *,
    doubt: Doubt | None = None,
    stands: Callable[[int, int], None] | None = None,
) -> list[Message]:
    """Send `outgoing` to a place; as `reply` for the rest."""
    sent: list[Message] = []
    for number, part in enumerate(outgoing):
        if delivery is None or number >= delivery.sent:
            try:
                if delivery is None or delivery.may_try():
                    arrived, place = await _send_moved(bot, place, part, delivery)
                    sent.append(arrived)
                    if stands is not None and number == 0:
                        stands(arrived.chat_id, arrived.message_id)
                elif doubt is not None and delivery.telling().may_try():
                    await _tell(bot, place, doubt, number, delivery.telling())
            except Forbidden as error:
                _log.info("Telegram does not let the bot write to this chat: %s", error)
                return sent
            if delivery is not None:
                delivery.taken()
        place = replace(place, replying_to=None, keyboard=None)
    return sent


async def _tell(bot: PacedBot, place: Place, doubt: Doubt, number: int, telling: Telling) -> None:
    _log.warning("Whether a message arrived cannot be known; its reader is told so.")
    first = number == 0
    place = replace(place, keyboard=keyboard(labelled(doubt.rows)) if first else None)
    await _send_moved(bot, place, doubt.first if first else doubt.further, telling)


async def _send_moved(
    bot: PacedBot, place: Place, part: Outgoing, delivery: Attempts | None
) -> tuple[Message, Place]:
    """Send to the chat, or to where it has moved; gives the place that was right."""
    try:
        return await _send(bot, place, part, delivery), place
    except ChatMigrated as moved:
        # The supergroup does not have the old group's messages to reply to.
        place = Place(moved.new_chat_id, None, None, place.keyboard)
        return await _send(bot, place, part, delivery), place


async def _send(bot: PacedBot, place: Place, part: Outgoing, delivery: Attempts | None) -> Message:
    try:
        return await _send_text(bot, place, part.html, ParseMode.HTML, delivery)
    except BadRequest as error:
        if "parse entities" not in str(error).lower():
            raise
        _log.error("Telegram refused the formatting of an answer: %s", error)
        return await _send_text(bot, place, part.plain, None, delivery)


async def _send_text(
    bot: PacedBot, place: Place, text: str, parse_mode: str | None, delivery: Attempts | None
) -> Message:
    answered = place.replying_to
    return await bot.send_message(
        place.chat_id,
        text,
        parse_mode=parse_mode,
        message_thread_id=place.thread,
        reply_parameters=(
            ReplyParameters(answered, allow_sending_without_reply=True)
            if answered is not None
            else None
        ),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=place.keyboard,
        rate_limit_args=delivery,
    )


async def edit(bot: PacedBot, at: At, outgoing: Outgoing, rows: Labels) -> None:
    """Put other text and buttons into one of the bot's messages.

    One that is gone, or that shows this already, is left alone.
    Errors: TelegramError when Telegram cannot be reached or refuses plain text too.
    """
    for text, parse_mode in ((outgoing.html, ParseMode.HTML), (outgoing.plain, None)):
        try:
            await bot.edit_message_text(
                text,
                parse_mode=parse_mode,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=keyboard(rows),
                **_named(at),
            )
        except BadRequest as error:
            if parse_mode and "parse entities" in str(error).lower():
                _log.error("Telegram refused the formatting of an answer: %s", error)
                continue
            _let_pass(error)
        except Forbidden as error:
            _log.info("Telegram does not let the bot write to this chat: %s", error)
        return


async def edit_buttons(bot: PacedBot, at: At, rows: Labels) -> None:
    """Put other buttons under one of the bot's messages; as `edit` for the rest."""
    try:
        await bot.edit_message_reply_markup(reply_markup=keyboard(rows), **_named(at))
    except BadRequest as error:
        _let_pass(error)
    except Forbidden as error:
        _log.info("Telegram does not let the bot write to this chat: %s", error)


def _named(at: At) -> dict[str, Any]:
    if isinstance(at, str):
        return {"inline_message_id": at}
    return {"chat_id": at[0], "message_id": at[1]}


def labelled(rows: Rows) -> Labels:
    """The labels and data of an answer's buttons."""
    return tuple(tuple((each.label, each.press.data) for each in row) for row in rows)


def keyboard(rows: Labels) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram takes them."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )


def _let_pass(error: BadRequest) -> None:
    """Pressed twice, deleted meanwhile, or too old to be changed: nothing to be done."""
    words = str(error).lower()
    if not any(part in words for part in ("not modified", "not found", "can't be edited")):
        raise error
    _log.debug("A message was not changed: %s", error)


@contextlib.asynccontextmanager
async def typing(bot: Bot, message: Message) -> AsyncIterator[None]:
    """Show that an answer is being written, for as long as the block runs."""
    idle = asyncio.Event()  # set while no sign is on its way to Telegram
    sign = asyncio.create_task(_keep_typing(bot, message.chat_id, thread_of(message), idle))
    try:
        yield
    finally:
        # A sign that arrives after the answer would stay for five seconds: let it arrive first.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(idle.wait(), LAST_TYPING_SECONDS)
        sign.cancel()
        await asyncio.gather(sign, return_exceptions=True)


async def _keep_typing(bot: Bot, chat_id: int, thread: int | None, idle: asyncio.Event) -> None:
    while True:
        idle.clear()
        try:
            await bot.send_chat_action(chat_id, ChatAction.TYPING, message_thread_id=thread)
        except TelegramError as error:
            _log.debug("The typing sign was not shown: %s", error)
        idle.set()
        await asyncio.sleep(TYPING_SECONDS)


def thread_of(message: Message) -> int | None:
    """The topic that the message stands in."""
    return message.message_thread_id if message.is_topic_message else None
