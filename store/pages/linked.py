"""Pure: the article that a page describes in JSON-LD, as search engines ask for it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

_ARTICLE: Final = re.compile(r"(?:.*(?:Article|BlogPosting)|Report|Review)$")
_TAG: Final = re.compile(r"<[^<>]{1,500}>")
_BLOCK: Final = re.compile(r"</?(?:p|br|div|li|h\d)\b[^<>]{0,500}>", re.IGNORECASE)
_WRAPPED: Final = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[)|(?:-->|//\]\]>)\s*$")
_COMMA: Final = re.compile(r",\s*([\]}])")
_DEEPEST: Final = 6


@dataclass(frozen=True, slots=True)
class Linked:
    """What JSON-LD says of an article; None where it says nothing. `body` has lines."""

    headline: str | None = None
    publisher: str | None = None
    published: str | None = None
    modified: str | None = None
    body: str | None = None


def linked_article(scripts: Iterable[str]) -> Linked:
    """The first article that the page's JSON-LD `scripts` describe in full, else in part."""
    nodes = [node for script in scripts for node in _nodes(_parsed(script))]
    named = {
        node["@id"]: node.get("name")
        for node in nodes
        if isinstance(node.get("@id"), str) and isinstance(node.get("name"), str)
    }
    best = Linked()
    for node in nodes:
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if not any(isinstance(kind, str) and _ARTICLE.match(kind) for kind in kinds):
            continue
        found = Linked(
            headline=plain(node.get("headline")) or plain(node.get("name")),
            publisher=_name(node.get("publisher"), named)
            or _name(node.get("sourceOrganization"), named),
            published=plain(node.get("datePublished")) or plain(node.get("dateCreated")),
            modified=plain(node.get("dateModified")),
            body=_lines(node.get("articleBody")),
        )
        if found.headline and found.published:
            return found
        if best == Linked():
            best = found
    return best


def plain(value: Any) -> str | None:
    """A text without tags and entities, on one line; None for anything else."""
    if not isinstance(value, str):
        return None
    text = html.unescape(html.unescape(value))
    return " ".join(_TAG.sub(" ", text).split()) or None


def _lines(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    text = _BLOCK.sub("\n", html.unescape(html.unescape(value)))
    return _TAG.sub("", text).strip() or None


def _name(value: Any, named: Mapping[str, Any]) -> str | None:
    """The name of an organisation, which may stand elsewhere under the id that is given here."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        reference = value.get("@id")
        known = named.get(reference) if isinstance(reference, str) else None
        return plain(value.get("name")) or plain(known)
    return plain(value)


def _parsed(script: str) -> Any:
    script = _WRAPPED.sub("", script).strip().rstrip(";")
    # Sites put bare line ends into strings (strict=False), and commas behind the last of a list.
    for text in (script, _COMMA.sub(r"\1", script)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _nodes(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _nodes(value.get(key), depth + 1)
