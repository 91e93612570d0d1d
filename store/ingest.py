"""What ingesting some articles would change, decided purely; `store.changing` does it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from store.gather import Failure


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did: numbers of articles, of passages now held, and seconds taken.

    `duplicates` tell a story that is held already; they are in none of the other numbers.
    """

    added: int
    updated: int
    unchanged: int
    removed: int
    duplicates: int
    failed: tuple[Failure, ...]
    passages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class IngestPlan:
    """Which of the articles read are new or changed, and which ids to drop."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


def plan_ingest(
    known: Mapping[str, str],
    read: Mapping[str, str],
    roots: Mapping[str, str],
    present: Collection[str] = (),
    pruned: Collection[str] = (),
) -> IngestPlan:
    """Compare what was read with what is known.

    `known` and `read` have content hashes by article id; `present` has the ids of all that was
    found, unreadable ones too, so that a file that is broken today does not lose yesterday's
    article. Of what is known by its place in `roots`, articles under `pruned` (folders with those
    below them, or feeds) that are not present are dropped.
    """
    added, updated, unchanged = [], [], []
    for article, content_hash in read.items():
        if article not in known:
            added.append(article)
        elif known[article] != content_hash:
            updated.append(article)
        else:
            unchanged.append(article)
    removed = [
        article
        for article, root in roots.items()
        if article not in present and any(PurePath(root).is_relative_to(path) for path in pruned)
    ]
    return IngestPlan(tuple(added), tuple(updated), tuple(unchanged), tuple(removed))


def together(reports: Sequence[IngestReport]) -> IngestReport:
    """Several ingests, at least one, as if they had been one; the last one knows what is held."""
    return IngestReport(
        added=sum(report.added for report in reports),
        updated=sum(report.updated for report in reports),
        unchanged=sum(report.unchanged for report in reports),
        removed=sum(report.removed for report in reports),
        duplicates=sum(report.duplicates for report in reports),
        failed=tuple(failure for report in reports for failure in report.failed),
        passages=reports[-1].passages,
        seconds=round(sum(report.seconds for report in reports), 2),
    )
