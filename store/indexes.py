"""Which index answers, and building another beside it: for another model, or a damaged one.

Each index has a folder of its own. Facts in the catalog say which one answers and which one is
being built; a process that is killed leaves the next one to go on with that.
"""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from typing import Final

from store.catalog.catalog import Catalog
from store.changing import AT_ONCE, Progress
from store.embed import Embedder
from store.errors import IndexAway, IndexUnusable, ModelUnavailable, StoreError
from store.generation import Generation
from store.index import Chroma
from store.split import split_article

FINGERPRINT: Final = "index_fingerprint"
MODEL: Final = "embedding_model"
FOLDER: Final = "index_folder"
BUILDING: Final = "building_fingerprint"
BUILDING_FOLDER: Final = "building_folder"

BUILT_BY_OTHERS: Final = "The index was built by another model or version; run `pramaan reindex`"
PARTLY_MISSING: Final = "Part of the index is missing; run `pramaan reindex`"
MISSING: Final = "The index is missing; run `pramaan reindex`"

_FIRST = "index"
_NUMBERED = re.compile(r"index(?:-(\d+))?")


class Indexes:
    """The indexes of a data folder."""

    def __init__(
        self,
        catalog: Catalog,
        data_dir: Path,
        model: str,
        load: Callable[[str], Embedder],
        chroma: Chroma,
    ) -> None:
        """`model` is the one that is set; `load` gives a model by its name."""
        self.chroma = chroma
        self._catalog = catalog
        self._data_dir = data_dir
        self._load = load
        self._model = model
        self._opening = threading.RLock()
        self._live: Generation | None = None
        self._loaded: dict[str, Embedder] = {}

    def close(self) -> None:
        """Let go of every file."""
        if self._live is not None:
            self._live.close()

    @property
    def folder(self) -> Path:
        """Where the index that answers lies."""
        return self._data_dir / (self._catalog.fact(FOLDER) or _FIRST)

    def embedder(self, model: str) -> Embedder:
        """A model by its name, loaded once."""
        with self._opening:
            if model not in self._loaded:
                self._loaded[model] = self._load(model)
            return self._loaded[model]

    def wanted(self, folder: Path | None = None) -> Generation:
        """What the model that is set makes, in a folder."""
        return self._generation(self._model, folder or self.folder)

    def live(self) -> Generation:
        """The index that answers. Raises IndexUnusable, and ModelUnavailable for its model."""
        with self._opening:
            if self._live is None:
                self._live = self._checked()
                self._remove_others()
            return self._live

    def notice(self) -> None:
        """Another process may have built another index: from now on that one answers."""
        with self._opening:
            live = self._live
            if live is None or (
                live.folder == self.folder and live.fingerprint == self._catalog.fact(FINGERPRINT)
            ):
                return
            self._live = None
        live.retire()

    def opened(self) -> Generation | None:
        """The index that answers, if it has been opened."""
        return self._live

    def another_is_wanted(self) -> bool:
        """Whether the model that is set is not the one that answers."""
        return self.live().fingerprint != self.wanted().fingerprint

    def _checked(self) -> Generation:
        built_by = self._catalog.fact(FINGERPRINT)
        if built_by is None:
            generation = self.wanted()
            self._catalog.set_facts(
                **{FINGERPRINT: generation.fingerprint, MODEL: self._model, FOLDER: _FIRST}
            )
        elif not built_by:
            raise IndexUnusable(MISSING)
        else:
            generation = self._generation(self._catalog.fact(MODEL) or self._model, self.folder)
            try:
                found = generation.fingerprint
            except ModelUnavailable as error:
                if generation.model == self._model:
                    raise
                raise IndexUnusable(
                    f"The index was built with EMBEDDING_MODEL={generation.model}, which cannot be"
                    " loaded any more; run `pramaan reindex`"
                ) from error
            if found != built_by:
                raise IndexUnusable(BUILT_BY_OTHERS)
        passages = self._catalog.counts()[1]
        if passages and not generation.folder.is_dir():
            raise IndexUnusable(MISSING)
        try:
            if generation.dense.count() < passages:
                raise IndexUnusable(PARTLY_MISSING)
        except IndexUnusable:
            generation.close()
            raise
        return generation

    def build(
        self, changing: AbstractContextManager[object], progress: Progress | None = None
    ) -> int:
        """Build what the model that is set makes of all articles, then let it answer.

        The index that answers does so until then, if it can. What an earlier process built is
        used. No article may change while `changing`, a lock, is held; it is let go between
        batches. Gives the number of articles. Raises ModelUnavailable and IndexUnusable.
        """
        new = self._begun()
        seen = self._catalog.revision()
        articles = self._catalog.article_ids()
        for at in range(0, len(articles), AT_ONCE):
            batch = articles[at : at + AT_ONCE]
            with changing:
                self._add(new, batch)
            if progress is not None:
                progress(at + len(batch), len(articles))
        with changing:
            self._add(new, self._catalog.changed_since(seen))
            held = set(self._catalog.passage_ids())
            new.dense.delete([id_ for id_ in new.dense.ids() if id_ not in held])
            if new.dense.count() < len(held):
                raise IndexUnusable(PARTLY_MISSING)
            self._switch(new)
        return len(articles)

    def _begun(self) -> Generation:
        folder = self._catalog.fact(BUILDING_FOLDER)
        # After a restore none answers, and the one that did is brought up to date.
        if folder and (folder != self.folder.name or not self._catalog.fact(FINGERPRINT)):
            begun = self.wanted(self._data_dir / folder)
            if self._catalog.fact(BUILDING) == begun.fingerprint and begun.folder.is_dir():
                try:
                    begun.dense.count()
                except IndexUnusable:
                    begun.close()
                else:
                    return begun
        new = self.wanted(self._data_dir / f"{_FIRST}-{1 + max(self._numbers(), default=0)}")
        _ = new.embedder  # a model that cannot be loaded must cost nothing
        self._catalog.set_facts(**{BUILDING: new.fingerprint, BUILDING_FOLDER: new.folder.name})
        return new

    def _add(self, new: Generation, article_ids: list[str]) -> None:
        for article_id in article_ids:
            article = self._catalog.article(article_id)
            if article is not None:
                self._catalog.cut(article_id, *split_article(article))
        passages = self._catalog.titled_passages(article_ids)
        held = new.dense.held([passage.id for passage, _ in passages])
        new.dense.add(
            [(passage, title) for passage, title in passages if passage.id not in held],
            new.embedder,
            new.codec,
        )

    def _switch(self, new: Generation) -> None:
        self._catalog.set_facts(
            **{
                FINGERPRINT: new.fingerprint,
                MODEL: new.model,
                FOLDER: new.folder.name,
                BUILDING: "",
                BUILDING_FOLDER: "",
            }
        )
        with self._opening:
            old, self._live = self._live, new
            for model in self._loaded.keys() - {new.model}:
                del self._loaded[model]
        if old is not None:
            old.retire()
        self._remove_others()

    def _remove_others(self) -> None:
        """Remove indexes that neither answer nor are being built."""
        kept = {self.folder.name, self._catalog.fact(BUILDING_FOLDER)}
        for path in self._folders():
            if path.name not in kept:
                with suppress(IndexAway):  # what is left there only takes room
                    self.chroma.drop(path)
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)

    def _folders(self) -> Iterator[Path]:
        return (path for path in self._data_dir.iterdir() if _NUMBERED.fullmatch(path.name))

    def _numbers(self) -> Iterator[int]:
        for path in self._folders():
            found = _NUMBERED.fullmatch(path.name)
            yield int(found[1] or 1) if found else 1

    def _generation(self, model: str, folder: Path) -> Generation:
        return Generation(model, folder, lambda: self.embedder(model), self.chroma)


def hand_over_index(restored: Path, present: Path) -> None:
    """Let the index of the present catalog, where there is one, be what a build for the restored
    catalog begins with; until that is done none answers.
    """
    folder = fingerprint = ""
    if present.is_file():
        try:
            with closing(Catalog(present)) as catalog:
                fingerprint = catalog.fact(FINGERPRINT) or ""
                folder = catalog.fact(FOLDER) or _FIRST
        except StoreError:
            pass  # damaged, which may be why another is restored
    with closing(Catalog(restored)) as catalog:
        catalog.set_facts(**{FINGERPRINT: "", BUILDING: fingerprint, BUILDING_FOLDER: folder})
