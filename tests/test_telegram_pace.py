"""Pace: Telegram's limits, and patience with what may pass."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.memory.journal import UNSURE_TRIES
from bot.transport.pace import IDLE_LANES, TRIES, Pace


@pytest.fixture(autouse=True)
def _plain_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


class Telegram:
    """Takes requests, failing with the prepared errors first."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.taken: list[float] = []

    async def request(self) -> bool:
        """One request."""
        self.taken.append(asyncio.get_running_loop().time())
        if self.errors:
            raise self.errors.pop(0)
        return True


def lost(kind: type[httpx.HTTPError], error: type[NetworkError] = NetworkError) -> NetworkError:
    """An error as the library makes it of a failed connection."""
    failure = error("connection") if error is not TimedOut else TimedOut()
    failure.__cause__ = kind("x")
    return failure


async def send(pace: Pace, telegram: Telegram, chat: object = 1, **more: Any) -> Any:
    """A message to `chat` in its turn."""
    data = {"chat_id": chat}
    endpoint = more.get("endpoint", "sendMessage")
    return await pace.process_request(telegram.request, (), {}, endpoint, data, None)


async def immediately(seconds: float) -> None:
    """A sleep that takes no time."""
    await asyncio.sleep(0)


def gaps(times: list[float], count: int) -> list[float]:
    """The time from each message to the one `count` later."""
    return [later - earlier for earlier, later in zip(times, times[count:], strict=False)]


async def test_a_chat_gets_its_messages_one_by_one() -> None:
    """Messages to one chat keep their distance; other chats do not wait for them."""
    pace, one, other = Pace(per_chat=(1, 0.2)), Telegram(), Telegram()
    start = asyncio.get_running_loop().time()
    await asyncio.gather(*[send(pace, one) for _ in range(4)], send(pace, other, 2))
    assert min(gaps(one.taken, 1)) >= 0.19
    assert other.taken[0] - start < 0.15


async def test_a_group_keeps_its_own_rate_too() -> None:
    """A group is held to the number of messages a longer period allows."""
    pace, telegram = Pace(per_chat=(50, 0.01), per_group=(3, 0.4)), Telegram()
    await asyncio.gather(*[send(pace, telegram, -5) for _ in range(7)])
    assert min(gaps(telegram.taken, 3)) >= 0.39


async def test_all_chats_together_keep_the_overall_rate() -> None:
    """However many chats there are, no more messages leave than Telegram takes."""
    pace, telegram = Pace(overall=(5, 0.3)), Telegram()
    await asyncio.gather(*[send(pace, telegram, chat) for chat in range(16)])
    assert min(gaps(telegram.taken, 5)) >= 0.29


async def test_the_typing_sign_neither_waits_nor_repeats() -> None:
    """The typing sign goes at once, counts for nothing, and is not tried again."""
    pace, telegram = Pace(per_chat=(1, 30)), Telegram()
    await send(pace, telegram)
    await asyncio.wait_for(send(pace, telegram, endpoint="sendChatAction"), 1)
    with pytest.raises(NetworkError):
        await send(pace, Telegram(NetworkError("x")), endpoint="sendChatAction")


async def test_a_refusal_is_final() -> None:
    """What Telegram refuses on its merits is not tried again."""
    for refusal in (BadRequest("no"), Forbidden("no")):
        telegram = Telegram(refusal)
        with pytest.raises(type(refusal)):
            await send(Pace(sleep=immediately), telegram)
        assert len(telegram.taken) == 1


async def test_what_was_surely_not_taken_is_tried_longest() -> None:
    """Where the request cannot have arrived, every try is used."""
    for error in (NetworkError("Bad Gateway"), lost(httpx.ConnectError), lost(httpx.PoolTimeout)):
        telegram = Telegram(*[error] * 20)
        with pytest.raises(NetworkError):
            await send(Pace(per_chat=(99, 0.01), sleep=immediately), telegram)
        assert len(telegram.taken) == TRIES


async def test_what_may_have_been_taken_is_repeated_less() -> None:
    """Where only the answer may be lost, a message is repeated less often, an edit as before."""
    error = lost(httpx.ReadError)
    telegram, edits = Telegram(*[error] * 20), Telegram(*[error] * 20)
    with pytest.raises(NetworkError):
        await send(Pace(per_chat=(99, 0.01), sleep=immediately), telegram)
    with pytest.raises(NetworkError):
        await send(Pace(per_chat=(99, 0.01), sleep=immediately), edits, endpoint="editMessageText")
    assert (len(telegram.taken), len(edits.taken)) == (UNSURE_TRIES, TRIES)


async def test_a_wait_that_is_too_long_is_not_waited() -> None:
    """When Telegram asks for a wait of hours, the message is given up at once."""
    telegram = Telegram(RetryAfter(7200))
    with pytest.raises(RetryAfter):
        await asyncio.wait_for(send(Pace(), telegram), 1)
    assert len(telegram.taken) == 1


async def test_a_chat_that_must_wait_for_hours_is_not_asked_meanwhile() -> None:
    """Until then nothing is sent to that chat, and others are served as before."""
    pace, telegram, other = Pace(), Telegram(RetryAfter(7200)), Telegram()
    for _ in range(3):
        with pytest.raises(RetryAfter):
            await asyncio.wait_for(send(pace, telegram), 1)
    assert len(telegram.taken) == 1
    await asyncio.wait_for(send(pace, other, 2), 1)
    assert len(other.taken) == 1


async def test_quiet_chats_are_forgotten() -> None:
    """Chats that have been quiet take no memory for ever."""
    pace, telegram = Pace(overall=(10**6, 0.001), per_chat=(1, 0.0)), Telegram()
    for chat in range(3 * IDLE_LANES):
        await send(pace, telegram, chat)
    assert pace.lanes() <= IDLE_LANES + 1
