"""Times of updates: what Telegram's pace and retries take is told apart from the bot's own."""

from __future__ import annotations

import asyncio

import pytest

from bot.metrics.watch import Watch
from bot.transport.pace import Pace
from bot.transport.waits import Waits, current, follow
from tests.botapi.faults import Fault
from tests.botapi.running import running_bot
from tests.botapi.server import BotApi
from tests.sample_answers import FakeAnswerer

QUESTION = "पुल पर कितना खर्च हुआ?"


async def times_of(api: BotApi, count: int, pace: Pace) -> list[Waits]:
    """The times of so many questions that one reader asks at once."""
    heard, answerer = list[Waits](), FakeAnswerer()
    answerer.gate.clear()
    async with running_bot(api, answerer, pace=pace, watch=Watch(waits=heard.append)) as bot:
        asked = [api.world.say(QUESTION) for _ in range(count)]
        await bot.wait_for(lambda world: not world.pending)
        answerer.gate.set()
        for message in asked:
            await bot.reply_to(message)
    return heard


async def test_what_telegram_asks_to_wait_is_no_time_of_the_bots() -> None:
    """A 429 of a second counts as a retry, for the chat's next question as waiting behind it."""
    with BotApi() as api:
        api.world.faults.add("sendMessage", Fault("flood", retry_after=1))
        first, second = await times_of(api, 2, Pace(per_chat=(50, 1)))
    assert first.retries >= 1.0
    # The first try left before it was refused.
    assert first.attempted is not None
    assert first.own == pytest.approx(first.attempted - first.limiter)
    assert second.behind >= 1.0
    assert second.attempted is not None
    assert second.own == pytest.approx(second.attempted - second.behind - second.limiter)
    assert second.retries == 0.0


async def test_the_pace_is_no_time_of_the_bots() -> None:
    """What a message waits for its chat's pace counts as that."""
    with BotApi() as api:
        first, second = await times_of(api, 2, Pace(per_chat=(1, 0.6)))
    assert second.limiter > first.limiter
    assert second.attempted is not None
    assert second.own == pytest.approx(second.attempted - second.limiter - second.behind)


async def test_each_task_has_the_times_of_its_update() -> None:
    """What one update waits is not counted for another that is answered at the same time."""

    async def answered(waits: Waits) -> None:
        follow(waits)
        await asyncio.sleep(0)
        with current().waiting("retries"), current().waiting("limiter"):
            await asyncio.sleep(0)

    one, other = Waits(0.0), Waits(0.0)
    await asyncio.gather(asyncio.create_task(answered(one)), asyncio.create_task(answered(other)))
    assert one.retries > 0.0 < other.retries
    assert one.limiter == other.limiter == 0.0
    assert current() not in (one, other)
