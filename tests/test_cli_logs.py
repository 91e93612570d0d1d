"""Logs: quiet, machine-readable where asked for, and without secrets."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog

from bot import logs

TOKEN = "123456789:" + "AbCd-_" * 6


pytestmark = pytest.mark.usefixtures("restored_logging")


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_secret_is_logged(log_format: str) -> None:
    """Known secrets and tokens nobody configured are hidden, in messages, values and tracebacks."""
    out = io.StringIO()
    logs.configure("DEBUG", log_format, ["hush-hush"], stream=out)
    logging.getLogger("some.library").warning("POST https://host/bot%s/getMe", TOKEN)
    reason = f"https://host/bot{TOKEN.replace(':', '%3A')}/x hush-hush"
    try:
        raise ValueError(reason)
    except ValueError:
        structlog.get_logger("bot").exception("failed", secret="hush-hush")
    assert TOKEN.partition(":")[2] not in out.getvalue()
    assert "hush-hush" not in out.getvalue()
    assert out.getvalue().count("[hidden]") == 4


def test_json_is_one_object_a_line() -> None:
    """Every JSON line can be parsed, tracebacks included, and Devanagari stays readable."""
    out = io.StringIO()
    logs.configure("INFO", "json", [], stream=out)
    structlog.get_logger("bot").info("उत्तर", chat=7)
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logging.getLogger("library").exception("failed")
    first, second = (json.loads(line) for line in out.getvalue().splitlines())
    assert (first["event"], first["chat"], first["level"]) == ("उत्तर", 7, "info")
    assert "ValueError: two\nlines" in second["exception"]
    assert "उत्तर" in out.getvalue()


def test_libraries_are_quiet() -> None:
    """Libraries that tell of each request or batch are not heard, whatever level they choose."""
    out = io.StringIO()
    logs.configure("DEBUG", "text", [], stream=out)
    for name in ("httpx", "httpcore.connection", "chromadb.api"):
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).info("chatter")
        logging.getLogger(name).warning("heard")
        logging.getLogger(name).setLevel(logging.NOTSET)
    logging.getLogger("sentence_transformers.base").warning("chatter")
    assert "chatter" not in out.getvalue()
    assert out.getvalue().count("heard") == 3


def test_level() -> None:
    """What is below LOG_LEVEL is left out."""
    out = io.StringIO()
    logs.configure("ERROR", "text", [], stream=out)
    structlog.get_logger("bot").warning("minor")
    structlog.get_logger("bot").error("grave")
    assert "minor" not in out.getvalue()
    assert "grave" in out.getvalue()
