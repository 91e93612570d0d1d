"""What an admin sends to be added: addresses, a file, a forwarded channel post."""

from __future__ import annotations

import asyncio
import logging
import re
from pathlib import PurePath

from telegram import Document, Message, MessageOriginChannel
from telegram.error import BadRequest, TelegramError

from bot.curating import Post
from bot.telegram.addressed import Command
from bot.telegram.sending import PacedBot
from store.pages.when import INDIA
from store.read import ARTICLE_SUFFIXES

MOST_ADDRESSES = 20
DOWNLOAD_TRIES = 3

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_log = logging.getLogger(__name__)


def addresses_in(request: object, message: Message) -> list[str]:
    """The addresses that /add names, or the message it replies to."""
    if not isinstance(request, Command):
        return []
    replied = message.reply_to_message
    said = request.argument or (replied and (replied.text or replied.caption)) or ""
    found = [each.rstrip(".,;)।") for each in _ADDRESS.findall(said)]
    return list(dict.fromkeys(found))[:MOST_ADDRESSES]


def article_file(message: Message) -> Document | None:
    """A file that may hold an article, by its name."""
    document = message.document
    if document is None:
        return None
    ending = PurePath(document.file_name or "").suffix.lower()
    return document if ending in ARTICLE_SUFFIXES else None


def forwarded_post(message: Message) -> Post | None:
    """A channel's post, where the message is one that was forwarded."""
    origin = message.forward_origin
    text = message.text or message.caption or ""
    if not isinstance(origin, MessageOriginChannel) or not text.strip():
        return None
    channel, number = origin.chat, str(origin.message_id)
    address = f"https://t.me/{channel.username}/{number}" if channel.username else None
    return Post(
        channel.title or str(channel.id),
        number,
        text,
        origin.date.astimezone(INDIA).date(),
        address,
    )


async def downloaded(document: Document, bot: PacedBot) -> bytes:
    """The file's content. Errors: TelegramError when it cannot be had in a few tries."""
    for left in reversed(range(DOWNLOAD_TRIES)):
        try:
            file = await bot.get_file(document.file_id)
            return bytes(await file.download_as_bytearray())
        except BadRequest:
            raise
        except TelegramError as error:
            if not left:
                raise
            _log.info("A file could not be had, and is asked for again: %s", error)
            await asyncio.sleep(1.0)
    raise AssertionError
