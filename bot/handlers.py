"""Updates in, replies out."""

from __future__ import annotations

import asyncio
import logging
import math
from collections import OrderedDict
from concurrent.futures import Executor
from functools import partial
from typing import Any

from telegram import Message, Update, User
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import CallbackContext

from bot.addressed import Ask, Command, Missing, reader_language, request_of
from bot.intake import Intake
from bot.journal import Journal
from bot.limits import Busy, Limits, Lines, Quota
from bot.messages import (
    BUSY,
    HELP,
    HOW_TO_ASK,
    NO_WORDS,
    NOT_TEXT,
    QUESTIONS,
    SECONDS,
    SLOW_DOWN,
    UNKNOWN_COMMAND,
    WELCOME,
    WENT_WRONG,
    counted,
    say,
)
from bot.render import Outgoing, notice, render
from bot.sending import PacedBot, reply, typing
from retrieval.answer import Answerer
from retrieval.question import FrameLanguage, Language

REMEMBERED_CHATS = 5000

Context = CallbackContext[PacedBot, Any, Any, Any]
_log = logging.getLogger(__name__)


class Reception:
    """Receives updates, asks the answerer off the event loop, and replies.

    `workers` bounds how many answers are made at once; the rest wait in its queue.
    """

    def __init__(
        self,
        answerer: Answerer,
        workers: Executor,
        journal: Journal,
        intake: Intake,
        limits: Limits,
    ) -> None:
        self._intake = intake
        self._answerer = answerer
        self._workers = workers
        self._journal = journal
        self._limits = limits
        self._lines = Lines(limits.waiting)
        self._of_readers, self._of_groups = Quota(limits.reader), Quota(limits.group)
        self._languages: OrderedDict[int, Language] = OrderedDict()

    async def on_update(self, update: Update, context: Context) -> None:
        """Answer what is asked of the bot; stay silent otherwise."""
        if self._journal.begin(update.update_id):
            await self._on_message(update, context)
        else:
            _log.error("Update %d ended the program each time; it is left.", update.update_id)
        self._intake.done(update)

    async def on_error(self, update: object, context: Context) -> None:
        """Log what failed, and tell a reader who waits for an answer.

        An answer that could not be delivered because Telegram was out of reach is tried later.
        """
        error = context.error
        if not isinstance(update, Update):
            _log.error("Something failed.", exc_info=error)
            return
        if isinstance(error, TelegramError):
            _log.error("A reply could not be delivered: %s", error)
            if _may_pass(error):
                self._intake.later(update)
                return
        else:
            _log.error("An update could not be answered.", exc_info=error)
            await self._apologise(update, context)
        self._intake.done(update)

    async def _on_message(self, update: Update, context: Context) -> None:
        message = _message(update)
        request = request_of(message, context.bot.bot) if message is not None else None
        if message is None or request is None:
            return
        patient = self._intake.is_replay(update)
        if isinstance(request, Ask) and not patient and not await self._within(message, context):
            return
        try:
            async with self._lines.turn(message.chat_id, patient=patient):
                if isinstance(request, Ask):
                    outgoing = await self._answered(request, message, context)
                else:
                    outgoing = [_notice(request, _language(message), context.bot.name)]
                delivery = self._journal.delivery(update.update_id)
                await reply(context.bot, message, outgoing, delivery)
        except Busy as busy:
            if busy.first:
                language = _language(message)
                waiting = counted(busy.waiting, QUESTIONS, language)
                await reply(context.bot, message, [notice(say(BUSY, language, waiting=waiting))])

    async def _within(self, message: Message, context: Context) -> bool:
        """Whether reader and group may ask once more now; if not, they are told so once."""
        now = asyncio.get_running_loop().time()
        sender = message.from_user or message.sender_chat
        quotas = [(self._of_readers, self._limits.reader, sender.id if sender else 0)]
        if message.chat.type != "private":
            quotas.append((self._of_groups, self._limits.group, message.chat_id))
        for quota, limit, asker in quotas:
            if (wait := quota.wait(asker, now)) > 0:
                if quota.tell(asker):
                    words = _slow_down(limit, wait, _language(message))
                    await reply(context.bot, message, [notice(words)])
                return False
        for quota, _, asker in quotas:
            quota.take(asker, now)
        return True

    async def _apologise(self, update: Update, context: Context) -> None:
        message = _message(update)
        if message is None or request_of(message, context.bot.bot) is None:
            return
        delivery = self._journal.delivery(update.update_id)
        try:
            words = say(WENT_WRONG, _language(message))
            await reply(context.bot, message, [notice(words)], delivery)
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


def is_addressed(update: Update, me: User) -> bool:
    """Whether the update asks something of the bot."""
    message = _message(update)
    return message is not None and request_of(message, me) is not None


def _may_pass(error: TelegramError) -> bool:
    passing = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    return passing or isinstance(error, RetryAfter)


def _slow_down(limit: int, wait: float, language: FrameLanguage) -> str:
    return say(
        SLOW_DOWN,
        language,
        limit=counted(limit, QUESTIONS, language),
        wait=counted(math.ceil(wait), SECONDS, language),
    )


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
