"""Which earlier question a new one belongs to, and which of two readings of it to answer."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, User

from bot.memory.chats import Memory
from bot.memory.exchanges import Exchange, Exchanges
from bot.telegram.addressed import is_reply_to, sender_id
from retrieval.answer import Answer
from retrieval.dialogue.followup import LONGEST, leans_on_previous

SOON = 600.0  # seconds in which a short question may lean on the one before it
SHORT = 4  # words of a reply to an answer that are read with its question


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a question leans on: the words of an earlier question or quote, and the answer there."""

    text: str
    answer: Answer


def leaning(
    question: str,
    message: Message,
    me: User,
    exchanges: Exchanges,
    memory: Memory,
    *,
    before: int | None = None,
) -> Leaning | None:
    """What the message's question leans on; None where it stands alone.

    A reply leans on the answer it replies to, or on the part of it that it quotes. Otherwise, in
    private or as `memory` has it, a short question leans on the last one. With `before`, only
    exchanges before that one count.
    """
    if is_reply_to(message, me) and message.reply_to_message is not None:
        found = exchanges.of_answer(message.chat_id, message.reply_to_message.message_id)
        if found is None:
            return None
        words = len(question.split())
        if message.quote is not None and words <= LONGEST:
            return Leaning(message.quote.text, found.answer)
        if words <= SHORT or leans_on_previous(question, found.understood):
            return Leaning(found.understood, found.answer)
        return None
    found = _last(message, exchanges, memory, before)
    if found is not None and leans_on_previous(question, found.understood):
        return Leaning(found.understood, found.answer)
    return None


def _last(
    message: Message, exchanges: Exchanges, memory: Memory, before: int | None
) -> Exchange | None:
    if message.chat.type == "private" or memory == "chat":
        return exchanges.latest(message.chat_id, None, SOON, before=before)
    if memory == "reader" and (reader := sender_id(message)) is not None:
        return exchanges.latest(message.chat_id, reader, SOON, before=before)
    return None
