"""Builds the Telegram application and runs it until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import signal
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import Application, TypeHandler

from bot.memory.chats import Chats, Memory
from bot.memory.exchanges import Exchanges
from bot.memory.forgetting import keep_forgetting
from bot.memory.journal import Journal
from bot.memory.marks import Marks
from bot.memory.record import IN_MEMORY, Record
from bot.metrics.watch import Watch
from bot.redact import guard_logs
from bot.telegram.admin import Admin
from bot.telegram.botfather import about
from bot.telegram.desk import Desk
from bot.telegram.handlers import Reception, is_addressed, is_passing
from bot.telegram.registering import register_commands
from bot.transport.intake import RETRY_SECONDS, Intake
from bot.transport.limits import Limits
from bot.transport.pace import Pace
from bot.transport.polling import Trouble, poll, unless
from bot.transport.workers import Workers
from retrieval.answer import Answerer
from store.article import Article

if TYPE_CHECKING:
    from bot.curating import Curator

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
CONCURRENT_UPDATES = 4096  # most of them wait in their chat's line; `workers` bounds the work
CONNECTIONS = 32
BEAT_SECONDS = 2.0
STOP_SECONDS = 25.0  # to finish what is in flight; supervisors usually kill after 30

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
_log = logging.getLogger(__name__)


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


def run_bot(
    config: TelegramConfig,
    answerer: Answerer,
    articles: Callable[[], Iterable[Article]],
    watch: Watch | None = None,
    curator: Curator | None = None,
) -> None:
    """Run the bot until SIGTERM or SIGINT; what is in flight is finished first.

    `articles` are those at hand, for /sources; `curator` changes them for the bot's admins.

    Errors: TelegramUnusable when Telegram refuses the token or the webhook's settings.
    """
    guard_logs(secret for secret in (config.token, config.webhook_secret) if secret)
    asyncio.run(_run_until_signalled(config, answerer, articles, watch or Watch(), curator))


async def serve(
    config: TelegramConfig,
    answerer: Answerer,
    stop: asyncio.Event,
    *,
    articles: Callable[[], Iterable[Article]] = tuple,
    pace: Pace | None = None,
    retry_seconds: float = RETRY_SECONDS,
    watch: Watch | None = None,
    curator: Curator | None = None,
) -> None:
    """Run the bot until `stop` is set; what is in flight is finished first.

    Errors: TelegramUnusable when Telegram refuses the token or the webhook's settings.
    """
    watch = watch or Watch()
    at_once = min(4, os.cpu_count() or 1)
    with (
        Workers(at_once, thread_name_prefix="answer") as workers,
        Workers(config.writing, thread_name_prefix="write") as writers,
        contextlib.closing(Record(config.record_file)) as record,
    ):
        hear = watch.metrics.requested if watch.metrics is not None else None
        application = build_application(config, pace or (Pace(hear=hear) if hear else Pace()))
        journal = Journal(record, _bot_id(config.token))
        intake = Intake(
            journal,
            application.update_queue,
            is_addressed,
            is_passing,
            retry_seconds=retry_seconds,
        )
        if watch.metrics is not None:
            watch.metrics.watch_queue(intake.waiting)
        desk = Desk(
            answerer=answerer,
            workers=workers,
            writers=writers,
            journal=journal,
            intake=intake,
            exchanges=Exchanges(record, _bot_id(config.token), config.memory_days),
            chats=Chats(record, _bot_id(config.token)),
            marks=Marks(record),
            limits=config.limits,
            memory=config.memory,
            memory_days=config.memory_days,
            admins=config.admins,
            writer=config.writer,
            articles=articles,
        )
        admin = Admin(desk, curator) if curator is not None else None
        reception = Reception(desk, admin)
        application.add_handler(TypeHandler(Update, reception.on_update))
        application.add_error_handler(reception.on_error)
        forgetting = asyncio.create_task(keep_forgetting(desk.exchanges, desk.marks, journal))
        ending = asyncio.create_task(_stopped(stop, admin))
        try:
            await _serve(_Run(application, config, intake, stop, watch, Trouble()))
        except InvalidToken:
            # The original text holds the token.
            raise TelegramUnusable(
                "Telegram does not accept TELEGRAM_BOT_TOKEN; copy it again from @BotFather."
            ) from None
        finally:
            for task in (forgetting, ending):
                task.cancel()
            await asyncio.gather(forgetting, ending, return_exceptions=True)
            await application.shutdown()
            await application.bot.shutdown()


async def _stopped(stop: asyncio.Event, admin: Admin | None) -> None:
    """Reading pages may take long: it ends as soon as the bot is to stop."""
    await stop.wait()
    if admin is not None:
        admin.stop()


def build_application(config: TelegramConfig, pace: Pace | None = None) -> AnyApplication:
    """The application without handlers, not yet connected."""
    # Without this the library warns whenever Telegram says how long to wait.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    base = config.api_base_url.rstrip("/")
    server, _, last = base.rpartition("/")
    return (
        Application.builder()
        .token(config.token)
        .base_url(base)
        .base_file_url(f"{server}/file/{last}")
        .updater(None)
        .rate_limiter(pace or Pace())
        .concurrent_updates(CONCURRENT_UPDATES)
        .connection_pool_size(CONNECTIONS)
        .connect_timeout(10.0)
        .read_timeout(20.0)
        .write_timeout(20.0)
        .pool_timeout(30.0)
        .get_updates_connect_timeout(10.0)
        .get_updates_read_timeout(10.0)
        .build()
    )


def _bot_id(token: str) -> int:
    number = token.partition(":")[0]
    return int(number) if number.isascii() and number.isdigit() else 0


async def _run_until_signalled(
    config: TelegramConfig,
    answerer: Answerer,
    articles: Callable[[], Iterable[Article]],
    watch: Watch,
    curator: Curator | None,
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Not every platform and no thread but the main one has these; there Ctrl-C still ends it.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop.set)
    await serve(config, answerer, stop, articles=articles, watch=watch, curator=curator)


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run of the bot works with; `trouble` is how it stands with Telegram."""

    application: AnyApplication
    config: TelegramConfig
    intake: Intake
    stop: asyncio.Event
    watch: Watch
    trouble: Trouble


async def _serve(run: _Run) -> None:
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


async def _receive(run: _Run) -> None:
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


async def _listen(run: _Run, url: str) -> None:
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


async def _outlast(run: _Run, action: Callable[[], Coroutine[Any, Any, object]]) -> None:
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
