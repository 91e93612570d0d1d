"""Feeds as they are: what they list, when they are asked again, and what comes of their pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from store.corpus import Corpus
from store.errors import Unfetchable, Unreadable
from store.ingest import IngestReport
from store.pages.feed import is_feed, parse_feed
from store.sources.kept import Page, Source, Sources
from store.sources.schedule import DAY, HOUR, MINUTE, is_withdrawn, next_check, next_poll, next_try
from store.sources.taking import take
from store.sources.web import Web
from store.web.fetch import Fetcher, FetchRules
from tests.newsroom import PUBLISHER, put, rss, story
from tests.site import Reply, Site
from tests.test_ingest import numbers, words_corpus

TODAY = date(2026, 1, 20)
FEED = "https://example.org/news/feed.xml"

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"
 xml:base="https://example.org/base/"><title type="html">ख़बर &amp;amp; बात</title>
<entry><id>tag:1</id><title type="html">&lt;b&gt;पुल&lt;/b&gt; खुला</title>
<link rel="self" href="self"/><link rel="alternate" href="story-1?utm_medium=feed"/>
<published>2026-01-05T20:00:00Z</published><updated>2026-01-07T10:00:00+05:30</updated>
<content type="html">&lt;p&gt;एक&lt;/p&gt;</content></entry>
<entry><id>tag:2</id><title>दो</title><link href="//other.example/2"/>
<updated>2026-01-06T10:00:00+05:30</updated></entry></feed>"""


def item(inside: str) -> str:
    """A feed of one item."""
    return f"<rss version='2.0'><channel><title>t</title><item>{inside}</item></channel></rss>"


def test_atom_is_read() -> None:
    """Relative links, HTML in titles, days of publishing and of change: each in its place."""
    feed = parse_feed(ATOM.encode(), FEED, TODAY)
    one, two = feed.entries
    assert feed.title == "ख़बर & बात"
    assert (one.id, one.title) == ("tag:1", "पुल खुला")
    assert one.address == "https://example.org/base/story-1"
    assert (one.published, one.changed) == (date(2026, 1, 6), date(2026, 1, 7))
    assert two.address == "https://other.example/2"
    assert (two.published, two.changed) == (None, date(2026, 1, 6))


@pytest.mark.parametrize(
    ("inside", "address"),
    [
        ("<link>/a/1</link>", "https://example.org/a/1"),
        ("<guid>https://example.org/2</guid>", "https://example.org/2"),
        ("<guid isPermaLink='false'>https://example.org/2</guid>", "https://example.org/2"),
        ("<guid isPermaLink='false'>x-17</guid>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>https://example.org/3?a=1&b=2</link>", "https://example.org/3?a=1&b=2"),
    ],
)
def test_an_entrys_page_is_its_link_or_an_id_that_is_an_address(
    inside: str, address: str | None
) -> None:
    """A link counts first, then an id that is an address; anything else names no page."""
    (entry,) = parse_feed(item(inside + "<title>t</title>").encode(), FEED, TODAY).entries
    assert entry.address == address


@pytest.mark.parametrize(
    "wrong",
    [
        item("<title>राम & श्याम</title><link>/1</link>"),
        item("<title>राम\x0b श्याम</title><link>/1</link>"),
        item("<title>राम &nbsp; श्याम</title><link>/1</link>"),
        item("<title>राम श्याम</title><link>/1</link>").replace("</rss>", ""),
        "\n\n  " + item("<title>राम श्याम</title><link>/1</link>"),
        '<?xml version="1.0" encoding="iso-8859-1"?>'
        + item("<title>राम श्याम</title><link>/1</link>"),
    ],
)
def test_wrong_xml_is_read_all_the_same(wrong: str) -> None:
    """Bare ampersands, control characters, a wrong encoding, a torn end: the entry is there."""
    assert is_feed(wrong.encode())
    (entry,) = parse_feed(wrong.encode(), FEED, TODAY, "windows-1252").entries
    assert entry.title.startswith("राम")
    assert entry.title.endswith("श्याम")
    assert entry.address == "https://example.org/1"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_feed_is_known_by_its_content(encoding: str) -> None:
    """A feed is a feed in any encoding; a page that names a feed, or shows one, is a page."""
    assert is_feed(ATOM.encode(encoding))
    assert is_feed(
        b"<?xml version='1.0'?><?xml-stylesheet href='x'?><!-- x -->\n<rdf:RDF xmlns='x'>"
    )
    page = "<!DOCTYPE html><html><head><link type='application/rss+xml' href='/f'></head><pre>"
    assert not is_feed(f"{page}<rss version='2.0'></pre></html>".encode(encoding))
    assert not is_feed(bytes(range(128, 256)))


@pytest.mark.parametrize("body", [b"<html></html>", b"{}", b"<rss2>", b""])
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    """Whatever is no feed is a named failure."""
    with pytest.raises(Unreadable):
        parse_feed(body, FEED, TODAY)


def test_the_mark_changes_with_the_entry() -> None:
    """An entry that says something else has another mark, the same entry the same."""
    marks = [
        parse_feed(item(inside).encode(), FEED, TODAY).entries[0].mark
        for inside in ("<guid>1</guid><title>a</title>",) * 2 + ("<guid>1</guid><title>b</title>",)
    ]
    assert marks[0] == marks[1] != marks[2]


# When


def test_feeds_that_fail_are_asked_less_often() -> None:
    """The interval doubles with each failure up to a day, or as long as the site asked."""
    assert [next_poll(15 * MINUTE, failures) / MINUTE for failures in (0, 1, 2, 3)] == [
        15,
        30,
        60,
        120,
    ]
    assert next_poll(15 * MINUTE, 50) == DAY
    assert next_poll(15 * MINUTE, 1, 3 * HOUR) == 3 * HOUR
    assert next_poll(1, 0) == MINUTE


def test_pages_are_looked_at_again_less_and_less() -> None:
    """After as long as a page is old: an hour at least, a day at most, never after a week."""
    assert [next_check(age * HOUR) / HOUR for age in (0, 1, 3, 100)] == [1, 1, 3, 24]
    assert next_check(8 * DAY) > 1000 * DAY


def test_failed_pages_are_tried_again_unless_that_is_useless() -> None:
    """Ten minutes after a failure, then longer; a week where it is not allowed."""
    slow = Unfetchable("took too long")
    assert [next_try(n, slow) / MINUTE for n in (1, 2, 3)] == [10, 20, 40]
    assert next_try(30, slow) == DAY
    assert next_try(1, Unfetchable("", retry_after=HOUR)) == HOUR
    assert next_try(1, Unfetchable("", lasting=True)) == 7 * DAY


def test_a_page_is_gone_by_410_or_by_404_twice() -> None:
    """404 may be a slip of the site, and counts an hour later."""
    gone, missing, broken = (Unfetchable("", status=status) for status in (410, 404, 500))
    assert is_withdrawn(gone, None)
    assert not is_withdrawn(missing, None)
    assert not is_withdrawn(missing, HOUR / 2)
    assert is_withdrawn(missing, HOUR)
    assert not is_withdrawn(broken, HOUR)


# What comes of it


class Desk:
    """A site with a feed that is kept up with, the corpus, and the hour."""

    def __init__(self, site: Site, corpus: Corpus, sources: Sources) -> None:
        self.site, self.corpus, self.sources = site, corpus, sources
        self.now = 1_767_700_000.0
        self.web = Web(
            Fetcher(FetchRules(loopback=True, pause=0.0)), sources, clock=lambda: self.now
        )
        self.source = Source(site.address("/feed"), "feed")
        sources.add(self.source)

    def poll(self) -> IngestReport:
        """Ask the feed now."""
        known = self.sources.source(self.source.address)
        assert known is not None
        self.source, reads = self.web.poll(known)
        report = take(self.corpus, self.sources, reads)
        self.sources.update(self.source)
        return report

    def titles(self) -> set[str]:
        """Titles of the articles held."""
        return {article.title for article in self.corpus.articles()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A site without pages, whose feed is a source."""
    with (
        Site().running() as site,
        words_corpus(tmp_path / "data") as corpus,
        closing(Sources(tmp_path / "data")) as sources,
    ):
        yield Desk(site, corpus, sources)


def serve(desk: Desk, numbers: range, more: str = "", etag: str = '"1"') -> None:
    """The feed and pages of these stories."""
    for number in numbers:
        put(desk.site, story(number))
    feed = rss(desk.site, map(story, numbers), more=more)
    desk.site.replies["/feed"] = Reply(feed, headers={"ETag": etag})


def test_an_unchanged_feed_costs_one_request(desk: Desk) -> None:
    """The second time only the feed is asked for, with the mark of the first."""
    serve(desk, range(3))
    assert numbers(desk.poll()) == (3, 0, 0, 0)
    desk.site.asked.clear()
    assert numbers(desk.poll()) == (0, 0, 0, 0)
    assert desk.site.paths() == ["/feed"]
    assert desk.site.asked[-1].headers["if-none-match"] == '"1"'


def test_a_changed_feed_costs_its_new_entries(desk: Desk) -> None:
    """Of a feed that grew only the new pages are asked for."""
    serve(desk, range(3))
    desk.poll()
    desk.site.asked.clear()
    serve(desk, range(1, 5), etag='"2"')
    assert numbers(desk.poll()) == (2, 0, 0, 0)
    assert desk.site.paths() == ["/feed", story(3).path, story(4).path]
    assert desk.source.title == PUBLISHER


def test_corrections_and_withdrawals_are_found_in_time(desk: Desk) -> None:
    """Pages of a feed that stays as it is are looked at again; unchanged ones send nothing."""
    serve(desk, range(3))
    desk.poll()
    put(desk.site, story(1).corrected())
    desk.site.replies[story(2).path] = Reply(status=410)
    desk.now += HOUR
    assert numbers(desk.poll()) == (0, 1, 1, 1)
    texts = {article.text for article in desk.corpus.articles()}
    assert texts == {story(0).text, story(1).corrected().text}


def test_a_feed_that_fails_is_remembered_with_its_reason(desk: Desk) -> None:
    """Failures in a row are counted and put off the next time; one success ends that."""
    desk.site.replies["/feed"] = Reply(status=503)
    desk.poll()
    desk.poll()
    assert (desk.source.failures, desk.source.error) == (2, "the site is in trouble (503)")
    assert desk.source.due_at == desk.now + 60 * MINUTE
    assert desk.sources.due(desk.now + 59 * MINUTE) == []
    serve(desk, range(1))
    desk.poll()
    assert (desk.source.failures, desk.source.error) == (0, None)
    assert desk.source.due_at == desk.now + 15 * MINUTE


def whole(number: int, link: str) -> str:
    """An item that holds its story whole, with an advert in it."""
    lines = [
        *story(number).paragraphs,
        *(f"योजना की {n}वीं किस्त में {n + 40} गाँवों को पक्की सड़क मिलेगी।" for n in range(12)),
    ]
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"""<item><title>{story(number).title}</title>{link}
<guid isPermaLink="false">w{number}</guid><pubDate>Mon, 05 Jan 2026 21:00:00 +0000</pubDate>
<content:encoded><![CDATA[{body}<div class="ad-slot"><p>विज्ञापन</p></div>]]></content:encoded>
</item>"""


def test_the_feeds_own_text_stands_in_for_a_page_that_cannot_be_had(desk: Desk) -> None:
    """A whole story in the feed is read where its page fails, until the page can be had."""
    serve(desk, range(0), more=whole(7, f"<link>{story(7).path}</link>"))
    desk.site.replies[story(7).path] = Reply(status=500)
    assert numbers(desk.poll()) == (1, 0, 0, 0)
    (held,) = desk.corpus.articles()
    assert held.text.startswith(story(7).text)
    assert "विज्ञापन" not in held.text
    assert (held.title, held.publisher) == (story(7).title, PUBLISHER)
    assert held.published == date(2026, 1, 6)
    put(desk.site, story(7))
    desk.now += HOUR
    assert numbers(desk.poll()) == (0, 1, 0, 0)
    assert [article.text for article in desk.corpus.articles()] == [story(7).text]


def test_an_entry_without_a_page_is_read_from_the_feed(desk: Desk) -> None:
    """A whole story needs no page; the beginning of one is a failure that says so."""
    short = '<item><guid isPermaLink="false">s</guid><description>शुरू…</description></item>'
    serve(desk, range(0), more=whole(8, "") + short)
    report = desk.poll()
    assert report.added == 1
    (failure,) = report.failed
    assert failure.source == desk.site.address("/feed") + "#s"
    assert "only the beginning" in failure.error


def test_an_entry_that_the_feed_deletes_goes(desk: Desk) -> None:
    """A deleted-entry mark takes the article away."""
    serve(desk, range(2))
    desk.poll()
    gone = "<at:deleted-entry ref='lokdeep-1' when='2026-01-06T00:00:00Z'/>"
    serve(desk, range(1), more=gone, etag='"2"')
    assert numbers(desk.poll()) == (0, 0, 0, 1)
    assert desk.titles() == {story(0).title}


def test_what_was_removed_by_hand_does_not_come_back_with_its_feed(desk: Desk) -> None:
    """An admin's removal holds, also when the page changes; the page given itself is read again."""
    serve(desk, range(2))
    desk.poll()
    desk.corpus.remove([a.id for a in desk.corpus.articles() if a.title == story(1).title])
    put(desk.site, story(1).corrected())
    desk.now += HOUR
    assert numbers(desk.poll())[:2] == (0, 0)
    reads = desk.web.read(desk.site.address("/feed"))
    assert take(desk.corpus, desk.sources, reads).added == 0
    assert desk.titles() == {story(0).title}
    reads = desk.web.read(desk.site.address(story(1).path))
    assert take(desk.corpus, desk.sources, reads).added == 1
    assert desk.titles() == {story(0).title, story(1).title}


def test_a_page_in_two_feeds_is_read_once(desk: Desk) -> None:
    """Feeds of one site share pages; neither makes the other's look changed."""
    serve(desk, range(3))
    feed = rss(desk.site, map(story, range(3))).replace(b"</description>", b" x</description>")
    desk.site.replies["/other"] = Reply(feed)
    desk.poll()
    other = Source(desk.site.address("/other"), "feed")
    desk.sources.add(other)
    desk.site.asked.clear()
    for source in (other, desk.source, other):
        _, reads = desk.web.poll(source)
        assert numbers(take(desk.corpus, desk.sources, reads)) == (0, 0, 0, 0)
    assert desk.site.paths() == ["/other", "/feed", "/other"]


def test_feeds_and_pages_on_several_hosts_are_read_at_once(tmp_path: Path) -> None:
    """Pages of several hosts all arrive, each host asked one page at a time."""
    with (
        Site().running() as site,
        Site().running() as other,
        words_corpus(tmp_path / "data") as corpus,
        closing(Sources(tmp_path / "data")) as sources,
    ):
        desk = Desk(site, corpus, sources)
        for number in range(10, 14):
            put(other, story(number))
        items = "".join(
            f"<item><link>{other.address(story(number).path)}</link></item>"
            for number in range(10, 14)
        )
        serve(desk, range(4), more=items)
        assert numbers(desk.poll()) == (8, 0, 0, 0)


def test_a_killed_reader_loses_nothing(desk: Desk) -> None:
    """Pages count as known only once their articles are held."""
    serve(desk, range(5))
    known = desk.sources.source(desk.source.address)
    assert known is not None
    later, reads = desk.web.poll(known)
    for _ in reads:
        pass  # read, and then the process ends
    assert desk.sources.pages_of(later.address) == []
    assert numbers(desk.poll()) == (5, 0, 0, 0)


def test_sources_are_kept(tmp_path: Path) -> None:
    """What is known of sources and pages survives, for several processes at once."""
    source = Source("https://example.org/f", "feed", 600.0, "t", 1.0)
    page = Page("https://example.org/1", found_in=source.address, entry="e", mark="m")
    with closing(Sources(tmp_path)) as one, closing(Sources(tmp_path)) as two:
        assert one.add(source)
        assert not two.add(dataclasses.replace(source, every=900.0))
        one.save([page])
        assert [found.every for found in two.all()] == [900.0]
        assert two.page(page.address) == page
        assert two.remove(source.address)
        one.update(dataclasses.replace(source, failures=3))
        assert one.all() == []
        assert not one.remove(source.address)
