"""Logs: one line an event to standard error, as text or JSON, without secrets."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import TextIO

import structlog

from bot.redact import RedactingFormatter

# The least level at which libraries are heard, whatever LOG_LEVEL is. Some tell of every request
# (httpx prints the address, token and all) or every batch, and some set their own level when
# imported: so this is decided where lines are written.
_HEARD_FROM = {
    "apscheduler": logging.WARNING,
    "asyncio": logging.WARNING,
    "chromadb": logging.WARNING,
    "filelock": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore2": logging.WARNING,
    "httpx2": logging.WARNING,
    "huggingface_hub": logging.ERROR,
    "langsmith": logging.WARNING,
    "openai": logging.WARNING,
    "sentence_transformers": logging.ERROR,
    "telegram": logging.INFO,  # below, it repeats what people wrote
    "transformers": logging.ERROR,
    "urllib3": logging.WARNING,
}


def _worth_writing(record: logging.LogRecord) -> bool:
    library = record.name.partition(".")[0]
    return record.levelno >= _HEARD_FROM.get(library, logging.NOTSET)


def configure(
    level: str, log_format: str, secrets: Sequence[str], *, stream: TextIO | None = None
) -> None:
    """Send all logs, structlog's and the libraries', to `stream` (standard error by default).

    `level` is a logging level's name, `log_format` is `text` or `json`. Calling again replaces
    what was configured before.
    """
    out = sys.stderr if stream is None else stream
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.UnicodeDecoder(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    inner = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *_rendering(log_format, colours=out.isatty()),
        ],
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(RedactingFormatter(inner, secrets))
    handler.addFilter(_worth_writing)
    root = logging.getLogger()
    ours = [one for one in root.handlers if isinstance(one.formatter, RedactingFormatter)]
    for old in ours:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=True)


def _rendering(log_format: str, *, colours: bool) -> list[structlog.typing.Processor]:
    if log_format == "json":
        return [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    return [
        structlog.dev.ConsoleRenderer(
            colors=colours, exception_formatter=structlog.dev.plain_traceback
        )
    ]
