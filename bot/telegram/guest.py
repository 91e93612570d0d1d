"""Guest mode: mentioned in a chat that it never joined, the bot answers there."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from telegram import Message, User
from telegram.error import BadRequest

from bot.messages import HELP, NO_WORDS, say
from bot.telegram.addressed import Ask, Missing, request_of
from bot.telegram.desk import Desk
from bot.telegram.inline import as_result
from bot.telegram.render import Outgoing, notice, render
from bot.telegram.sending import PacedBot
from retrieval.question import FrameLanguage

_log = logging.getLogger(__name__)


async def on_guest_message(
    message: Message, language: FrameLanguage, desk: Desk, bot: PacedBot, refusal: str | None
) -> None:
    """Answer in the chat that the message stands in; with `refusal` say that instead.

    A guest sees this one message and may send one in return.
    """
    if message.guest_query_id is None:
        return
    outgoing = (
        notice(refusal)
        if refusal is not None
        else await _answered(message, language, desk, bot.bot, bot.name)
    )
    result = as_result("0", outgoing.plain, "", outgoing)
    try:
        await bot.answer_guest_query(message.guest_query_id, result)
    except BadRequest as error:
        _log.info("A guest's question could not be answered: %s", error)


async def _answered(
    message: Message, language: FrameLanguage, desk: Desk, me: User, name: str
) -> Outgoing:
    request = request_of(message, me)
    if isinstance(request, Ask):
        loop, answerer = asyncio.get_running_loop(), desk.answerer
        answer = await loop.run_in_executor(desk.workers, answerer.answer, request.text)
        work = partial(answerer.write, answer, chat=message.chat_id)
        return render(await loop.run_in_executor(desk.writers, work))[0]
    if isinstance(request, Missing) and request.gap == "no_words":
        return notice(say(NO_WORDS, language))
    return notice(say(HELP, language, name=name))
