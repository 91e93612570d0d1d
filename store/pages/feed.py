"""RSS and Atom feeds (feedparser), as entries that name pages or hold stories themselves."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import feedparser

from store.errors import Unfetchable, Unreadable
from store.pages.encoding import page_text
from store.pages.linked import plain
from store.pages.when import day_of
from store.web.address import identity, web_address

_ROOT: Final = re.compile(
    r"\s*(?:<\?xml[^>]*\?>|<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>|\s)*<(?:rss|feed|rdf:RDF)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# What XML may not hold and feeds hold all the same.
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DELETED: Final = re.compile(r"<[\w-]+:deleted-entry\b[^>]*?\bref\s*=\s*[\"']([^\"']{1,2000})[\"']")
_HEAD_CHARS: Final = 4000
_MOST_ENTRIES: Final = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `id` is its own within the feed, `address` its page's or None.

    `published` is the day that the feed says it was published, `changed` when it says it was
    changed. `content` is HTML, as long as the feed has it. `mark` changes when the entry does.
    """

    id: str
    address: str | None
    title: str
    published: date | None
    changed: date | None
    content: str
    mark: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title, its entries as listed, and the ids of those that it says are deleted."""

    title: str | None
    entries: tuple[Entry, ...]
    deleted: tuple[str, ...] = ()


def is_feed(body: bytes, charset: str | None = None) -> bool:
    """Whether `body` is a feed by its content, whatever its type is said to be."""
    try:
        return _ROOT.match(page_text(body[: _HEAD_CHARS * 4], charset)[:_HEAD_CHARS]) is not None
    except Unreadable:
        return False


def parse_feed(body: bytes, address: str, today: date, charset: str | None = None) -> Feed:
    """The feed in `body`, found at `address`; XML that is somewhat wrong is read as well.

    Raises Unreadable for what is no feed.
    """
    text = _FORBIDDEN.sub("", _DECLARATION.sub("", page_text(body, charset)))
    whole = f'<?xml version="1.0" encoding="utf-8"?>\n{text.lstrip()}'.encode()
    try:
        found = feedparser.parse(
            io.BytesIO(whole),
            response_headers={
                "content-type": "application/xml; charset=utf-8",
                "content-location": address,
            },
        )
    except Exception:  # whatever strange XML makes it raise
        raise Unreadable("the feed cannot be read") from None
    if not found.version:
        raise Unreadable("it is no feed")
    entries: dict[str, Entry] = {}
    for one in found.entries[:_MOST_ENTRIES]:
        entry = _entry(one, address, today)
        entries.setdefault(entry.id, entry)
    title = plain(found.feed.get("title"))
    return Feed(title, tuple(entries.values()), tuple(_DELETED.findall(text)))


def _entry(one: Any, feed: str, today: date) -> Entry:
    address = _address(one, feed)
    title = plain(one.get("title")) or ""
    contents = [part.get("value") or "" for part in one.get("content") or ()]
    content = max([*contents, one.get("summary") or ""], key=len)
    # Asked for by name, the library would give one in place of the other.
    published = str(one.get("published") or "") if dict.__contains__(one, "published") else ""
    changed = str(one.get("updated") or "") if dict.__contains__(one, "updated") else ""
    said = (address, title, published, changed, content)
    mark = hashlib.sha256(repr(said).encode()).hexdigest()[:16]
    return Entry(
        id=str(one.get("id") or address or mark),
        address=address,
        title=title,
        published=day_of(published, today),
        changed=day_of(changed, today),
        content=content,
        mark=mark,
    )


def _address(one: Any, feed: str) -> str | None:
    """The entry's page: its link, else an id that is an address."""
    links: Sequence[Any] = one.get("links") or ()
    given = [
        one.get("feedburner_origlink"),
        *(link.get("href") for link in links if link.get("rel") == "alternate"),
        one.get("link"),
        one.get("id") if str(one.get("id") or "").startswith(("http://", "https://")) else None,
    ]
    for address in given:
        if not address:
            continue
        try:
            return identity(web_address(str(address), feed))
        except Unfetchable:
            continue
    return None
