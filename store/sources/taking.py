"""What was read from the web into the corpus, and then into what is known of pages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from store.changing import AT_ONCE
from store.corpus import Corpus
from store.ingest import IngestReport, together
from store.sources.kept import Sources
from store.sources.reading import Read


def take(
    corpus: Corpus,
    sources: Sources,
    reads: Iterable[Read],
    *,
    at_once: int = AT_ONCE,
    told: Callable[[int], None] = lambda _: None,
) -> IngestReport:
    """Take in what was read, a few articles at a time; `told` hears how many pages are done.

    A page counts as known only once its article is held: a process that is killed in between reads
    it again.
    """
    started = time.monotonic()
    reports: list[IngestReport] = []
    for batch in _batches(reads, at_once, told):
        gathered = [read.gathered for read in batch if read.gathered is not None]
        report = corpus.apply(gathered) if gathered else _nothing(corpus)
        gone = {article_id for read in batch for article_id in read.gone}
        gone -= {read.gathered.id for read in batch if read.gathered is not None}
        if gone:
            corpus.remove(sorted(gone))
        sources.save(read.page for read in batch if read.page is not None)
        same = sum(read.gathered is None and not read.gone for read in batch)
        reports.append(
            replace(
                report,
                unchanged=report.unchanged + same,
                removed=report.removed + len(gone),
            )
        )
    return replace(
        together([*reports, _nothing(corpus)]), seconds=round(time.monotonic() - started, 2)
    )


def _nothing(corpus: Corpus) -> IngestReport:
    """The report of an ingest that found nothing to do."""
    return IngestReport(0, 0, 0, 0, 0, (), corpus.counts()[1], 0.0)


def _batches(
    reads: Iterable[Read], size: int, told: Callable[[int], None]
) -> Iterator[Sequence[Read]]:
    count = 0

    def counted() -> Iterator[Read]:
        nonlocal count
        for read in reads:
            count += 1
            told(count)
            yield read

    rest = counted()
    while batch := list(islice(rest, size)):
        yield batch
