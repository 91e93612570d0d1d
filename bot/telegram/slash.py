"""Telegram commands other than /ask, and the buttons under their replies."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from telegram import Message

from bot.messages import (
    ARTICLES,
    BUTTON_NEWER,
    BUTTON_OLDER,
    DAYS,
    FORGOTTEN,
    HELP,
    NONE_UNANSWERED,
    PRIVACY,
    PRIVACY_SENT,
    PRIVACY_WRITER,
    QUESTIONS,
    STATS,
    UNANSWERED,
    UNKNOWN_COMMAND,
    WELCOME,
    counted,
    say,
)
from bot.telegram.addressed import Command, sender_id
from bot.telegram.choosing import Reply, group_menu, language_menu
from bot.telegram.desk import Desk
from bot.telegram.render import notice
from bot.telegram.sending import PacedBot
from bot.telegram.sources import pages, sources_page
from retrieval.question import FrameLanguage
from store.article import Article

UNANSWERED_SHOWN = 20
DEEP_LINKS = ("help", "sources", "lang", "privacy")  # what t.me/NAME?start=… may name

_LISTING = re.compile(r"list:[0-9]{1,6}")


async def on_command(
    request: Command, message: Message, frame: FrameLanguage, desk: Desk, bot: PacedBot
) -> Reply:
    """What to say to a command, with the buttons under it."""
    name = request.name
    if name == "start" and request.argument in DEEP_LINKS:
        name = request.argument
    if name == "sources":
        return await listed("list:0", frame, desk)
    if name == "settings" and message.chat.type != "private":
        return group_menu(desk.chats.choices(message.chat_id), desk.memory, frame)
    if name in ("lang", "settings"):
        return language_menu(frame)
    return notice(await _words(name, message, frame, desk, bot.name)), ()


async def _words(
    name: str, message: Message, frame: FrameLanguage, desk: Desk, own_name: str
) -> str:
    """The reply to a command that needs no buttons."""
    if name == "forget":
        _forget(message, desk)
    elif name in ("stats", "unanswered") and _is_admin(message, desk):
        return await _stats(desk, frame) if name == "stats" else _unanswered(desk, frame)
    help_text = say(HELP, frame, name=own_name)
    said = {
        "forget": say(FORGOTTEN, frame),
        "privacy": _privacy(frame, desk),
        "help": help_text,
        "start": f"{say(WELCOME, frame)}\n\n{help_text}",
    }
    return said.get(name, say(UNKNOWN_COMMAND, frame))


def _privacy(frame: FrameLanguage, desk: Desk) -> str:
    """What is kept and who gets it, as this bot is set up."""
    days = counted(desk.memory_days, DAYS, frame)
    goes = say(PRIVACY_WRITER, frame, host=desk.writer) if desk.writer else say(PRIVACY_SENT, frame)
    return say(PRIVACY, frame, days=days, sent=goes)


def _forget(message: Message, desk: Desk) -> None:
    """Erase what the sender asked anywhere; in private also what the chat chose."""
    reader = sender_id(message)
    if reader is not None:
        desk.exchanges.forget_reader(reader)
    if message.chat.type == "private":
        desk.exchanges.forget_chat(message.chat_id)
        desk.chats.forget(message.chat_id)


def is_listing(data: str) -> bool:
    """Whether callback data names a page of the list of articles."""
    return _LISTING.fullmatch(data) is not None


async def listed(data: str, frame: FrameLanguage, desk: Desk) -> Reply:
    """The page of the list of articles that a button names."""
    page = int(data.partition(":")[2])
    loop = asyncio.get_running_loop()  # reading them takes a while
    return await loop.run_in_executor(desk.workers, lambda: _listed(desk.articles(), page, frame))


def _is_admin(message: Message, desk: Desk) -> bool:
    """Whether one of the bot's own admins asks, in private."""
    sender = message.from_user
    return message.chat.type == "private" and sender is not None and sender.id in desk.admins


def _listed(articles: Sequence[Article], page: int, frame: FrameLanguage) -> Reply:
    page = min(page, pages(articles) - 1)
    row = []
    if page > 0:
        row.append((say(BUTTON_NEWER, frame), f"list:{page - 1}"))
    if page + 1 < pages(articles):
        row.append((say(BUTTON_OLDER, frame), f"list:{page + 1}"))
    return sources_page(articles, page, frame), (tuple(row),) if row else ()


async def _stats(desk: Desk, frame: FrameLanguage) -> str:
    verdicts = [row[1] for row in desk.marks.feedback()]
    return say(
        STATS,
        frame,
        articles=counted(len(desk.articles()), ARTICLES, frame),
        questions=counted(desk.exchanges.count(), QUESTIONS, frame),
        unanswered=counted(len(list(desk.marks.unanswered())), QUESTIONS, frame),
        up=verdicts.count("up"),
        down=verdicts.count("down"),
        waiting=counted(len(desk.journal.waiting()), QUESTIONS, frame),
    )


def _unanswered(desk: Desk, frame: FrameLanguage) -> str:
    asked = [str(row[1]) for row in desk.marks.unanswered()][::-1]
    if not asked:
        return say(NONE_UNANSWERED, frame)
    shown = [f"• {' '.join(each.split())[:150]}" for each in asked[:UNANSWERED_SHOWN]]
    return "\n".join([say(UNANSWERED, frame), *shown])
