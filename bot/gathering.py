"""Articles from files and from the web into the corpus, as one ingest with one report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from bot.settings import Settings
from store.ingest import IngestReport, together
from store.web.address import is_web_address

if TYPE_CHECKING:
    from store.corpus import Corpus
    from store.sources.kept import Sources
    from store.sources.web import Web

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Reach:
    """What reads from the web, and what is known of pages and feeds."""

    web: Web
    sources: Sources
    stop: Callable[[], None]


@contextmanager
def opened_reach(settings: Settings) -> Iterator[Reach]:
    """The way to the web, within the limits of `settings`, until the block ends.

    `stop` ends it sooner: what waits or is asked for then fails. Raises StoreError where the
    catalog cannot be opened.
    """
    from store.sources.kept import Sources
    from store.sources.web import Web
    from store.web.fetch import Fetcher, FetchRules

    rules = FetchRules(
        pause=settings.pramaan_fetch_pause,
        contact=settings.pramaan_fetch_contact,
        loopback=settings.pramaan_fetch_loopback == "on",
    )
    fetcher = Fetcher(rules)
    settings.pramaan_data_dir.mkdir(parents=True, exist_ok=True)
    with closing(Sources(settings.pramaan_data_dir)) as sources:
        try:
            every = 60.0 * settings.pramaan_feed_minutes
            yield Reach(Web(fetcher, sources, every=every), sources, fetcher.stop)
        finally:
            fetcher.stop()


def ingest(
    corpus: Corpus,
    reach: Reach,
    given: Sequence[str],
    *,
    prune: bool = False,
    progress: Progress | None = None,
) -> IngestReport:
    """Read files, folders, pages and feeds into the corpus; with `prune` drop what is gone.

    `progress` hears files and pages done and in all, as far as known by then.
    """
    from store.sources.taking import take

    paths = [one for one in given if not is_web_address(one)]
    addresses = [one for one in given if is_web_address(one)]
    # Also without any path: it finishes what an earlier process left.
    reports = [corpus.ingest(paths, prune=prune, progress=progress)]
    if addresses:
        expected = len(addresses)

        def expect(pages: int) -> None:
            nonlocal expected
            expected += pages - 1  # of the address itself the feed's pages are what is read

        def told(done: int) -> None:
            if progress is not None:
                progress(done, max(done, expected))

        reads = chain.from_iterable(
            reach.web.read(address, prune=prune, expect=expect) for address in addresses
        )
        reports.append(take(corpus, reach.sources, reads, told=told))
    return together(reports)
