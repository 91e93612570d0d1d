"""The corpus: the record, its indexes and the model that made them, as one thing to search."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path

from store.arrays import Floats
from store.article import Article, Passage, Sentence
from store.backup import finish_restore
from store.bundled_embedder import BundledEmbedder
from store.catalog.catalog import Catalog
from store.catalog.history import Version
from store.catalog.newest import Newest
from store.catalog.reading import FILE_NAME
from store.changing import Progress, Tally, drop, finish, take_in
from store.embed import BUNDLED, Embedder, SentenceTransformerEmbedder
from store.errors import IndexUnusable, InUse, StoreError
from store.gather import Gathered, find_files, folders_in, gather_files
from store.generation import Generation
from store.index import InFolders, OnServer
from store.indexes import Indexes
from store.ingest import IngestReport
from store.lexical import LexicalIndex
from store.lock import Turns, owned
from store.spelled import SpelledWords
from store.status import Status, status_of
from store.tokens import TokenCodec, TokenVectors
from store.view import Loaded, View
from store.words import Words

__all__ = ["Corpus", "Status", "View", "open_corpus"]


_STORE = "store_id"
_MANY = 500  # articles whose words are not left to be counted by the next question


class Corpus:
    """Articles of one data folder, searchable by several threads at once, also while they change.

    One question looks through one `view`; the other ways of looking take a view each time.
    """

    def __init__(
        self,
        data_dir: Path,
        model: str,
        load: Callable[[str], Embedder],
        chroma_url: str | None = None,
    ) -> None:
        """Use `open_corpus`, which makes sure that no other process spoils the folder."""
        self._data_dir = data_dir
        self._model = model
        self._catalog = Catalog(data_dir / FILE_NAME)
        self._shared = chroma_url is not None
        chroma = InFolders() if chroma_url is None else OnServer(chroma_url, self._store_id())
        self._indexes = Indexes(self._catalog, data_dir, model, load, chroma)
        self._changing = Turns(data_dir if self._shared else None)
        self._noticing = threading.Lock()
        self._seen = 0  # changes by others
        self._counting = threading.RLock()  # words are indexed once
        self._words = Words(self._catalog, data_dir)
        self._spelled = SpelledWords(self._catalog, data_dir)
        self._loaded: tuple[int, Loaded] = (0, {})  # of a revision

    def close(self) -> None:
        """Let go of every file."""
        self._indexes.close()
        self._catalog.close()

    @property
    def embedder(self) -> Embedder:
        """The embedding model that made the index. Raises ModelUnavailable, IndexUnusable."""
        return self._indexes.live().embedder

    @property
    def codec(self) -> TokenCodec:
        """How this model's token vectors are made small."""
        return self._indexes.live().codec

    @property
    def fingerprint(self) -> str:
        """What the model that is set makes; an index made by others is another."""
        return self._indexes.wanted().fingerprint

    # Searching

    @contextmanager
    def view(self) -> Iterator[View]:
        """The corpus as it is now, for one question."""
        if self._shared:
            self._notice()
        while True:
            generation = self._indexes.live()
            with generation.used():
                if generation is not self._indexes.live():
                    continue  # retired just now
                yield View(self._catalog, generation, self.lexical, self._loaded_now())
                return

    def _loaded_now(self) -> Loaded:
        """Articles read since the last change, by any view."""
        revision = self._catalog.revision()
        if self._loaded[0] != revision:
            self._loaded = (revision, {})
        return self._loaded[1]

    def _notice(self) -> None:
        """See what other processes have changed since the last time."""
        with self._noticing:
            now = self._catalog.others_changes()
            if now != self._seen:
                self._indexes.notice()
                self._seen = now

    def _store_id(self) -> str:
        """What tells this store from others on the same Chroma server."""
        if (known := self._catalog.fact(_STORE)) is None:
            self._catalog.set_facts(**{_STORE: uuid.uuid4().hex[:12]})
            known = self._catalog.fact(_STORE)
        return str(known)

    def articles(self) -> list[Article]:
        """All searchable articles, newest first."""
        return self._catalog.articles()

    def newest(self) -> Sequence[Article]:
        """The same, each stretch of them read when it is asked for."""
        return Newest(self._catalog)

    def named(self, names: Callable[[str, str | None, str], bool], most: int) -> list[Article]:
        """Searchable articles whose source, URL and title are meant, newest first."""
        known = self._catalog.names()
        found = (id_ for id_, source, url, title in known if names(source, url, title))
        ids = list(islice(found, most))
        articles = {each.id: each for each in self._catalog.articles_among(ids)}
        return [articles[id_] for id_ in ids if id_ in articles]

    def counts(self) -> tuple[int, int]:
        """Numbers of searchable articles and of their passages."""
        return self._catalog.counts()

    @property
    def revision(self) -> int:
        """The number of the last change of what can be searched; survives restarts."""
        return self._catalog.revision()

    def changed_since(self, revision: int) -> Iterator[Article]:
        """Those articles that are new or changed since then and can be searched, few at a time."""
        return self._catalog.articles_among(self._catalog.changed_since(revision))

    def trouble(self) -> str | None:
        """What keeps the store from being searched, in one line, or None; cheap to ask often."""
        try:
            self._catalog.revision()
            self._indexes.live().dense.count()
        except StoreError as error:
            return str(error)
        return None

    def article(self, article_id: str) -> Article | None:
        """One searchable article."""
        return self._catalog.article(article_id)

    def history(self, article_id: str) -> list[Version]:
        """Superseded versions of an article with their dates, the newest first."""
        return self._catalog.history(article_id)

    def sentences(self, article_id: str) -> list[Sentence]:
        """An article's sentences in reading order."""
        return self._catalog.sentences(article_id)

    def passages(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        """Those of the passages that may be shown."""
        return self._catalog.searchable_passages(ids)

    def nearest(self, vector: Floats, limit: int) -> list[tuple[str, float]]:
        """Passage ids with cosine similarity, best first; may name passages that are gone."""
        with self.view() as view:
            return view.nearest(vector, limit)

    def vectors(self, passages: Sequence[str]) -> Mapping[str, Floats]:
        """The passages' vectors."""
        with self.view() as view:
            return view.vectors(passages)

    def tokens(self, passages: Sequence[str]) -> dict[str, TokenVectors]:
        """The token vectors of the passages that have any."""
        with self.view() as view:
            return view.tokens(passages)

    @property
    def lexical(self) -> LexicalIndex:
        """BM25 over all searchable passages as they are now."""
        with self._counting:
            return self._words.index()

    def spelled_words(self) -> tuple[int, Counter[str]]:
        """A revision, and how often each word is in the articles, spelled just so."""
        with self._counting:
            return self._spelled.counts()

    # Changing

    def ingest(
        self, paths: Sequence[str], *, prune: bool = False, progress: Progress | None = None
    ) -> IngestReport:
        """Read files and folders; embed what is new or changed; with `prune` drop what is gone.

        Articles that cannot be read are named in the report and the rest goes on. `progress` hears
        articles done and in all.
        """
        found, failed = find_files(paths)
        return self.apply(
            gather_files(found, failed),
            pruned=folders_in(paths, failed) if prune else (),
            expected=len(found) + len(failed),
            progress=progress,
        )

    def apply(
        self,
        gathered: Iterable[Gathered],
        *,
        pruned: Collection[str] = (),
        expected: int | None = None,
        progress: Progress | None = None,
    ) -> IngestReport:
        """Take in articles from anywhere; `gathered` is read as it is needed.

        Of what is known under the roots in `pruned`, articles that were not gathered are dropped.
        Work that an earlier process left unfinished is finished. `progress` hears articles done
        and in all: `expected`, or as many as are known of.
        """
        started = time.monotonic()

        def told(done: int) -> None:
            if progress is not None:
                progress(done, max(done, expected or 0))

        with self._turn() as live:
            tally = take_in(self._catalog, live, gathered, pruned=pruned, told=told)
        if len(tally.added) + len(tally.updated) >= _MANY:
            _ = self.lexical
            self.spelled_words()
        return self._report(started, tally)

    def remove(self, article_ids: Sequence[str]) -> None:
        """Drop articles, and their history with them."""
        with self._turn() as live:
            drop(self._catalog, live, article_ids)

    def reindex(self, progress: Progress | None = None) -> IngestReport:
        """Build the index anew from the stored articles, whatever state it is in.

        Questions are answered from the old one, if that can be used, until the new one is whole.
        """
        started = time.monotonic()
        articles = self._indexes.build(self._changing, progress)
        with self._turn() as live:
            articles += finish(self._catalog, live)
        return self._report(started, Tally(updated=[""] * articles))

    def another_index_is_wanted(self) -> bool:
        """Whether another model is set than the one that answers: `reindex` then switches."""
        return self._indexes.another_is_wanted()

    def index_trouble(self) -> str | None:
        """Why no index can be used, in one line, or None. Raises ModelUnavailable."""
        try:
            self._indexes.live()
        except IndexUnusable as error:
            return str(error)
        return None

    def status(self) -> Status:
        """What the store holds and whether it is healthy; does not load the model."""
        return status_of(self._catalog, self._indexes, self._model, self._data_dir)

    @contextmanager
    def _turn(self) -> Iterator[Generation]:
        """Nobody else changes anything; gives the index that answers now, whoever built it."""
        with self._changing:
            if self._shared:
                self._notice()
            yield self._indexes.live()

    def _report(self, started: float, tally: Tally) -> IngestReport:
        return IngestReport(
            added=len(tally.added),
            updated=len(tally.updated),
            unchanged=len(tally.unchanged),
            removed=len(tally.removed),
            duplicates=len(tally.duplicates),
            failed=tuple(tally.failed),
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
    load: Callable[[str], Embedder] | None = None,
    chroma_url: str | None = None,
) -> Iterator[Corpus]:
    """Open what the data folder holds until the block ends, and own it.

    With `chroma_url` the vectors are on that Chroma server, and several processes may have the
    folder open: each owns it only while it changes something, and sees what the others change.

    `progress` hears one-line news, such as that the model is being prepared. `embedder` is used
    instead of loading the model of that name, `load` instead of loading any. Raises InUse when
    another process owns the folder, StoreError when it cannot be used.
    """

    def loaded(model: str) -> Embedder:
        if embedder is not None and model == embedding_model:
            return embedder
        if model == BUNDLED:
            return BundledEmbedder(data_dir / "models", progress or (lambda _: None))
        return SentenceTransformerEmbedder(model)

    with ExitStack() as stack:
        try:
            owner = stack.enter_context(ExitStack())
            owner.enter_context(owned(data_dir))
            finish_restore(data_dir)
        except InUse:
            if chroma_url is None:
                raise
        corpus = Corpus(data_dir, embedding_model, load or loaded, chroma_url)
        if chroma_url is not None:
            owner.close()
        try:
            yield corpus
        finally:
            corpus.close()
