"""Keeps secrets out of logs: whatever a handler writes passes through here last."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

HIDDEN = "[hidden]"

# A bot token anywhere, known or not: digits, a colon (perhaps percent-encoded), 30 or more signs.
_TOKEN = re.compile(r"\d{5,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without the secrets and without anything that looks like a bot token."""
    for secret in sorted(secrets, key=len, reverse=True):
        if secret:
            text = text.replace(secret, HIDDEN).replace(secret.replace(":", "%3A"), HIDDEN)
    return _TOKEN.sub(HIDDEN, text)


class RedactingFormatter(logging.Formatter):
    """Formats as `inner` does, tracebacks included, then hides the secrets."""

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str]) -> None:
        super().__init__()
        self.inner = inner
        self.secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The record as one text without secrets."""
        return redact(self.inner.format(record), self.secrets)


def guard_logs(secrets: Iterable[str]) -> None:
    """Make every handler that is set up now hide `secrets`; silence lines that repeat addresses.

    httpx and httpcore write each request's address, and Telegram's address holds the token.
    """
    secrets = tuple(secrets)
    # Its one line at this level repeats what people wrote; the bot logs the failure itself.
    logging.getLogger("telegram.ext.ExtBot").setLevel(logging.CRITICAL + 1)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    handlers = [logging.lastResort, *logging.getLogger().handlers]
    for logger in list(logging.Logger.manager.loggerDict.values()):
        handlers += logger.handlers if isinstance(logger, logging.Logger) else []
    for handler in handlers:
        if handler is not None:
            handler.setFormatter(_redacting(handler.formatter or logging.Formatter(), secrets))


def _redacting(formatter: logging.Formatter, secrets: tuple[str, ...]) -> RedactingFormatter:
    if isinstance(formatter, RedactingFormatter):
        return RedactingFormatter(formatter.inner, {*formatter.secrets, *secrets})
    return RedactingFormatter(formatter, secrets)
