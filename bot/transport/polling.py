"""Long polling: takes updates from Telegram and acknowledges them once they are accepted."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from store.errors import StoreError

POLL_SECONDS = 30
LONGEST_PAUSE = 30.0  # seconds between tries while Telegram cannot be reached
GOODBYE_SECONDS = 3.0  # for the last acknowledgement

T = TypeVar("T")
_log = logging.getLogger(__name__)


async def poll(
    bot: Bot,
    accept: Callable[[Sequence[Update]], Awaitable[None]],
    stop: asyncio.Event,
    allowed_updates: Sequence[str],
    trouble: Trouble,
) -> None:
    """Hand all updates to `accept` in order, until `stop` is set.

    Updates are acknowledged only after `accept` has returned. Errors on the way are logged once
    and outlasted, a StoreError of `accept` too; InvalidToken is raised.
    """
    offset: int | None = None
    while not stop.is_set():
        wait = POLL_SECONDS if trouble.now() is None else 0  # else it is known late that it is over
        try:
            updates = await unless(stop, _fetch(bot, offset, allowed_updates, wait))
        except InvalidToken:
            raise
        except TelegramError as error:
            await unless(stop, asyncio.sleep(trouble.pause_after(error)))
            continue
        trouble.over()
        if not updates:
            continue
        try:
            await accept([update for _, update in updates if update is not None])
        except StoreError as error:
            _log.error("Messages cannot be written down, so none is taken: %s", error)
            await unless(stop, asyncio.sleep(LONGEST_PAUSE))
            continue
        offset = updates[-1][0] + 1
    if offset is not None:
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                await bot.get_updates(offset=offset, timeout=0, limit=1)


async def _fetch(
    bot: Bot, offset: int | None, allowed: Sequence[str], wait: int
) -> list[tuple[int, Update | None]]:
    """The next updates with their ids; None for one that cannot be read."""
    try:
        updates = await bot.get_updates(offset=offset, timeout=wait, allowed_updates=allowed)
        return [(update.update_id, update) for update in updates]
    except TelegramError:
        raise
    except Exception:  # the library met content it does not know: one update must not stop the rest
        # Method names are case-insensitive, and in this spelling the library gives plain objects.
        raw: Any = await bot.do_api_request("getupdates", api_kwargs={"offset": offset or 0})
        return [(int(each["update_id"]), read_update(bot, each)) for each in raw]


def read_update(bot: Bot, raw: dict[str, Any]) -> Update | None:
    """The update as the library reads it; None, and a line in the log, where it cannot."""
    try:
        return Update.de_json(raw, bot)
    except Exception as error:
        # The traceback would show what people wrote.
        kind = type(error).__name__
        _log.error("Update %s cannot be read (%s); it is skipped.", raw["update_id"], kind)
        return None


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """The result of `work`, or None if `stop` is set first; `work` is then cancelled."""
    task = asyncio.create_task(work)
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for each in (task, stopped):
            each.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)


class Trouble:
    """How long to pause after an error, and whether it has been said already."""

    def __init__(self) -> None:
        self._pause = 0.0
        self._said = ""
        self._now: str | None = None

    def now(self) -> str | None:
        """What is the matter at present, in one line, or None."""
        return self._now

    def pause_after(self, error: TelegramError) -> float:
        """Seconds to wait before the next try; logs each kind of error once."""
        self._pause = min(max(0.5, 2 * self._pause), LONGEST_PAUSE)
        if isinstance(error, RetryAfter):
            pause = error.retry_after
            return float(pause) if isinstance(pause, int | float) else pause.total_seconds()
        kind = type(error).__name__
        self._now = _explained(error)
        if kind != self._said:
            self._said = kind
            _log.warning(self._now)
        return self._pause

    def over(self) -> None:
        """Telegram answers again."""
        if self._said:
            _log.info("Telegram answers again.")
        self._pause, self._said, self._now = 0.0, "", None


def _explained(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return (
            "Another program is receiving this bot's messages: stop it, or give this one a token "
            f"of its own. Trying again until then. ({error})"
        )
    if isinstance(error, TimedOut):
        return "Telegram does not answer in time; trying again."
    return f"Telegram cannot be reached; trying again. ({error})"
