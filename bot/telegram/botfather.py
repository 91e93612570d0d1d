"""Whether Telegram knows the token, and what @BotFather allows the bot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.findings import Finding
from bot.settings import Settings, WrongSetting

_ANSWERS_WITHIN = 10.0  # seconds
_UNKNOWN_TOKEN = (401, 404)


def ask_telegram(settings: Settings) -> Iterator[Finding]:
    """Ask `getMe` on the configured server. No finding holds the token."""
    token = settings.telegram_bot_token
    if token is None:
        yield Finding(
            "warning",
            "Telegram: TELEGRAM_BOT_TOKEN is not set; `run` needs one from @BotFather, "
            "`chat` and `ask` do not",
        )
        return
    if settings.telegram_webhook_url and settings.telegram_webhook_secret is None:
        yield Finding(
            "warning",
            "Telegram: TELEGRAM_WEBHOOK_SECRET is not set, so anybody could send updates",
        )
    server = urlsplit(settings.telegram_api_base_url).netloc.rpartition("@")[2]
    try:
        response = httpx.get(
            f"{settings.telegram_api_base_url}{token.get_secret_value()}/getMe",
            timeout=_ANSWERS_WITHIN,
        )
        told: Any = response.json()
    except httpx.HTTPError as error:
        # The error's own text may hold the address, and so the token.
        kind = type(error).__name__
        yield Finding("problem", f"Telegram: no answer from {server} ({kind}); is there a network?")
        return
    except ValueError:
        told = None
    bot = told.get("result") if isinstance(told, dict) and told.get("ok") is True else None
    if isinstance(bot, dict):
        yield from about(bot)
    elif response.status_code in _UNKNOWN_TOKEN and isinstance(told, dict):
        yield Finding(
            "problem",
            f"Telegram: {server} does not accept TELEGRAM_BOT_TOKEN; copy it again from @BotFather",
        )
    else:
        yield Finding(
            "problem",
            f"Telegram: {server} answered {response.status_code}, not as a Bot API server does; "
            "check TELEGRAM_API_BASE_URL",
        )


def refuse_wrong_token(settings: Settings) -> None:
    """Ask Telegram once before anything heavy is loaded; no answer is no reason to stop.

    Raises WrongSetting where the server answers that it does not know the token.
    """
    token = settings.telegram_bot_token
    if token is None:
        return
    with suppress(httpx.HTTPError, httpx.InvalidURL):
        response = httpx.get(
            f"{settings.telegram_api_base_url}{token.get_secret_value()}/getMe",
            timeout=_ANSWERS_WITHIN,
        )
        if response.status_code in _UNKNOWN_TOKEN:
            raise WrongSetting(
                "TELEGRAM_BOT_TOKEN: Telegram does not accept it; copy it again from @BotFather"
            )


def about(bot: Mapping[str, Any]) -> Iterator[Finding]:
    """What the bot is called and allowed, from the `User` that `getMe` gave."""
    name = bot.get("username") or bot.get("first_name") or "the bot"
    yield Finding("ok", f"Telegram: the token belongs to @{name}")
    if bot.get("can_join_groups"):
        yield Finding("ok", "Groups: it may be added to groups")
    else:
        yield Finding(
            "warning", "Groups: it may not be added to groups; @BotFather, /setjoingroups allows it"
        )
    if bot.get("can_read_all_group_messages"):
        yield Finding(
            "warning",
            "Privacy mode is off: it gets every message of a group, though it answers only what "
            "is addressed to it; @BotFather, /setprivacy turns it on",
        )
    else:
        yield Finding("ok", "Privacy mode is on: in groups it gets only what is addressed to it")
    inline = (
        "on" if bot.get("supports_inline_queries") else "off; @BotFather, /setinline turns it on"
    )
    yield Finding("ok", f"Inline mode is {inline}")
    guest = (
        "on" if bot.get("supports_guest_queries") else "off; @BotFather's bot settings turn it on"
    )
    yield Finding("ok", f"Guest mode is {guest}")
