"""A web page as an Article: what it says of itself, and its story without what surrounds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from store.article import Article
from store.dateline import find_dateline
from store.dates import full_date
from store.errors import Unreadable
from store.frontmatter import FrontMatter
from store.lines import ends_sentence, letters, with_newlines
from store.pages.encoding import page_text
from store.pages.extract import extracted
from store.pages.facts import PageFacts, page_facts
from store.pages.tree import page_tree, prune
from store.parse import article_of
from store.sentences import sentence_spans
from store.text import words

MAX_BYTES: Final = 5_000_000
_STORY_CHARS: Final = 120
_SENTENCE_CHARS: Final = 30
_TOLD_SHARE: Final = 0.4
_OWN_LETTERS: Final = 0.5
_COVERED: Final = 0.6
_BIT_CHARS: Final = 60
_SUMMARY_LINES: Final = 2


def read_page(
    body: bytes,
    source: str,
    *,
    address: str | None = None,
    charset: str | None = None,
    today: date | None = None,
    announced: date | None = None,
    near: date | None = None,
) -> Article:
    """The article on the page `body`, which the store will know as `source`.

    `address` is where it was found (None: in a file), `charset` what the server calls its
    encoding. `announced` is the day on which a feed says it was published, which holds where the
    page itself does not say; `near` a day not far from that. Either makes the year of a dateline
    certain. Raises Unreadable where the page has no story that can be read.
    """
    if len(body) > MAX_BYTES:
        raise Unreadable("larger than 5 MB")
    if not body.strip():
        raise Unreadable("empty")
    text = with_newlines(page_text(body, charset))
    tree = page_tree(text)
    facts = page_facts(tree, address, today or date.today())
    prune(tree)
    lines = _story(extracted(tree, address), facts)
    article = article_from(lines, facts, source, near=announced or near)
    return article if article.published else replace(article, published=announced)


def article_from(
    lines: list[str], facts: PageFacts, source: str, *, near: date | None = None
) -> Article:
    """The article of a story's lines and what is known of it; raises Unreadable for no story."""
    # A quote must be what the publisher wrote: paragraphs with letters lost on the way go.
    lines = _without_byline([line for line in lines if "\ufffd" not in line])
    if not lines:
        raise Unreadable("no story was found on the page")
    told = FrontMatter(
        title=facts.title or None,
        publisher=facts.publisher,
        published=facts.published,
        url=facts.address,
    )
    try:
        article = article_of(lines, told, source, near=facts.near or near)
    except Unreadable:
        raise Unreadable("no story was found on the page") from None
    if not _is_story(article.text):
        raise Unreadable("no story was found on the page")
    if not _is_ours(article.text):
        raise Unreadable("its text is neither Hindi nor English")
    return article


def _story(lines: list[str], facts: PageFacts) -> list[str]:
    """The lines found on the page, or those of its own description where these tell more."""
    if facts.body is None:
        return lines
    described = [" ".join(line.split()) for line in facts.body.split("\n")]
    described = [line for line in described if line]
    told = set(words(" ".join(lines)))
    said = words(" ".join(described))
    if len(said) < 30 or sum(word in told for word in said) >= _COVERED * len(said):
        return lines
    return described


def _without_byline(lines: list[str]) -> list[str]:
    """The lines without the bits above the story: who wrote it, where, when, in a line each.

    Bits above the first sentence go; below a summary only those of which one is a date.
    """
    kept: list[str] = []
    bits: list[str] = []
    for at, line in enumerate(lines):
        if len(line) <= _BIT_CHARS and not ends_sentence(line) and not _is_dateline(line):
            bits.append(line)
            continue
        if at - len(bits) > _SUMMARY_LINES or (kept and not any(map(full_date, bits))):
            kept += bits
        kept.append(line)
        bits = []
    return [*kept, *bits]


def _is_dateline(line: str) -> bool:
    return find_dateline(f"{line} |") is not None


def _is_story(text: str) -> bool:
    """Whether the text tells something, rather than listing headlines."""
    told = sum(
        end - start
        for line in text.split("\n")
        for start, end in sentence_spans(line)
        if end - start >= _SENTENCE_CHARS and ends_sentence(line[start:end])
    )
    return told >= _STORY_CHARS and told >= _TOLD_SHARE * len(text)


def _is_ours(text: str) -> bool:
    hindi, latin = letters(text)
    return hindi + latin >= _OWN_LETTERS * sum(char.isalpha() for char in text)
