"""Pure: the words a reading points at, as whole words and whole figures."""

from __future__ import annotations

import re
from typing import Final

from retrieval.facts.counted import counted
from retrieval.facts.short_answer import whole_figure
from retrieval.figures.figures import figures
from retrieval.figures.tokens import tokenise

_WORD: Final = re.compile(r"[\w\u0900-\u0963\u200c\u200d]")
_AROUND: Final = " \t\n,;:।॥.\"'“”‘’()[]{}–—-"
_PAIRS: Final = {"(": ")", "[": "]", "“": "”", "‘": "’"}


def whole(quote: str, start: int, end: int) -> tuple[int, int] | None:
    """The stretch of `quote` grown to whole words, and to figures with unit, qualifier and noun.

    None when nothing but marks is left.
    """
    if start >= end:
        return None
    while start > 0 and _inside_word(quote, start):
        start -= 1
    while end < len(quote) and _inside_word(quote, end):
        end += 1
    start, end = _without_marks(quote, start, end)
    if start >= end:
        return None
    tokens = tokenise(quote)
    for figure in figures(quote):
        if figure.start < end and start < figure.end:
            first, last = whole_figure(quote, counted(tokens, figure))
            start, end = min(start, first), max(end, last)
    return start, end


def _inside_word(text: str, place: int) -> bool:
    """Whether `place` cuts a word or a number in two."""
    before, after = text[place - 1], text[place]
    if _WORD.match(before) and _WORD.match(after):
        return True
    return before in ",." and after.isdigit() and text[place - 2 : place - 1].isdigit()


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _AROUND and not _opens(text[start:end]):
        start += 1
    while start < end and text[end - 1] in _AROUND and not _closes(text[start:end]):
        end -= 1
    return start, end


def _opens(part: str) -> bool:
    return part[0] in _PAIRS and _PAIRS[part[0]] in part


def _closes(part: str) -> bool:
    return any(part[-1] == closing and opening in part for opening, closing in _PAIRS.items())
