"""Pure: articles as JSON and as rows of the catalog, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, Final

from store.article import Article

COLUMNS: Final = (
    *("id", "source", "url", "title", "publisher", "published", "dateline", "language", "text"),
)


def now() -> str:
    """The time, as the catalog writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def as_row(article: Article) -> tuple[object, ...]:
    """The article's values in the order of COLUMNS."""
    values = asdict(article)
    values["published"] = article.published.isoformat() if article.published else None
    return tuple(values[column] for column in COLUMNS)


def from_row(row: Sequence[Any]) -> Article:
    """The article of values in the order of COLUMNS."""
    return _article(dict(zip(COLUMNS, row, strict=True)))


def as_json(article: Article) -> str:
    """The article as one JSON object."""
    return json.dumps(dict(zip(COLUMNS, as_row(article), strict=True)), ensure_ascii=False)


def from_json(text: str) -> Article:
    """The article of a JSON object that `as_json` made."""
    return _article(json.loads(text))


def _article(values: Mapping[str, Any]) -> Article:
    published = values["published"]
    return Article(**{**values, "published": date.fromisoformat(published) if published else None})
