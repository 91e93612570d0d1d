"""`pramaan doctor`: is everything as it must be, and if not, what mends it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import opened_corpus
from bot.findings import Finding
from bot.languagemodel import ask_language_model
from bot.settings import Settings
from bot.streams import tell
from bot.telegram.botfather import ask_telegram
from store.errors import InUse, ModelUnavailable, StoreError

if TYPE_CHECKING:
    from store.corpus import Corpus


def examine(settings: Settings) -> Iterator[Finding]:
    """Every check in turn, told as soon as it is made."""
    yield Finding("ok", "Settings: every value can be used")
    yield from _folders(settings)
    try:
        with opened_corpus(settings, tell) as corpus:
            yield from _model_and_store(corpus, settings)
    except InUse as error:
        # The bot may well be running while somebody looks after it.
        yield Finding("warning", f"Store: {error}; stop that one to have model and store checked")
    except StoreError as error:
        yield Finding("problem", f"Store: {error}")
    else:
        yield from _sources(settings)
    yield from ask_telegram(settings)
    yield from ask_language_model(settings)


def _folders(settings: Settings) -> Iterator[Finding]:
    articles, data = settings.pramaan_articles_dir, settings.pramaan_data_dir
    if not articles.is_dir():
        yield Finding("warning", f"PRAMAAN_ARTICLES_DIR: there is no folder {articles}; make it")
    elif not os.access(articles, os.R_OK | os.X_OK):
        yield Finding("problem", f"PRAMAAN_ARTICLES_DIR: {articles} may not be read; chmod it")
    else:
        yield Finding("ok", f"PRAMAAN_ARTICLES_DIR: {articles}")
    if data.is_dir() and data.stat().st_mode & 0o022:
        yield Finding("warning", f"PRAMAAN_DATA_DIR: others may write {data}; chmod go-w {data}")


def _sources(settings: Settings) -> Iterator[Finding]:
    """The folders and feeds that are kept up with, each that is in trouble by itself."""
    from store.sources.kept import Sources

    with closing(Sources(settings.pramaan_data_dir)) as kept:
        found = kept.all()
    for source in found:
        if source.kind == "folder" and not Path(source.address).is_dir():
            mended = f"make it, or pramaan sources remove {source.address}"
            yield Finding("warning", f"Sources: there is no folder {source.address}; {mended}")
        elif source.error is not None:
            times = "once" if source.failures == 1 else f"{source.failures} times in a row"
            yield Finding("warning", f"Sources: {source.address} failed {times}: {source.error}")
    if found:
        feeds = sum(source.kind == "feed" for source in found)
        yield Finding("ok", f"Sources: {len(found) - feeds} folders, {feeds} feeds")


def _reading_model(settings: Settings) -> Finding:
    if settings.pramaan_reader == "off":
        return Finding("ok", "Reading model: PRAMAAN_READER=off")
    from retrieval.reader.weights import ReaderUnavailable, read_weights

    try:
        read_weights()
    except ReaderUnavailable as error:
        return Finding("warning", f"{error}; install Pramaan again, or set PRAMAAN_READER=off")
    return Finding("ok", "Reading model: PRAMAAN_READER=on, its file is whole")


def _model_and_store(corpus: Corpus, settings: Settings) -> Iterator[Finding]:
    model = settings.embedding_model
    try:
        embedder = corpus.embedder
        started = time.perf_counter()
        vector = embedder.encode_query("नमस्ते, how are you?").vector
        took = (time.perf_counter() - started) * 1000
    except StoreError as error:
        part = "Model" if isinstance(error, ModelUnavailable) else "Store"
        yield Finding("problem", f"{part}: {error}")
        return
    size = f"{embedder.dimensions} dimensions, a question in {took:.0f} ms"
    yield Finding("ok", f"Model: EMBEDDING_MODEL={model}, {size}")
    yield _reading_model(settings)

    status = corpus.status()
    for problem in status.problems:
        yield Finding("problem", f"Store: {problem}")
    if status.articles == 0:
        folder = settings.pramaan_articles_dir
        yield Finding("warning", f"Store: no articles yet; add some with pramaan ingest {folder}")
        return
    if status.problems:
        return
    try:
        corpus.nearest(vector, 1)
    except StoreError as error:
        yield Finding("problem", f"Store: {error}")
    else:
        held = f"{status.articles} articles, {status.passages} passages"
        yield Finding("ok", f"Store: {held} in {settings.pramaan_data_dir}, {status.chroma}")
