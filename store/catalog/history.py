"""Superseded versions of articles, kept with their dates; never searched, never quoted."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from store.article import Article
from store.catalog.rows import COLUMNS, as_json, from_row

KEPT: Final = 20
"""Versions kept of one article, besides the present one."""


@dataclass(frozen=True, slots=True)
class Version:
    """An article as it was from `read_at` until `superseded_at` (ISO, UTC)."""

    article: Article
    read_at: str
    superseded_at: str


def keep_version(db: sqlite3.Connection, newer: Article, superseded_at: str) -> bool:
    """If another version of this article is published, keep that before it is replaced.

    Tells whether there was one.
    """
    row = db.execute(
        f"SELECT added_at, {', '.join(COLUMNS)} FROM articles WHERE id = ?", (newer.id,)
    ).fetchone()
    if row is None or (older := from_row(row[1:])).content_hash() == newer.content_hash():
        return False
    db.execute(
        "INSERT INTO history (article_id, article, read_at, superseded_at) VALUES (?,?,?,?)",
        (newer.id, as_json(older), row[0], superseded_at),
    )
    db.execute(
        "DELETE FROM history WHERE article_id = ? AND id NOT IN"
        " (SELECT id FROM history WHERE article_id = ? ORDER BY id DESC LIMIT ?)",
        (newer.id, newer.id, KEPT),
    )
    return True
