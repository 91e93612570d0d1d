"""What the bot's admins do to the corpus: add pages and texts, remove articles, read all again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.gathering import Reach, ingest
from store.article import Article, article_id
from store.errors import Unreadable
from store.gather import Failure, Gathered
from store.ingest import IngestReport
from store.parse import parse_article
from store.read import read_article

if TYPE_CHECKING:
    from store.corpus import Corpus
    from store.sources.kept import Source
    from store.sources.reading import Read
    from store.status import Status

Progress = Callable[[int, int], None]

SENT = "telegram"  # what is sent to the bot was found under this, not in a folder or on a page
MOST_FOUND = 8  # articles offered for removal


@dataclass(frozen=True, slots=True)
class Post:
    """A channel's post as it was forwarded: its own address where the channel is public."""

    channel: str
    number: str
    text: str
    published: date
    url: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of adding: the report, and the articles that are there now, as they were read."""

    report: IngestReport
    articles: tuple[Article, ...]


class Curator:
    """Changes the corpus for admins; its methods take long and are called from threads.

    Raises StoreError where the store cannot be used.
    """

    def __init__(self, corpus: Corpus, reach: Reach, articles_dir: Path) -> None:
        self._corpus, self._reach, self._articles_dir = corpus, reach, articles_dir

    def stop(self) -> None:
        """What is being fetched, or is still to be, fails: the program ends."""
        self._reach.stop()

    def add(self, addresses: Sequence[str], progress: Progress) -> Taken:
        """Read pages and feeds; `progress` hears pages done and in all, as far as known."""
        from store.sources.taking import take

        expected, there = len(addresses), list[Article]()

        def expect(pages: int) -> None:
            nonlocal expected
            expected += pages - 1

        def reads() -> Iterator[Read]:
            for address in addresses:
                yield from self._noting(self._reach.web.read(address, expect=expect), there)

        report = take(
            self._corpus,
            self._reach.sources,
            reads(),
            told=lambda done: progress(done, max(done, expected)),
        )
        return Taken(report, tuple(there))

    def add_document(self, name: str, content: bytes) -> Taken:
        """Take in a file's content; another one of that name replaces it."""
        try:
            article = read_article(content, name)
        except Unreadable as error:
            return self._apply(Failure(name, str(error)))
        return self._apply(replace(article, id=article_id(f"{SENT}/{name}")))

    def add_post(self, post: Post) -> Taken:
        """Take in a channel's post; the same post again replaces it."""
        source = post.url or f"{post.channel}/{post.number}"
        try:
            article = parse_article(post.text, source)
        except Unreadable as error:
            return self._apply(Failure(source, str(error)))
        told = replace(
            article,
            id=article_id(f"{SENT}/{source}"),
            url=post.url,
            publisher=article.publisher or post.channel,
            published=article.published or post.published,
        )
        return self._apply(told)

    def find(self, words: str) -> list[Article]:
        """The articles that an address, a file's name or words of a title name; newest first."""
        wanted = words.strip().casefold()
        parts = wanted.split()

        def exactly(source: str, url: str | None, _: str) -> bool:
            return wanted in (source.casefold(), url)

        def by_words(source: str, _: str | None, title: str) -> bool:
            told = f"{title} {source}".casefold()
            return bool(parts) and all(part in told for part in parts)

        return self._corpus.named(exactly, MOST_FOUND) or self._corpus.named(by_words, MOST_FOUND)

    def remove(self, held_id: str) -> Article | None:
        """Drop one article, and do not look for its page again; None where there is none."""
        article = self._corpus.article(held_id)
        if article is not None:
            self._corpus.remove([held_id])
            pages = self._reach.sources.pages_of("")
            self._reach.sources.forget(
                [page.address for page in pages if page.article_id == held_id]
            )
        return article

    def refresh(self, progress: Progress) -> IngestReport:
        """Read the articles folder, every source, and every page that was added, again."""
        given = [str(self._articles_dir)] if self._articles_dir.is_dir() else []
        given += [source.address for source in self.sources()]
        given += [page.address for page in self._reach.sources.pages_of("")]
        return ingest(self._corpus, self._reach, list(dict.fromkeys(given)), progress=progress)

    def status(self) -> Status:
        """What the store holds, and what is wrong with it."""
        return self._corpus.status()

    def sources(self) -> list[Source]:
        """The folders and feeds that are kept up with."""
        return self._reach.sources.all()

    def _apply(self, result: Article | Failure) -> Taken:
        known = result.id if isinstance(result, Article) else None
        report = self._corpus.apply([Gathered(SENT, known, result)])
        return Taken(report, (result,) if isinstance(result, Article) else ())

    def _noting(self, reads: Iterable[Read], there: list[Article]) -> Iterator[Read]:
        """The reads, their articles put into `there`, also those that have not changed."""
        for read in reads:
            if read.gathered is not None and isinstance(read.gathered.result, Article):
                there.append(read.gathered.result)
            elif read.page is not None and read.page.article_id is not None and not read.gone:
                held = self._corpus.article(read.page.article_id)
                there += [held] if held is not None else []
            yield read
