"""BM25 over the passages' words: the lexical leg of retrieval, held in memory."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
import numpy.typing as npt

from store.text import index_words


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """BM25 scores of a fixed set of passages; build another when they change."""

    ids: tuple[str, ...]
    document_counts: Mapping[str, int]
    _bm25: bm25s.BM25 | None

    def search(self, weights: Mapping[str, float], limit: int) -> list[tuple[str, float]]:
        """Passages by the BM25 score of weighted index words, best first, scores above zero.

        A weight is a word's share of its own score, 1 for a word as asked.
        """
        if self._bm25 is None:
            return []
        known = {word: weight for word, weight in weights.items() if word in self.document_counts}
        if not known:
            return []
        scores: npt.NDArray[np.float32] = np.zeros(len(self.ids), dtype=np.float32)
        for weight in set(known.values()):
            words = [word for word, own in known.items() if own == weight]
            scores += weight * self._bm25.get_scores(words)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [(self.ids[n], float(scores[n])) for n in best if scores[n] > 0]

    def rarity(self, word: str) -> float:
        """Inverse document frequency of an index word; words that no passage has are rarest."""
        count = self.document_counts.get(word, 0)
        return math.log(1 + (len(self.ids) - count + 0.5) / (count + 0.5))


def lexical_index(passages: Sequence[tuple[str, str]]) -> LexicalIndex:
    """Index passages given as (id, text); the text may have context such as the title before it."""
    tokens = [index_words(text) for _, text in passages]
    counts = Counter(word for words in tokens for word in set(words))
    bm25 = None
    if counts:
        bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        bm25.index(tokens, show_progress=False)
    return LexicalIndex(tuple(passage for passage, _ in passages), counts, bm25)
