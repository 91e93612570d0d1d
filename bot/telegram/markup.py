"""Pure: formatted text for Telegram, measured and split as Telegram does.

A message is a list of blocks; a block is a run of spans, perhaps inside a quotation. Splitting
works on blocks, before any HTML is written, so that no tag or character reference is ever cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

MESSAGE_LIMIT = 4096  # UTF-16 units of a message's text, after its entities are parsed

Quotation = Literal["none", "open", "folded"]

# Control characters but the line break, lone surrogates, and marks that turn the writing direction.
_UNSENDABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_VIRAMA = "\u094d"
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; `url` makes it a link."""

    text: str
    bold: bool = False
    url: str | None = None

    def __post_init__(self) -> None:
        """Leave out what Telegram drops or cannot receive, so that lengths agree."""
        object.__setattr__(self, "text", _UNSENDABLE.sub("", self.text))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its spans, and whether it is quoted (`folded` shows three lines at first)."""

    spans: tuple[Span, ...]
    quotation: Quotation = "none"
    gap: bool = True  # an empty line before it, where it is not the first


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 code units, as Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def html(blocks: Iterable[Block]) -> str:
    """The blocks as Telegram HTML; every text is escaped."""
    return "".join(before + _block_html(block) for before, block in _separated(blocks))


def plain(blocks: Iterable[Block]) -> str:
    """The blocks as text without formatting: what Telegram shows and counts."""
    return "".join(before + _block_text(block) for before, block in _separated(blocks))


def split(blocks: Iterable[Block], limit: int = MESSAGE_LIMIT) -> list[list[Block]]:
    """Share the blocks out over messages of at most `limit` UTF-16 units each.

    Blocks stay whole where they fit a message; a longer one is cut between words, or at least
    between graphemes. Blocks without visible text are dropped. `limit` is at least 2.
    """
    messages: list[list[Block]] = []
    length = 0
    for block in blocks:
        for piece in _pieces(block, limit):
            size = utf16_length(_block_text(piece))
            separator = 2 if piece.gap else 1
            if messages and length + separator + size <= limit:
                messages[-1].append(piece)
                length += separator + size
            else:
                messages.append([piece])
                length = size
    return messages


def clip(text: str, limit: int) -> str:
    """`text` on one line, in at most `limit` (3 or more) characters, ending in … if it was cut."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: cut_at(line, limit - 1)].rstrip() + "…"


def cut_at(text: str, limit: int) -> int:
    """Where to cut `text` so that the first part has at most `limit` UTF-16 units; at least 1.

    After a space if one lies in the last half of that stretch, else between two graphemes, and
    only inside a grapheme when it alone is longer than `limit`.
    """
    end = _index_within(text, limit)
    if end >= len(text):
        return len(text)
    space = max(text.rfind(gap, end // 2, end + 1) for gap in " \n")
    if space > 0 and not unicodedata.category(text[space + 1 : space + 2] or " ").startswith("M"):
        return space
    for position in range(end, 0, -1):
        if not _continues(text, position):
            return position
    return max(end, 1)


def _index_within(text: str, limit: int) -> int:
    if utf16_length(text) <= limit:
        return len(text)
    used = 0
    for index, char in enumerate(text):
        used += 2 if char > "\uffff" else 1
        if used > limit:
            return index
    return len(text)


def _continues(text: str, position: int) -> bool:
    """Whether the character at `position` belongs to the grapheme (or conjunct) before it."""
    char, before = text[position], text[position - 1]
    if char in _JOINERS or before in _JOINERS or unicodedata.category(char).startswith("M"):
        return True
    if _is_emoji_part(char) or (_is_flag_letter(char) and _is_flag_letter(before)):
        return True
    return before == _VIRAMA and char.isalpha()


def _is_emoji_part(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _pieces(block: Block, limit: int) -> Iterator[Block]:
    current, room, gap = list[Span](), limit, block.gap
    for span in block.spans:
        rest = span.text
        while rest:
            size = utf16_length(rest)
            if size > limit and room > 1:
                end = cut_at(rest, room)
                current.append(replace(span, text=rest[:end].rstrip()))
                rest, room = rest[end:].lstrip(), 0
            elif size <= room:
                current.append(replace(span, text=rest))
                rest, room = "", room - size
            if rest:
                yield from _visible(current, block.quotation, gap)
                current, room, gap = [], limit, False
    yield from _visible(current, block.quotation, gap)


def _visible(spans: list[Span], quotation: Quotation, gap: bool) -> Iterator[Block]:
    if any(span.text.strip() for span in spans):
        yield Block(tuple(spans), quotation, gap)


def _separated(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    for index, block in enumerate(blocks):
        before = "" if index == 0 else "\n\n" if block.gap else "\n"
        yield before, block


def _block_text(block: Block) -> str:
    return "".join(span.text for span in block.spans)


def _block_html(block: Block) -> str:
    inner = "".join(map(_span_html, block.spans))
    if block.quotation == "open":
        return f"<blockquote>{inner}</blockquote>"
    if block.quotation == "folded":
        return f"<blockquote expandable>{inner}</blockquote>"
    return inner


def _span_html(span: Span) -> str:
    text = escape(span.text)
    if span.bold:
        text = f"<b>{text}</b>"
    if span.url:
        text = f'<a href="{escape(span.url)}">{text}</a>'
    return text


def lines(rows: Sequence[Sequence[Span]]) -> tuple[Span, ...]:
    """Rows of spans joined by line breaks."""
    joined: list[Span] = []
    for index, row in enumerate(rows):
        if index:
            joined.append(Span("\n"))
        joined.extend(row)
    return tuple(joined)
