"""Receives updates until the bot is told to stop: by polling, or by webhook."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import Application

from bot.metrics.watch import Watch
from bot.telegram.botfather import about
from bot.telegram.config import TelegramConfig, TelegramUnusable
from bot.telegram.registering import register_commands
from bot.transport.intake import Intake
from bot.transport.polling import Trouble, poll, unless

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "inline_query",
    "guest_message",
    "my_chat_member",
)
BEAT_SECONDS = 2.0
STOP_SECONDS = 25.0  # to finish what is in flight; supervisors usually kill after 30

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of the bot works with; `trouble` is how it stands with Telegram."""

    application: AnyApplication
    config: TelegramConfig
    intake: Intake
    stop: asyncio.Event
    watch: Watch
    trouble: Trouble


async def receive(run: Run) -> None:
    """Receive updates until the run is to stop; then what is in hand is finished.

    Errors: InvalidToken, TelegramUnusable.
    """
    pulse = asyncio.create_task(_beat(run.watch))
    try:
        await _receive(run)
    finally:
        pulse.cancel()
        await asyncio.gather(pulse, return_exceptions=True)
        run.watch.health.stops_beating()


async def _beat(watch: Watch) -> None:
    while True:
        watch.health.beat()
        await asyncio.sleep(BEAT_SECONDS)


async def _receive(run: Run) -> None:
    application, intake = run.application, run.intake
    await _outlast(run, application.initialize)
    if run.stop.is_set():
        return
    await application.start()
    intake.open(application.bot)
    for finding in about(application.bot.bot.to_dict()):
        _log.info("%s.", finding.text)
    greeting = asyncio.create_task(register_commands(application.bot, run.config.admins))
    try:
        if run.config.webhook_url is None:
            await _outlast(run, application.bot.delete_webhook)
            _log.info("Receiving messages for %s.", application.bot.name)
            run.watch.health.reports("telegram", run.trouble.now)
            await poll(application.bot, intake.accept, run.stop, ALLOWED_UPDATES, run.trouble)
        else:
            await _listen(run, run.config.webhook_url)
    finally:
        greeting.cancel()
        await asyncio.gather(greeting, return_exceptions=True)
        await _finish(application)


async def _finish(application: AnyApplication) -> None:
    _log.info("Stopping: finishing the answers in hand.")
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await application.stop()
    except TimeoutError:
        _log.warning("Some answers were not finished in %d seconds.", STOP_SECONDS)


async def _listen(run: Run, url: str) -> None:
    """Receive updates at a webhook until the run is to stop."""
    from bot.transport.webhook import Webhook

    bot, config = run.application.bot, run.config

    # Without a secret anyone who finds the address could speak as Telegram.
    secret = config.webhook_secret or secrets.token_urlsafe(32)
    try:
        webhook = Webhook(bot, run.intake.accept, url, config.webhook_listen, secret)
    except (OSError, ValueError) as error:
        raise TelegramUnusable(f"Cannot listen at TELEGRAM_WEBHOOK_LISTEN: {error}") from None
    try:
        await _outlast(
            run,
            partial(bot.set_webhook, url, secret_token=secret, allowed_updates=ALLOWED_UPDATES),
        )
        _log.info("Receiving messages for %s by webhook.", bot.name)
        run.watch.health.reports("telegram", run.trouble.now)
        await run.stop.wait()
    except BadRequest as error:
        raise TelegramUnusable(f"Telegram refuses TELEGRAM_WEBHOOK_URL: {error}") from None
    finally:
        await webhook.close()


async def _outlast(run: Run, action: Callable[[], Coroutine[Any, Any, object]]) -> None:
    """Do `action`, again and again while Telegram cannot be reached, until the run is to stop."""
    stop, trouble = run.stop, run.trouble
    while not stop.is_set():
        try:
            await unless(stop, action())
        except (InvalidToken, BadRequest):
            raise
        except TelegramError as error:
            await unless(stop, asyncio.sleep(trouble.pause_after(error)))
        else:
            trouble.over()
            return
