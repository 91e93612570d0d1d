"""Packed token vectors by passage in a SQLite file beside the vector index; rebuildable like it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from store.errors import IndexUnusable

_AT_ONCE = 500  # values in one query


class TokenStore:
    """Bytes by passage id; every method may be called from any thread.

    Every method raises IndexUnusable when the file turns out to be damaged.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file."""
        self._lock = threading.Lock()
        self._path = path
        with self._errors():
            self._db = sqlite3.connect(path, check_same_thread=False)
        try:
            with self._errors():
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._db.execute(
                    "CREATE TABLE IF NOT EXISTS tokens"
                    " (passage TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT"
                )
        except IndexUnusable:
            self._db.close()
            raise

    def put(self, packed: Iterable[tuple[str, bytes]]) -> None:
        """Write passages' packed vectors, in place of earlier ones."""
        with self._lock, self._errors(), self._db as db:
            db.executemany("INSERT OR REPLACE INTO tokens VALUES (?, ?)", packed)

    def get(self, passages: Sequence[str]) -> dict[str, bytes]:
        """The packed vectors of those passages that are held."""
        marks = ",".join("?" * len(passages))
        query = f"SELECT passage, data FROM tokens WHERE passage IN ({marks})"
        with self._lock, self._errors():
            return dict(self._db.execute(query, list(passages)).fetchall())

    def held(self, passages: Sequence[str]) -> set[str]:
        """Those of the passages that are held."""
        found: set[str] = set()
        for at in range(0, len(passages), _AT_ONCE):
            some = list(passages[at : at + _AT_ONCE])
            query = f"SELECT passage FROM tokens WHERE passage IN ({','.join('?' * len(some))})"
            with self._lock, self._errors():
                found.update(row[0] for row in self._db.execute(query, some))
        return found

    def ids(self) -> list[str]:
        """All passages that are held."""
        with self._lock, self._errors():
            return [row[0] for row in self._db.execute("SELECT passage FROM tokens")]

    def count(self) -> int:
        """How many passages are held."""
        with self._lock, self._errors():
            (count,) = self._db.execute("SELECT count(*) FROM tokens").fetchone()
        return int(count)

    def delete(self, passages: Sequence[str]) -> None:
        """Forget passages; ids that are not there are ignored."""
        with self._lock, self._errors(), self._db as db:
            db.executemany("DELETE FROM tokens WHERE passage = ?", [(p,) for p in passages])

    def close(self) -> None:
        """Close the file; nothing may be called afterwards."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise IndexUnusable(
                f"The token vectors in {self._path} cannot be used ({error});"
                " `pramaan reindex` builds them anew from the stored articles"
            ) from error
