"""What a page says of itself: title, publisher, days, address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from store.errors import Unfetchable
from store.pages.linked import linked_article, plain
from store.pages.titles import headline, site_names
from store.pages.when import day_of
from store.web.address import identity, web_address

_PUBLISHED: Final = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "article.published",
    "dc.date.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
)
_MODIFIED: Final = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_NAMES: Final = re.compile(r"\d{3}|.{20}")
_SITE: Final = ("og:site_name", "application-name", "publisher", "article:publisher", "copyright")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself. `near` is a day close to its publishing, not surely that day.

    `address` is what the page should be known by; `body` the story where JSON-LD holds it.
    """

    title: str
    publisher: str | None
    published: date | None
    near: date | None
    address: str | None
    body: str | None


def page_facts(tree: HtmlElement, address: str | None, today: date) -> PageFacts:
    """The facts of the page `tree` that was found at `address` (None: in a file)."""
    linked = linked_article(
        script.text or "" for script in tree.xpath("//script[contains(@type, 'ld+json')]")
    )
    meta = _meta(tree)
    publisher = linked.publisher or next(
        (meta[name] for name in _SITE if name in meta and "/" not in meta[name]), None
    )
    known = canonical(tree, meta, address)
    names = site_names(address or known, [publisher, *(meta.get(name) for name in _SITE)])
    times = _times(tree, today)
    return PageFacts(
        title=headline(
            [text for heading in tree.xpath("//h1") if (text := _text(heading))],
            [linked.headline, meta.get("og:title"), meta.get("twitter:title"), _title(tree)],
            names,
        ),
        publisher=publisher or _host(address or known),
        published=_day([linked.published, *map(meta.get, _PUBLISHED), _marked(tree)], today)
        # Where a page has times of one day only, that is its day.
        or (times[0] if len(set(times)) == 1 else None),
        near=_day([linked.modified, *map(meta.get, _MODIFIED)], today)
        or (times[0] if times else None),
        address=known,
        body=linked.body,
    )


def canonical(tree: HtmlElement, meta: dict[str, str], address: str | None) -> str | None:
    """The address that the page gives for itself, where that can be believed, else `address`.

    Some sites name their front page, or one section, on every page: an address counts only on the
    same site and with the same last part.
    """
    links = tree.xpath("//link[@rel='canonical']/@href")
    for given in [*links[:1], meta.get("og:url")]:
        if not given:
            continue
        try:
            known = identity(web_address(str(given), address))
        except Unfetchable:
            continue
        if address is None or _same_page(known, address):
            return known
    return identity(address) if address else None


def _same_page(known: str, address: str) -> bool:
    one, other = urlsplit(known), urlsplit(address)
    if _site(one.hostname) != _site(other.hostname) or one.port != other.port:
        return False
    if one.query and one.query != other.query:
        return False
    last, there = _slug(one.path), _slug(other.path)
    if not last or last != there:
        return False
    # Without the query that the page was asked for with, its path has to name the story.
    return (
        bool(one.query) or not urlsplit(identity(address)).query or _NAMES.search(last) is not None
    )


def _site(host: str | None) -> str:
    return re.sub(r"^(?:www|m|amp|mobile)\.", "", host or "")


def _slug(path: str) -> str:
    """The part of a path that names the story."""
    parts = [part for part in path.split("/") if part and part.lower() not in ("amp", "lite")]
    return re.sub(r"\.(?:amp\.)?(?:html?|cms|php|aspx?|ece|amp)$", "", parts[-1]) if parts else ""


def _host(address: str | None) -> str | None:
    host = urlsplit(address).hostname if address else None
    return re.sub(r"^(?:www|m|amp)\.", "", host) if host else None


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.xpath("//meta[@content]"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        if name and (value := plain(tag.get("content"))):
            found.setdefault(name.strip().lower(), value)
    return found


def _title(tree: HtmlElement) -> str | None:
    titles = tree.xpath("//head/title") or tree.xpath("//title")
    return _text(titles[0]) if titles else None


def _text(element: HtmlElement) -> str | None:
    return " ".join(str(element.text_content()).split()) or None


def _marked(tree: HtmlElement) -> str | None:
    """A time that is marked as when the page was published."""
    for tag in tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]"):
        if text := tag.get("datetime") or tag.get("content") or _text(tag):
            return str(text)
    return None


def _times(tree: HtmlElement, today: date) -> list[date]:
    """The days of the times in the page's story, or else of all of its times, in order."""
    for part in ("//article//time", "//main//time", "//time"):
        written = [tag.get("datetime") or _text(tag) or "" for tag in tree.xpath(part)]
        if days := [day for text in written if (day := day_of(str(text), today))]:
            return days
    return []


def _day(texts: list[str | None], today: date) -> date | None:
    return next((day for text in texts if text and (day := day_of(text, today))), None)
