"""What the bot keeps of its chats: one SQLite file, `chats.sqlite3` in the data folder."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store.errors import StoreError

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
)


class Record:
    """One SQLite file in WAL mode; may be used from any thread, also by two processes.

    `now` gives Unix time in seconds.
    """

    def __init__(self, path: Path = IN_MEMORY, now: Callable[[], float] = time.time) -> None:
        """Open or create the file and bring an older schema up to date.

        Raises StoreError where the file cannot be opened, is damaged, or is from a newer version.
        """
        self.now = now
        self._lock = threading.RLock()
        with _translated():
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            with _translated():
                self._migrate()
        except StoreError:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file; nothing may be called afterwards."""
        with self._lock:
            self._db.close()

    @contextmanager
    def change(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction. What is written outlives this process; `durable` also a power cut.

        Raises StoreError where the file cannot be written, as on a full disk.
        """
        with self._lock, _translated():
            self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._lock, _translated():
            return self._db.execute(query, values).fetchall()

    def _migrate(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > len(_MIGRATIONS):
            raise StoreError(
                f"{FILE_NAME} was written by a newer version (schema {version});"
                " update Pramaan or use another PRAMAAN_DATA_DIR"
            )
        self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON;")
        for number in range(version, len(_MIGRATIONS)):
            self._db.executescript(
                f"BEGIN; {_MIGRATIONS[number]} PRAGMA user_version = {number + 1}; COMMIT;"
            )


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{FILE_NAME} cannot be used: {error}") from error
