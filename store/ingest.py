"""What ingesting some folders would change, decided purely; `store.corpus` does it."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from store.article import Article, article_id
from store.errors import Unreadable
from store.read import ARTICLE_SUFFIXES, read_article_file


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that was skipped, and why."""

    source: str
    error: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did: numbers of articles, of passages now held, and seconds taken."""

    added: int
    updated: int
    unchanged: int
    removed: int
    duplicates: int
    failed: tuple[Failure, ...]
    passages: int
    seconds: float


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


@dataclass(frozen=True, slots=True)
class IngestPlan:
    """Which of the articles read are new or changed, and which ids to drop."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def find_files(paths: Sequence[str]) -> tuple[list[Found], list[Failure]]:
    """The article files under the given files and folders (recursive), each once."""
    found: dict[Path, Found] = {}
    failed = []
    for given in paths:
        try:
            resolved = Path(given).expanduser().resolve(strict=True)
            if resolved.is_dir():
                files = sorted(
                    file
                    for file in resolved.rglob("*")
                    if file.suffix.lower() in ARTICLE_SUFFIXES
                    and file.is_file()
                    and not any(part.startswith(".") for part in file.relative_to(resolved).parts)
                )
                root = resolved
            else:
                files = [resolved]
                root = resolved.parent
        except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, no such user
            failed.append(Failure(given, getattr(error, "strerror", None) or str(error)))
            continue
        for file in files:
            source = file.relative_to(root).as_posix()
            if (readable := os.fsencode(source).decode(errors="replace")) != source:
                failed.append(Failure(readable, "its name is not UTF-8"))
            else:
                found.setdefault(file, Found(str(root), file, source))
    return list(found.values()), failed


def read_found(found: Found) -> Article | Failure:
    """Read one file as an article, or say why not."""
    try:
        article = read_article_file(found.path, found.source)
    except Unreadable as error:
        return Failure(found.source, str(error))
    return replace(article, id=found.id)


def plan_ingest(
    known: Mapping[str, tuple[str, str]],
    read: Mapping[str, str],
    present: Collection[str],
    pruned: Collection[str] = (),
) -> IngestPlan:
    """Compare what was read with what is known.

    `known` has root and content hash by article id; `read` has the content hash of each article
    read; `present` has the ids of all files found, unreadable ones too, so that a file that is
    broken today does not lose yesterday's article. Of the folders in `pruned` and those below
    them, known articles whose file is gone are dropped.
    """
    added, updated, unchanged = [], [], []
    for article, content_hash in read.items():
        if article not in known:
            added.append(article)
        elif known[article][1] != content_hash:
            updated.append(article)
        else:
            unchanged.append(article)
    removed = [
        article
        for article, (root, _) in known.items()
        if article not in present and any(PurePath(root).is_relative_to(path) for path in pruned)
    ]
    return IngestPlan(tuple(added), tuple(updated), tuple(unchanged), tuple(removed))
