"""The searchable articles as a sequence that is read a stretch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from store.article import Article
from store.catalog.reading import CatalogReading


class Newest(Sequence[Article]):
    """All searchable articles, newest first; what is asked for is read from the catalog then."""

    def __init__(self, catalog: CatalogReading) -> None:
        self._catalog = catalog

    def __len__(self) -> int:
        return self._catalog.counts()[0]

    @overload
    def __getitem__(self, at: int) -> Article: ...
    @overload
    def __getitem__(self, at: slice) -> list[Article]: ...
    def __getitem__(self, at: int | slice) -> Article | list[Article]:
        if isinstance(at, slice):
            first, last, step = at.indices(len(self))
            return self._catalog.some_articles(first, max(last - first, 0))[::step]
        found = self._catalog.some_articles(range(len(self))[at], 1)
        if not found:
            raise IndexError(at)
        return found[0]
