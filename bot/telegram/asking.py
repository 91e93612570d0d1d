"""A question on Telegram from its message to the answer under it."""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from functools import partial

from telegram import Message, User

from bot.memory.exchanges import Exchange
from bot.messages import QUESTIONS, SECONDS, SLOW_DOWN, counted, say
from bot.telegram import doubt
from bot.telegram.addressed import Ask, sender_id
from bot.telegram.conversation import leaning
from bot.telegram.desk import Desk
from bot.telegram.sending import PacedBot, edit, labelled, reply, typing
from bot.telegram.streaming import Preview
from bot.telegram.views import buttons, first_view, framed, shown
from bot.transport.limits import Quota
from retrieval.answer import Answer, Hear
from retrieval.dialogue.followup import joined
from retrieval.dialogue.readings import chosen_reading, topic_of
from retrieval.dialogue.readings import leaning as leaning_on
from retrieval.dialogue.talk import heard
from retrieval.question import FrameLanguage, Language

REMEMBERED_CHATS = 5000
MOST_EDITS = 1  # times that an answer follows the edits of its question


class Asking:
    """Answers questions, a chat's one after the other (its caller holds the chat's turn)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._languages: OrderedDict[int, Language] = OrderedDict()
        limits = desk.limits
        self._of_readers, self._of_groups = Quota(limits.reader), Quota(limits.group)

    def too_many(self, message: Message, language: FrameLanguage) -> str | None:
        """What to say where reader or group asked too much; counts the question where not.

        Empty where they were told already.
        """
        now = asyncio.get_running_loop().time()
        limits = self._desk.limits
        quotas = [(self._of_readers, limits.reader, sender_id(message) or 0)]
        if message.chat.type != "private":
            quotas.append((self._of_groups, limits.group, message.chat_id))
        for quota, limit, asker in quotas:
            if (wait := quota.wait(asker, now)) > 0:
                return _slow_down(limit, wait, language) if quota.tell(asker) else ""
        for quota, _, asker in quotas:
            quota.take(asker, now)
        return None

    async def ask(self, request: Ask, message: Message, update_id: int, bot: PacedBot) -> None:
        """Answer a question by a reply to its message."""
        desk = self._desk
        async with typing(bot, message):
            # Asked again, after a failure on the way, it must not lean on itself.
            known = desk.exchanges.of_question(message.chat_id, message.message_id)
            understood, found = await self._understood(
                request.text, message, bot.bot, before=known.id if known else None
            )
            view = first_view(desk.chats.frame(message.chat_id) or found.question.frame)
            found = framed(found, view.frame)
            delivery = desk.journal.delivery(update_id)
            if found.is_talk:  # nothing to press, and nothing for a later question to lean on
                said = shown(found, view)
                await reply(bot, message, said, delivery, doubt=doubt.of_reply(view.frame))
                return
            exchange = desk.exchanges.add(
                message.chat_id,
                sender_id(message),
                message.message_id,
                question=request.text,
                understood=understood,
                answer=found,
            )
            async with Preview(
                bot,
                message,
                found,
                lambda grown: shown(grown, view)[0],
                draft_id=update_id,
                delivery=delivery,
                sent=partial(desk.exchanges.sent, exchange),
                stands=desk.exchanges.stands(exchange),
            ) as preview:
                first = delivery.sent == 0 and delivery.may_try()
                hear = preview.hear if first else None
                answer = await self._written(found, message.chat_id, hear)
        if answer.abstained:
            desk.marks.asked_in_vain(understood, answer, exchange)
        if answer is not found:
            desk.exchanges.completed(exchange, answer)
        parts, rows = shown(answer, view), labelled(buttons(answer, exchange, view))
        if preview.stands is not None:
            await edit(bot, preview.stands, parts[0], rows)
            if delivery.sent == 0:
                delivery.taken()
        unsure = doubt.of_answer(exchange, view)
        stands = partial(desk.exchanges.sent, exchange)
        await reply(bot, message, parts, delivery, rows=rows, doubt=unsure, stands=stands)

    async def revise(
        self, request: Ask, message: Message, exchange: Exchange, bot: PacedBot
    ) -> None:
        """Answer an edited question in the message that answered it before; once."""
        if (
            request.text == exchange.question
            or exchange.edits >= MOST_EDITS
            or exchange.answer_id is None
        ):
            return
        understood, answer = await self._understood(
            request.text, message, bot.bot, before=exchange.id
        )
        view = first_view(self._desk.chats.frame(exchange.chat_id) or answer.question.frame)
        answer = await self._written(framed(answer, view.frame), message.chat_id)
        rows = () if answer.is_talk else labelled(buttons(answer, exchange.id, view))
        at = (exchange.chat_id, exchange.answer_id)
        await edit(bot, at, shown(answer, view)[0], rows)
        self._desk.exchanges.revise(exchange.id, request.text, understood, answer)
        if answer.abstained and not answer.is_talk:
            self._desk.marks.asked_in_vain(understood, answer, exchange.id)

    async def _understood(
        self, text: str, message: Message, me: User, before: int | None = None
    ) -> tuple[str, Answer]:
        """The question with what it leans on, and the answer to that."""
        desk = self._desk
        noticed = heard(text)
        text = noticed.rest or text
        memory = desk.chats.choices(message.chat_id).memory or desk.memory
        on = leaning(text, message, me, desk.exchanges, memory, before=before)
        if on is None or noticed.act is not None:
            answer = await self._answered(text, message.chat_id)
            return topic_of(text, answer), answer
        whole = joined(text, on.text)
        together, alone = await asyncio.gather(
            self._answered(whole, message.chat_id), self._answered(text, message.chat_id)
        )
        chosen = chosen_reading(text, alone, together, on.answer)
        self._remember(message.chat_id, alone.question.language)
        understood = topic_of(text if chosen is alone else whole, chosen)
        return understood, leaning_on(chosen, on.text)

    async def _written(self, answer: Answer, chat_id: int, hear: Hear | None = None) -> Answer:
        work = partial(self._desk.answerer.write, answer, chat=chat_id, hear=hear)
        return await asyncio.get_running_loop().run_in_executor(self._desk.writers, work)

    async def _answered(self, text: str, chat_id: int) -> Answer:
        work = partial(self._desk.answerer.answer, text, last_language=self._languages.get(chat_id))
        answer = await asyncio.get_running_loop().run_in_executor(self._desk.workers, work)
        self._remember(chat_id, answer.question.language)
        return answer

    def _remember(self, chat_id: int, language: Language) -> None:
        self._languages[chat_id] = language
        self._languages.move_to_end(chat_id)
        while len(self._languages) > REMEMBERED_CHATS:
            self._languages.popitem(last=False)


def _slow_down(limit: int, wait: float, language: FrameLanguage) -> str:
    return say(
        SLOW_DOWN,
        language,
        limit=counted(limit, QUESTIONS, language),
        wait=counted(math.ceil(wait), SECONDS, language),
    )
