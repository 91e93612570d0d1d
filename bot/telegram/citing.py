"""Pure: a source as Telegram shows it: publisher, date, title, and where else the story stands."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from bot.ages import age, printed_date
from bot.messages import ALSO_IN, say
from bot.telegram.markup import Span, clip
from retrieval.answer import Citation
from retrieval.question import FrameLanguage
from store.article import Article

TITLE_LIMIT = 90  # characters of a title, publisher or dateline as shown
NAME_LIMIT = 40
PLACES_SHOWN = 3


def source_line(
    citation: Citation,
    frame: FrameLanguage,
    title_limit: int = TITLE_LIMIT,
    asked_on: date | None = None,
) -> tuple[Span, ...]:
    """`[n] publisher · date · title`: what is known of it, the title a link where there is one."""
    about = published_by(citation.article, frame, asked_on)
    return Span(f"[{citation.n}] " + (f"{about} · " if about else "")), linked_title(
        citation.article, title_limit
    )


def also_in(citation: Citation, frame: FrameLanguage) -> list[tuple[Span, ...]]:
    """A line with the other places where the same story stands; none where there are none."""
    places = {_publisher(one) or one.source: _link(one) for one in citation.also_in}
    if not places:
        return []
    spans = [Span(f"{say(ALSO_IN, frame)} ")]
    for name, link in list(places.items())[:PLACES_SHOWN]:
        spans += [Span(clip(name, NAME_LIMIT), url=link), Span(", ")]
    more = len(places) - PLACES_SHOWN
    return [(*spans[:-1], *([Span(f" +{more}")] if more > 0 else []))]


def published_by(article: Article, frame: FrameLanguage, asked_on: date | None = None) -> str:
    """`publisher · date`: what is known of it, and how old it was on the day of the question."""
    facts = (_publisher(article), _when(article, frame))
    known = " · ".join(clip(fact, NAME_LIMIT) for fact in facts if fact)
    old = age(article.published, asked_on, frame)
    return known if old is None else f"{known} ({old})"


def linked_title(article: Article, limit: int = TITLE_LIMIT) -> Span:
    """The title, a link where the article has an address."""
    return Span(clip(article.title, limit) or article.source, url=_link(article))


def _publisher(article: Article) -> str | None:
    if article.publisher:
        return article.publisher
    link = _link(article)
    return urlsplit(link).hostname if link else None


def _when(article: Article, frame: FrameLanguage) -> str | None:
    return printed_date(article.published, frame) if article.published else article.dateline


def _link(article: Article) -> str | None:
    """The article's address if Telegram makes a link of it."""
    if article.url is None:
        return None
    try:
        parts = urlsplit(article.url)
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and parts.hostname and "." in parts.hostname
    return article.url if usable and article.url.isprintable() and " " not in article.url else None
