"""Pure: raw text as lines of one paragraph each, and what can be told from a line's form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from store.article import ArticleLanguage

_NEWLINE: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SENTENCE_END: Final = re.compile(r"(?:[।॥?!|]|(?<!\.)\.|[।॥.?!…]{2,})[\"'”’»)\]]*$")
_BULLET: Final = re.compile(r"(?:[-–—•*▪●■◆➤►✓]|\(?[\d०-९]{1,2}[.)])\s+")
_SYMBOL: Final = re.compile(r"(?<=\s)[A-Z][A-Za-z]{0,2}$")
_INDEX: Final = re.compile(r"\d{1,2}(?!\d)")
_INNER_END: Final = re.compile(r"[।॥]\s+\S|[a-z][.?!]\s+[A-Z]")
_TORN: Final = 40  # characters from which a line may have been too long for its place
_WRAP_WIDTHS: Final = range(40, 121)
_EDGE: Final = " \u200b\u2060\ufeff"


def with_newlines(raw: str) -> str:
    """`raw` in NFC, every kind of line end as a newline."""
    return unicodedata.normalize("NFC", _NEWLINE.sub("\n", raw))


def paragraphs(text: str) -> list[str]:
    """The text's lines that hold anything, white space folded; wrapped paragraphs in one piece."""
    blocks = []
    for block in re.split(r"\n[^\S\n]*(?:\n[^\S\n]*)+", text):
        lines = [" ".join(line.split()).strip(_EDGE) for line in block.split("\n")]
        blocks.append([line for line in lines if line])
    width = max(map(_wrap_width, blocks))
    found: list[str] = []
    for lines in blocks:
        wrapped = len(lines) > 1 and _fills(lines, width)
        found.extend([" ".join(lines)] if wrapped else _joined(lines))
    return found


def _wrap_width(lines: Sequence[str]) -> int:
    """The width at which an editor broke a paragraph into these lines, or 0.

    Three lines tell, most of them broken inside a sentence; of two, one may be a title.
    """
    if len(lines) < 3 or any(is_bullet(line) for line in lines):
        return 0
    width = max(map(len, lines))
    broken = sum(not ends_sentence(line) for line in lines[:-1])
    known = width in _WRAP_WIDTHS and 2 * broken > len(lines) - 1 and _fills(lines, width)
    return width if known else 0


def _fills(lines: Sequence[str], width: int) -> bool:
    """Whether each line is as full as the next one's first word allows, and the last one ends."""
    return (
        max(map(len, lines)) <= width
        and ends_sentence(lines[-1])
        and all(len(line) + 1 + len(after.split()[0]) > width for line, after in pairwise(lines))
    )


def _joined(lines: Sequence[str]) -> list[str]:
    """Lines with what was torn off one brought back: the rest of a sentence, a formula's index."""
    found: list[str] = []
    for line in lines:
        torn = found and _SYMBOL.search(found[-1]) and _INDEX.match(line)
        if torn or (found and _goes_on(found[-1], line)):
            found[-1] += " " + line
        else:
            found.append(line)
    return found


def _goes_on(line: str, after: str) -> bool:
    """Whether a sentence that `line` leaves open ends in `after`.

    A line that holds a whole sentence besides is no title, nor is one that ends in a comma.
    """
    if len(line) < _TORN or ends_sentence(line) or not ends_sentence(after) or is_bullet(after):
        return False
    return line.endswith(",") or _INNER_END.search(line) is not None


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does; a trailing ellipsis alone does not count."""
    return _SENTENCE_END.search(line) is not None and not line.endswith("...")


def is_bullet(line: str) -> bool:
    """Whether the line opens with a bullet or a number of a list."""
    return _BULLET.match(line) is not None


def without_bullet(line: str) -> str:
    """The line without the bullet it opens with; numbers stay, they may be meant."""
    return re.sub(r"^(?:[-–•*▪●■◆➤►✓]\s+)+", "", line)


def letters(text: str) -> tuple[int, int]:
    """How many letters are Devanagari and how many Latin."""
    hindi = len(re.findall(r"[\u0904-\u0939\u0958-\u0961]", text))
    return hindi, len(re.findall(r"[A-Za-z\u00c0-\u024f]", text))


def script_language(text: str) -> ArticleLanguage:
    """`hi` where at least as many letters are Devanagari as Latin, else `en`."""
    hindi, latin = letters(text)
    return "hi" if hindi and hindi >= latin else "en"
