"""The values the store holds: an article, its passages and its sentences."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

ArticleLanguage = Literal["hi", "en"]


@dataclass(frozen=True, slots=True)
class Article:
    """A news article as read, with boilerplate removed.

    `text` is NFC and is what every quote is cut from. `published` is set only when day, month and
    year are known; otherwise `dateline` is what the article prints, and may be all there is.
    """

    id: str
    source: str
    url: str | None
    title: str
    publisher: str | None
    published: date | None
    dateline: str | None
    language: ArticleLanguage
    text: str

    def content_hash(self) -> str:
        """SHA-256 (hex) of everything a reader could be shown, to tell a changed article."""
        shown = (
            self.url,
            self.title,
            self.publisher,
            self.published.isoformat() if self.published else None,
            self.dateline,
            self.language,
            self.text,
        )
        return hashlib.sha256(repr(shown).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article that is indexed: `article.text[start:end] == text` (code points)."""

    id: str
    article_id: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: `article.text[start:end] == text`, in code points."""

    article_id: str
    text: str
    start: int
    end: int


def article_id(source: str) -> str:
    """A stable id for the article that came from `source` (a relative path or a URL)."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]
