"""Reading the record: searchable articles, their passages and sentences, and what was before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from store.article import Article, Passage, Sentence
from store.catalog.history import Version
from store.catalog.rows import COLUMNS, from_json, from_row
from store.catalog.schema import MIGRATIONS
from store.sqlite import Database

FILE_NAME: Final = "catalog.sqlite3"
_AT_ONCE = 500  # values in one query
_NEWEST_FIRST = "ORDER BY published IS NULL, published DESC, source"
_PASSAGE = (
    "SELECT p.id, p.article_id, substr(a.text, p.start + 1, p.end - p.start), p.start, p.end"
    " FROM passages p JOIN articles a ON a.id = p.article_id"
)


class CatalogReading:
    """What of the catalog can be read; every method may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Open or create the file, as `Database` does."""
        self._db = Database(path, MIGRATIONS, label=f"The catalog {path}")

    def close(self) -> None:
        """Close the file; nothing may be called afterwards."""
        self._db.close()

    @property
    def database(self) -> Database:
        """The file itself, to check and to copy."""
        return self._db

    def articles(self) -> list[Article]:
        """All searchable articles, those with the newest published date first."""
        return list(self._articles(_NEWEST_FIRST))

    def some_articles(self, offset: int, limit: int) -> list[Article]:
        """A stretch of the searchable articles, newest first."""
        return list(self._articles(f"{_NEWEST_FIRST} LIMIT ? OFFSET ?", limit, offset))

    def names(self) -> list[tuple[str, str, str | None, str]]:
        """Id, source, URL and title of each searchable article, newest first."""
        return list(self._db.rows(f"SELECT id, source, url, title FROM articles {_NEWEST_FIRST}"))

    def article(self, article_id: str) -> Article | None:
        """One searchable article."""
        return next(self._articles("WHERE id = ?", article_id), None)

    def articles_among(self, article_ids: Sequence[str]) -> Iterator[Article]:
        """Those of the articles that are searchable, read as they are needed."""
        for some in chunks(article_ids):
            yield from self._articles(f"WHERE id IN ({','.join('?' * len(some))})", *some)

    def article_with_sentences(self, article_id: str) -> tuple[Article | None, list[Sentence]]:
        """One searchable article and the sentences of this very version of it."""
        with self._db.unchanging():
            return self.article(article_id), self.sentences(article_id)

    def article_ids(self) -> list[str]:
        """Ids of all searchable articles, in the order in which they came."""
        return [row[0] for row in self._db.rows("SELECT id FROM articles ORDER BY added_at, id")]

    def passage_ids(self) -> list[str]:
        """Ids of all passages of searchable articles."""
        return [row[0] for row in self._db.rows("SELECT id FROM passages")]

    def passages(self, article_id: str | None = None) -> list[Passage]:
        """Passages of a searchable article, or of all of them, in reading order."""
        where, values = ("WHERE p.article_id = ?", (article_id,)) if article_id else ("", ())
        rows = self._db.rows(f"{_PASSAGE} {where} ORDER BY a.added_at, a.id, p.start", values)
        return [Passage(*row) for row in rows]

    def titled_passages(self, article_ids: Sequence[str]) -> list[tuple[Passage, str]]:
        """The passages of those articles that are searchable, each with its article's title."""
        found = []
        for some in chunks(article_ids):
            rows = self._db.rows(
                f"{_PASSAGE.replace('p.end FROM', 'p.end, a.title FROM')}"
                f" WHERE a.id IN ({','.join('?' * len(some))}) ORDER BY a.added_at, a.id, p.start",
                some,
            )
            found += [(Passage(*row[:5]), str(row[5])) for row in rows]
        return found

    def searchable_passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids whose article is searchable."""
        rows = self._db.rows(f"{_PASSAGE} WHERE p.id IN ({','.join('?' * len(ids))})", ids)
        return {row[0]: Passage(*row) for row in rows}

    def sentences(self, article_id: str) -> list[Sentence]:
        """An article's sentences in reading order."""
        rows = self._db.rows(
            "SELECT s.start, s.end, substr(a.text, s.start + 1, s.end - s.start)"
            " FROM sentences s JOIN articles a ON a.id = s.article_id"
            " WHERE s.article_id = ? ORDER BY s.start",
            (article_id,),
        )
        return [Sentence(article_id, row[2], row[0], row[1]) for row in rows]

    def counts(self) -> tuple[int, int]:
        """Numbers of searchable articles and of their passages."""
        ((articles, passages),) = self._db.rows(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)"
        )
        return int(articles), int(passages)

    def how_many_wait(self) -> int:
        """How many articles were read and are not searchable yet."""
        return int(self._db.rows("SELECT count(*) FROM waiting")[0][0])

    def how_many_copies(self) -> int:
        """How many articles are not searched because another tells the same story."""
        return int(self._db.rows("SELECT count(*) FROM copies")[0][0])

    def copies(self, article_id: str) -> list[Article]:
        """The same story as it was read in other places, the earliest first."""
        rows = self._db.rows("SELECT article FROM copies WHERE primary_id = ?", (article_id,))
        found = [from_json(row[0]) for row in rows]
        return sorted(found, key=lambda a: (a.published or date.max, a.source))

    def copies_among(self, ids: Sequence[str]) -> set[str]:
        """Those of the articles that are kept beside others."""
        return {
            row[0]
            for some in chunks(ids)
            for row in self._db.rows(
                f"SELECT id FROM copies WHERE id IN ({','.join('?' * len(some))})", some
            )
        }

    def sharing(self, bands: Sequence[int]) -> list[tuple[str, Article]]:
        """Published articles that share one of the bands, each with its root."""
        ids = {
            row[0]
            for n, hash_ in enumerate(bands)
            for row in self._db.rows(
                "SELECT article_id FROM bands WHERE band = ? AND hash = ?", (n, hash_)
            )
        }
        columns = ", ".join(COLUMNS)
        return [
            (str(root), from_row(row))
            for some in chunks(sorted(ids))
            for root, *row in self._db.rows(
                f"SELECT root, {columns} FROM articles WHERE id IN ({','.join('?' * len(some))})",
                some,
            )
        ]

    def history(self, article_id: str) -> list[Version]:
        """Superseded versions of an article, the newest first."""
        rows = self._db.rows(
            "SELECT article, read_at, superseded_at FROM history WHERE article_id = ?"
            " ORDER BY id DESC",
            (article_id,),
        )
        return [Version(from_json(row[0]), row[1], row[2]) for row in rows]

    def revision(self) -> int:
        """The number of the last change of what can be searched; 0 where there was none."""
        return int(self._db.rows("SELECT coalesce(max(revision), 0) FROM changes")[0][0])

    def changed_since(self, revision: int) -> list[str]:
        """Ids of articles that were published, replaced or removed after that revision."""
        rows = self._db.rows(
            "SELECT article_id FROM changes WHERE revision > ? ORDER BY revision", (revision,)
        )
        return [row[0] for row in rows]

    def others_changes(self) -> int:
        """Another number whenever another process has changed the file."""
        return int(self._db.rows("PRAGMA data_version")[0][0])

    def fact(self, name: str) -> str | None:
        """A fact about the store kept under a name, such as the index fingerprint."""
        rows = self._db.rows("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def check(self) -> str | None:
        """What SQLite finds wrong with the file, or None."""
        return self._db.check()

    def _articles(self, clause: str, *values: object) -> Iterator[Article]:
        rows = self._db.rows(f"SELECT {', '.join(COLUMNS)} FROM articles {clause}", values)
        return map(from_row, rows)


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Few enough at once for one query."""
    for at in range(0, len(ids), _AT_ONCE):
        yield ids[at : at + _AT_ONCE]
