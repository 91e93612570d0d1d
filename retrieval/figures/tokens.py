"""Pure: text as numbers, words and signs with their offsets, for reading figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from store.text import normalise

_TOKEN: Final = re.compile(
    r"(?P<number>\d+(?:,\d{2,3}(?!\d))*(?:\.\d+)?[½¼¾]?|[½¼¾])"
    r"|(?P<word>[\u0900-\u0963\u0971-\u097f\u200c\u200d]+"
    r"|[^\W\d_\u0900-\u097f]+(?:['’][^\W\d_]+)*)"
    r"|(?P<sign>\S)"
)
_PARTS: Final = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
DASHES: Final = frozenset("-–—−‐‑")


@dataclass(frozen=True, slots=True)
class Token:
    """`text[start:end]`; `word` is it normalised, `number` its value where it is in digits.

    `glued` says that no space stands before it, `capital` that it begins with a capital letter.
    """

    start: int
    end: int
    word: str
    number: Decimal | None
    glued: bool
    capital: bool

    @property
    def digits(self) -> int:
        """How many characters long it is."""
        return self.end - self.start


NONE: Final = Token(0, 0, "", None, False, False)
"""What stands before the first token and after the last."""


@lru_cache(maxsize=2048)
def tokenise(text: str) -> tuple[Token, ...]:
    """The text's tokens in order; together they hold all that is not white space."""
    tokens = []
    last = -1
    for match in _TOKEN.finditer(text):
        printed = match[0]
        number = _value(printed) if match.lastgroup == "number" else None
        word = printed if number is not None else _folded(printed)
        tokens.append(
            Token(
                match.start(),
                match.end(),
                word,
                number,
                match.start() == last,
                printed[0].isupper(),
            )
        )
        last = match.end()
    return tuple(tokens)


def at(tokens: Sequence[Token], index: int) -> Token:
    """The token at `index`, or `NONE` before the first and after the last."""
    return tokens[index] if 0 <= index < len(tokens) else NONE


def follows(tokens: Sequence[Token], index: int, phrase: Sequence[str]) -> bool:
    """Whether the words of `phrase` stand at `index`."""
    return all(at(tokens, index + n).word == word for n, word in enumerate(phrase))


def _value(printed: str) -> Decimal:
    part = _PARTS.get(printed[-1], Decimal(0))
    whole = printed.rstrip("½¼¾").replace(",", "")
    return (Decimal(whole) if whole else Decimal(0)) + part


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return normalise(word) or word
