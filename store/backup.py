"""The whole record in one file, and back: the SQLite files of a data folder, checked."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from store.catalog.reading import FILE_NAME as CATALOG
from store.catalog.schema import MIGRATIONS
from store.errors import StoreError
from store.indexes import hand_over_index
from store.sqlite import copy_database, examine_database

_MANIFEST: Final = "pramaan-backup.json"
_FORMAT: Final = 1
_PROVEN: Final = "restored"  # a folder of files that only have to take their places
_REPLACED: Final = "before-restore"
_CHUNK: Final = 1 << 20
# What reading a foreign or damaged file may raise; RuntimeError: it is locked with a password.
_UNREADABLE: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError),
    *(KeyError, TypeError, ValueError, RuntimeError),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A SQLite file of the data folder, and the newest schema of it that this version knows."""

    name: str
    schema: int


CATALOG_FILE: Final = Held(CATALOG, len(MIGRATIONS))


def write_backup(data_dir: Path, file: Path, others: tuple[Held, ...] = ()) -> dict[str, int]:
    """Write the catalog and other files of the data folder to `file`, whole or not at all.

    Another process may own the folder and go on writing: each file is copied as it is at one
    moment. Gives the sizes in bytes of what was copied, by name. Raises StoreError.
    """
    if not (data_dir / CATALOG).is_file():
        raise StoreError(f"PRAMAAN_DATA_DIR={data_dir} holds no articles to back up")
    if not file.parent.is_dir():
        raise StoreError(f"{file}: there is no folder {file.parent}")
    if file.resolve() in {(data_dir / each.name).resolve() for each in (CATALOG_FILE, *others)}:
        raise StoreError(f"{file} is what is to be backed up: name another file")
    with _speaking(file), tempfile.TemporaryDirectory(prefix="pramaan-") as held:
        copies = Path(held)
        files: dict[str, dict[str, Any]] = {}
        for each in (CATALOG_FILE, *others):
            if (data_dir / each.name).is_file():
                schema = copy_database(data_dir / each.name, copies / each.name)
                files[each.name] = {
                    "schema": schema,
                    "bytes": (copies / each.name).stat().st_size,
                    "sha256": _digest(copies / each.name),
                }
        told = {
            "format": _FORMAT,
            "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": files,
        }
        partial = file.with_name(f".{file.name}.partial")
        try:
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as out:  # it holds what readers asked
                with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as packed:
                    packed.writestr(_MANIFEST, json.dumps(told, indent=1))
                    for name in files:
                        packed.write(copies / name, name)
                out.flush()
                os.fsync(out.fileno())
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
    return {name: about["bytes"] for name, about in files.items()}


def restore_backup(data_dir: Path, file: Path, others: tuple[Held, ...] = ()) -> Path | None:
    """Put what `file` holds in the place of the data folder's own, which this process must own.

    Everything is unpacked and checked first: on any error the present store is as it was. It is
    kept in a folder, which is given; None where there was nothing. The index is built anew, with
    what can be used of the present one. Raises StoreError.
    """
    finish_restore(data_dir)
    known = {each.name: each.schema for each in (CATALOG_FILE, *others)}
    unpacked = data_dir / "restoring"
    with _speaking(file):
        shutil.rmtree(unpacked, ignore_errors=True)
        unpacked.mkdir()
        try:
            _unpack(file, unpacked, known)
            hand_over_index(unpacked / CATALOG, data_dir / CATALOG)
            _write_through(unpacked)
            unpacked.rename(data_dir / _PROVEN)  # from here on it is finished, now or later
        finally:
            shutil.rmtree(unpacked, ignore_errors=True)
        finish_restore(data_dir)
    replaced = data_dir / _REPLACED
    return replaced if replaced.is_dir() else None


def finish_restore(data_dir: Path) -> None:
    """If a process was killed while files took their places, let the rest take theirs."""
    proven, replaced = data_dir / _PROVEN, data_dir / _REPLACED
    if not proven.is_dir():
        return
    fresh = proven / ".begun"
    if not fresh.exists():
        shutil.rmtree(replaced, ignore_errors=True)
        fresh.touch()
    for path in sorted(proven.glob("*.sqlite3")):
        replaced.mkdir(exist_ok=True)
        for part in ("", "-wal", "-shm"):
            present = data_dir / f"{path.name}{part}"
            if present.exists():
                present.replace(replaced / present.name)
        path.replace(data_dir / path.name)
    if replaced.is_dir() and not any(replaced.iterdir()):
        replaced.rmdir()
    shutil.rmtree(proven)


def _unpack(file: Path, folder: Path, known: Mapping[str, int]) -> None:
    with zipfile.ZipFile(file) as packed:
        told = json.loads(packed.read(_MANIFEST))
        if told["format"] > _FORMAT:
            raise StoreError(f"{file} was written by a newer version; update Pramaan")
        files = dict(told["files"])
        if CATALOG not in files or not files.keys() <= known.keys():
            raise StoreError(f"{file} is no backup of Pramaan")
        for name, about in files.items():
            if about["schema"] > known[name]:
                raise StoreError(
                    f"{name} in {file} was written by a newer version"
                    f" (schema {about['schema']}); update Pramaan"
                )
            with packed.open(name) as source, (folder / name).open("wb") as target:
                shutil.copyfileobj(source, target, _CHUNK)
            if _digest(folder / name) != about["sha256"]:
                raise StoreError(f"{file} is damaged: {name} is not what was written")
            schema, damage = examine_database(folder / name)
            if damage is not None or schema != about["schema"]:
                raise StoreError(f"{file} is damaged: {name}: {damage or 'another schema'}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_through(folder: Path) -> None:
    """See that what was written would outlast a power cut."""
    for path in (*folder.iterdir(), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _speaking(file: Path) -> Iterator[None]:
    """Whatever is wrong with a file or a disk, in one line that names it."""
    try:
        yield
    except OSError as error:
        named = error.filename or file
        raise StoreError(f"{named}: {error.strerror or type(error).__name__}") from error
    except _UNREADABLE as error:
        raise StoreError(f"{file} is no backup of Pramaan, or it is damaged") from error
