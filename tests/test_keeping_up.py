"""While the bot runs: folders are watched, feeds asked, and nothing stops either."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.gathering import opened_reach
from bot.keeping_up import keeping_up
from bot.metrics.numbers import Metrics
from bot.metrics.watch import Watch
from bot.settings import Settings
from store.corpus import Corpus
from store.sources.folders import Happened, happened
from store.sources.kept import Source, Sources
from tests.newsroom import put, rss, story
from tests.site import Reply, Site
from tests.test_ingest import words_corpus

PATIENCE = 60.0  # seconds, on a machine that is busy with something else


def until(done: Callable[[], bool]) -> None:
    """Wait until it is so."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, "it did not happen"
        threading.Event().wait(0.02)


class Keeping:
    """A data folder, a folder of articles, and what keeps up with them."""

    def __init__(self, tmp_path: Path, corpus: Corpus, sources: Sources) -> None:
        self.corpus = corpus
        self.sources = sources
        self.folder = tmp_path / "news"
        self.folder.mkdir()
        self.settings = Settings(
            pramaan_data_dir=tmp_path / "data",
            pramaan_articles_dir=tmp_path / "articles",
            pramaan_fetch_pause=0.0,
            pramaan_fetch_loopback="on",
        )

    @contextmanager
    def up(self, watch: Watch | None = None) -> Iterator[None]:
        """Keep up with everything."""
        folder = self.settings.pramaan_articles_dir
        with (
            opened_reach(self.settings) as reach,
            keeping_up(self.corpus, reach, folder, watch or Watch(), tick=0.05),
        ):
            yield

    def write(self, name: str, number: int) -> None:
        """A file with a story, put there whole."""
        text = f"---\ntitle: {json.dumps(story(number).title)}\n---\n{story(number).text}\n"
        hidden = self.folder / f".{name}"
        hidden.parent.mkdir(parents=True, exist_ok=True)
        hidden.write_text(text, "utf-8")
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        hidden.rename(self.folder / name)

    def add(self, kind: str, address: str) -> None:
        """Keep up with a source from now on."""
        self.sources.add(Source(address, "folder" if kind == "folder" else "feed"))

    def has(self, *numbers: int) -> bool:
        """Whether exactly these stories are held."""
        held = sorted(article.title for article in self.corpus.articles())
        return held == sorted(story(number).title for number in numbers)

    def sources_of(self) -> list[str]:
        """Where the articles are from."""
        return sorted(article.source for article in self.corpus.articles())


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[Keeping]:
    """Nothing is kept up with yet."""
    with (
        words_corpus(tmp_path / "data") as corpus,
        closing(Sources(tmp_path / "data")) as sources,
    ):
        yield Keeping(tmp_path, corpus, sources)


def test_a_folder_is_kept_up_with(keeping: Keeping) -> None:
    """Files there, new, changed, below, renamed and deleted all count, without a restart."""
    keeping.write("1.txt", 1)
    keeping.add("folder", str(keeping.folder))
    with keeping.up():
        until(lambda: keeping.has(1))
        keeping.write("2.md", 2)
        until(lambda: keeping.has(1, 2))
        keeping.write("1.txt", 3)
        until(lambda: keeping.has(3, 2))
        keeping.write("below/deep/4.txt", 4)
        until(lambda: keeping.has(2, 3, 4))
        (keeping.folder / "2.md").unlink()
        until(lambda: keeping.has(3, 4))
        (keeping.folder / "below").rename(keeping.folder / "beside")
        until(
            lambda: {a.source for a in keeping.corpus.articles()} == {"1.txt", "beside/deep/4.txt"}
        )


def test_the_articles_folder_is_watched(keeping: Keeping) -> None:
    """What is put into PRAMAAN_ARTICLES_DIR while the bot runs is read, also if that is new."""
    with keeping.up():
        keeping.folder.rename(keeping.settings.pramaan_articles_dir)
        keeping.folder = keeping.settings.pramaan_articles_dir
        keeping.write("5.txt", 5)
        until(lambda: keeping.has(5))


def test_a_folder_that_lost_everything_costs_nothing(keeping: Keeping) -> None:
    """Of a folder that is empty or not there, perhaps not mounted, the articles stay."""
    keeping.write("1.txt", 1)
    keeping.corpus.ingest([str(keeping.folder)])
    keeping.add("folder", str(keeping.folder))
    (keeping.folder / "1.txt").unlink()
    keeping.add("folder", str(keeping.folder.with_name("missing")))
    keeping.folder = keeping.folder.with_name("other")
    keeping.write("2.txt", 2)
    keeping.add("folder", str(keeping.folder))
    with keeping.up():
        until(lambda: keeping.has(1, 2))


def test_what_happens_while_the_store_cannot_be_changed_is_not_missed(
    keeping: Keeping, tmp_path: Path
) -> None:
    """Files that come, change and go in trouble, and while it is waited out, count afterwards."""
    for number in (1, 2):
        keeping.write(f"{number}.txt", number)
    keeping.add("folder", str(keeping.folder))
    full = sqlite3.connect(tmp_path / "data" / "catalog.sqlite3", isolation_level=None)
    with closing(full), keeping.up(), capture_logs() as said:
        until(lambda: keeping.has(1, 2))
        full.execute(
            "CREATE TRIGGER full BEFORE INSERT ON waiting BEGIN SELECT RAISE(FAIL, 'full'); END"
        )
        keeping.write("3.txt", 3)
        until(
            lambda: any(each["event"] == "Keeping up failed, and is tried again" for each in said)
        )
        (keeping.folder / "1.txt").unlink()
        keeping.write("2.txt", 4)
        full.execute("DROP TRIGGER full")
        until(lambda: keeping.has(3, 4))


def test_what_happens_in_a_folder_is_read_from_what_is_there(tmp_path: Path) -> None:
    """Files to read, files that are gone, folders to go through; nothing of what is not there."""
    folder, gone = tmp_path / "news", tmp_path / "gone"
    folder.mkdir()
    (folder / "a.txt").write_text("x")
    (folder / "below").mkdir()
    seen = [folder / name for name in ("a.txt", "b.md", "c.pdf", ".d.txt", "e.txt.tmp")]
    assert happened([folder, gone], [*seen, gone / "f.txt"]) == [
        Happened(folder, (folder / "a.txt",), (folder / "b.md",))
    ]
    assert happened([folder], [folder / "below"]) == [Happened(folder, everything=True)]
    assert happened([folder], [folder / name for name in ("c.pdf", ".git", ".git/refs")]) == []


def test_a_feed_is_kept_up_with(keeping: Keeping) -> None:
    """A feed added while the bot runs is read, its failure is one line, and it goes on."""
    with Site().running() as site, capture_logs() as logs, keeping.up():
        for number in (1, 2):
            put(site, story(number))
        site.replies["/feed"] = Reply(rss(site, [story(1), story(2), story(3)]))
        keeping.add("feed", site.address("/feed"))
        until(lambda: keeping.has(1, 2))
        keeping.add("feed", site.address("/none"))
        until(lambda: any(log["event"] == "A feed could not be read" for log in logs))
    failures = [log for log in logs if log["log_level"] == "warning"]
    assert [log.get("source") or log.get("feed") for log in failures] == [
        site.address(story(3).path),
        site.address("/none"),
    ]
    known = keeping.sources.source(site.address("/none"))
    assert known is not None
    assert known.failures == 1


def lagging(metrics: Metrics) -> set[str]:
    """The paths of the feeds that have a lag."""
    page = metrics.page().decode()
    return set(re.findall(r'pramaan_feed_lag_seconds\{feed="http://[^/]+(/[^"]+)"', page))


class HeardMetrics(Metrics):
    """Remembers which feeds it heard to be read."""

    def __init__(self) -> None:
        """None yet."""
        super().__init__()
        self.read = list[str]()

    def feed_read(self, feed: str) -> None:
        """As the real one."""
        self.read.append(feed)
        super().feed_read(feed)


def test_feeds_lag_while_they_are_kept_up_with(keeping: Keeping) -> None:
    """A feed that is read is heard to be; one that never can be has a lag too, until removed."""
    metrics = HeardMetrics()
    with Site().running() as site:
        put(site, story(1))
        site.replies["/feed"] = Reply(rss(site, [story(1)]))
        with keeping.up(Watch(metrics)):
            keeping.add("feed", site.address("/none"))
            keeping.add("feed", site.address("/feed"))
            until(lambda: lagging(metrics) == {"/none", "/feed"})
            until(lambda: metrics.read.count(site.address("/feed")) == 2)  # added, then read
            known = keeping.sources.source
            until(lambda: (known(site.address("/none")) or Source("", "feed")).failures == 1)
            assert metrics.read.count(site.address("/none")) == 1
            keeping.sources.remove(site.address("/none"))
            until(lambda: lagging(metrics) == {"/feed"})


def test_stopping_does_not_wait_for_slow_sites(keeping: Keeping) -> None:
    """A site that never ends its page does not keep the bot from stopping."""
    with Site().running() as site:
        begun = threading.Event()

        def endless() -> Iterator[bytes]:
            begun.set()
            while not site.stopped.wait(0.05):
                yield b"."

        site.replies["/feed"] = Reply(chunks=endless())
        keeping.add("feed", site.address("/feed"))
        with keeping.up():
            assert begun.wait(PATIENCE)
        known = keeping.sources.source(site.address("/feed"))
    assert known is not None
    assert known.checked_at is None
