"""Reads one page as an article, and says what is to be remembered of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from store.article import Article, article_id
from store.errors import Unfetchable, Unreadable
from store.gather import Failure, Gathered
from store.pages.content import read_content
from store.pages.feed import Entry, is_feed
from store.pages.fetched import read_fetched
from store.pages.when import INDIA
from store.sources.kept import Page
from store.sources.schedule import is_withdrawn, next_check, next_try
from store.web.address import shown, story_key
from store.web.fetch import Fetched


@dataclass(frozen=True, slots=True)
class Read:
    """What reading one page gave.

    `gathered` is None where it has not changed, or is gone: then `gone` names the articles to
    drop. `page` is what to remember once the rest is done.
    """

    gathered: Gathered | None = None
    page: Page | None = None
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a feed: where it stands and who publishes it."""

    feed: str
    entry: Entry
    publisher: str | None


def failed(source: str, error: Exception, known: str | None = None) -> Gathered:
    """A failure to report; `known` is the id of the article that stays as it was."""
    return Gathered(source, known, Failure(shown(source), str(error)))


def read_page_at(
    fetch: Callable[[Page], Fetched],
    page: Page,
    now: float,
    *,
    listed: Listed | None = None,
    drop: bool = False,
) -> Read:
    """Fetch and read the page, of which `page` is known so far.

    With `listed`, the feed's own text stands in for a page that cannot be had. With `drop`, a page
    that the site does not have counts as taken down the first time. A failure leaves the article
    of before as it was.
    """
    page = replace(page, first_at=page.first_at or now, checked_at=now)
    if listed is not None and page.found_in in ("", listed.feed):
        entry = listed.entry
        page = replace(page, found_in=listed.feed, entry=entry.id, mark=entry.mark)
    try:
        fetched = fetch(page)
        if not fetched.changed and page.article_id is not None:
            return Read(page=_settled(page, fetched, now))
        if is_feed(fetched.body, fetched.charset):
            raise Unreadable("it is a feed, not a page")
        article = read_fetched(fetched, page.address, today=today(now), **_days(listed))
    except Unreadable as error:
        return _without_page(page, error, now, listed, drop=drop)
    moved = page.article_id not in (None, article.id)
    return Read(
        Gathered(page.found_in or article.source, article.id, article),
        _settled(replace(page, article_id=article.id), fetched, now),
        (page.article_id,) if moved and page.article_id else (),
    )


def today(now: float) -> date:
    """The day it is in India."""
    return datetime.fromtimestamp(now, UTC).astimezone(INDIA).date()


def _days(listed: Listed | None) -> dict[str, date | None]:
    if listed is None:
        return {}
    return {"announced": listed.entry.published, "near": listed.entry.changed}


def _settled(page: Page, fetched: Fetched, now: float) -> Page:
    return replace(
        page,
        etag=fetched.etag or (None if fetched.changed else page.etag),
        last_modified=fetched.last_modified or (None if fetched.changed else page.last_modified),
        due_at=now + next_check(now - page.first_at),
        failures=0,
        missed_at=None,
    )


def _without_page(
    page: Page, error: Unreadable, now: float, listed: Listed | None, *, drop: bool
) -> Read:
    """What to do without the page: it is gone, the feed's text stands in, or that is a failure."""
    failures = page.failures + 1
    missing = isinstance(error, Unfetchable) and error.gone
    missed_at = (page.missed_at or now) if missing else None
    later = replace(
        page, failures=failures, missed_at=missed_at, due_at=now + next_try(failures, error)
    )
    if missing and isinstance(error, Unfetchable) and page.article_id is not None:
        missed_for = None if page.missed_at is None else now - page.missed_at
        if drop or is_withdrawn(error, missed_for):
            return Read(page=replace(later, article_id=None), gone=(page.article_id,))
    if listed is not None and not missing and page.article_id is None:
        try:
            article = _from_feed(listed, page)
        except Unreadable:
            pass
        else:
            # Not settled: the page itself is tried again in time.
            return Read(
                Gathered(listed.feed, article.id, article), replace(later, article_id=article.id)
            )
    return Read(failed(page.address, error, page.article_id), later)


def _from_feed(listed: Listed, page: Page) -> Article:
    article = read_content(listed.entry, page.address, listed.publisher)
    return replace(article, id=article_id(story_key(page.address)))
