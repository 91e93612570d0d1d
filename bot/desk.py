"""What every part of the conversation on Telegram works with."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Literal

from telegram.ext import CallbackContext

from bot.exchanges import Exchanges
from bot.intake import Intake
from bot.journal import Journal
from bot.limits import Limits
from bot.marks import Marks
from bot.sending import PacedBot
from retrieval.answer import Answerer

Memory = Literal["chain", "reader", "chat"]
Context = CallbackContext[PacedBot, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Desk:
    """The answerer and its threads, what is kept, and the bounds.

    `memory` says which earlier question a short one in a group may lean on: only that of the
    answer replied to, or also the reader's, or the chat's last.
    """

    answerer: Answerer
    workers: Executor
    journal: Journal
    intake: Intake
    exchanges: Exchanges
    marks: Marks
    limits: Limits
    memory: Memory
