"""Reads pages and feeds from the web: a feed's pages host by host, several hosts at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from store.errors import Unfetchable, Unreadable
from store.gather import Gathered
from store.pages.content import read_content
from store.pages.feed import Feed, is_feed, parse_feed
from store.pages.fetched import feeds_named
from store.sources.hosts import by_host
from store.sources.kept import Page, Source, Sources
from store.sources.reading import Listed, Read, failed, read_page_at, today
from store.sources.schedule import MINUTE, next_poll
from store.web.address import host_of, identity, web_address
from store.web.fetch import Fetched, Fetcher

Reads = Iterator[Read]
Expect = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """A page to read: what is known of it, and the entry that names it."""

    page: Page
    listed: Listed | None = None
    drop: bool = False


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that is there: its address and what it calls itself."""

    address: str
    title: str | None


class Web:
    """Pages and feeds as they are now, compared with what is known of them."""

    def __init__(
        self,
        fetcher: Fetcher,
        sources: Sources,
        *,
        every: float = 15 * MINUTE,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`every` is how many seconds pass between two looks at a feed without its own interval."""
        self._fetcher = fetcher
        self._sources = sources
        self._every = every
        self._clock = clock

    def read(self, given: str, *, prune: bool = False, expect: Expect = lambda _: None) -> Reads:
        """What the page or feed at the address `given` holds, page by page.

        Every page that a feed lists is looked at, and those that it listed before where `prune` is
        set: then pages that are gone are dropped. An article that was removed by hand comes back
        when its page is given itself, not with its feed. `expect` hears how many there will be.
        """
        now = self._clock()
        try:
            address = identity(web_address(given))
        except Unfetchable as error:
            expect(1)
            yield Read(failed(given, error))
            return
        known = self._sources.page(address) or Page(address)
        if known.article_id is not None and not self._sources.held([known.article_id]):
            known = replace(known, article_id=None)
        feed: Feed | None = None

        def fetch(page: Page) -> Fetched:
            nonlocal feed
            fetched = self._fetch(page)
            if is_feed(fetched.body, fetched.charset):
                feed = parse_feed(fetched.body, fetched.address, today(now), fetched.charset)
            return fetched

        page = read_page_at(fetch, known, now, drop=prune)
        if feed is None:
            expect(1)
            yield page
        else:
            yield from self._pages(address, feed, prune=prune, thorough=True, expect=expect)

    def feed_at(self, given: str) -> FoundFeed:
        """The feed at an address. Raises Unreadable for all else, naming the feed of a page."""
        address = identity(web_address(given))
        fetched = self._fetcher.fetch(address)
        if is_feed(fetched.body, fetched.charset):
            feed = parse_feed(fetched.body, fetched.address, today(self._clock()), fetched.charset)
            return FoundFeed(address, feed.title)
        named = feeds_named(fetched)
        if named:
            raise Unreadable(f"a page, not a feed; it names this feed: {named[0]}")
        raise Unreadable("a page, not a feed; `pramaan ingest` reads pages")

    def poll(self, source: Source) -> tuple[Source, Reads]:
        """What a feed that is kept up with has that is new, changed, or due to be looked at again.

        The source comes back as it is to be remembered once the rest is done. Raises nothing: a
        feed that cannot be had is a source with an error, and its pages are still looked at.
        """
        now = self._clock()
        every = source.every or self._every
        try:
            fetched = self._fetcher.fetch(
                source.address, etag=source.etag, last_modified=source.last_modified
            )
            feed = Feed(source.title, ())
            if fetched.changed:
                feed = parse_feed(fetched.body, fetched.address, today(now), fetched.charset)
        except Unreadable as error:
            failures = source.failures + 1
            pause = error.retry_after if isinstance(error, Unfetchable) else None
            later = replace(
                source,
                checked_at=now,
                failures=failures,
                error=str(error),
                due_at=now + next_poll(every, failures, pause),
            )
            return later, self._again(source.address, now)
        done = replace(
            source,
            title=feed.title or source.title,
            etag=fetched.etag or (None if fetched.changed else source.etag),
            last_modified=fetched.last_modified
            or (None if fetched.changed else source.last_modified),
            checked_at=now,
            failures=0,
            error=None,
            due_at=now + next_poll(every, 0),
        )
        return done, self._pages(source.address, feed)

    def _again(self, feed: str, now: float) -> Reads:
        """The feed's pages that are due, whatever it lists now."""
        pages = self._sources.pages_of(feed)
        due = [Job(page) for page in pages if page.due_at <= now]
        yield from self._all(self._without_removed(due))

    def _pages(
        self,
        address: str,
        feed: Feed,
        *,
        prune: bool = False,
        thorough: bool = False,
        expect: Expect = lambda _: None,
    ) -> Reads:
        now = self._clock()
        known = {page.entry: page for page in self._sources.pages_of(address)}
        jobs: list[Job] = []
        without_page: list[Listed] = []
        for entry in feed.entries:
            listed = Listed(address, entry, feed.title)
            if entry.address is None:
                without_page.append(listed)
                continue
            page = known.pop(entry.id, None) or self._sources.page(entry.address)
            if page is None or page.address != entry.address:
                page = Page(entry.address, article_id=page.article_id if page else None)
            # Of a page in two feeds, the one that had it first tells when it has changed.
            changed = page.mark != entry.mark and page.found_in in ("", address)
            if thorough or changed or page.due_at <= now:
                jobs.append(Job(page, listed, drop=prune))
        deleted = [known.pop(ref) for ref in feed.deleted if ref in known]
        for page in known.values():
            if page.due_at <= now or prune:
                jobs.append(Job(page, drop=prune))
        jobs = self._without_removed(jobs)
        expect(len(jobs) + len(without_page))
        for page in deleted:
            if page.article_id is not None:
                yield Read(page=replace(page, article_id=None), gone=(page.article_id,))
        yield from map(_held_in, without_page)
        yield from self._all(jobs)

    def _without_removed(self, jobs: Sequence[Job]) -> list[Job]:
        """The jobs but those for pages whose articles somebody removed."""
        had = {job.page.article_id for job in jobs if job.page.article_id is not None}
        removed = had - self._sources.held(had)
        return [job for job in jobs if job.page.article_id not in removed]

    def _all(self, jobs: Sequence[Job]) -> Reads:
        return by_host(jobs, lambda job: host_of(job.page.address), self._read)

    def _read(self, job: Job) -> Read:
        return read_page_at(self._fetch, job.page, self._clock(), listed=job.listed, drop=job.drop)

    def _fetch(self, page: Page) -> Fetched:
        """The page, if it is another than what is held of it."""
        held = page.article_id is not None and not page.failures
        return self._fetcher.fetch(
            page.address,
            etag=page.etag if held else None,
            last_modified=page.last_modified if held else None,
        )


def _held_in(listed: Listed) -> Read:
    """The article of an entry without a page."""
    source = f"{listed.feed}#{listed.entry.id}"
    try:
        article = read_content(listed.entry, source, listed.publisher)
    except Unreadable as error:
        return Read(failed(source, Unreadable(f"the entry names no page, and {error}")))
    return Read(Gathered(listed.feed, article.id, article))
