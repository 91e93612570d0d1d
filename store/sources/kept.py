"""The folders and feeds that are kept up with, and what is known of pages: tables of the catalog.

Other processes may read and change them too, so that a feed can be added while the bot runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Literal

from store.catalog.reading import FILE_NAME
from store.catalog.schema import MIGRATIONS
from store.sqlite import Database

Kind = Literal["folder", "feed"]


@dataclass(frozen=True, slots=True)
class Source:
    """A folder (its path) or feed (its address) that is kept up with.

    Times are seconds since 1970. `every` is the interval that was asked for, None for the usual
    one. `failures` counts those in a row, `error` is the last one's reason.
    """

    address: str
    kind: Kind
    every: float | None = None
    title: str | None = None
    added_at: float = 0.0
    etag: str | None = None
    last_modified: str | None = None
    checked_at: float | None = None
    due_at: float = 0.0
    failures: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a page, by the address it was asked for at.

    `found_in` is the feed that named it or "", `entry` that feed's id for it and `mark` what
    changes with the entry. `missed_at` is when it was first found missing.
    """

    address: str
    found_in: str = ""
    entry: str = ""
    mark: str = ""
    article_id: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    first_at: float = 0.0
    checked_at: float = 0.0
    due_at: float = 0.0
    failures: int = 0
    missed_at: float | None = None


_IDS_AT_ONCE = 500
_SOURCE = ", ".join(field.name for field in fields(Source))
_PAGE = ", ".join(field.name for field in fields(Page))


class Sources:
    """Sources and pages in the catalog of a data folder; may be used from any thread."""

    def __init__(self, data_dir: Path) -> None:
        """Raises StoreError where the catalog cannot be opened."""
        self._db = Database(data_dir / FILE_NAME, MIGRATIONS, label="The catalog")

    def close(self) -> None:
        """Close the file; nothing may be called afterwards."""
        self._db.close()

    def all(self) -> list[Source]:
        """All sources, folders first, in order of their addresses."""
        rows = self._db.rows(f"SELECT {_SOURCE} FROM sources ORDER BY kind DESC, address")
        return [Source(*row) for row in rows]

    def source(self, address: str) -> Source | None:
        """The source with this address."""
        rows = self._db.rows(f"SELECT {_SOURCE} FROM sources WHERE address = ?", (address,))
        return Source(*rows[0]) if rows else None

    def due(self, now: float) -> list[Source]:
        """The feeds whose time has come, the longest overdue first."""
        query = f"SELECT {_SOURCE} FROM sources WHERE kind = 'feed' AND due_at <= ? ORDER BY due_at"
        return [Source(*row) for row in self._db.rows(query, (now,))]

    def add(self, source: Source) -> bool:
        """Keep up with a source from now on; False where it is known: then its interval changes."""
        known = self.source(source.address) is not None
        with self._db.change() as db:
            db.execute(
                f"INSERT INTO sources ({_SOURCE}) VALUES ({_marks(Source)})"
                " ON CONFLICT (address) DO UPDATE SET every = excluded.every, due_at = 0",
                astuple(source),
            )
        return not known

    def update(self, source: Source) -> None:
        """Write what was learned of a source; one that was removed meanwhile stays removed."""
        changed = ("title", "etag", "last_modified", "checked_at", "due_at", "failures", "error")
        assignments = ", ".join(f"{name} = ?" for name in changed)
        values = [getattr(source, name) for name in changed]
        with self._db.change() as db:
            db.execute(
                f"UPDATE sources SET {assignments} WHERE address = ?", (*values, source.address)
            )

    def remove(self, address: str) -> bool:
        """Keep up with a source no longer; False where it was not known. Its articles stay."""
        with self._db.change() as db:
            return db.execute("DELETE FROM sources WHERE address = ?", (address,)).rowcount > 0

    def page(self, address: str) -> Page | None:
        """What is known of the page asked for at this address."""
        rows = self._db.rows(f"SELECT {_PAGE} FROM pages WHERE address = ?", (address,))
        return Page(*rows[0]) if rows else None

    def pages_of(self, feed: str) -> list[Page]:
        """The pages that a feed named, oldest first."""
        query = f"SELECT {_PAGE} FROM pages WHERE found_in = ? ORDER BY first_at, address"
        return [Page(*row) for row in self._db.rows(query, (feed,))]

    def held(self, article_ids: Iterable[str]) -> set[str]:
        """Those of the articles that the catalog holds, as they are, waiting, or as copies."""
        ids = list(dict.fromkeys(article_ids))
        found: set[str] = set()
        for at in range(0, len(ids), _IDS_AT_ONCE):
            some = ids[at : at + _IDS_AT_ONCE]
            marks = ", ".join("?" for _ in some)
            for table in ("articles", "waiting", "copies"):
                rows = self._db.rows(f"SELECT id FROM {table} WHERE id IN ({marks})", some)
                found.update(row[0] for row in rows)
        return found

    def save(self, pages: Iterable[Page]) -> None:
        """Write what is known of pages, in place of what was."""
        with self._db.change() as db:
            db.executemany(
                f"INSERT OR REPLACE INTO pages ({_PAGE}) VALUES ({_marks(Page)})",
                [astuple(page) for page in pages],
            )

    def forget(self, addresses: Sequence[str]) -> None:
        """Know no longer of pages."""
        with self._db.change() as db:
            db.executemany("DELETE FROM pages WHERE address = ?", [(one,) for one in addresses])


def _marks(kind: type[Source] | type[Page]) -> str:
    return ", ".join("?" for _ in fields(kind))
