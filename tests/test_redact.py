"""Secrets stay out of whatever is logged."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.redact import HIDDEN, RedactingFormatter, guard_logs, redact

TOKEN = "987654321:" + "Zz-_9" * 7
SECRET = "a-webhook-secret"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger whose handler was guarded, and what it wrote."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("tests.redaction")
    logger.addHandler(handler)
    logger.propagate = False
    guard_logs([TOKEN, SECRET])
    yield logger, stream
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    "text",
    [
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        f"https://api.telegram.org/bot{TOKEN.replace(':', '%3A')}/getMe",
        f"two {TOKEN} {TOKEN}",
        f'{{"url": "{TOKEN}"}}',
        "111111:" + "b" * 35,
    ],
)
def test_tokens_are_hidden_in_any_text(text: str) -> None:
    """The bot's token, plain or percent-encoded, and any other bot's, leaves no trace."""
    clean = redact(text, [TOKEN])
    assert HIDDEN in clean
    assert TOKEN.partition(":")[2] not in clean
    assert "b" * 35 not in clean


def test_other_text_is_left_alone() -> None:
    """Dates, times and figures that only resemble a token stay readable."""
    text = "2025-09-04 12:30:55 15,000 सैनिक 123456:789 http://127.0.0.1:8081/bot"
    assert redact(text, [TOKEN, ""]) == text


def test_messages_arguments_and_tracebacks_are_covered(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    """A secret is hidden in the message, in its arguments and in the traceback."""
    logger, stream = log
    logger.warning("plain %s", TOKEN)
    try:
        raise RuntimeError(f"refused: {TOKEN} {SECRET}")
    except RuntimeError:
        logger.exception("failed with %s", SECRET)
    written = stream.getvalue()
    assert "Traceback" in written
    assert written.count(HIDDEN) == 4
    assert TOKEN not in written
    assert SECRET not in written


def test_guarding_twice_keeps_both_secrets(log: tuple[logging.Logger, io.StringIO]) -> None:
    """A second guard adds to the first and does not wrap it again."""
    logger, stream = log
    guard_logs(["second-secret"])
    logger.warning("%s %s", SECRET, "second-secret")
    assert stream.getvalue() == f"{HIDDEN} {HIDDEN}\n"
    formatter = logger.handlers[0].formatter
    assert isinstance(formatter, RedactingFormatter)
    assert not isinstance(formatter.inner, RedactingFormatter)


def test_libraries_that_log_addresses_are_quiet() -> None:
    """httpx does not log its requests, whose addresses hold the token."""
    guard_logs([])
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
