"""Questions and passages as tokens of the reading model, and the row that joins two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from store.arrays import Ids
from store.embed import own_tokens

QUESTION: Final = "query: "
LONGEST_QUESTION: Final = 96
LONGEST_ROW: Final = 400
"""Tokens; what is longer is cut at its end."""

_FIRST, _END = 0, 2  # <s> and </s>

Spans = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens, without special ones: `ids` of shape (n,), `spans` of shape (n, 2).

    A span is where the token stands in the text, in code points without white space before it.
    """

    ids: Ids
    spans: Spans

    def within(self, start: int, end: int) -> Tokens:
        """The tokens that stand whole in a stretch of the text."""
        inside = (self.spans[:, 0] >= start) & (self.spans[:, 1] <= end)
        return Tokens(self.ids[inside], self.spans[inside])


class ReaderTokenizer:
    """The bundled model's tokenizer; not to be shared by threads."""

    def __init__(self, folder: Path) -> None:
        """`folder` is that of the expanded model (see store.bundled)."""
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()

    def question(self, text: str) -> Ids:
        """A question's token ids with its prompt, shape (n,)."""
        (encoded,) = self._tokenizer.encode_batch([QUESTION + text], add_special_tokens=False)
        return np.array(encoded.ids[:LONGEST_QUESTION], dtype=np.int64)

    def passages(self, texts: Sequence[str]) -> list[Tokens]:
        """Passages' tokens, in the order given."""
        found = []
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        for text, one in zip(texts, encoded, strict=True):
            spans, own = own_tokens(text, one.offsets, one.special_tokens_mask, 0)
            found.append(Tokens(np.array(one.ids, dtype=np.int64)[own], spans[own]))
        return found


def row_of(question: Ids, passage: Tokens) -> tuple[Ids, int]:
    """One row of ids, `<s> question </s></s> passage </s>`, and where the passage begins in it."""
    head = np.concatenate([[_FIRST], question, [_END, _END]])
    room = LONGEST_ROW - len(head) - 1
    return np.concatenate([head, passage.ids[:room], [_END]]), len(head)
