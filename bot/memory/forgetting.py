"""What is kept of readers is forgotten on time, whether anybody writes or not."""

from __future__ import annotations

import asyncio
import logging

from bot.memory.exchanges import Exchanges
from bot.memory.journal import Journal
from bot.memory.marks import Marks
from store.errors import StoreError

EVERY = 3600.0  # seconds

_log = logging.getLogger(__name__)


async def keep_forgetting(exchanges: Exchanges, marks: Marks, journal: Journal) -> None:
    """Forget what is old: now, and again and again until cancelled."""
    while True:
        try:
            for each in (exchanges, marks, journal):
                await asyncio.to_thread(each.forget_old)
        except StoreError as error:
            _log.error("What is old could not be forgotten: %s", error)
        await asyncio.sleep(EVERY)
