"""What every part of the conversation on Telegram works with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Literal

from telegram.ext import CallbackContext

from bot.chats import Chats
from bot.exchanges import Exchanges
from bot.intake import Intake
from bot.journal import Journal
from bot.limits import Limits
from bot.marks import Marks
from bot.sending import PacedBot
from retrieval.answer import Answerer
from store.article import Article

Memory = Literal["chain", "reader", "chat"]
Context = CallbackContext[PacedBot, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """The answerer and its threads, what is kept, the articles at hand, and the bounds.

    `memory` says which earlier question a short one in a group may lean on: only that of the
    answer replied to, or also the reader's, or the chat's last.
    """

    answerer: Answerer
    workers: Executor
    journal: Journal
    intake: Intake
    exchanges: Exchanges
    chats: Chats
    marks: Marks
    limits: Limits
    memory: Memory
    memory_days: int
    admins: frozenset[int]
    articles: Callable[[], Iterable[Article]]
