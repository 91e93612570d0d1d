"""Changing the record: what was read waits, is published once indexed, replaced and removed.

What is published can be searched. An article that was read waits until the index holds its
passages, and then takes the place of any earlier version in one transaction: there is no moment
at which half of it could be seen, nor one at which no version is there. Passages that the index
must not hold, those about to be written among them, are remembered until it has forgotten them or
they are published. A process that is killed leaves both lists for the next one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from store.article import Article, Passage, Sentence
from store.catalog.history import keep_version
from store.catalog.reading import CatalogReading, chunks
from store.catalog.rows import COLUMNS, as_json, as_row, from_json, now

_ALL = ("articles", "copies", "waiting")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that was read and is not published yet. `root` is where it was found."""

    root: str
    article: Article


@dataclass(frozen=True, slots=True)
class Ready:
    """An article whose passages the index holds, with the bands of its signature."""

    root: str
    article: Article
    passages: Sequence[Passage]
    sentences: Sequence[Sentence]
    bands: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that tells the same story as a published one."""

    root: str
    article: Article
    primary_id: str


class Catalog(CatalogReading):
    """One SQLite file in WAL mode; every method may be called from any thread."""

    def put(self, articles: Iterable[tuple[str, Article]]) -> None:
        """Let articles, given with their roots, wait to be indexed, in place of earlier versions
        that wait.
        """
        read_at = now()
        with self._db.change() as db:
            db.executemany(
                "INSERT OR REPLACE INTO waiting VALUES (?,?,?,?,?)",
                [
                    (article.id, root, as_json(article), article.content_hash(), read_at)
                    for root, article in articles
                ],
            )

    def waiting(self, limit: int) -> list[Waiting]:
        """The articles that wait longest, at most so many."""
        rows = self._db.rows(
            "SELECT root, article FROM waiting ORDER BY read_at, id LIMIT ?", (limit,)
        )
        return [Waiting(root, from_json(article)) for root, article in rows]

    def expect(self, passage_ids: Iterable[str]) -> None:
        """The index is about to get these passages; until they are published it must not keep
        them.
        """
        with self._db.change() as db:
            db.executemany(
                "INSERT OR IGNORE INTO forgotten_passages"
                " SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM passages WHERE id = ?1)",
                [(passage,) for passage in passage_ids],
            )

    def publish(self, ready: Sequence[Ready], copies: Sequence[Copy] = ()) -> None:
        """Make articles searchable, in place of any earlier version, all in one transaction.

        The index must hold all their passages. `copies` are kept beside them or earlier ones; one
        that was published until now is not any more, and what was kept beside that waits.
        """
        with self._db.change() as db:
            for each in ready:
                if keep_version(db, each.article, now()):
                    _free_copies(db, each.article.id)  # they may tell the earlier version
                self._publish(db, each)
            for copy in copies:
                _drop(db, copy.article.id)
                _keep_copy(db, copy)

    def set_bands(self, bands: Mapping[str, Sequence[int]]) -> None:
        """Let published articles, by their ids, be found by the bands of their signatures."""
        with self._db.change() as db:
            for article_id, own in bands.items():
                db.execute("DELETE FROM bands WHERE article_id = ?", (article_id,))
                _set_bands(db, article_id, own)

    def _publish(self, db: sqlite3.Connection, ready: Ready) -> None:
        article = ready.article
        (read_at,) = db.execute(
            "SELECT read_at FROM waiting WHERE id = ? UNION ALL SELECT ? LIMIT 1",
            (article.id, now()),
        ).fetchone()
        _forget_passages(db, article.id)
        places = ", ".join(COLUMNS)
        news = ", ".join(f"{column} = excluded.{column}" for column in (*COLUMNS, *_KEPT))
        db.execute(
            f"INSERT INTO articles ({places}, {', '.join(_KEPT)})"
            f" VALUES ({','.join('?' * (len(COLUMNS) + len(_KEPT)))})"
            f" ON CONFLICT (id) DO UPDATE SET {news}",
            (*as_row(article), ready.root, article.content_hash(), read_at),
        )
        _cut(db, article.id, ready.passages, ready.sentences)
        _set_bands(db, article.id, ready.bands)
        db.execute("DELETE FROM copies WHERE id = ?", (article.id,))
        _settle(db, article)
        _note_change(db, article.id)

    def cut(
        self, article_id: str, passages: Sequence[Passage], sentences: Sequence[Sentence]
    ) -> None:
        """Let a published article have these passages and sentences, if it has others."""
        if self.passages(article_id) == passages and self.sentences(article_id) == sentences:
            return
        with self._db.change() as db:
            _forget_passages(db, article_id, bands=False)
            _cut(db, article_id, passages, sentences)
            _note_change(db, article_id)

    def remove(self, article_ids: Iterable[str]) -> None:
        """Drop articles and their history; of a story that other places have too, these wait to
        take its place.
        """
        with self._db.change() as db:
            for article_id in article_ids:
                _drop(db, article_id)
                for table in ("copies", "waiting"):
                    db.execute(f"DELETE FROM {table} WHERE id = ?", (article_id,))
                db.execute("DELETE FROM history WHERE article_id = ?", (article_id,))

    def forgotten_passages(self) -> list[str]:
        """Ids of passages that may still stand in the index and must go."""
        return [row[0] for row in self._db.rows("SELECT id FROM forgotten_passages")]

    def forget(self, passage_ids: Sequence[str]) -> None:
        """The index no longer holds these passages."""
        with self._db.change() as db:
            db.executemany(
                "DELETE FROM forgotten_passages WHERE id = ?", [(p,) for p in passage_ids]
            )

    def set_facts(self, **facts: str) -> None:
        """Keep facts about the store, all or none."""
        with self._db.change() as db:
            db.executemany(
                "INSERT INTO facts VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                list(facts.items()),
            )

    def hashes(self, article_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Root and content hash of the newest version of those articles that are known."""
        found: dict[str, tuple[str, str]] = {}
        for some in chunks(article_ids):
            marks = ",".join("?" * len(some))
            for table in _ALL:  # what waits is the newest
                rows = self._db.rows(
                    f"SELECT id, root, content_hash FROM {table} WHERE id IN ({marks})", some
                )
                found.update({id_: (root, hash_) for id_, root, hash_ in rows})
        return found

    def roots(self) -> dict[str, str]:
        """Of every article that is known, searchable or not, where it was found."""
        return {
            id_: root
            for table in _ALL
            for id_, root in self._db.rows(f"SELECT id, root FROM {table}")
        }


_KEPT = ("root", "content_hash", "added_at")


def _cut(
    db: sqlite3.Connection,
    article_id: str,
    passages: Sequence[Passage],
    sentences: Sequence[Sentence],
) -> None:
    db.executemany(
        "INSERT INTO passages (id, article_id, start, end) VALUES (?,?,?,?)",
        [(p.id, article_id, p.start, p.end) for p in passages],
    )
    db.executemany(
        "INSERT INTO sentences (article_id, start, end) VALUES (?,?,?)",
        [(article_id, s.start, s.end) for s in sentences],
    )
    db.executemany("DELETE FROM forgotten_passages WHERE id = ?", [(p.id,) for p in passages])


def _set_bands(db: sqlite3.Connection, article_id: str, bands: Sequence[int]) -> None:
    db.executemany(
        "INSERT INTO bands (band, hash, article_id) VALUES (?,?,?)",
        [(n, hash_, article_id) for n, hash_ in enumerate(bands)],
    )


def _forget_passages(db: sqlite3.Connection, article_id: str, *, bands: bool = True) -> None:
    db.execute(
        "INSERT OR IGNORE INTO forgotten_passages SELECT id FROM passages WHERE article_id = ?",
        (article_id,),
    )
    for table in ("passages", "sentences", *(["bands"] if bands else [])):
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))


def _settle(db: sqlite3.Connection, article: Article) -> None:
    """The article need not wait any more, unless a newer version came meanwhile."""
    db.execute(
        "DELETE FROM waiting WHERE id = ? AND content_hash = ?",
        (article.id, article.content_hash()),
    )


def _keep_copy(db: sqlite3.Connection, copy: Copy) -> None:
    article = copy.article
    db.execute(
        "INSERT OR REPLACE INTO copies VALUES (?,?,?,?,?,?)",
        (
            article.id,
            copy.primary_id,
            copy.root,
            as_json(article),
            article.content_hash(),
            now(),
        ),
    )
    _settle(db, article)


def _drop(db: sqlite3.Connection, article_id: str) -> None:
    """Take an article out of what can be searched; its copies wait to take its place."""
    if db.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchone() is None:
        return
    _forget_passages(db, article_id)
    db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
    _free_copies(db, article_id)
    _note_change(db, article_id)


def _free_copies(db: sqlite3.Connection, primary_id: str) -> None:
    """What was the same story as this article waits to be looked at again."""
    db.execute(
        "INSERT OR IGNORE INTO waiting SELECT id, root, article, content_hash, read_at"
        " FROM copies WHERE primary_id = ?",
        (primary_id,),
    )
    db.execute("DELETE FROM copies WHERE primary_id = ?", (primary_id,))


def _note_change(db: sqlite3.Connection, article_id: str) -> None:
    """Give the change of what can be searched a number, in place of the article's last one."""
    db.execute("DELETE FROM changes WHERE article_id = ?", (article_id,))
    db.execute("INSERT INTO changes (article_id) VALUES (?)", (article_id,))
