"""Pure: the text of a file or page as an Article: title, publisher, date, story."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from store.article import Article, article_id
from store.boilerplate import story_of
from store.dateline import Dateline, find_dateline
from store.dates import day_near
from store.errors import Unreadable
from store.frontmatter import FrontMatter, split_front_matter
from store.lines import ends_sentence, paragraphs, script_language, with_newlines
from store.noise import noise_of
from store.sentences import sentence_spans

_TITLE_CHARS: Final = 250
_SHORTENED_CHARS: Final = 100
_DATELINE_LINES: Final = 3
_HEADING: Final = re.compile(r"^#{1,6}\s+")
_TAGS: Final = re.compile(r"(?:\s*[-–—|:]*\s*#[\w\u0900-\u097f]+)+\s*$")
_SITE_BEHIND: Final = re.compile(r"\s+\|\s+(?P<site>[^|]{2,40})$")


def parse_article(raw: str, source: str) -> Article:
    """The article in `raw`: optional front matter, a title line, paragraphs, and a page's noise.

    `text` holds the story alone, NFC, white space folded, a paragraph a line, its dateline with
    it, its title not. Raises Unreadable when no text remains or the front matter is broken.
    """
    front, body = split_front_matter(with_newlines(raw))
    return article_of([_HEADING.sub("", line) for line in paragraphs(body)], front, source)


def article_of(
    lines: Sequence[str], told: FrontMatter, source: str, *, near: date | None = None
) -> Article:
    """The article in `lines`, a paragraph each in NFC, with what is `told` of it.

    `near` is a day within a few days of its publishing: it gives a dateline its year. Raises
    Unreadable when no text remains.
    """
    language = script_language("\n".join(lines))
    title, site = _clean_title(told.title) if told.title else ("", None)
    if not title:
        title, site, lines = _split_title(lines)
    story = story_of(lines, title, language)
    text = "\n".join(story.lines) or ("" if told.title else title)
    if not any(char.isalnum() for char in text):
        raise Unreadable("no text remains")
    dateline = _dateline(story.lines)
    return Article(
        id=article_id(source),
        source=source,
        url=told.url,
        title=title or _shortened(text),
        publisher=told.publisher or (dateline and dateline.publisher) or story.publisher or site,
        published=told.published
        or (dateline and dateline.published)
        or story.published
        or (dateline and near and day_near(dateline.printed, near)),
        dateline=dateline.printed if dateline else None if told.published else told.dated,
        language=script_language(text),
        text=text,
    )


def _split_title(lines: Sequence[str]) -> tuple[str, str | None, list[str]]:
    """Title, site named behind it, and the lines that are not the title.

    The title is the first line that is not noise, if it has a title's form. One that ends as a
    statement does is kept as story too: it may be the first sentence.
    """
    at = next((at for at, line in enumerate(lines) if noise_of(line) is None), None)
    if at is None or at + 1 == len(lines) or not _looks_like_title(lines[at]):
        return "", None, list(lines)
    title, site = _clean_title(lines[at])
    others = [*lines[:at], *lines[at + 1 :]]
    if not title or not any(noise_of(line) is None for line in others):
        return title, site, list(lines)
    states = ends_sentence(title) and not title.endswith(("?", "!"))
    return title, site, list(lines) if states else others


def _looks_like_title(line: str) -> bool:
    return (
        len(line) <= _TITLE_CHARS and len(sentence_spans(line)) == 1 and find_dateline(line) is None
    )


def _clean_title(line: str) -> tuple[str, str | None]:
    title = _TAGS.sub("", line).strip(" -–—|,")
    if match := _SITE_BEHIND.search(title):
        return title[: match.start()], match["site"].strip()
    return title, None


def _dateline(lines: Sequence[str]) -> Dateline | None:
    return next(filter(None, map(find_dateline, lines[:_DATELINE_LINES])), None)


def _shortened(text: str) -> str:
    """A title for a text that has none: its first sentence, cut between words."""
    start, end = sentence_spans(text)[0]
    sentence = text[start:end]
    if len(sentence) <= _SHORTENED_CHARS:
        return sentence.rstrip("।.")
    return sentence[:_SHORTENED_CHARS].rpartition(" ")[0].rstrip(" ,;:–-") + "…"
