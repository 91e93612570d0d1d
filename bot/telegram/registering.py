"""The commands as Telegram lists them: for readers, for admins of groups, for the bot's admins."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import BadRequest, TelegramError

from bot.messages import (
    COMMAND_ADD,
    COMMAND_ASK,
    COMMAND_FORGET,
    COMMAND_HELP,
    COMMAND_LANG,
    COMMAND_PRIVACY,
    COMMAND_REFRESH,
    COMMAND_REMOVE,
    COMMAND_SETTINGS,
    COMMAND_SOURCES,
    COMMAND_START,
    COMMAND_STATS,
    COMMAND_STATUS,
    COMMAND_UNANSWERED,
    Text,
    say,
)
from retrieval.question import FrameLanguage

READERS = {
    "ask": COMMAND_ASK,
    "sources": COMMAND_SOURCES,
    "lang": COMMAND_LANG,
    "help": COMMAND_HELP,
    "privacy": COMMAND_PRIVACY,
    "forget": COMMAND_FORGET,
    "start": COMMAND_START,
}
GROUP_ADMINS = {**READERS, "settings": COMMAND_SETTINGS}
ADMINS = {
    **READERS,
    "add": COMMAND_ADD,
    "remove": COMMAND_REMOVE,
    "refresh": COMMAND_REFRESH,
    "status": COMMAND_STATUS,
    "stats": COMMAND_STATS,
    "unanswered": COMMAND_UNANSWERED,
}

# Whoever's Telegram is not Hindi is shown the list without a language.
_LANGUAGES: tuple[tuple[FrameLanguage, str | None], ...] = (("en", None), ("hi", "hi"))
_log = logging.getLogger(__name__)


async def register_commands(bot: Bot, admins: Iterable[int]) -> None:
    """Tell Telegram the commands, in both languages; failing is only logged."""
    try:
        await _register(bot, READERS, BotCommandScopeDefault())
        await _register(bot, GROUP_ADMINS, BotCommandScopeAllChatAdministrators())
        for admin in sorted(admins):
            try:
                await _register(bot, ADMINS, BotCommandScopeChat(admin))
            except BadRequest as error:
                # Telegram knows no private chat before the admin has written to the bot.
                _log.info("An admin's commands are not listed: %s", error)
    except TelegramError as error:
        _log.warning("The list of commands could not be registered with Telegram: %s", error)


async def _register(bot: Bot, commands: dict[str, Text], scope: BotCommandScope) -> None:
    for language, code in _LANGUAGES:
        listed = [BotCommand(name, say(text, language)) for name, text in commands.items()]
        await bot.set_my_commands(listed, scope=scope, language_code=code)
