"""Updates in, each to the part that answers it."""

from __future__ import annotations

import logging

import structlog
from telegram import Message, Update, User
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.messages import (
    BUSY,
    HOW_TO_ASK,
    NO_WORDS,
    NOT_TEXT,
    QUESTIONS,
    WENT_WRONG,
    counted,
    say,
)
from bot.telegram import doubt
from bot.telegram.addressed import (
    Ask,
    Command,
    Missing,
    is_command,
    reader_language,
    request_of,
)
from bot.telegram.admin import Admin, Unfinished
from bot.telegram.asking import Asking
from bot.telegram.buttons import Buttons
from bot.telegram.desk import Context, Desk
from bot.telegram.guest import on_guest_message
from bot.telegram.inline import Inline
from bot.telegram.membership import moved, on_membership
from bot.telegram.render import Outgoing, notice
from bot.telegram.sending import reply
from bot.telegram.slash import on_command
from bot.telegram.undelivered import Undelivered
from bot.transport.limits import Busy, Lines
from retrieval.question import FrameLanguage

EDITS_WITHIN = 600.0  # seconds after a message in which an edit may make it a question

_log = logging.getLogger(__name__)


class Reception:
    """Receives updates and has them answered; silent where nothing is asked of the bot."""

    def __init__(self, desk: Desk, admin: Admin | None = None) -> None:
        self._desk, self._admin = desk, admin
        self._asking = Asking(desk)
        self._buttons = Buttons(desk, admin)
        self._inline = Inline(desk)
        self._lines = Lines(desk.limits.waiting)
        self._undelivered = Undelivered()

    async def on_update(self, update: Update, context: Context) -> None:
        """Answer what is asked of the bot; whatever is logged on the way names the update."""
        structlog.contextvars.bind_contextvars(request=f"update-{update.update_id}")
        self._desk.intake.begin(update)
        if self._desk.journal.begin(update.update_id):
            await self._dispatch(update, context)
        else:
            _log.error("Update %d ended the program each time; it is left.", update.update_id)
        self._done(update)

    async def on_error(self, update: object, context: Context) -> None:
        """Log what failed, and tell a reader who waits for an answer.

        An answer that could not be delivered because Telegram was out of reach is tried later.
        """
        error = context.error
        if not isinstance(update, Update):
            _log.error("Something failed.", exc_info=error)
            return
        if isinstance(error, Unfinished):
            self._later(update)
            return
        if isinstance(error, TelegramError):
            _log.error("A reply could not be delivered: %s", error)
            if _may_pass(error) and not is_passing(update):
                self._later(update)
                return
        else:
            _log.error("An update could not be answered.", exc_info=error)
            await self._apologise(update, context)
        self._done(update)

    def _later(self, update: Update) -> None:
        if not self._desk.intake.later(update):
            self._done(update)

    def _done(self, update: Update) -> None:
        message = _message(update)
        if message is not None:
            self._undelivered.settled(message, update.update_id)
        self._desk.intake.done(update)

    async def _dispatch(self, update: Update, context: Context) -> None:
        if update.callback_query is not None:
            await self._buttons.on_press(update.callback_query, context.bot)
            return
        if update.inline_query is not None:
            await self._inline.on_query(update.inline_query, context.bot)
            return
        if update.guest_message is not None:
            await self._on_guest(update.guest_message, update, context)
            return
        if update.my_chat_member is not None:
            delivery = self._desk.journal.delivery(update.update_id)
            await on_membership(update.my_chat_member, delivery, self._desk, context.bot)
            return
        message = _message(update)
        if message is not None and message.migrate_to_chat_id is not None:
            moved(message.chat_id, message.migrate_to_chat_id, self._desk)
        elif message is not None:
            await self._on_message(message, update, context)

    async def _on_message(self, message: Message, update: Update, context: Context) -> None:
        request = request_of(message, context.bot.bot)
        request = self._undelivered.newest(message, update.update_id, request)
        if self._desk.chats.choices(message.chat_id).commands_only and not is_command(message):
            return
        if self._admin is not None and self._admin.concerns(message, request):
            if not _edited(update):
                delivery = self._desk.journal.delivery(update.update_id)
                frame = self._desk.chats.frame(message.chat_id) or _language(message)
                await self._admin.on_message(message, request, delivery, frame, context.bot)
        elif _edited(update):
            await self._on_edit(request, message, update, context)
        elif request is not None:
            await self._on_request(request, message, update, context)

    async def _on_guest(self, message: Message, update: Update, context: Context) -> None:
        language = _language(message)
        patient = self._desk.intake.is_replay(update)
        refusal = None if patient else self._asking.too_many(message, language)
        if refusal != "":
            await on_guest_message(message, language, self._desk, context.bot, refusal)

    async def _on_request(
        self, request: Ask | Command | Missing, message: Message, update: Update, context: Context
    ) -> None:
        patient = self._desk.intake.is_replay(update)
        language = self._desk.chats.frame(message.chat_id) or _language(message)
        if isinstance(request, Ask) and not patient:
            words = self._asking.too_many(message, language)
            if words is not None:
                await reply(context.bot, message, [notice(words)] if words else [])
                return
        try:
            async with self._lines.turn(message.chat_id, patient=patient):
                self._undelivered.begun(message, update.update_id)
                if isinstance(request, Ask):
                    await self._asking.ask(request, message, update.update_id, context.bot)
                    return
                delivery = self._desk.journal.delivery(update.update_id)
                if isinstance(request, Command):
                    said, rows = await on_command(
                        request, message, language, self._desk, context.bot
                    )
                else:
                    said, rows = _kind_word(request, language), ()
                unsure = doubt.of_reply(language)
                await reply(context.bot, message, [said], delivery, rows=rows, doubt=unsure)
        except Busy as busy:
            if busy.first:
                waiting = counted(busy.waiting, QUESTIONS, language)
                await reply(context.bot, message, [notice(say(BUSY, language, waiting=waiting))])

    async def _on_edit(
        self,
        request: Ask | Command | Missing | None,
        message: Message,
        update: Update,
        context: Context,
    ) -> None:
        """The answer follows its question; a message edited into a question is one.

        Where the answer is still to be delivered it will be that of the edited question.
        Errors: Unfinished until then.
        """
        if not isinstance(request, Ask):
            return
        async with self._lines.turn(message.chat_id, patient=True):
            if self._undelivered.waits(message, update.update_id):
                self._undelivered.edited(message, update.update_id, request)
                raise Unfinished
            exchange = self._desk.exchanges.of_question(message.chat_id, message.message_id)
            if exchange is not None and exchange.answer_id is not None:
                await self._asking.revise(request, message, exchange, context.bot)
                return
        edited, written = message.edit_date, message.date
        if edited is not None and (edited - written).total_seconds() <= EDITS_WITHIN:
            await self._on_request(request, message, update, context)

    async def _apologise(self, update: Update, context: Context) -> None:
        message = _message(update)
        if message is None or _edited(update) or request_of(message, context.bot.bot) is None:
            return
        delivery = self._desk.journal.delivery(update.update_id)
        try:
            words = say(WENT_WRONG, _language(message))
            await reply(context.bot, message, [notice(words)], delivery)
        except TelegramError as failed:
            _log.error("The reader could not be told either: %s", failed)


def is_addressed(update: Update, me: User) -> bool:
    """Whether the update asks something of the bot."""
    if (
        update.callback_query or update.guest_message or update.my_chat_member
    ) is not None or is_passing(update):
        return True
    message = _message(update)
    if message is None:
        return False
    return message.migrate_to_chat_id is not None or request_of(message, me) is not None


def is_passing(update: Update) -> bool:
    """Whether the update is soon worth nothing, so that it need not outlast the process."""
    return update.inline_query is not None


def _message(update: Update) -> Message | None:
    written = update.message or update.channel_post
    return written or update.edited_message or update.edited_channel_post


def _edited(update: Update) -> bool:
    return (update.edited_message or update.edited_channel_post) is not None


def _may_pass(error: TelegramError) -> bool:
    passing = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    return passing or isinstance(error, RetryAfter)


def _language(message: Message) -> FrameLanguage:
    sender = message.from_user
    text = message.text or message.caption or ""
    return reader_language(text, sender.language_code if sender is not None else None)


def _kind_word(request: Missing, language: FrameLanguage) -> Outgoing:
    """What to say where there is no question to answer."""
    gaps = {"how_to_ask": HOW_TO_ASK, "not_text": NOT_TEXT, "no_words": NO_WORDS}
    return notice(say(gaps[request.gap], language))
