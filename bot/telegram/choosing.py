"""What a chat may choose: its language; in a group also when the bot speaks and what it recalls."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from telegram import CallbackQuery, Message
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.memory.chats import MEMORIES, Choices, Memory
from bot.messages import (
    ADMINS_ONLY,
    ANSWERS_ANYTHING,
    ANSWERS_COMMANDS,
    BUTTON_ANYTHING,
    BUTTON_AUTOMATIC,
    BUTTON_COMMANDS,
    CHOOSE_LANGUAGE,
    GROUP_SETTINGS,
    LANGUAGE_AUTOMATIC,
    LANGUAGE_CHOSEN,
    LANGUAGES,
    MEMORY_BUTTONS,
    MEMORY_WORDS,
    SAVED,
    say,
)
from bot.telegram.desk import Desk
from bot.telegram.render import Outgoing, notice
from bot.telegram.sending import Labels, PacedBot
from retrieval.question import FrameLanguage

CHECKED_WITHIN = 0.7  # seconds in which Telegram must say who is an admin: the button waits

_PRESS = re.compile(
    r"(lang):(hi|en|auto)|set:(?:(frame):(hi|en|auto)|(calls):(any|commands)"
    r"|(memory):(chain|reader|chat))"
)

Reply = tuple[Outgoing, Labels]


def language_menu(frame: FrameLanguage) -> Reply:
    """/lang: which language to speak."""
    chosen = tuple((name, f"lang:{code}") for code, name in LANGUAGES.items())
    return notice(say(CHOOSE_LANGUAGE, frame)), (
        chosen,
        ((say(BUTTON_AUTOMATIC, frame), "lang:auto"),),
    )


def group_menu(choices: Choices, memory: Memory, frame: FrameLanguage) -> Reply:
    """/settings in a group: how it is, and a button for each choice; `memory` is the default."""
    memory = choices.memory or memory
    speaks = LANGUAGES[choices.frame] if choices.frame else say(BUTTON_AUTOMATIC, frame)
    calls = ANSWERS_COMMANDS if choices.commands_only else ANSWERS_ANYTHING
    words = say(
        GROUP_SETTINGS,
        frame,
        speaks=speaks,
        calls=say(calls, frame),
        memory=say(MEMORY_WORDS[memory], frame),
    )
    languages = [(say(BUTTON_AUTOMATIC, frame), "auto"), *((n, c) for c, n in LANGUAGES.items())]
    answering = [(say(BUTTON_ANYTHING, frame), "any"), (say(BUTTON_COMMANDS, frame), "commands")]
    recalling = [(say(MEMORY_BUTTONS[each], frame), each) for each in MEMORIES]
    rows = (
        _row("frame", languages, choices.frame or "auto"),
        _row("calls", answering, "commands" if choices.commands_only else "any"),
        _row("memory", recalling, memory),
    )
    return notice(words), rows


def is_choice(data: str) -> bool:
    """Whether callback data belongs to the buttons here."""
    return _PRESS.fullmatch(data) is not None


async def on_choice(
    query: CallbackQuery, message: Message, frame: FrameLanguage, desk: Desk, bot: PacedBot
) -> tuple[str, Reply | None]:
    """Do what a button says; what to tell the reader, and what the message becomes."""
    if not await _may_choose(query, message, bot):
        return say(ADMINS_ONLY, frame), None
    *_, kind, value = (query.data or "").split(":")
    before = desk.chats.choices(message.chat.id)
    choices = chosen(before, kind, value)
    desk.chats.choose(message.chat.id, choices)
    speaks = choices.frame or frame
    if kind == "lang":
        words = say(LANGUAGE_CHOSEN, speaks) if choices.frame else say(LANGUAGE_AUTOMATIC, frame)
        return words, (notice(words), ())
    return say(SAVED, speaks), group_menu(choices, desk.memory, speaks)


def chosen(before: Choices, kind: str, value: str) -> Choices:
    """The choices once a button is pressed."""
    if kind == "calls":
        return replace(before, commands_only=value == "commands")
    if kind == "memory":
        return replace(before, memory=cast(Memory, value))
    return replace(before, frame=cast(FrameLanguage, value) if value != "auto" else None)


def _row(kind: str, choices: Sequence[tuple[str, str]], now: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"✓ {label}" if value == now else label, f"set:{kind}:{value}") for label, value in choices
    )


async def _may_choose(query: CallbackQuery, message: Message, bot: PacedBot) -> bool:
    """In private everybody, in a group its admins (also those who write as the group)."""
    if message.chat.type == "private":
        return True
    try:
        async with asyncio.timeout(CHECKED_WITHIN):
            member = await bot.get_chat_member(message.chat.id, query.from_user.id)
    except (TelegramError, TimeoutError):
        return False
    return member.status in (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
