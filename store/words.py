"""The lexical index of a data folder: kept in files, and brought up to the catalog's revision."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from store.catalog.catalog import Catalog
from store.lexical import LexicalIndex, lexical_index, over
from store.postings import Postings, load, save
from store.split import SPLITTER_VERSION
from store.text import TEXT_VERSION

_LAYOUT: Final = "1"
_FOLDER: Final = "words-"
_NUMBERED: Final = re.compile(rf"{_FOLDER}(\d+)")
_WORTH_KEEPING: Final = 2000  # passages; fewer are read again in a moment
_AT_ONCE: Final = 2000  # articles

VERSION: Final = f"{SPLITTER_VERSION}.{TEXT_VERSION}.{_LAYOUT}"


class Words:
    """One thread at a time. What is in the files is only a shortcut: the catalog decides."""

    def __init__(
        self, catalog: Catalog, data_dir: Path, worth_keeping: int = _WORTH_KEEPING
    ) -> None:
        self._catalog, self._data_dir = catalog, data_dir
        self._worth_keeping = worth_keeping
        self._now: tuple[int, LexicalIndex] | None = None
        self._kept: Postings | None = None

    def index(self) -> LexicalIndex:
        """The index of what can be searched now; the same object until that changes."""
        revision = self._catalog.revision()
        if self._now is None:
            self._now = (revision, self._first())
        elif self._now[0] != revision:
            since, index = self._now
            self._now = (revision, self._with(index, set(self._catalog.changed_since(since))))
        else:
            return self._now[1]
        self._keep(self._now[1].main)
        return self._now[1]

    def _first(self) -> LexicalIndex:
        for folder in sorted(self._folders(), key=_number, reverse=True):
            held = load(folder, VERSION)
            if held is not None:
                self._kept = held
                index = over(held)
                there = self._catalog.passage_ids()
                changed = {id_.split(":")[0] for id_ in there if not index.has(id_)}
                gone = {id_.decode() for id_ in held.ids} - set(there)
                return self._with(index, changed | {id_.split(":")[0] for id_ in gone})
        return lexical_index(self._texts(self._catalog.article_ids()))

    def _with(self, index: LexicalIndex, articles: set[str]) -> LexicalIndex:
        return index.changed(articles, list(self._texts(articles)))

    def _texts(self, articles: Iterable[str]) -> Iterator[tuple[str, str]]:
        ids = sorted(articles)
        for at in range(0, len(ids), _AT_ONCE):
            for passage, title in self._catalog.titled_passages(ids[at : at + _AT_ONCE]):
                yield passage.id, f"{title}\n{passage.text}"

    def _keep(self, main: Postings) -> None:
        """Write the main postings to a folder of their own, in one rename."""
        if main is self._kept or len(main.ids) < self._worth_keeping:
            return
        older = list(self._folders())
        target = self._data_dir / f"{_FOLDER}{1 + max(map(_number, older), default=0)}"
        try:
            with tempfile.TemporaryDirectory(dir=self._data_dir, prefix=".words-") as scratch:
                making = Path(scratch) / "words"
                making.mkdir()
                save(main, making, VERSION)
                making.rename(target)
        except OSError:  # a full disk, or another process was faster: next time
            return
        self._kept = main
        for folder in older:
            shutil.rmtree(folder, ignore_errors=True)  # who has it mapped keeps it

    def _folders(self) -> list[Path]:
        return [path for path in self._data_dir.iterdir() if _NUMBERED.fullmatch(path.name)]


def _number(folder: Path) -> int:
    return int(folder.name.removeprefix(_FOLDER))
