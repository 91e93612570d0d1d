"""A SQLite file: opened, brought to its newest schema, read and changed by any thread."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from store.errors import StoreError

_BUSY_SECONDS = 5.0
_WAYS_BACK = {
    "SQLITE_CORRUPT": "; `pramaan restore` a backup, or move it away and begin anew",
    "SQLITE_NOTADB": "; `pramaan restore` a backup, or move it away and begin anew",
    "SQLITE_READONLY": "; let its folder be written (chmod u+w), or use another PRAMAAN_DATA_DIR",
    "SQLITE_FULL": "; make room on the disk: nothing is lost",
}
"""By the beginning of SQLite's name for the error."""


class Database:
    """One SQLite file in WAL mode; may be used from any thread, also by two processes.

    Every method raises StoreError where the file turns out to be damaged or the disk is full; the
    error names the file by `label`.
    """

    def __init__(
        self, path: Path, migrations: Sequence[str], *, label: str, forgetful: bool = False
    ) -> None:
        """Open or create the file and bring an older schema up to date.

        A file remembers how many of the `migrations`, SQL scripts, it has been through: never
        change one that was published. With `forgetful`, what is deleted is overwritten too.
        Raises StoreError where the file cannot be opened, is damaged, or is from a newer version,
        which is left as it is.
        """
        self._lock = threading.RLock()
        self._label = label
        with self._errors():
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            with self._errors():
                self._prepare(migrations, forgetful=forgetful)
        except StoreError:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file; nothing may be called afterwards."""
        with self._lock:
            self._db.close()

    @contextmanager
    def change(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction. What is written outlives this process; `durable` also a power cut."""
        with self._lock, self._errors():
            self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # SQLite itself ends it on some errors
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def unchanging(self) -> Iterator[None]:
        """What is read until the block ends is of one moment, whoever changes the file."""
        with self._lock, self._errors():
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("COMMIT")

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._lock, self._errors():
            return self._db.execute(query, values).fetchall()

    def checkpoint(self) -> None:
        """Take the log beside the file into it: what was deleted is then gone from both."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def check(self) -> str | None:
        """What SQLite finds wrong with the file, or None."""
        try:
            (found,) = self.rows("PRAGMA quick_check(1)")[0]
        except StoreError as error:
            return str(error.__cause__)
        return None if found == "ok" else str(found)

    def _prepare(self, migrations: Sequence[str], *, forgetful: bool) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > len(migrations):
            raise StoreError(
                f"{self._label} was written by a newer version (schema {version});"
                " update Pramaan or use another PRAMAAN_DATA_DIR"
            )
        self._keep_a_log()
        self._db.execute(f"PRAGMA secure_delete = {'ON' if forgetful else 'OFF'}")
        self._db.execute("PRAGMA foreign_keys = ON")
        for number in range(version, len(migrations)):
            try:
                self._db.executescript(
                    f"BEGIN IMMEDIATE; {migrations[number]}"
                    f" PRAGMA user_version = {number + 1}; COMMIT;"
                )
            except sqlite3.OperationalError:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                (version,) = self._db.execute("PRAGMA user_version").fetchone()
                if version <= number:
                    raise  # else another process was faster

    def _keep_a_log(self) -> None:
        """Use WAL mode; SQLite itself does not wait for another process that does so too."""
        end = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                locked = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
                if not locked or time.monotonic() > end:
                    raise
                time.sleep(0.01)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self._label} cannot be used: {error}{_way_back(error)}") from error


def _way_back(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    return next((way for of, way in _WAYS_BACK.items() if name.startswith(of)), "")


def copy_database(source: Path, target: Path) -> int:
    """Copy a SQLite file as it is at one moment, while others read and write it; its schema.

    Raises StoreError where either file cannot be used.
    """
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as held,
            closing(sqlite3.connect(target)) as copy,
        ):
            held.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            return int(copy.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        raise StoreError(f"{source} cannot be copied: {error}") from error


def examine_database(path: Path) -> tuple[int, str | None]:
    """The schema of a SQLite file and what is wrong with it, or None; leaves it as it is."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as held:
            (schema,) = held.execute("PRAGMA user_version").fetchone()
            (found,) = held.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        return 0, str(error)
    return int(schema), None if found == "ok" else str(found)
