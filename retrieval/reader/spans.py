"""Pure: the best span of tokens in a row of start and end logits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

LONGEST: Final = 40
"""Tokens of an answer."""


@dataclass(frozen=True, slots=True)
class Span:
    """First and last token of an answer, the sum of their logits, and that of “nothing”."""

    first: int
    last: int
    score: float
    nothing: float

    @property
    def margin(self) -> float:
        """How much better the span is than no answer; below 0 nothing answers."""
        return self.score - self.nothing


def best_span(logits: Floats, begin: int) -> Span:
    """The best span from token `begin` on; `logits` has shape (tokens, 2), token 0 is “nothing”."""
    start, end = logits[begin:, 0], logits[begin:, 1]
    sums = start[:, None] + end[None, :]
    allowed = np.triu(np.ones(sums.shape, dtype=np.bool_)) & ~np.triu(
        np.ones(sums.shape, dtype=np.bool_), k=LONGEST
    )
    sums = np.where(allowed, sums, -np.inf)
    first, last = divmod(int(sums.argmax()), sums.shape[1])
    return Span(
        begin + first, begin + last, float(sums[first, last]), float(logits[0].sum())
    )
