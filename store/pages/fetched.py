"""What was fetched from an address, as an Article, by what it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from store.article import Article, article_id
from store.errors import Unfetchable, Unreadable
from store.pages.encoding import page_text
from store.pages.page import read_page
from store.pages.tree import feed_links, page_tree
from store.parse import parse_article
from store.web.address import identity, story_key, web_address
from store.web.fetch import Fetched

_PAGES: Final = (
    None,
    "text/html",
    "application/xhtml+xml",
    "application/xml",
    "text/xml",
    "application/octet-stream",
    "binary/octet-stream",
)
_TEXTS: Final = ("text/plain", "text/markdown", "text/x-markdown")
_KINDS: Final = {
    "application/pdf": "a PDF",
    "image/": "a picture",
    "video/": "a video",
    "audio/": "a recording",
    "application/json": "data",
}


def read_fetched(
    fetched: Fetched,
    asked: str,
    *,
    today: date,
    announced: date | None = None,
    near: date | None = None,
) -> Article:
    """The article in what was fetched when `asked` was asked for; days as in `read_page`.

    Its id and source come from the address that the page gives for itself. Raises Unreadable for
    what is no article, Unfetchable where the site led to its front page instead.
    """
    if urlsplit(fetched.address).path in ("", "/") and urlsplit(asked).path not in ("", "/"):
        raise Unfetchable("the site leads to its front page instead", status=404)
    address = identity(fetched.address)
    media_type = fetched.media_type
    if media_type in _TEXTS and not _is_html(fetched.body):
        article = parse_article(page_text(fetched.body, fetched.charset), address)
        published = article.published or announced
        article = replace(article, url=article.url or address, published=published)
    elif media_type in _PAGES or media_type in _TEXTS:
        if fetched.body.startswith(b"%PDF"):
            raise Unreadable("a PDF, not a page")
        article = read_page(
            fetched.body,
            address,
            address=fetched.address,
            charset=fetched.charset,
            today=today,
            announced=announced,
            near=near,
        )
    else:
        kind = next((said for start, said in _KINDS.items() if media_type.startswith(start)), None)
        raise Unreadable(f"{kind or media_type}, not a page")
    source = article.url or address
    return replace(article, source=source, id=article_id(story_key(source)))


def _is_html(body: bytes) -> bool:
    head = body[:1000].lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html", b"\xef\xbb\xbf<!doctype html"))


def feeds_named(fetched: Fetched) -> list[str]:
    """The addresses of the feeds that a page names in its head; none for what is no page."""
    try:
        tree = page_tree(page_text(fetched.body, fetched.charset))
        return [web_address(link, fetched.address) for link in feed_links(tree)]
    except Unreadable:
        return []
