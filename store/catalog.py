"""The record: articles, their passages and sentences in SQLite, from which indexes are rebuilt.

An article is written with its passages in one transaction and counts as searchable only once
`mark_indexed` says that the index holds all of it. Passages that the index must forget are
remembered until it has. A process that is killed in between leaves both lists for the next one.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from store.article import Article, ArticleLanguage, Passage, Sentence
from store.errors import StoreError

_MIGRATIONS = (
    """
    CREATE TABLE articles (
        id TEXT PRIMARY KEY,
        root TEXT NOT NULL,
        source TEXT NOT NULL,
        url TEXT,
        title TEXT NOT NULL,
        publisher TEXT,
        published TEXT,
        dateline TEXT,
        language TEXT NOT NULL,
        text TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        added_at TEXT NOT NULL,
        indexed INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE passages (
        id TEXT PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX passages_article ON passages (article_id);
    CREATE TABLE sentences (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        PRIMARY KEY (article_id, start)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE forgotten_passages (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    """,
)

_REVISION = "revision"


class Catalog:
    """One SQLite file in WAL mode; every method may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Open or create the file and bring an older schema up to date.

        Raises StoreError where the file cannot be opened, is damaged, or is from a newer version;
        so do all methods where it turns out to be damaged or the disk is full.
        """
        self._lock = threading.RLock()
        self._path = path
        with self._errors():
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            with self._errors():
                self._db.executescript(
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                    " PRAGMA foreign_keys = ON;"
                )
                self._migrate()
        except StoreError:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file; nothing may be called afterwards."""
        with self._lock:
            self._db.close()

    def put(
        self,
        root: str,
        article: Article,
        passages: Sequence[Passage],
        sentences: Sequence[Sentence],
    ) -> None:
        """Write an article in place of any earlier version of it, not yet searchable."""
        with self._transaction() as db:
            self._remove(db, article.id)
            db.execute(
                "INSERT INTO articles (id, root, source, url, title, publisher, published,"
                " dateline, language, text, content_hash, added_at)"
                " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    article.id,
                    root,
                    article.source,
                    article.url,
                    article.title,
                    article.publisher,
                    article.published.isoformat() if article.published else None,
                    article.dateline,
                    article.language,
                    article.text,
                    article.content_hash(),
                    datetime.now(UTC).isoformat(timespec="seconds"),
                ),
            )
            db.executemany(
                "INSERT INTO passages (id, article_id, start, end) VALUES (?,?,?,?)",
                [(p.id, article.id, p.start, p.end) for p in passages],
            )
            db.executemany(
                "INSERT INTO sentences (article_id, start, end) VALUES (?,?,?)",
                [(article.id, s.start, s.end) for s in sentences],
            )
            db.executemany(
                "DELETE FROM forgotten_passages WHERE id = ?", [(p.id,) for p in passages]
            )
            _count_change(db)

    def remove(self, article_ids: Iterable[str]) -> None:
        """Drop articles; their passages are remembered until the index has forgotten them."""
        with self._transaction() as db:
            for article_id in article_ids:
                self._remove(db, article_id)
                _count_change(db)

    def _remove(self, db: sqlite3.Connection, article_id: str) -> None:
        db.execute(
            "INSERT OR IGNORE INTO forgotten_passages SELECT id FROM passages WHERE article_id = ?",
            (article_id,),
        )
        db.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    def forgotten_passages(self) -> list[str]:
        """Ids of passages that may still stand in the index and must go."""
        return [row[0] for row in self._rows("SELECT id FROM forgotten_passages")]

    def forget(self, passage_ids: Sequence[str]) -> None:
        """The index no longer holds these passages."""
        with self._transaction() as db:
            db.executemany(
                "DELETE FROM forgotten_passages WHERE id = ?", [(p,) for p in passage_ids]
            )

    def mark_indexed(self, article_ids: Sequence[str]) -> None:
        """The index holds every passage of these articles."""
        with self._transaction() as db:
            db.executemany(
                "UPDATE articles SET indexed = 1 WHERE id = ?", [(a,) for a in article_ids]
            )
            _count_change(db)

    def mark_unindexed(self) -> None:
        """The index holds nothing that can be trusted."""
        with self._transaction() as db:
            db.execute("UPDATE articles SET indexed = 0")
            _count_change(db)

    def unindexed(self) -> list[Article]:
        """Articles that the index does not hold yet, oldest first."""
        return list(self._articles("WHERE indexed = 0 ORDER BY added_at, id"))

    def articles(self) -> list[Article]:
        """All searchable articles, those with the newest published date first."""
        return list(
            self._articles("WHERE indexed = 1 ORDER BY published IS NULL, published DESC, source")
        )

    def article(self, article_id: str) -> Article | None:
        """One searchable article."""
        return next(self._articles("WHERE indexed = 1 AND id = ?", article_id), None)

    def hashes(self) -> dict[str, tuple[str, str]]:
        """Root and content hash by article id, of all articles."""
        rows = self._rows("SELECT id, root, content_hash FROM articles")
        return {row[0]: (row[1], row[2]) for row in rows}

    def passages(self, article_id: str | None = None) -> list[Passage]:
        """Passages of an article, or of all articles, searchable or not, in reading order."""
        where, values = ("WHERE p.article_id = ?", (article_id,)) if article_id else ("", ())
        return [
            Passage(row[0], row[1], row[2], row[3], row[4])
            for row in self._rows(
                "SELECT p.id, p.article_id, substr(a.text, p.start + 1, p.end - p.start), p.start,"
                f" p.end FROM passages p JOIN articles a ON a.id = p.article_id {where}"
                " ORDER BY a.added_at, a.id, p.start",
                *values,
            )
        ]

    def searchable_passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids whose article is searchable."""
        marks = ",".join("?" * len(ids))
        rows = self._rows(
            "SELECT p.id, p.article_id, substr(a.text, p.start + 1, p.end - p.start), p.start,"
            " p.end FROM passages p JOIN articles a ON a.id = p.article_id"
            f" WHERE a.indexed = 1 AND p.id IN ({marks})",
            *ids,
        )
        return {row[0]: Passage(row[0], row[1], row[2], row[3], row[4]) for row in rows}

    def article_with_sentences(self, article_id: str) -> tuple[Article | None, list[Sentence]]:
        """One searchable article and the sentences of this very version of it."""
        with self._lock:
            return self.article(article_id), self.sentences(article_id)

    def sentences(self, article_id: str) -> list[Sentence]:
        """An article's sentences in reading order."""
        return [
            Sentence(article_id, row[2], row[0], row[1])
            for row in self._rows(
                "SELECT s.start, s.end, substr(a.text, s.start + 1, s.end - s.start)"
                " FROM sentences s JOIN articles a ON a.id = s.article_id"
                " WHERE s.article_id = ? ORDER BY s.start",
                article_id,
            )
        ]

    def counts(self) -> tuple[int, int]:
        """Numbers of searchable articles and of their passages."""
        (articles,) = self._rows("SELECT count(*) FROM articles WHERE indexed = 1")[0]
        (passages,) = self._rows(
            "SELECT count(*) FROM passages p JOIN articles a ON a.id = p.article_id"
            " WHERE a.indexed = 1"
        )[0]
        return int(articles), int(passages)

    def fact(self, name: str) -> str | None:
        """A fact about the store kept under a name, such as the index fingerprint."""
        rows = self._rows("SELECT value FROM facts WHERE name = ?", name)
        return str(rows[0][0]) if rows else None

    def set_fact(self, name: str, value: str) -> None:
        """Keep a fact about the store."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO facts VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def revision(self) -> int:
        """How often what can be searched has changed: another number, other articles."""
        return int(self.fact(_REVISION) or 0)

    def check(self) -> str | None:
        """What SQLite finds wrong with the file, or None."""
        try:
            (found,) = self._rows("PRAGMA quick_check(1)")[0]
        except StoreError as error:
            return str(error.__cause__)
        return None if found == "ok" else str(found)

    def _articles(self, clause: str, *values: object) -> Iterator[Article]:
        rows = self._rows(
            "SELECT id, source, url, title, publisher, published, dateline, language, text"
            f" FROM articles {clause}",
            *values,
        )
        for row in rows:
            yield Article(
                id=row[0],
                source=row[1],
                url=row[2],
                title=row[3],
                publisher=row[4],
                published=date.fromisoformat(row[5]) if row[5] else None,
                dateline=row[6],
                language=cast(ArticleLanguage, row[7]),
                text=row[8],
            )

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, self._errors():
            return self._db.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # SQLite itself ends it on some errors
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"The catalog {self._path} cannot be used: {error}") from error

    def _migrate(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > len(_MIGRATIONS):
            raise StoreError(
                f"The data folder was written by a newer version (schema {version});"
                " update Pramaan or use another PRAMAAN_DATA_DIR"
            )
        for number in range(version, len(_MIGRATIONS)):
            self._db.executescript(
                f"BEGIN; {_MIGRATIONS[number]} PRAGMA user_version = {number + 1}; COMMIT;"
            )


def _count_change(db: sqlite3.Connection) -> None:
    db.execute(
        "INSERT INTO facts VALUES (?, '1')"
        " ON CONFLICT DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)",
        (_REVISION,),
    )
