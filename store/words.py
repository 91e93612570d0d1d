"""The lexical index of a data folder: kept in files, and brought up to the catalog's revision."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from store.catalog.catalog import Catalog
from store.lexical import FRESH, LexicalIndex, Part, tidied
from store.postings import Postings, load, save
from store.split import SPLITTER_VERSION
from store.text import TEXT_VERSION

_LAYOUT: Final = "1"
_FOLDER: Final = "words-"
_NUMBERED: Final = re.compile(rf"{_FOLDER}(\d+)")
_WORTH_KEEPING: Final = 2000  # passages; fewer are read again in a moment
_AT_ONCE: Final = 20_000  # articles

VERSION: Final = f"{SPLITTER_VERSION}.{TEXT_VERSION}.{_LAYOUT}"


class Words:
    """One thread at a time. What is in the files is only a shortcut: the catalog decides."""

    def __init__(
        self, catalog: Catalog, data_dir: Path, worth_keeping: int = _WORTH_KEEPING
    ) -> None:
        self._catalog, self._data_dir = catalog, data_dir
        self._worth_keeping = worth_keeping
        self._fresh = min(FRESH, worth_keeping)
        self._now: tuple[int, LexicalIndex] | None = None
        self._kept: list[tuple[Path, Postings | None]] = []  # None: of no use

    def index(self) -> LexicalIndex:
        """The index of what can be searched now; the same object until that changes."""
        revision = self._catalog.revision()
        if self._now is None:
            self._now = (revision, self._first())
        elif self._now[0] != revision:
            since, index = self._now
            self._now = (revision, self._with(index, self._catalog.changed_since(since)))
        else:
            return self._now[1]
        self._keep([part.held for part in self._now[1].parts])
        return self._now[1]

    def _first(self) -> LexicalIndex:
        """What the files hold of what is in the catalog, and the rest of that."""
        missing = np.array([id_.encode() for id_ in self._catalog.passage_ids()], dtype=np.bytes_)
        parts = []
        for folder in sorted(self._folders(), key=_number, reverse=True):
            held = load(folder, VERSION)
            self._kept.append((folder, held))
            if held is not None:  # what was made of several, the newer, may lie beside them
                parts.append(Part(held, ~np.isin(held.ids, missing)))
                missing = missing[~np.isin(missing, held.ids)]
        parts.sort(key=lambda part: -part.count)
        articles = dict.fromkeys(id_.decode().split(":")[0] for id_ in missing)
        return self._with(LexicalIndex(tidied(parts)), articles)

    def _with(self, index: LexicalIndex, articles: Iterable[str]) -> LexicalIndex:
        ids = sorted(articles)
        for at in range(0, len(ids), _AT_ONCE):
            some = ids[at : at + _AT_ONCE]
            index = index.changed(set(some), list(self._texts(some)), fresh=self._fresh)
        return index

    def _texts(self, articles: list[str]) -> Iterator[tuple[str, str]]:
        for passage, title in self._catalog.titled_passages(articles):
            yield passage.id, f"{title}\n{passage.text}"

    def _keep(self, parts: list[Postings]) -> None:
        """Write the large sets that are new, each to a folder of its own in one rename, and remove
        those that are no longer used.
        """
        there = {id(held) for _, held in self._kept}
        try:
            for held in parts:
                if id(held) not in there and len(held.ids) >= self._worth_keeping:
                    self._kept.append((self._written(held), held))
        except OSError:  # a full disk, or another process was faster: next time
            return
        used = {id(held) for held in parts}
        for folder, former in self._kept:
            if id(former) not in used:
                shutil.rmtree(folder, ignore_errors=True)  # who has it mapped keeps it
        self._kept = [(folder, held) for folder, held in self._kept if id(held) in used]

    def _written(self, held: Postings) -> Path:
        target = self._data_dir / f"{_FOLDER}{1 + max(map(_number, self._folders()), default=0)}"
        with tempfile.TemporaryDirectory(dir=self._data_dir, prefix=".words-") as scratch:
            making = Path(scratch) / "words"
            making.mkdir()
            save(held, making, VERSION)
            making.rename(target)
        return target

    def _folders(self) -> list[Path]:
        return [path for path in self._data_dir.iterdir() if _NUMBERED.fullmatch(path.name)]


def _number(folder: Path) -> int:
    return int(folder.name.removeprefix(_FOLDER))
