"""What every part of the conversation on Telegram works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from telegram.ext import CallbackContext

from bot.memory.chats import Chats, Memory
from bot.memory.exchanges import Exchanges
from bot.memory.journal import Journal
from bot.memory.marks import Marks
from bot.telegram.sending import PacedBot
from bot.transport.intake import Intake
from bot.transport.limits import Limits
from retrieval.answer import Answerer
from store.article import Article

Context = CallbackContext[PacedBot, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """The answerer and its threads, what is kept, the articles at hand, and the bounds.

    `workers` find answers; `writers` wait for a language model, and hold nobody else up;
    `writer` is the host it runs at, None where there is none.
    `memory` says which earlier question a short one in a group may lean on: only that of the
    answer replied to, or also the reader's, or the chat's last.
    """

    answerer: Answerer
    workers: Executor
    writers: Executor
    journal: Journal
    intake: Intake
    exchanges: Exchanges
    chats: Chats
    marks: Marks
    limits: Limits
    memory: Memory
    memory_days: int
    admins: frozenset[int]
    writer: str | None
    articles: Callable[[], Sequence[Article]]
