"""What the bot keeps of its chats: one SQLite file, `chats.sqlite3` in the data folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from store.backup import Held
from store.sqlite import Database

FILE_NAME = "chats.sqlite3"
IN_MEMORY = Path(":memory:")

# Numbered by their place: a file remembers how many it has been through. Never change one.
_MIGRATIONS = (
    """
    CREATE TABLE updates (
        bot_id INTEGER NOT NULL,
        update_id INTEGER NOT NULL,
        received_at REAL NOT NULL,
        content TEXT,
        begun INTEGER NOT NULL DEFAULT 0,
        parts INTEGER NOT NULL DEFAULT 0,
        unsure INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (bot_id, update_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX updates_received ON updates (received_at);
    """,
    """
    CREATE TABLE exchanges (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        bot_id INTEGER NOT NULL,
        chat_id INTEGER NOT NULL,
        reader_id INTEGER,
        question_id INTEGER,
        answer_id INTEGER,
        asked_at REAL NOT NULL,
        question TEXT NOT NULL,
        understood TEXT NOT NULL,
        answer TEXT NOT NULL,
        edits INTEGER NOT NULL DEFAULT 0,
        UNIQUE (bot_id, chat_id, question_id)
    ) STRICT;
    CREATE INDEX exchanges_answer ON exchanges (bot_id, chat_id, answer_id);
    CREATE INDEX exchanges_asked ON exchanges (bot_id, asked_at);
    CREATE INDEX exchanges_reader ON exchanges (reader_id);
    CREATE TABLE feedback (
        id INTEGER PRIMARY KEY,
        exchange_id INTEGER NOT NULL,
        reader_id INTEGER,
        at REAL NOT NULL,
        verdict TEXT NOT NULL,
        reason TEXT,
        question TEXT NOT NULL,
        answer TEXT NOT NULL,
        evidence TEXT NOT NULL,
        UNIQUE (exchange_id, reader_id)
    ) STRICT;
    CREATE TABLE unanswered (
        id INTEGER PRIMARY KEY,
        at REAL NOT NULL,
        question TEXT NOT NULL,
        language TEXT NOT NULL,
        confidence REAL NOT NULL
    ) STRICT;
    """,
    """
    CREATE TABLE chats (
        bot_id INTEGER NOT NULL,
        chat_id INTEGER NOT NULL,
        frame TEXT,
        PRIMARY KEY (bot_id, chat_id)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE chats ADD COLUMN commands_only INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE chats ADD COLUMN memory TEXT;
    ALTER TABLE exchanges ADD COLUMN inline_id TEXT;
    ALTER TABLE unanswered ADD COLUMN exchange_id INTEGER;
    """,
)


CHATS_FILE = Held(FILE_NAME, len(_MIGRATIONS))
"""For backups."""


class Record(Database):
    """The file of chats. `now` gives Unix time in seconds."""

    def __init__(self, path: Path = IN_MEMORY, now: Callable[[], float] = time.time) -> None:
        """Open or create the file, as `Database` does."""
        super().__init__(path, _MIGRATIONS, label=FILE_NAME, forgetful=True)
        self.now = now
