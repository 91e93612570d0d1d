"""Telegram's limits kept, and what fails on the way tried again.

A chat waits its turn without holding up others, and so does a chat that Telegram told to wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.memory.journal import UNSURE_TRIES
from bot.transport.waits import current

Rate = tuple[int, float]  # at most so many messages in so many seconds

# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
# The periods are a little longer than Telegram's: messages do not arrive as evenly as they leave.
OVERALL: Rate = (30, 1.1)
PER_CHAT: Rate = (1, 1.05)
PER_GROUP: Rate = (20, 61.0)

TRIES = 6
LONGEST_WAIT = 300.0  # seconds that Telegram may ask for; beyond that the message is given up
IDLE_LANES = 2000

_PACED = ("send", "edit", "copy", "forward")
_SIGNS = ("sendChatAction", "sendMessageDraft")  # not worth waiting for, nor trying again

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Lane:
    """The messages of one chat, or of all: who goes next, and when."""

    rates: tuple[Rate, ...]
    sent: tuple[deque[float], ...] = field(init=False)
    not_before: float = 0.0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        """Remember just the messages that each rate looks back on."""
        self.sent = tuple(deque(maxlen=count) for count, _ in self.rates)

    def free_at(self) -> float:
        """The moment from which one more message keeps every rate."""
        full = [
            times[0] + period
            for times, (count, period) in zip(self.sent, self.rates, strict=True)
            if len(times) == count
        ]
        return max([self.not_before, *full])

    def refuse_long_wait(self, now: float) -> None:
        """Errors: RetryAfter where Telegram told the chat to wait longer than anybody would.

        Asking again before that time would only make it longer.
        """
        if (left := self.not_before - now) > LONGEST_WAIT:
            raise RetryAfter(int(left))

    def record(self, now: float) -> None:
        """Count a message that leaves now."""
        for times in self.sent:
            times.append(now)


class Attempts(Protocol):
    """How often a message was sent without it being known whether Telegram took it."""

    def may_try(self) -> bool:
        """Whether it may be sent (again)."""
        ...

    def trying(self) -> None:
        """It leaves now."""
        ...

    def not_taken(self) -> None:
        """That time Telegram surely did not take it."""
        ...


@dataclass(slots=True)
class Counted:
    """Attempts that nobody needs to know of after a restart."""

    left: int

    def may_try(self) -> bool:
        """Whether any is left."""
        return self.left > 0

    def trying(self) -> None:
        """One less."""
        self.left -= 1

    def not_taken(self) -> None:
        """It does not count."""
        self.left += 1


class Pace(BaseRateLimiter[Attempts]):
    """Spreads messages as Telegram asks and repeats those that failed on the way."""

    def __init__(
        self,
        *,
        overall: Rate = OVERALL,
        per_chat: Rate = PER_CHAT,
        per_group: Rate = PER_GROUP,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        hear: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`hear` gets `sent`, `retried` or `failed` for each time a request leaves."""
        self._hear = hear
        self._overall = Lane((overall,))
        self._per_chat, self._per_group = per_chat, per_group
        self._lanes: dict[str, Lane] = {}
        self._sleep = sleep

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    def lanes(self) -> int:
        """How many chats are remembered."""
        return len(self._lanes)

    async def process_request(  # noqa: PLR0917 - the signature is the library's
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Attempts | None,
    ) -> Any:
        """Make the request in its turn; a failure that may pass is tried again a few times.

        A message that Telegram may have taken is repeated only as `rate_limit_args` allows.
        """
        if endpoint in _SIGNS or not endpoint.startswith((*_PACED, "answer")):
            return await callback(*args, **kwargs)
        lane = self._lane(data["chat_id"]) if data.get("chat_id") is not None else None
        tries = TRIES
        unsure = UNSURE_TRIES if endpoint.startswith("send") else tries
        attempts, waits = rate_limit_args or Counted(unsure), current()
        with contextlib.ExitStack() as again:
            while True:
                tries -= 1
                if lane is not None:
                    lane.refuse_long_wait(_now())
                with waits.waiting("limiter"):
                    await self._wait_for_turn(lane)
                attempts.trying()
                if endpoint.startswith("send"):
                    waits.leaves()
                try:
                    done = await callback(*args, **kwargs)
                except RetryAfter as error:
                    attempts.not_taken()
                    pause = _seconds(error)
                    if lane is not None:
                        lane.not_before = _now() + pause + 0.1
                    if not tries or pause > LONGEST_WAIT:
                        self._hear("failed")
                        raise
                    self._hear("retried")
                    again.enter_context(waits.waiting("retries"))
                    if lane is None:
                        await self._sleep(pause + 0.1)
                except TelegramError as error:
                    if not _may_have_arrived(error):
                        attempts.not_taken()
                    if not _may_pass(error) or not tries or not attempts.may_try():
                        self._hear("failed")
                        raise
                    self._hear("retried")
                    again.enter_context(waits.waiting("retries"))
                    _log.debug("%s is tried again: %s", endpoint, type(error).__name__)
                    await self._sleep(_backoff(TRIES - tries))
                else:
                    self._hear("sent")
                    _log.debug("%s was taken by Telegram.", endpoint)
                    return done

    async def _wait_for_turn(self, lane: Lane | None) -> None:
        for each in (lane, self._overall) if lane is not None else ():
            if each is None:
                continue
            async with each.turn:
                while (pause := each.free_at() - _now()) > 0:
                    await self._sleep(pause)
                each.record(_now())

    def _lane(self, chat_id: object) -> Lane:
        key = str(chat_id)
        if key not in self._lanes:
            self._forget_idle_lanes()
            group = key.startswith(("-", "@"))
            rates = (self._per_chat, self._per_group) if group else (self._per_chat,)
            self._lanes[key] = Lane(rates)
        return self._lanes[key]

    def _forget_idle_lanes(self) -> None:
        if len(self._lanes) < IDLE_LANES:
            return
        now = _now()
        for key, lane in list(self._lanes.items()):
            long_quiet = all(
                not times or times[-1] + period < now
                for times, (_, period) in zip(lane.sent, lane.rates, strict=True)
            )
            if long_quiet and lane.not_before < now and not lane.turn.locked():
                del self._lanes[key]


def _now() -> float:
    return asyncio.get_running_loop().time()


def _seconds(error: RetryAfter) -> float:
    pause = error.retry_after
    return float(pause) if isinstance(pause, int | float) else pause.total_seconds()


def _backoff(tried: int) -> float:
    return float(min(0.25 * 2**tried, 5.0)) * random.uniform(0.8, 1.2)  # noqa: S311


def _may_pass(error: TelegramError) -> bool:
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def _may_have_arrived(error: TelegramError) -> bool:
    """Whether the request was under way when the connection failed."""
    cause = error.__cause__
    before = httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout
    return isinstance(cause, httpx.HTTPError) and not isinstance(cause, before)
