"""Guest mode: mentioned in a chat that it never joined, the bot answers there."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from telegram import Message, SentGuestMessage
from telegram.error import BadRequest

from bot.memory.exchanges import ELSEWHERE
from bot.messages import HELP, NO_WORDS, say
from bot.telegram.addressed import Ask, Missing, Request, request_of, sender_id
from bot.telegram.desk import Desk
from bot.telegram.inline import as_result
from bot.telegram.render import Outgoing, notice
from bot.telegram.sending import Labels, PacedBot, labelled
from bot.telegram.views import buttons, first_view, shown
from retrieval.answer import Answer
from retrieval.question import FrameLanguage

_log = logging.getLogger(__name__)


async def on_guest_message(
    message: Message, language: FrameLanguage, desk: Desk, bot: PacedBot, refusal: str | None
) -> None:
    """Answer in the chat that the message stands in; with `refusal` say that instead.

    A guest sees this one message and may send one in return.
    """
    request = request_of(message, bot.bot)
    if refusal is not None or not isinstance(request, Ask):
        await _send(message, notice(refusal or _kind_word(request, language, bot)), (), bot)
        return
    answer = await _answered(request.text, message.chat_id, desk)
    exchange, outgoing, rows = _kept(request.text, answer, sender_id(message), desk)
    sent = await _send(message, outgoing, rows, bot)
    if sent is not None and exchange is not None:
        desk.exchanges.sent_elsewhere(exchange, sent.inline_message_id)
        if answer.abstained:
            desk.marks.asked_in_vain(request.text, answer, exchange)


async def _send(
    message: Message, outgoing: Outgoing, rows: Labels, bot: PacedBot
) -> SentGuestMessage | None:
    """Send the one message; None where Telegram does not take it any more."""
    if message.guest_query_id is None:
        return None
    result = as_result("0", outgoing.plain, "", outgoing, rows)
    try:
        return await bot.answer_guest_query(message.guest_query_id, result)
    except BadRequest as error:
        _log.info("A guest's question could not be answered: %s", error)
        return None


async def _answered(text: str, chat_id: int, desk: Desk) -> Answer:
    loop, answerer = asyncio.get_running_loop(), desk.answerer
    answer = await loop.run_in_executor(desk.workers, answerer.answer, text)
    work = partial(answerer.write, answer, chat=chat_id)
    return await loop.run_in_executor(desk.writers, work)


def _kept(
    text: str, answer: Answer, reader: int | None, desk: Desk
) -> tuple[int | None, Outgoing, Labels]:
    """The answer as it is shown, kept for the buttons under it; talk has none."""
    view = first_view(answer.question.frame)
    outgoing = shown(answer, view)[0]
    if answer.is_talk:
        return None, outgoing, ()
    exchange = desk.exchanges.add(
        ELSEWHERE, reader, None, question=text, understood=text, answer=answer
    )
    return exchange, outgoing, labelled(buttons(answer, exchange, view))


def _kind_word(request: Request | None, language: FrameLanguage, bot: PacedBot) -> str:
    """What to say where nothing is asked."""
    if isinstance(request, Missing) and request.gap == "no_words":
        return say(NO_WORDS, language)
    return say(HELP, language, name=bot.name)
