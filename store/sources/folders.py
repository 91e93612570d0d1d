"""Folders that are watched (watchfiles): what happened in one, as files to read and files gone."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from watchfiles import watch

from store.article import article_id
from store.gather import (
    Failure,
    Gathered,
    find_files,
    found_in,
    is_article_file,
    is_hidden,
    read_found,
)

_SETTLE_MS: Final = 500
_LOOK_MS: Final = 1000


@dataclass(frozen=True, slots=True)
class Happened:
    """In a watched folder: files to read, files that are gone, or all of it to be read."""

    folder: Path
    files: tuple[Path, ...] = ()
    gone: tuple[Path, ...] = ()
    everything: bool = False


def watching(
    folders: Sequence[Path], stop: threading.Event
) -> Generator[list[Happened], None, None]:
    """What happens in the folders, moments later, and about once a second that nothing did.

    Ends when `stop` is set. From the first time on nothing is missed. Raises OSError where the
    folders cannot be watched.
    """
    for changes in watch(
        *folders,
        stop_event=stop,
        debounce=_SETTLE_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        watch_filter=None,
    ):
        yield happened(folders, [Path(path) for _, path in changes])


def changed_since(folder: Path, moment: float) -> Happened | None:
    """The files in the folder that were written, or put there, since `moment` (seconds of 1970)."""
    files: list[Path] = []
    for found in find_files([str(folder)])[0]:
        try:
            told = found.path.stat()
        except OSError:
            continue  # gone again
        if max(told.st_mtime, told.st_ctime) >= moment:
            files.append(found.path)
    return Happened(folder, tuple(files)) if files else None


def happened(folders: Sequence[Path], paths: Iterable[Path]) -> list[Happened]:
    """What changes at the paths mean, by what is there now; a folder that is gone means nothing.

    A folder that cannot be reached just now must not cost its articles.
    """
    seen = set(paths)
    return [
        one
        for folder in folders
        if folder.is_dir()
        and (one := _in_folder(folder, {path for path in seen if path.is_relative_to(folder)}))
    ]


def _in_folder(folder: Path, paths: set[Path]) -> Happened | None:
    files: set[Path] = set()
    gone: set[Path] = set()
    for path in paths:
        if is_article_file(path, folder):
            (files if path.is_file() else gone).add(path)
        elif not is_hidden(path, folder) and (path.is_dir() or not path.suffix):
            # Below it there may be articles, or may have been.
            return Happened(folder, everything=True)
    if not files and not gone:
        return None
    return Happened(folder, tuple(sorted(files)), tuple(sorted(gone)))


def gather_changed(one: Happened) -> Iterator[Gathered]:
    """The articles of the files that changed, under their folder."""
    for file in one.files:
        found = found_in(one.folder, file)
        if isinstance(found, Failure):
            yield Gathered("", None, found)
        else:
            yield Gathered(found.root, found.id, read_found(found))


def gone_ids(one: Happened) -> list[str]:
    """The ids of the articles whose files are gone."""
    return [article_id(str(path)) for path in one.gone]
