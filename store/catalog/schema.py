"""The catalog's tables, as numbered migrations. Never change one that was published."""

from __future__ import annotations

from typing import Final

MIGRATIONS: Final = (
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
    # Articles wait in a table of their own until the index holds them, so that an earlier version
    # can be searched meanwhile; every change of what is searchable has a number; superseded
    # versions are kept; the same story from other places stands beside the one that is searched.
    """
    CREATE TABLE waiting (
        id TEXT PRIMARY KEY,
        root TEXT NOT NULL,
        article TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        read_at TEXT NOT NULL
    ) STRICT;
    INSERT INTO waiting
        SELECT id, root,
            json_object('id', id, 'source', source, 'url', url, 'title', title,
                'publisher', publisher, 'published', published, 'dateline', dateline,
                'language', language, 'text', text),
            content_hash, added_at
        FROM articles WHERE indexed = 0;
    INSERT OR IGNORE INTO forgotten_passages
        SELECT p.id FROM passages p JOIN articles a ON a.id = p.article_id WHERE a.indexed = 0;
    DELETE FROM articles WHERE indexed = 0;
    ALTER TABLE articles DROP COLUMN indexed;
    CREATE INDEX articles_newest ON articles (published IS NULL, published DESC, source);
    CREATE INDEX articles_root ON articles (root);
    CREATE TABLE changes (
        revision INTEGER PRIMARY KEY AUTOINCREMENT,
        article_id TEXT NOT NULL
    ) STRICT;
    CREATE INDEX changes_article ON changes (article_id);
    INSERT INTO changes (article_id) SELECT id FROM articles;
    CREATE TABLE history (
        id INTEGER PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        article TEXT NOT NULL,
        read_at TEXT NOT NULL,
        superseded_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX history_article ON history (article_id);
    CREATE TABLE copies (
        id TEXT PRIMARY KEY,
        primary_id TEXT NOT NULL,
        root TEXT NOT NULL,
        article TEXT NOT NULL,
        content_hash TEXT NOT NULL,
        read_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX copies_primary ON copies (primary_id);
    CREATE TABLE bands (
        band INTEGER NOT NULL,
        hash INTEGER NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        PRIMARY KEY (band, hash, article_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX bands_article ON bands (article_id);
    """,
    # Folders and feeds that are kept up with, and what is known of pages on the web.
    """
    CREATE TABLE sources (
        address TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        every REAL,
        title TEXT,
        added_at REAL NOT NULL,
        etag TEXT,
        last_modified TEXT,
        checked_at REAL,
        due_at REAL NOT NULL,
        failures INTEGER NOT NULL,
        error TEXT
    ) STRICT;
    CREATE TABLE pages (
        address TEXT PRIMARY KEY,
        found_in TEXT NOT NULL,
        entry TEXT NOT NULL,
        mark TEXT NOT NULL,
        article_id TEXT,
        etag TEXT,
        last_modified TEXT,
        first_at REAL NOT NULL,
        checked_at REAL NOT NULL,
        due_at REAL NOT NULL,
        failures INTEGER NOT NULL,
        missed_at REAL
    ) STRICT;
    CREATE INDEX pages_found_in ON pages (found_in);
    """,
    # An article that becomes another's copy keeps its history.
    """
    CREATE TABLE versions (
        id INTEGER PRIMARY KEY,
        article_id TEXT NOT NULL,
        article TEXT NOT NULL,
        read_at TEXT NOT NULL,
        superseded_at TEXT NOT NULL
    ) STRICT;
    INSERT INTO versions SELECT * FROM history;
    DROP TABLE history;
    ALTER TABLE versions RENAME TO history;
    CREATE INDEX history_article ON history (article_id);
    """,
)
