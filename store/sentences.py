"""Pure: where the sentences of Hindi and English text begin and end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from store.abbreviations import (
    BEFORE_NUMBER,
    LETTER_NAMES,
    MAYBE_LAST,
    NEVER_LAST,
    STARTERS,
)

MIN_SENTENCE_CHARS: Final = 20
"""A shorter one joins its neighbour in the same paragraph: alone it says nothing."""

QUOTE_CHARS: Final = 200
"""A quotation up to this long stays in one sentence, whatever stops stand in it."""


class Span(NamedTuple):
    """A stretch of text, `start` inclusive to `end` exclusive, in code points."""

    start: int
    end: int


_LINE: Final = re.compile(r"[^\n]+")
# A bare "|" is what keyboards without a danda type, but only right after a Hindi word.
_STOP: Final = re.compile(
    r"(?:(?P<danda>[।॥]+|(?<=[\u0900-\u097f])\|)|(?P<asked>[.…]*[?!][?!.…]*)"
    r"|(?P<dots>\.{2,}|…[.…]*)|\.)(?P<closing>[\"'”’»)\]}]*)"
)
_QUOTED: Final = re.compile(
    rf"“[^“”\n]{{1,{QUOTE_CHARS}}}”"
    rf"|‘[^‘’\n]{{1,{QUOTE_CHARS}}}’"
    rf"|(?<![^\s(\[–—-])\"[^\"\n]{{1,{QUOTE_CHARS}}}\""
    rf"|(?<![^\s(\[–—-])'[^'\n]{{1,{QUOTE_CHARS}}}'(?![\w\u0900-\u097f])"
)
_WORD_BEFORE: Final = re.compile(r"[^\s\"'“”‘’()\[\],;:/।॥?!|–—-]*$")
_WORD_AFTER: Final = re.compile(r"[\w\u0900-\u0963\u0966-\u097f]*")
_HINDI: Final = re.compile(r"[\u0900-\u0963\u0966-\u097f]+")
_LINE_NUMBER: Final = re.compile(r"\s*[(\[]?[\d०-९]{1,3}")
_DOTTED_CAPITALS: Final = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_REACH: Final = 40  # how far before and after a stop is looked at

# Words that no Hindi sentence begins with: a stop before one is not its end.
_NEVER_FIRST: Final = frozenset("का की के को में ने से है हैं था थे थी थीं".split())
# A letter's Hindi name that is as often a verb: an initial only beside another one.
_DOUBTFUL_INITIALS: Final = frozenset({"आई"})


def sentence_spans(text: str) -> list[Span]:
    """The sentences in order, without surrounding white space; together they hold all the rest.

    A line break ends a sentence; a danda, question or exclamation mark or full stop does unless
    it stands inside a short quotation, after an initial or abbreviation, or within a number.
    """
    found: list[Span] = []
    for line in _LINE.finditer(text):
        pieces: list[Span] = []
        start = line.start()
        for end in [*_ends(line[0]), len(line[0])]:
            if piece := _trimmed(text, start, line.start() + end):
                pieces.append(piece)
            start = line.start() + end
        found.extend(_short_joined(pieces))
    return found


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _short_joined(pieces: list[Span]) -> list[Span]:
    """Pieces with each short one joined to the piece before it, or after it.

    No piece takes in two short ones after it, or a line of short answers would be one sentence.
    """
    joined: list[Span] = []
    grown = False
    for n, piece in enumerate(pieces, 1):
        short = _is_short(piece) and (not grown or n == len(pieces))
        if joined and (short or _is_short(joined[-1])):
            grown = short and not _is_short(joined[-1])
            joined[-1] = Span(joined[-1].start, piece.end)
        else:
            grown = False
            joined.append(piece)
    return joined


def _is_short(span: Span) -> bool:
    return span.end - span.start < MIN_SENTENCE_CHARS


def _ends(line: str) -> Iterator[int]:
    quotes = [match.span() for match in _QUOTED.finditer(line)]
    starts = [start for start, _ in quotes]
    for stop in _STOP.finditer(line):
        inside = bisect_left(starts, stop.start()) - 1
        if inside >= 0 and stop.end() < quotes[inside][1]:
            continue
        if _ends_sentence(line, stop):
            yield stop.end()


def _ends_sentence(line: str, stop: re.Match[str]) -> bool:
    after = line[stop.end() : stop.end() + _REACH]
    following = after.lstrip()
    if not following:
        return True
    if following[0] in ",;:" or following[0].islower():
        return False
    if stop["danda"] and not stop["closing"]:
        return True
    next_word = _word(_WORD_AFTER.match(following))
    if next_word in _NEVER_FIRST:
        return False
    if stop["dots"]:
        return following[0].isupper() and after[0].isspace()
    return bool(stop["danda"] or stop["asked"]) or _full_stop_ends(line, stop, after, next_word)


def _full_stop_ends(line: str, stop: re.Match[str], after: str, next_word: str) -> bool:
    before = line[max(0, stop.start() - _REACH) : stop.start()]
    word = _word(_WORD_BEFORE.search(before))
    if not after[0].isspace() and not stop["closing"]:
        return _ends_glued(word, after)
    if stop.start() < _REACH and _LINE_NUMBER.fullmatch(line[: stop.start()]):
        return False
    return _ends_after(word, before, after.lstrip(), next_word)


def _ends_glued(word: str, after: str) -> bool:
    """Whether a full stop with no space after it is an end: है.अचानक and said.Then are."""
    last = word.rpartition(".")[2]
    if _HINDI.fullmatch(last) and _HINDI.match(after):
        return not (_is_initial(last) or last in NEVER_LAST or word in NEVER_LAST)
    if after[0].isupper() and after[1:2].islower():
        return len(last) > 1 and last.isalpha() and last.islower()
    return after[0] in "“‘"


def _ends_after(word: str, before: str, following: str, next_word: str) -> bool:
    """Whether a full stop after `word`, with a space behind it, ends the sentence."""
    key = word.casefold()
    last = key.rpartition(".")[2]
    if key in NEVER_LAST or last in NEVER_LAST:
        return False
    if last in BEFORE_NUMBER and following[0].isdigit():
        return False
    if key in MAYBE_LAST or _DOTTED_CAPITALS.fullmatch(word):
        return next_word in STARTERS
    if not _is_initial(last):
        return True
    if last in _DOUBTFUL_INITIALS:
        return not (before[: -len(word)].rstrip().endswith(".") or _is_initial(next_word))
    return False


def _is_initial(word: str) -> bool:
    """Whether a Hindi word is a lone letter or an English letter's name."""
    return word in LETTER_NAMES or (len(word) == 1 and "\u0904" <= word <= "\u0939")


def _word(match: re.Match[str] | None) -> str:
    return match[0] if match else ""
