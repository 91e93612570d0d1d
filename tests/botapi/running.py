"""The real application, run in the test's process against the double."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.curating import Curator
from bot.metrics.watch import Watch
from bot.telegram.application import serve
from bot.telegram.config import TelegramConfig
from bot.transport.intake import RETRY_SECONDS
from bot.transport.pace import Pace
from store.article import Article
from tests.botapi.server import BotApi
from tests.botapi.world import GROUP, Json, World
from tests.sample_answers import FakeAnswerer

T = TypeVar("T")


@dataclass(slots=True)
class RunningBot:
    """A bot at work: its Telegram and the answerer behind it."""

    api: BotApi
    answerer: FakeAnswerer
    stop: asyncio.Event
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(5000))

    @property
    def world(self) -> World:
        """What the bot's Telegram holds."""
        return self.api.world

    def person(self, language_code: str | None = "hi") -> Json:
        """Somebody new, so that tests do not share a chat."""
        person = {"id": next(self._ids), "is_bot": False, "first_name": "Reader"}
        return person if language_code is None else {**person, "language_code": language_code}

    def group(self, **changes: object) -> Json:
        """A new group."""
        return {**GROUP, "id": GROUP["id"] - next(self._ids), **changes}

    async def reply_to(self, message: Json, seconds: float = 10.0) -> Json:
        """The bot's first reply to `message`."""
        return await asyncio.to_thread(self.world.reply_to, message, seconds)

    async def wait_for(self, found: Callable[[World], T | None], seconds: float = 10.0) -> T:
        """The first true result of `found`."""
        return await asyncio.to_thread(self.world.wait_for, found, seconds)

    async def quiet_after(self, message: Json) -> bool:
        """Whether `message` got no answer although a later private question did.

        Updates are handled side by side, so the later answer also needs a moment more.
        """
        with self.world.changed:
            before = len(self.world.sent)
        await self.reply_to(self.world.say("पुल पर कितना खर्च हुआ?", by=self.person()))
        await asyncio.sleep(0.05)
        with self.world.changed:
            sent = self.world.sent[before:]
        return all(each["chat"]["id"] != message["chat"]["id"] for each in sent)


@contextlib.asynccontextmanager
async def running_bot(
    api: BotApi,
    answerer: FakeAnswerer,
    settings: Mapping[str, Any] | None = None,
    *,
    pace: Pace | None = None,
    retry_seconds: float = RETRY_SECONDS,
    articles: Callable[[], Sequence[Article]] = tuple,
    watch: Watch | None = None,
    curator: Curator | None = None,
) -> AsyncIterator[RunningBot]:
    """Run the bot against `api` until the block ends; what is in flight is finished.

    `settings` are fields of TelegramConfig.
    """
    stop = asyncio.Event()
    config = TelegramConfig(api.world.token, api.base_url, **(settings or {}))
    task = asyncio.create_task(
        serve(
            config,
            answerer,
            stop,
            articles=articles,
            pace=pace,
            retry_seconds=retry_seconds,
            watch=watch,
            curator=curator,
        )
    )
    try:
        yield RunningBot(api, answerer, stop)
    finally:
        stop.set()
        await asyncio.wait_for(task, 40)
