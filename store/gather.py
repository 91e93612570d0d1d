"""Articles as they were found, in files here; pages and feeds give the same values."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from store.article import Article, article_id
from store.errors import Unreadable
from store.read import ARTICLE_SUFFIXES, read_article_file


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that was skipped, and why."""

    source: str
    error: str


@dataclass(frozen=True, slots=True)
class Closed(Failure):
    """A folder that could not be looked through: what is in it is not known to be gone."""

    path: Path


@dataclass(frozen=True, slots=True)
class Gathered:
    """One article as it was found, or why it could not be read.

    `root` is what it was found under: a folder, a feed, a page's own address. An `id` that is
    given with a failure says that the article is there all the same: it is not to be dropped.
    """

    root: str
    id: str | None
    result: Article | Failure


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: `root` is the folder given, `source` the path shown to readers."""

    root: str
    path: Path
    source: str

    @property
    def id(self) -> str:
        """The id of the article in this file: the same file always has the same."""
        return article_id(str(self.path))


def find_files(paths: Sequence[str]) -> tuple[list[Found], list[Failure]]:
    """The article files under the given files and folders (recursive), each once.

    A folder below that cannot be looked through is a failure of its own.
    """
    found: dict[Path, Found] = {}
    failed: list[Failure] = []
    for given in paths:
        try:
            resolved = Path(given).expanduser().resolve(strict=True)
            if resolved.is_dir():
                files, closed = _article_files(resolved)
                failed += closed
                root = resolved
            else:
                files = [resolved]
                root = resolved.parent
        except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, no such user
            failed.append(Failure(given, getattr(error, "strerror", None) or str(error)))
            continue
        for file in files:
            one = found_in(root, file)
            if isinstance(one, Failure):
                failed.append(one)
            else:
                found.setdefault(file, one)
    return list(found.values()), failed


def _article_files(folder: Path) -> tuple[list[Path], list[Closed]]:
    """The article files below a folder, in order; links to folders are not followed."""
    files: list[Path] = []
    closed: list[Closed] = []

    def note(path: str, error: OSError) -> None:
        readable = os.fsencode(path).decode(errors="replace")
        closed.append(Closed(readable, error.strerror or str(error), Path(path)))

    for at, below, names in os.walk(folder, onerror=lambda error: note(error.filename, error)):
        below[:] = [name for name in below if not name.startswith(".")]
        try:
            files += [
                file
                for file in map(Path(at).joinpath, names)
                if is_article_file(file, folder) and file.is_file()
            ]
        except OSError as error:  # it can be listed, but not entered
            note(at, error)
    return sorted(files), closed


def is_article_file(file: Path, folder: Path) -> bool:
    """Whether a path below `folder` has an article file's name, and is not hidden."""
    return file.suffix.lower() in ARTICLE_SUFFIXES and not is_hidden(file, folder)


def is_hidden(path: Path, folder: Path) -> bool:
    """Whether a path below `folder`, or a folder between them, is hidden."""
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def found_in(folder: Path, file: Path) -> Found | Failure:
    """The file as `find_files` finds it when it is given the folder, both resolved."""
    source = file.relative_to(folder).as_posix()
    if (readable := os.fsencode(source).decode(errors="replace")) != source:
        return Failure(readable, "its name is not UTF-8")
    return Found(str(folder), file, source)


def read_found(found: Found) -> Article | Failure:
    """Read one file as an article, or say why not."""
    try:
        article = read_article_file(found.path, found.source)
    except Unreadable as error:
        return Failure(found.source, str(error))
    return replace(article, id=found.id)


def gather_files(found: Iterable[Found], failed: Iterable[Failure]) -> Iterator[Gathered]:
    """What `find_files` found, read one after the other."""
    yield from (Gathered("", None, failure) for failure in failed)
    yield from (Gathered(file.root, file.id, read_found(file)) for file in found)


def folders_in(paths: Sequence[str], failed: Iterable[Failure]) -> list[str]:
    """Those of the paths that are folders, resolved; not those that were not seen whole."""
    failed = list(failed)
    missing = {failure.source for failure in failed}
    closed = [failure.path for failure in failed if isinstance(failure, Closed)]
    folders = [Path(given).expanduser().resolve() for given in paths if given not in missing]
    return [
        str(folder)
        for folder in folders
        if folder.is_dir() and not any(path.is_relative_to(folder) for path in closed)
    ]
