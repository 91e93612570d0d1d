"""Pure: what the reading model says of one passage, and the best answer in a stretch of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from store.arrays import Floats

LONGEST: Final = 40
"""Tokens of an answer."""


@dataclass(frozen=True, slots=True)
class Found:
    """Words of a passage, from `start` to `end` in code points, and how much rather than nothing.

    `margin` is a difference of logits: above 0 these words answer rather than nothing does.
    """

    start: int
    end: int
    margin: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage's tokens as read for one question.

    `spans` has shape (n, 2), in code points of the passage; `logits` has shape (n, 2), for the
    answer's first and last token; `nothing` is the same two added up for “nothing answers”.
    """

    spans: npt.NDArray[np.int32]
    logits: Floats
    nothing: float

    def best(self, start: int = 0, end: int | None = None) -> Found | None:
        """The best answer within a stretch of the passage; None where no token stands in it."""
        last = self.spans[-1, 1] if end is None and len(self.spans) else end or 0
        inside = np.flatnonzero((self.spans[:, 0] >= start) & (self.spans[:, 1] <= last))
        if not len(inside):
            return None
        logits = self.logits[inside]
        sums = np.where(_allowed(len(inside)), logits[:, :1] + logits[None, :, 1], -np.inf)
        first, final = divmod(int(sums.argmax()), len(inside))
        return Found(
            int(self.spans[inside[first], 0]),
            int(self.spans[inside[final], 1]),
            float(sums[first, final]) - self.nothing,
        )


def together(readings: Sequence[tuple[Reading, int]]) -> Reading:
    """What several readings say on average of each token; there is at least one.

    With each comes how far its passage's places are moved, for all to be places of one text. Where
    a token stands in some of them alone, it has the mean of those.
    """
    spans = np.concatenate([reading.spans + shift for reading, shift in readings])
    logits = np.concatenate([reading.logits - reading.nothing / 2 for reading, _ in readings])
    places, which = np.unique(spans, axis=0, return_inverse=True)
    sums = np.zeros((len(places), 2), dtype=np.float32)
    np.add.at(sums, which.reshape(-1), logits)
    counts = np.bincount(which.reshape(-1), minlength=len(places))
    return Reading(places, (sums / counts[:, None]).astype(np.float32), 0.0)


def _allowed(count: int) -> npt.NDArray[np.bool_]:
    """Which (first, last) make an answer: in order, and not too long."""
    places = np.arange(count)
    length = places[None, :] - places[:, None]
    return (length >= 0) & (length < LONGEST)


def reading_of(logits: Floats, begin: int, spans: npt.NDArray[np.int32]) -> Reading:
    """From a row's logits (tokens, 2), in which the passage's tokens, with `spans`, follow `begin`.

    Tokens that found no room in the row are not in the reading. The row's first token is “nothing”.
    """
    own = spans[: len(logits) - begin - 1]
    return Reading(own, logits[begin : begin + len(own)], float(logits[0].sum()))
