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
_WRAP_WIDTHS: Final = range(40, 121)
_EDGE: Final = " \u200b\u2060\ufeff"


def with_newlines(raw: str) -> str:
    """`raw` in NFC, every kind of line end as a newline."""
    return unicodedata.normalize("NFC", _NEWLINE.sub("\n", raw))


def paragraphs(text: str) -> list[str]:
    """The text's lines that hold anything, white space folded; wrapped paragraphs in one piece."""
    found: list[str] = []
    for block in re.split(r"\n[^\S\n]*(?:\n[^\S\n]*)+", text):
        lines = [" ".join(line.split()).strip(_EDGE) for line in block.split("\n")]
        lines = [line for line in lines if line]
        found.extend([" ".join(lines)] if _wrapped(lines) else _subscripts_joined(lines))
    return found


def _subscripts_joined(lines: Sequence[str]) -> list[str]:
    """Lines with a formula's index brought back from a line of its own: O and 2 make one text."""
    found: list[str] = []
    for line in lines:
        if found and _SYMBOL.search(found[-1]) and _INDEX.match(line):
            found[-1] += " " + line
        else:
            found.append(line)
    return found


def _wrapped(lines: Sequence[str]) -> bool:
    """Whether a block is one paragraph that an editor broke at a fixed width.

    So it is when each line is as full as the next line's first word allows.
    """
    if len(lines) < 2 or max(map(len, lines)) not in _WRAP_WIDTHS:
        return False
    if not ends_sentence(lines[-1]) or any(is_bullet(line) for line in lines):
        return False
    width = max(map(len, lines))
    full = all(len(line) + 1 + len(after.split()[0]) > width for line, after in pairwise(lines))
    return full and not all(ends_sentence(line) for line in lines[:-1])


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
