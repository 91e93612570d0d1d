"""Updates in, replies out."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from concurrent.futures import Executor
from functools import partial

from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.addressed import Ask, Command, Missing, reader_language, request_of
from bot.messages import (
    HELP,
    HOW_TO_ASK,
    NO_WORDS,
    NOT_TEXT,
    UNKNOWN_COMMAND,
    WELCOME,
    WENT_WRONG,
    say,
)
from bot.render import Outgoing, notice, render
from bot.sending import reply, typing
from retrieval.answer import Answerer
from retrieval.question import FrameLanguage, Language

REMEMBERED_CHATS = 5000

Context = ContextTypes.DEFAULT_TYPE
_log = logging.getLogger(__name__)


class Reception:
    """Receives updates, asks the answerer off the event loop, and replies.

    `workers` bounds how many answers are made at once; the rest wait in its queue.
    """

    def __init__(self, answerer: Answerer, workers: Executor) -> None:
        self._answerer = answerer
        self._workers = workers
        self._languages: OrderedDict[int, Language] = OrderedDict()

    async def on_update(self, update: Update, context: Context) -> None:
        """Answer what is asked of the bot; stay silent otherwise."""
        message = _message(update)
        request = request_of(message, context.bot.bot) if message is not None else None
        if message is None or request is None:
            return
        if isinstance(request, Ask):
            outgoing = await self._answered(request, message, context)
        else:
            outgoing = [_notice(request, _language(message), context.bot.name)]
        await reply(context.bot, message, outgoing)

    async def on_error(self, update: object, context: Context) -> None:
        """Log what failed, and tell a reader who waits for an answer."""
        error = context.error
        message = _message(update) if isinstance(update, Update) else None
        if isinstance(error, TelegramError):
            _log.error("A reply could not be delivered: %s", error)
            return
        _log.error("An update could not be answered.", exc_info=error)
        if message is None or request_of(message, context.bot.bot) is None:
            return
        try:
            await reply(context.bot, message, [notice(say(WENT_WRONG, _language(message)))])
        except TelegramError as failed:
            _log.error("The reader could not be told either: %s", failed)

    async def _answered(self, request: Ask, message: Message, context: Context) -> list[Outgoing]:
        work = partial(
            self._answerer.answer,
            request.text,
            last_language=self._languages.get(message.chat_id),
        )
        async with typing(context.bot, message):
            answer = await asyncio.get_running_loop().run_in_executor(self._workers, work)
        self._remember(message.chat_id, answer.question.language)
        return render(answer)

    def _remember(self, chat_id: int, language: Language) -> None:
        self._languages[chat_id] = language
        self._languages.move_to_end(chat_id)
        while len(self._languages) > REMEMBERED_CHATS:
            self._languages.popitem(last=False)


def _message(update: Update) -> Message | None:
    return update.message or update.channel_post


def _language(message: Message) -> FrameLanguage:
    sender = message.from_user
    text = message.text or message.caption or ""
    return reader_language(text, sender.language_code if sender is not None else None)


def _notice(request: Command | Missing, language: FrameLanguage, name: str) -> Outgoing:
    """What to say where there is no question to answer; `name` is the bot's, with its @."""
    if isinstance(request, Missing):
        gaps = {"how_to_ask": HOW_TO_ASK, "not_text": NOT_TEXT, "no_words": NO_WORDS}
        return notice(say(gaps[request.gap], language))
    help_text = say(HELP, language, name=name)
    if request.name == "start":
        return notice(f"{say(WELCOME, language)}\n\n{help_text}")
    return notice(help_text if request.name == "help" else say(UNKNOWN_COMMAND, language))
