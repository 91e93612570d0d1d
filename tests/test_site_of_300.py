"""A whole news site over its days: the catalog ends exactly as its pages say."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from store.article import Article
from store.corpus import Corpus
from store.ingest import IngestReport
from store.sources.kept import Sources
from store.sources.schedule import DAY, HOUR
from store.sources.taking import take
from store.sources.web import Web
from store.web.fetch import Fetcher, FetchRules
from tests.newsroom import PUBLISHER, Story, page, put, rss, story
from tests.site import Reply, Site, html, redirect
from tests.test_ingest import numbers, words_corpus

RULES = FetchRules(loopback=True, pause=0.0, max_bytes=400_000)
FEED = "/feed.xml"


class Desk:
    """A site, the corpus that reads it, and the hour."""

    def __init__(self, site: Site, corpus: Corpus, sources: Sources) -> None:
        self.site = site
        self.corpus = corpus
        self.sources = sources
        self.now = 1_767_700_000.0  # 6 January 2026
        self.web = Web(Fetcher(RULES), sources, clock=lambda: self.now)

    def ingest(self, path: str = FEED, *, prune: bool = False) -> IngestReport:
        """Read the page or feed at `path`."""
        reads = self.web.read(self.site.address(path), prune=prune)
        return take(self.corpus, self.sources, reads)

    def serve(self, stories: list[Story], **more: str) -> None:
        """The feed as it is now, packed."""
        feed = rss(self.site, stories, **more)
        self.site.replies[FEED] = Reply(gzip.compress(feed), headers={"Content-Encoding": "gzip"})

    def held(self) -> dict[str, Article]:
        """The articles by their path on the site."""
        return {
            article.source.removeprefix(self.site.address("")): article
            for article in self.corpus.articles()
        }


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A site without pages, an empty corpus."""
    with (
        Site().running() as site,
        words_corpus(tmp_path / "data") as corpus,
        closing(Sources(tmp_path / "data")) as sources,
    ):
        yield Desk(site, corpus, sources)


def is_told(article: Article, story: Story, site: Site) -> bool:
    """Whether the article is exactly the story."""
    return (article.title, article.text, article.published, article.publisher, article.url) == (
        story.title,
        story.text,
        story.day,
        PUBLISHER,
        site.address(story.path),
    )


def test_three_hundred_pages_end_as_expected(desk: Desk) -> None:
    """Feed, updates, deletions, bad redirects, encodings, robots: every article is right."""
    site = desk.site
    site.replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /bihar/khabar-00299.html")
    stories = [story(number) for number in range(300)]
    wide = {10: "utf-16", 11: "utf-8-sig", 12: "utf-8", 13: "utf-8", 14: "utf-16-le"}
    said = {12: "iso-8859-1", 13: "windows-1252", 14: "utf-8"}
    for one in stories:
        put(site, one, encoding=wide.get(one.number, "utf-8"), said=said.get(one.number, "utf-8"))
    trouble = {
        20: redirect("http://10.0.0.8/inside"),
        21: redirect("http://169.254.169.254/latest/"),
        22: redirect("file:///etc/passwd"),
        23: redirect("/"),
        24: redirect(stories[24].path),
        25: Reply(status=404),
        26: Reply(status=410),
        27: Reply(status=500),
        28: Reply(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}),
        29: html("<html><body><h1>पेज नहीं मिला</h1></body></html>"),
        30: Reply(bytes(range(128, 256)) * 20, headers={"Content-Type": "text/html"}),
        31: Reply(chunks=itertools.repeat(b"<p>" + b"x" * 5000)),
        32: Reply(chunks=iter(())),
    }
    for number, reply in trouble.items():
        site.replies[stories[number].path] = reply
    site.replies["/"] = html(page(stories[0]))
    moved = stories[40]
    site.replies["/new/" + moved.path.rpartition("/")[2]] = site.replies[moved.path]
    site.replies[moved.path] = redirect("/new/" + moved.path.rpartition("/")[2], 301)
    desk.serve(stories)

    report = desk.ingest()

    failed = {*trouble, 299}
    good = [one for one in stories if one.number not in failed]
    assert numbers(report) == (len(good), 0, 0, 0)
    assert {failure.source for failure in report.failed} == {
        site.address(stories[number].path) for number in failed
    }
    assert all(failure.error for failure in report.failed)
    reasons = {failure.source.rpartition("-")[2]: failure.error for failure in report.failed}
    assert "private network" in reasons["00020.html"]
    assert "robots.txt" in reasons["00299.html"]
    assert "no story" in reasons["00029.html"]
    held = desk.held()
    assert len(held) == len(good)
    for one in good:
        assert is_told(held[one.path], one, site), one

    # The next day: nothing new for most, corrections, withdrawals, new stories, old ones mended.
    desk.now += DAY
    asked = len(site.asked)
    corrected = {number: stories[number].corrected() for number in (50, 51, 52)}
    for one in corrected.values():
        put(site, one)
    site.replies[stories[60].path] = Reply(status=410)
    site.replies[stories[61].path] = Reply(status=404)
    site.replies[stories[62].path] = Reply(status=503)
    put(site, stories[27])
    new = [story(number) for number in range(300, 310)]
    for one in new:
        put(site, one)
    desk.serve([*new, *stories])

    report = desk.ingest()

    assert numbers(report) == (len(new) + 1, 3, len(good) - 3 - 3, 1)
    assert len(site.asked) - asked > 300
    held = desk.held()
    assert stories[60].path not in held
    assert {stories[61].path, stories[62].path} <= held.keys()
    assert all(is_told(held[one.path], one, site) for one in (*corrected.values(), *new))
    assert is_told(held[stories[27].path], stories[27], site)

    # An hour later the page that was missing is still missing, and the feed is shorter.
    desk.now += HOUR
    desk.serve([*new, *stories[:100]])
    report = desk.ingest()
    assert report.removed == 1
    assert stories[61].path not in desk.held()

    # Pages that the feed lists no longer stay, until they are gone and it is said to prune.
    site.replies[stories[200].path] = Reply(status=404)
    assert desk.ingest().removed == 0
    assert stories[200].path in desk.held()
    assert desk.ingest(prune=True).removed == 1
    expected = {one.path for one in (*good, *new, stories[27])}
    expected -= {stories[number].path for number in (60, 61, 200)}
    assert desk.held().keys() == expected
