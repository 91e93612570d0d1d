"""The corpus: the record, its indexes and the model that made them, as one thing to search."""

from __future__ import annotations

import hashlib
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from store.article import Article, Passage, Sentence
from store.catalog import Catalog
from store.dense import DenseIndex
from store.embed import BUNDLED, Embedder, SentenceTransformerEmbedder, model_fingerprint
from store.errors import IndexUnusable, StoreError
from store.index import Floats
from store.ingest import (
    Failure,
    Found,
    IngestReport,
    find_files,
    plan_ingest,
    read_found,
)
from store.lexical import LexicalIndex, lexical_index
from store.lock import owned
from store.split import SPLITTER_VERSION, split_article
from store.text import TEXT_VERSION
from store.tokens import TokenCodec, TokenVectors, codec_for

Progress = Callable[[int, int], None]

_FINGERPRINT = "index_fingerprint"
_MODEL = "embedding_model"
_INDEX_VERSION = "2"
_BUILT_BY_OTHERS = "The index was built by another model or version; run `pramaan reindex`"
_PARTLY_MISSING = "Part of the index is missing; run `pramaan reindex`"
_MISSING = "The index is missing; run `pramaan reindex`"
_ARTICLES_AT_ONCE = 32
_ARTICLES_LOADED = 2000


@dataclass(frozen=True, slots=True)
class Status:
    """What the store holds, and what is wrong with it."""

    articles: int
    passages: int
    embedding_model: str
    index_fingerprint: str
    chroma: str
    healthy: bool
    problems: tuple[str, ...]


class Corpus:
    """Articles of one data folder, searchable. Searching may be done by several threads at once."""

    def __init__(
        self,
        data_dir: Path,
        model: str,
        hear: Callable[[str], None],
        embedder: Embedder | None = None,
    ) -> None:
        """Use `open_corpus`, which makes sure that no other process owns the folder."""
        self._data_dir = data_dir
        self._given = embedder
        self._model = model
        self._hear = hear
        self._catalog = Catalog(data_dir / "catalog.sqlite3")
        self._opening = threading.RLock()  # what is made at first use is made once
        self._dense: DenseIndex | None = None
        self._lexical: LexicalIndex | None = None
        self._loaded: dict[str, tuple[Article | None, list[Sentence]]] = {}

    def close(self) -> None:
        """Let go of every file."""
        if self._dense is not None:
            self._dense.close()
        self._catalog.close()

    @property
    def embedder(self) -> Embedder:
        """The embedding model, loaded at first use. Raises ModelUnavailable."""
        with self._opening:
            return self._embedder

    @cached_property
    def _embedder(self) -> Embedder:
        if self._given is not None:
            return self._given
        return SentenceTransformerEmbedder(self._model, self._data_dir / "models", self._hear)

    @cached_property
    def codec(self) -> TokenCodec:
        """How this model's token vectors are made small."""
        return codec_for(self.embedder.token_dimensions, bundled=self._model == BUNDLED)

    @cached_property
    def fingerprint(self) -> str:
        """Model, prompts, splitter and normaliser: an index made by others is not usable."""
        model = model_fingerprint(self._model, lambda: self.embedder)
        parts = (model, SPLITTER_VERSION, TEXT_VERSION, _INDEX_VERSION)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    # Searching

    def articles(self) -> list[Article]:
        """All searchable articles, newest first."""
        return self._catalog.articles()

    def counts(self) -> tuple[int, int]:
        """Numbers of searchable articles and of their passages."""
        return self._catalog.counts()

    @property
    def revision(self) -> int:
        """How often what can be searched has changed; survives restarts."""
        return self._catalog.revision()

    def trouble(self) -> str | None:
        """What keeps the store from being searched, in one line, or None; cheap to ask often."""
        try:
            self._catalog.revision()
            self._opened_index().count()
        except StoreError as error:
            return str(error)
        return None

    def article(self, article_id: str) -> Article | None:
        """One searchable article."""
        return self._load(article_id)[0]

    def sentences(self, article_id: str) -> list[Sentence]:
        """An article's sentences in reading order."""
        return self._load(article_id)[1]

    def _load(self, article_id: str) -> tuple[Article | None, list[Sentence]]:
        loaded = self._loaded  # after an ingest another: what is read now may be of before
        found = loaded.get(article_id)
        if found is None:
            found = self._catalog.article_with_sentences(article_id)
            if len(loaded) >= _ARTICLES_LOADED:
                loaded.clear()
            loaded[article_id] = found
        return found

    def passages(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        """Those of the passages that may be shown."""
        return self._catalog.searchable_passages(ids)

    def nearest(self, vector: Floats, limit: int) -> list[tuple[str, float]]:
        """Passage ids with cosine similarity, best first; may name passages that are gone."""
        return self._opened_index().nearest(vector, limit)

    def vectors(self, passages: Sequence[str]) -> Mapping[str, Floats]:
        """The passages' vectors."""
        return self._opened_index().vectors(passages)

    def tokens(self, passages: Sequence[str]) -> dict[str, TokenVectors]:
        """The token vectors of the passages that have any."""
        return self._opened_index().tokens(passages, self.codec)

    @property
    def lexical(self) -> LexicalIndex:
        """BM25 over all searchable passages, built when first needed and after changes."""
        with self._opening:
            if self._lexical is None:
                titles = {article.id: article.title for article in self._catalog.articles()}
                self._lexical = lexical_index(
                    [
                        (passage.id, f"{titles[passage.article_id]}\n{passage.text}")
                        for passage in self._catalog.passages()
                        if passage.article_id in titles
                    ]
                )
            return self._lexical

    # Changing

    def ingest(
        self, paths: Sequence[str], *, prune: bool = False, progress: Progress | None = None
    ) -> IngestReport:
        """Read files and folders; embed what is new or changed; with `prune` drop what is gone.

        Articles that cannot be read are named in the report and the rest goes on. Work that an
        earlier process left unfinished is finished. `progress` hears articles done and in all.
        """
        started = time.monotonic()
        found, failed = find_files(paths)
        missing = {failure.source for failure in failed}
        read: dict[str, tuple[Found, Article]] = {}
        for file in found:
            result = read_found(file)
            if isinstance(result, Failure):
                failed.append(result)
            else:
                read[result.id] = (file, result)
        folders = [Path(given).expanduser() for given in paths if given not in missing]
        plan = plan_ingest(
            self._catalog.hashes(),
            {article_id: article.content_hash() for article_id, (_, article) in read.items()},
            {file.id for file in found},
            [str(folder.resolve()) for folder in folders if prune and folder.is_dir()],
        )
        self._opened_index()
        for article_id in (*plan.added, *plan.updated):
            file, article = read[article_id]
            self._catalog.put(file.root, article, *split_article(article))
        self._catalog.remove(plan.removed)
        self._bring_index_up_to_date(progress)
        return self._report(
            started,
            added=len(plan.added),
            updated=len(plan.updated),
            unchanged=len(plan.unchanged),
            removed=len(plan.removed),
            failed=tuple(failed),
        )

    def reindex(self, progress: Progress | None = None) -> IngestReport:
        """Build the index anew from the stored articles, whatever state it is in."""
        started = time.monotonic()
        if self._catalog.hashes():
            _ = self.embedder  # a model that cannot be loaded must not cost the index
        fingerprint = self.fingerprint
        if self._dense is not None:
            self._dense.close()
            self._dense = None
        self._catalog.mark_unindexed()
        if self._index_dir.is_file():
            self._index_dir.unlink()
        shutil.rmtree(self._index_dir, ignore_errors=True)
        self._catalog.forget(self._catalog.forgotten_passages())
        for article in self._catalog.unindexed():
            root, _ = self._catalog.hashes()[article.id]
            self._catalog.put(root, article, *split_article(article))
        self._catalog.set_fact(_FINGERPRINT, fingerprint)
        self._catalog.set_fact(_MODEL, self._model)
        indexed = self._bring_index_up_to_date(progress)
        return self._report(started, updated=indexed)

    def status(self) -> Status:
        """What the store holds and whether it is healthy; does not load the model."""
        if (damage := self._catalog.check()) is not None:
            damaged = (
                f"The catalog is damaged ({damage}): restore a backup, or remove {self._data_dir}"
                " and ingest again"
            )
            return self._status(problems=[damaged])
        problems = []
        if waiting := len(self._catalog.unindexed()):
            problems.append(f"{waiting} articles are not indexed yet; run `pramaan ingest` again")
        model = self._catalog.fact(_MODEL)
        if model is not None and model != self._model:
            problems.append(
                f"The index was built with EMBEDDING_MODEL={model}, the setting is {self._model};"
                " run `pramaan reindex`"
            )
        elif model == BUNDLED and self._catalog.fact(_FINGERPRINT) != self.fingerprint:
            problems.append(_BUILT_BY_OTHERS)
        articles, passages = self._catalog.counts()
        if not problems and (broken := self._index_problem(passages)) is not None:
            problems.append(broken)
        return self._status(
            articles=articles,
            passages=passages,
            embedding_model=model,
            index_fingerprint=self._catalog.fact(_FINGERPRINT),
            problems=problems,
        )

    def _index_problem(self, passages: int) -> str | None:
        """What is wrong with an index that should hold so many passages, or None."""
        if not passages:
            return None
        if not self._index_dir.is_dir():
            return _MISSING
        try:
            index = self._dense or DenseIndex(self._index_dir)
            try:
                return _PARTLY_MISSING if index.count() < passages else None
            finally:
                if index is not self._dense:
                    index.close()
        except IndexUnusable as error:
            return str(error)

    def _status(
        self,
        *,
        articles: int = 0,
        passages: int = 0,
        embedding_model: str | None = None,
        index_fingerprint: str | None = None,
        problems: Sequence[str],
    ) -> Status:
        return Status(
            articles=articles,
            passages=passages,
            embedding_model=embedding_model or self._model,
            index_fingerprint=index_fingerprint or "",
            chroma=str(self._index_dir / "chroma"),
            healthy=not problems,
            problems=tuple(problems),
        )

    @property
    def _index_dir(self) -> Path:
        return self._data_dir / "index"

    def _opened_index(self) -> DenseIndex:
        with self._opening:
            if self._dense is None:
                self._dense = self._checked_index()
            return self._dense

    def _checked_index(self) -> DenseIndex:
        built_by = self._catalog.fact(_FINGERPRINT)
        if built_by is None:
            self._catalog.set_fact(_FINGERPRINT, self.fingerprint)
            self._catalog.set_fact(_MODEL, self._model)
        elif built_by != self.fingerprint:
            raise IndexUnusable(_BUILT_BY_OTHERS)
        passages = self._catalog.counts()[1]
        if passages and not self._index_dir.is_dir():
            raise IndexUnusable(_MISSING)
        index = DenseIndex(self._index_dir)
        try:
            if index.count() < passages:
                raise IndexUnusable(_PARTLY_MISSING)
        except IndexUnusable:
            index.close()
            raise
        return index

    def _bring_index_up_to_date(self, progress: Progress | None) -> int:
        """Forget what is gone, add what is waiting; how many articles were added."""
        index = self._opened_index()
        gone = self._catalog.forgotten_passages()
        index.delete(gone)
        self._catalog.forget(gone)
        waiting = self._catalog.unindexed()
        for at in range(0, len(waiting), _ARTICLES_AT_ONCE):
            batch = waiting[at : at + _ARTICLES_AT_ONCE]
            index.add(
                [
                    (passage, article.title)
                    for article in batch
                    for passage in self._catalog.passages(article.id)
                ],
                self.embedder,
                self.codec,
            )
            self._catalog.mark_indexed([article.id for article in batch])
            if progress is not None:
                progress(at + len(batch), len(waiting))
        with self._opening:
            self._lexical = None
            self._loaded = {}
        return len(waiting)

    def _report(
        self,
        started: float,
        *,
        added: int = 0,
        updated: int = 0,
        unchanged: int = 0,
        removed: int = 0,
        failed: tuple[Failure, ...] = (),
    ) -> IngestReport:
        return IngestReport(
            added=added,
            updated=updated,
            unchanged=unchanged,
            removed=removed,
            duplicates=0,
            failed=failed,
            passages=self._catalog.counts()[1],
            seconds=round(time.monotonic() - started, 2),
        )


@contextmanager
def open_corpus(
    data_dir: Path,
    *,
    embedding_model: str = "bundled",
    progress: Callable[[str], None] | None = None,
    embedder: Embedder | None = None,
) -> Iterator[Corpus]:
    """Own the data folder and open what it holds, until the block ends.

    `progress` hears one-line news, such as that the model is being prepared. `embedder` is used
    instead of loading the model of that name. Raises InUse when another process owns the folder,
    StoreError when it cannot be used.
    """
    with owned(data_dir):
        corpus = Corpus(data_dir, embedding_model, progress or (lambda _: None), embedder)
        try:
            yield corpus
        finally:
            corpus.close()
