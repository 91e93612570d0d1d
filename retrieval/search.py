"""Passages for a question: dense and lexical legs, fused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from store.arrays import Floats
from store.article import Passage
from store.view import View

_DEPTH = 40  # passages asked of each leg
KEPT = 12  # passages whose sentences are looked at
_LEXICAL_SHARE = 0.02  # cosine similarities lie close together, the logarithm of BM25 does not


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: cosine similarity, BM25 score, and the two fused."""

    passage: Passage
    score: float
    dense: float
    lexical: float


def search(
    corpus: View, vector: Floats, words: Mapping[str, float], *, deep: bool = False
) -> list[Hit]:
    """The passages nearest to a query's vector (dimensions,) and weighted words, best first.

    `KEPT` of them, or all that were looked at where `deep` is true.
    """
    dense = dict(corpus.nearest(vector, _DEPTH))
    lexical = dict(corpus.lexical.search(words, _DEPTH))
    missing = [passage for passage in lexical if passage not in dense]
    dense |= {id_: float(own @ vector) for id_, own in corpus.vectors(missing).items()}
    fused = {
        passage: similarity + _LEXICAL_SHARE * float(np.log1p(lexical.get(passage, 0.0)))
        for passage, similarity in dense.items()
    }
    best = sorted(fused, key=lambda passage: (-fused[passage], passage))
    best = best if deep else best[:KEPT]
    passages = corpus.passages(best)
    return [
        Hit(passages[id_], fused[id_], dense[id_], lexical.get(id_, 0.0))
        for id_ in best
        if id_ in passages
    ]
