"""BM25 over the passages' words: the lexical leg of retrieval.

Most passages are in one large set of postings, which may lie in files; those that came since are
in a small one beside it, and those that went are passed over.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from store.postings import Postings, merged, postings
from store.text import index_words

_K1, _B = 1.2, 0.75
_FRESH_SHARE = 0.2  # of the main set; beyond that the two are made one
_FRESH_LEAST = 500

Texts = Sequence[tuple[str, str]]
"""Passages as (id, text); the text may have context such as the title before it."""


@dataclass(frozen=True)
class LexicalIndex:
    """BM25 scores of a fixed set of passages; `changed` gives another one."""

    main: Postings
    fresh: Postings
    gone: npt.NDArray[np.bool_]
    """Of the main passages, those that are no longer there."""
    _recent: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The words of the fresh passages, by id."""

    @cached_property
    def count(self) -> int:
        """How many passages there are."""
        return len(self.main.ids) - int(self.gone.sum()) + len(self.fresh.ids)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The passages that are there."""
        return frozenset(id_.decode() for id_ in (*self.main.ids[~self.gone], *self.fresh.ids))

    @cached_property
    def _average(self) -> float:
        there = float(self.main.lengths[~self.gone].sum()) + float(self.fresh.lengths.sum())
        return max(there / max(self.count, 1), 1e-9)

    @cached_property
    def _any_gone(self) -> bool:
        return bool(self.gone.any())

    @cached_property
    def _passages_with(self) -> dict[str, int]:
        return {}

    def search(self, weights: Mapping[str, float], limit: int) -> list[tuple[str, float]]:
        """Passages by the BM25 score of weighted index words, best first, scores above zero.

        A weight is a word's share of its own score, 1 for a word as asked.
        """
        found: list[tuple[str, float]] = []
        for held in (self.main, self.fresh):
            scores = self._scores(held, weights)
            if held is self.main and self._any_gone:
                scores[self.gone] = 0
            hits = np.flatnonzero(scores > 0)
            if len(hits) > limit:
                hits = hits[np.argpartition(-scores[hits], limit - 1)[:limit]]
            found += [(held.ids[n].decode(), float(scores[n])) for n in hits]
        return sorted(found, key=lambda each: (-each[1], each[0]))[:limit]

    def _scores(self, held: Postings, weights: Mapping[str, float]) -> npt.NDArray[np.float32]:
        scores = np.zeros(len(held.ids), dtype=np.float32)
        for word, weight in weights.items():
            places, times = held.of(word)
            if len(places):
                share = held.lengths[places]
                share *= np.float32(_K1 * _B / self._average)
                share += np.float32(_K1 * (1 - _B))
                share += times
                scores[places] += np.float32(weight * self.rarity(word)) * times / share
        return scores

    def rarity(self, word: str) -> float:
        """Inverse document frequency of an index word; words that no passage has are rarest."""
        known = self._passages_with
        if word not in known:
            places = self.main.of(word)[0]
            gone = int(self.gone[places].sum()) if self._any_gone else 0
            known[word] = len(places) - gone + len(self.fresh.of(word)[0])
        return math.log(1 + (self.count - known[word] + 0.5) / (known[word] + 0.5))

    def has(self, passage_id: str) -> bool:
        """Whether the passage is there."""
        if passage_id in self._recent:
            return True
        at = int(np.searchsorted(self.main.ids, passage_id.encode()))
        if at == len(self.main.ids) or self.gone[at]:
            return False
        return bool(self.main.ids[at] == passage_id.encode())

    def changed(self, articles: Collection[str], passages: Texts) -> LexicalIndex:
        """The index once these articles, by id, have just these passages, or none."""
        if not articles:
            return self
        gone = self.gone.copy()
        for article in articles:
            at = self.main.of_article(article)
            gone[at.start : at.stop] = True
        recent = {
            id_: words
            for id_, words in self._recent.items()
            if id_.rpartition(":")[0].rpartition(":")[0] not in articles
        }
        recent.update((id_, index_words(text)) for id_, text in passages)
        fresh = postings(list(recent.items()))
        if len(recent) + int(gone.sum()) > max(_FRESH_LEAST, _FRESH_SHARE * len(self.main.ids)):
            return over(merged(self.main, ~gone, fresh))
        return LexicalIndex(self.main, fresh, gone, recent)


def over(main: Postings) -> LexicalIndex:
    """The index of one set of postings."""
    return LexicalIndex(main, postings([]), np.zeros(len(main.ids), dtype=np.bool_))


def lexical_index(passages: Iterable[tuple[str, str]]) -> LexicalIndex:
    """Index passages from nothing."""
    return over(postings((id_, index_words(text)) for id_, text in passages))
