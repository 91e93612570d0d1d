"""While the bot runs, its folders are watched and its feeds asked, beside the answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.gathering import Reach
from bot.metrics.watch import Watch
from store.errors import StoreError

if TYPE_CHECKING:
    from store.corpus import Corpus
    from store.ingest import IngestReport
    from store.sources.folders import Happened
    from store.sources.kept import Source
    from store.sources.reading import Read

_TICK = 2.0  # seconds between two looks at what is due
_LONGEST_PAUSE = 600.0
_STARTING = 120.0  # seconds that may lie between a start's ingest and watching
_AFTER_TROUBLE = 60.0
_FEEDS_AT_ONCE = 4
_PAGES_AT_ONCE = 8  # taken in together, so that answers wait little

log = structlog.get_logger("pramaan")


class _Stopped(Exception):
    """The bot ends; what is left is done by the next one."""


@contextmanager
def keeping_up(
    corpus: Corpus, reach: Reach, articles_dir: Path, watch: Watch, *, tick: float = _TICK
) -> Iterator[None]:
    """Keep up with folders and feeds until the block ends; sources may come and go meanwhile.

    `articles_dir` is watched too. Whatever goes wrong is a line in the log, and tried again. At the
    end `reach` is stopped: a slow site must not keep the bot from ending.
    """
    keeper = _Keeper(corpus, reach, articles_dir, watch, tick)
    threads = [
        threading.Thread(target=keeper.forever, args=(work,), name=name, daemon=True)
        for name, work in (("feeds", keeper.feeds), ("folders", keeper.folders))
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        keeper.stop.set()
        reach.stop()
        for thread in threads:
            thread.join()
        keeper.unwatch()
        keeper.workers.shutdown()


@dataclass(slots=True)
class _Keeper:
    corpus: Corpus
    reach: Reach
    articles_dir: Path
    watch: Watch
    tick: float
    began: float = field(default_factory=time.time)
    stop: threading.Event = field(default_factory=threading.Event)
    workers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(_FEEDS_AT_ONCE, thread_name_prefix="feed")
    )
    busy: set[str] = field(default_factory=set)
    feeds_known: set[str] = field(default_factory=set)
    watcher: Generator[list[Happened], None, None] | None = None
    watched: dict[Path, bool] = field(default_factory=dict)
    unread: list[Path] = field(default_factory=list)
    untaken: list[Happened] = field(default_factory=list)

    def forever(self, work: Callable[[], None]) -> None:
        """Do `work` again and again; longer pauses while it fails."""
        failures = 0
        while not self.stop.is_set():
            try:
                work()
                failures = 0
            except _Stopped:
                return
            except (StoreError, OSError) as error:
                failures += 1
                log.error("Keeping up failed, and is tried again", reason=str(error))
            except Exception:
                failures += 1
                log.exception("This should not have happened; it is tried again")
            self.stop.wait(min(self.tick * 2.0 ** min(failures, 20), _LONGEST_PAUSE))

    # Feeds

    def feeds(self) -> None:
        """Ask the feeds that are due."""
        known = {source.address for source in self.reach.sources.all() if source.kind == "feed"}
        if self.watch.metrics is not None:
            for gone in self.feeds_known - known:
                self.watch.metrics.feed_removed(gone)
            for new in known - self.feeds_known:
                self.watch.metrics.feed_added(new)
        self.feeds_known = known
        for source in self.reach.sources.due(time.time()):
            if source.address not in self.busy:
                self.busy.add(source.address)
                self.workers.submit(self.beside, source)

    def beside(self, source: Source) -> None:
        """Ask one feed while others are asked; whatever goes wrong is tried again."""
        try:
            self.feed(source)
        except _Stopped:
            pass
        except StoreError as error:
            log.error("What a feed has was not taken in", feed=source.address, reason=str(error))
            self.stop.wait(_AFTER_TROUBLE)
        except Exception:
            log.exception("This should not have happened", feed=source.address)
            self.stop.wait(_AFTER_TROUBLE)
        finally:
            self.busy.discard(source.address)

    def feed(self, source: Source) -> None:
        """Ask one feed, and take in what it has."""
        from store.sources.taking import take

        later, reads = self.reach.web.poll(source)
        if self.stop.is_set():
            raise _Stopped
        report = take(
            self.corpus, self.reach.sources, self.until_stopped(reads), at_once=_PAGES_AT_ONCE
        )
        self.reach.sources.update(later)
        if later.error is not None:
            log.warning("A feed could not be read", feed=source.address, reason=later.error)
        elif self.watch.metrics is not None and source.address in self.feeds_known:
            self.watch.metrics.feed_read(source.address)
        self.tell("A feed was read", report, feed=source.address)

    def until_stopped(self, reads: Iterator[Read]) -> Iterator[Read]:
        """The same, ending in `_Stopped` when the bot does: what was not taken in is read anew."""
        for read in reads:
            if self.stop.is_set():
                raise _Stopped
            yield read

    # Folders

    def folders(self) -> None:
        """Take in what happened in the folders since the last time; at first read what may have
        been missed.

        What fails is taken in the next time, and what happens until then is not missed either.
        """
        from store.sources.folders import changed_since, watching

        there = {folder: whole for folder, whole in self.given().items() if folder.is_dir()}
        if self.watcher is None or there != self.watched:
            self.unwatch()
            self.watched, self.unread = there, list(there)
            self.untaken = [one for one in self.untaken if one.folder in there]
            if not there:
                return
            self.watcher = watching(list(there), self.stop)
        batch = None
        try:
            batch = next(self.watcher, None)
        finally:
            if batch is None:  # it ended, or failed: the next one begins anew
                self.unwatch()
        if batch is None:
            return
        self.untaken += batch
        while self.unread:
            folder = self.unread[0]
            if there[folder]:
                self.whole(folder)
            elif recent := changed_since(folder, self.began - _STARTING):
                self.change(recent)
            del self.unread[0]
        while self.untaken:
            one = self.untaken.pop(0)
            try:
                self.change(one)
            except (StoreError, OSError):
                self.untaken.insert(0, one)
                raise

    def unwatch(self) -> None:
        """Watch no folder any more."""
        if self.watcher is not None:
            self.watcher.close()
            self.watcher = None

    def given(self) -> dict[Path, bool]:
        """The folders to watch, and of each whether it is a source: those are read as a whole."""
        sources = [Path(s.address) for s in self.reach.sources.all() if s.kind == "folder"]
        return {self.articles_dir.resolve(): False} | dict.fromkeys(sources, True)

    def whole(self, folder: Path) -> None:
        """Read all of a folder; what is gone from it goes."""
        from store.gather import find_files

        empty = not find_files([str(folder)])[0]
        # A folder that lost everything at once is more likely not mounted than emptied.
        report = self.corpus.ingest([str(folder)], prune=not empty)
        self.tell("A folder was read", report, folder=str(folder))

    def change(self, one: Happened) -> None:
        """Take in what happened in a folder."""
        from store.sources.folders import gather_changed, gone_ids

        if one.everything:
            self.whole(one.folder)
            return
        report = self.corpus.apply(gather_changed(one))
        self.tell("A folder changed", report, folder=str(one.folder))
        if gone := gone_ids(one):
            self.corpus.remove(gone)
            log.info("Files are gone, and their articles", folder=str(one.folder), files=len(gone))

    def tell(self, event: str, report: IngestReport, **where: str) -> None:
        """Log what changed, and each failure in a line of its own; count it all."""
        if self.watch.metrics is not None:
            self.watch.metrics.ingested(report)
        changed = {
            name: getattr(report, name)
            for name in ("added", "updated", "removed", "duplicates")
            if getattr(report, name)
        }
        if changed:
            log.info(event, **where, **changed)
        for failure in report.failed:
            log.warning("An article could not be read", source=failure.source, reason=failure.error)
