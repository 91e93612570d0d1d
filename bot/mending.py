"""An index that cannot be used, or that another model is to make, is built by the bot itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

from bot.progress import bar
from bot.streams import tell
from store.errors import StoreError

if TYPE_CHECKING:
    from store.corpus import Corpus

_TOLD_EVERY = 30.0  # seconds

log = structlog.get_logger("pramaan")


class _Stopped(Exception):
    """The bot ends; what was built is used by the next one."""


def mend(corpus: Corpus) -> None:
    """Build the index anew, before anything else, where none can be used: the articles suffice."""
    trouble = corpus.index_trouble()
    if trouble is None:
        return
    tell(f"{trouble.partition('; run')[0]}: it is built anew from the stored articles.")
    with bar("Building the index") as draw:
        corpus.reindex(progress=draw)


@contextmanager
def following_the_model(corpus: Corpus) -> Iterator[None]:
    """Where another model is set than the one that answers, build its index meanwhile.

    Questions are answered from the old one until the new one is whole. When the block ends before
    that, the next one goes on with what was built.
    """
    if not corpus.another_index_is_wanted():
        yield
        return
    stopping = threading.Event()
    last = time.monotonic()

    def told(done: int, of_all: int) -> None:
        nonlocal last
        if stopping.is_set():
            raise _Stopped
        if time.monotonic() - last >= _TOLD_EVERY:
            last = time.monotonic()
            log.info("Building the index of the new model", articles=done, of_all=of_all)

    def build() -> None:
        log.info("Another EMBEDDING_MODEL is set: its index is built beside the one that answers")
        try:
            corpus.reindex(progress=told)
        except _Stopped:
            return
        except StoreError as error:
            log.error("The index of the new model was not built", reason=str(error))
        else:
            log.info("The new model answers now")

    builder = threading.Thread(target=build, name="build-index", daemon=True)
    builder.start()
    try:
        yield
    finally:
        stopping.set()
        builder.join()
