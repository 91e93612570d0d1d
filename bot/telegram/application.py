"""Puts the parts of the bot on Telegram together and runs it until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import Application, TypeHandler

from bot.memory.chats import Chats
from bot.memory.exchanges import Exchanges
from bot.memory.forgetting import keep_forgetting
from bot.memory.journal import Journal
from bot.memory.marks import Marks
from bot.memory.record import Record
from bot.metrics.watch import Watch
from bot.redact import guard_logs
from bot.telegram.admin import Admin
from bot.telegram.config import TelegramConfig, TelegramUnusable
from bot.telegram.desk import Desk
from bot.telegram.handlers import Reception, is_addressed, is_passing
from bot.telegram.receiving import AnyApplication, Run, receive
from bot.transport.intake import RETRY_SECONDS, Intake
from bot.transport.pace import Pace
from bot.transport.polling import Trouble
from bot.transport.workers import Workers
from retrieval.answer import Answerer
from store.article import Article

if TYPE_CHECKING:
    from bot.curating import Curator

CONCURRENT_UPDATES = 4096  # most of them wait in their chat's line; `workers` bounds the work
CONNECTIONS = 32


def run_bot(
    config: TelegramConfig,
    answerer: Answerer,
    articles: Callable[[], Sequence[Article]],
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
    articles: Callable[[], Sequence[Article]] = tuple,
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
            hear=watch.hear_waits,
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
            await receive(Run(application, config, intake, stop, watch, Trouble()))
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
    articles: Callable[[], Sequence[Article]],
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
