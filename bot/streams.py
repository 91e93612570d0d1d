"""The process's own streams: UTF-8 whatever the locale, results out, words about them aside."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import suppress


def prepare_streams() -> None:
    """Make the standard streams UTF-8; what cannot be decoded or encoded is replaced."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def as_typed(argument: str) -> str:
    """A command-line argument read as UTF-8, where the locale had it decoded as something else."""
    return os.fsencode(argument).decode("utf-8", "replace")


def put(text: str) -> None:
    """A result: `text` and a line end to standard output, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def tell(text: str) -> None:
    """Words for the person at the terminal, to standard error; a closed one is no failure."""
    with suppress(OSError, ValueError):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def lines_of_input() -> Iterator[str]:
    """The lines of standard input as they come, trimmed, without the blank ones."""
    if sys.stdin is None:
        return
    for line in iter(sys.stdin.readline, ""):
        trimmed = line.strip("\ufeff \t\r\n\f\v\0")
        if trimmed:
            yield trimmed


def stop_writing() -> None:
    """After a closed pipe: point standard output at nothing, so that leaving says nothing."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
