"""The story that a feed's entry holds itself, as an Article."""

from __future__ import annotations

from typing import Final

from store.article import Article
from store.errors import Unreadable
from store.lines import with_newlines
from store.pages.facts import PageFacts
from store.pages.feed import Entry
from store.pages.page import article_from
from store.pages.tree import page_tree, paragraphs, prune

_WHOLE_CHARS: Final = 500


def read_content(entry: Entry, source: str, publisher: str | None) -> Article:
    """The article in the entry's own content, which the store will know as `source`.

    Raises Unreadable where the feed has only the beginning of a story, or none.
    """
    if len(entry.content) < _WHOLE_CHARS:
        raise Unreadable("the feed holds only the beginning of the story")
    tree = page_tree(f"<html><body><div>{with_newlines(entry.content)}</div></body></html>")
    prune(tree)
    lines = paragraphs(tree)
    if sum(map(len, lines)) < _WHOLE_CHARS or lines[-1].endswith(("…", "...", "[…]", "[...]")):
        raise Unreadable("the feed holds only the beginning of the story")
    facts = PageFacts(
        title=entry.title,
        publisher=publisher,
        published=entry.published,
        near=entry.changed,
        address=entry.address,
        body=None,
    )
    return article_from(lines, facts, source)
