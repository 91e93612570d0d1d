"""Which words of a translated passage say what words of the original say, by token vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from retrieval.reader.model import untrained
from retrieval.reader.tokens import Tokens
from store.arrays import Floats, Ids

_LAYER = 8  # of twelve: tells words by meaning better than the last one
_LONGEST = 500  # tokens


@dataclass(frozen=True, slots=True)
class Aligned:
    """Pairs of tokens that are each other's nearest, shape (pairs, 2): one text's, the other's."""

    one: Tokens
    other: Tokens
    pairs: Ids

    def moved(self, start: int, end: int) -> tuple[int, int] | None:
        """A stretch of the one text as a stretch of the other, both in code points.

        None unless half of its tokens have a partner, and none of the partners' stretch belongs to
        a token outside.
        """
        spans = self.one.spans
        wanted = np.flatnonzero((spans[:, 0] < end) & (spans[:, 1] > start))
        inside = np.isin(self.pairs[:, 0], wanted)
        found = self.pairs[inside, 1]
        if not len(wanted) or 2 * len(set(found)) < len(wanted):
            return None
        low, high = int(found.min()), int(found.max())
        foreign = self.pairs[~inside, 1]
        if bool(((foreign >= low) & (foreign <= high)).any()) or high - low > 3 * len(wanted):
            return None
        return int(self.other.spans[low, 0]), int(self.other.spans[high, 1])


def encoder(folder: Path) -> Any:
    """The bundled model in `folder`, for `vectors_of`."""
    return untrained(folder, "bfloat16").bert.eval()


def vectors_of(model: Any, texts: Mapping[str, Tokens]) -> dict[str, Floats]:
    """Unit vectors of each text's tokens, shape (n, width)."""
    found = {}
    for text, tokens in texts.items():
        ids = torch.tensor([[0, *tokens.ids[:_LONGEST], 2]])
        with torch.inference_mode():
            states = model(input_ids=ids, output_hidden_states=True).hidden_states[_LAYER]
        own = states[0, 1:-1].float().numpy()
        own = own - own.mean(axis=0)
        found[text] = own / np.maximum(np.linalg.norm(own, axis=1, keepdims=True), 1e-9)
    return found


def aligned(one: Tokens, other: Tokens, vectors: Sequence[Floats]) -> Aligned:
    """Both texts' tokens with the pairs that choose each other; `vectors` are those of the two."""
    alike = vectors[0] @ vectors[1].T
    forth, back = alike.argmax(axis=1), alike.argmax(axis=0)
    own = np.flatnonzero(back[forth] == np.arange(len(forth)))
    return Aligned(one, other, np.stack([own, forth[own]], axis=1))
