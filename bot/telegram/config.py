"""How the bot on Telegram is set up, and the error that says it cannot be."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bot.memory.chats import Memory
from bot.memory.record import IN_MEMORY
from bot.transport.limits import Limits


class TelegramUnusable(Exception):
    """The bot cannot work with these settings; the text is one line for the operator."""


@dataclass(frozen=True, slots=True)
class TelegramConfig:
    """How to reach Telegram, and how Telegram reaches the bot.

    The token is appended to `api_base_url`. Updates are polled unless `webhook_url` is set;
    `webhook_listen` is `host:port` or `unix:/path`. `record_file` keeps what is not to be lost;
    questions and answers are forgotten after `memory_days`. `writing` answers at most are with a
    language model at once; `writer` is the host it runs at, None where there is none.
    """

    token: str = field(repr=False)
    api_base_url: str = "https://api.telegram.org/bot"
    webhook_url: str | None = None
    webhook_secret: str | None = field(default=None, repr=False)
    webhook_listen: str = "127.0.0.1:8443"
    record_file: Path = IN_MEMORY
    limits: Limits = field(default_factory=Limits)
    memory: Memory = "chain"
    memory_days: int = 30
    admins: frozenset[int] = frozenset()
    writing: int = 8
    writer: str | None = None
