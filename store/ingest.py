"""What ingesting some folders would change, decided purely; `store.corpus` does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        path = Path(given).expanduser()
        try:
            resolved = path.resolve(strict=True)
            if resolved.is_dir():
                files = sorted(
                    file
                    for file in resolved.rglob("*")
                    if file.suffix.lower() in ARTICLE_SUFFIXES
                    and file.is_file()
                    and not any(part.startswith(".") for part in file.relative_to(resolved).parts)
                )
                for file in files:
                    source = file.relative_to(resolved).as_posix()
                    found.setdefault(file, Found(str(resolved), file, source))
            else:
                found.setdefault(resolved, Found(str(resolved.parent), resolved, resolved.name))
        except OSError as error:
            failed.append(Failure(given, error.strerror or str(error)))
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
    present: Mapping[str, frozenset[str]],
    *,
    prune: bool,
) -> IngestPlan:
    """Compare what was read with what is known.

    `known` has root and content hash by article id; `read` has the content hash of each article
    read; `present` has the ids of all files that stand under each folder given, unreadable ones
    too, so that a file that is broken today does not lose yesterday's article. With `prune`,
    known articles of those folders whose file is gone are dropped.
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
        if prune and root in present and article not in present[root]
    ]
    return IngestPlan(tuple(added), tuple(updated), tuple(unchanged), tuple(removed))
