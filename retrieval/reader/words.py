"""Pure: the words a reading points at, as whole words and whole figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from retrieval.facts.counted import counted
from retrieval.facts.short_answer import whole_figure
from retrieval.figures.figures import figures
from retrieval.figures.tokens import DASHES, Token, at, tokenise
from retrieval.words.meanings import is_common
from store.text import STOPWORDS

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


def whole_name(quote: str, start: int, end: int) -> tuple[int, int]:
    """The stretch grown by the words beside it that can only be parts of a name.

    सोन-हुई becomes चोई सोन-हुई. A common word, a case marker or any mark but a hyphen ends a name.
    """
    tokens = tokenise(quote)
    inside = [n for n, token in enumerate(tokens) if token.start < end and start < token.end]
    if not inside:
        return start, end
    first, last = inside[0], inside[-1]
    while first and _goes_on(tokens, first - 1, joined=tokens[first].glued):
        first -= 1
    while last + 1 < len(tokens) and _goes_on(tokens, last + 1, joined=tokens[last + 1].glued):
        last += 1
    return min(start, tokens[first].start), max(end, tokens[last].end)


def _goes_on(tokens: Sequence[Token], place: int, *, joined: bool) -> bool:
    """Whether the token at a place belongs to the name beside it; `joined` by no space."""
    word = tokens[place].word
    if joined:
        return word in DASHES or word[:1].isalpha()
    hyphen = at(tokens, place + 1)
    compound = hyphen.glued and hyphen.word in DASHES  # सोन-हुई, though सोन alone is gold
    return word[:1].isalpha() and (compound or (word not in STOPWORDS and not is_common(word)))


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
