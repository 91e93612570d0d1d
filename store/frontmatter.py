"""Pure: the optional YAML head of an article file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

import yaml

from store.dates import full_date
from store.errors import Unreadable

_HEAD: Final = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# A rule of dashes above plain text is no front matter: a key has to follow.
_OPENED: Final = re.compile(r"---[ \t]*\n\s*(?:#[^\n]*\n\s*)*[A-Za-z_][\w-]*[ \t]*:(?:\s|\Z)")
_MAX_CHARS: Final = 20_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the head says; None where it says nothing. `dated` is the date as written."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    dated: str | None = None
    url: str | None = None


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """The head's values and the text after it. Unknown keys are ignored.

    Raises Unreadable when the head is not closed, is not YAML, or is not a list of keys.
    """
    text = text.lstrip("\ufeff\n")
    if not _OPENED.match(text):
        return FrontMatter(), text
    head = _HEAD.match(text)
    if head is None or len(head["yaml"]) > _MAX_CHARS:
        raise Unreadable('the front matter is not closed by a line "---"')
    try:
        # BaseLoader builds text, lists and mappings only: nothing to run, no date to choke on.
        values = yaml.load(head["yaml"], Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable(f"the front matter is not valid YAML{_place(error)}") from error
    if not isinstance(values, dict):
        raise Unreadable("the front matter is not a list of keys and values")
    published = _text(values, "published")
    url = _text(values, "url")
    return (
        FrontMatter(
            title=_text(values, "title"),
            publisher=_text(values, "publisher"),
            published=full_date(published) if published else None,
            dated=published,
            url=url if url and re.match(r"https?://\S+$", url) else None,
        ),
        text[head.end() :],
    )


def _text(values: dict[object, object], key: str) -> str | None:
    value = values.get(key)
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 2})" if mark is not None else ""
