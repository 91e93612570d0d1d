"""BM25 over the passages' words: the lexical leg of retrieval.

Passages are in a few sets of postings, each several times as large as the next, which may lie in
files; the newest few are in a small one beside them. Two sets become one as they grow, so what one
more article costs hardly depends on how many there are. Passages that went are passed over.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from store.postings import Postings, merged, postings
from store.text import index_words

_K1, _B = 1.2, 0.75
FRESH = 500  # passages; more of the newest become a set of postings of their own
_TIMES = 4  # as large as the next set
_GONE_SHARE = 0.2  # of a set; beyond that it is made anew without them

Texts = Sequence[tuple[str, str]]
"""Passages as (id, text); the text may have context such as the title before it."""


@dataclass(frozen=True)
class Part:
    """A set of postings, and which of its passages are no longer there, shape (passages,)."""

    held: Postings
    gone: npt.NDArray[np.bool_]

    @cached_property
    def any_gone(self) -> bool:
        """Whether there are any."""
        return bool(self.gone.any())

    @cached_property
    def count(self) -> int:
        """How many passages are there."""
        return len(self.gone) - int(self.gone.sum())

    @cached_property
    def words(self) -> float:
        """How many words that count these have."""
        return float(self.held.lengths[~self.gone].sum())

    def without(self, articles: Collection[str]) -> Part:
        """The passages of these articles go."""
        spans = [span for article in articles if (span := self.held.of_article(article))]
        if not spans:
            return self
        gone = self.gone.copy()
        for at in spans:
            gone[at.start : at.stop] = True
        return Part(self.held, gone)

    def with_word(self, word: str) -> int:
        """How many passages have an index word."""
        places = self.held.of(word)[0]
        return len(places) - (int(self.gone[places].sum()) if self.any_gone else 0)

    def place(self, passage_id: str) -> int | None:
        """The number of a passage that is there."""
        at = int(np.searchsorted(self.held.ids, passage_id.encode()))
        if at == len(self.held.ids) or self.gone[at]:
            return None
        return at if self.held.ids[at] == passage_id.encode() else None

    def ids(self) -> Iterator[str]:
        """The passages that are there."""
        return (id_.decode() for id_ in self.held.ids[~self.gone])


@dataclass(frozen=True)
class LexicalIndex:
    """BM25 scores of a fixed set of passages; `changed` gives another one.

    `parts` are the large sets, the largest first.
    """

    parts: tuple[Part, ...] = ()
    _recent: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The words of the newest passages, by id."""

    @cached_property
    def _all(self) -> tuple[Part, ...]:
        return (*self.parts, whole(postings(list(self._recent.items()))))

    @cached_property
    def count(self) -> int:
        """How many passages there are."""
        return sum(part.count for part in self._all)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The passages that are there."""
        return frozenset(id_ for part in self._all for id_ in part.ids())

    @cached_property
    def _average(self) -> float:
        return max(sum(part.words for part in self._all) / max(self.count, 1), 1e-9)

    @cached_property
    def _passages_with(self) -> dict[str, int]:
        return {}

    def search(self, weights: Mapping[str, float], limit: int) -> list[tuple[str, float]]:
        """Passages by the BM25 score of weighted index words, best first, scores above zero.

        A weight is a word's share of its own score, 1 for a word as asked.
        """
        found: list[tuple[str, float]] = []
        for part in self._all:
            scores = self._scores(part.held, weights)
            if part.any_gone:
                scores[part.gone] = 0
            hits = np.flatnonzero(scores > 0)
            if len(hits) > limit:
                hits = hits[np.argpartition(-scores[hits], limit - 1)[:limit]]
            found += [(part.held.ids[n].decode(), float(scores[n])) for n in hits]
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
            known[word] = sum(part.with_word(word) for part in self._all)
        return math.log(1 + (self.count - known[word] + 0.5) / (known[word] + 0.5))

    def has(self, passage_id: str) -> bool:
        """Whether the passage is there."""
        return any(part.place(passage_id) is not None for part in self._all)

    def changed(
        self, articles: Collection[str], passages: Texts, *, fresh: int = FRESH
    ) -> LexicalIndex:
        """The index once these articles, by id, have just these passages, or none.

        More than `fresh` of the newest become a set of postings.
        """
        if not articles:
            return self
        parts = [part.without(articles) for part in self.parts]
        recent = {
            id_: words
            for id_, words in self._recent.items()
            if id_.rpartition(":")[0].rpartition(":")[0] not in articles
        }
        recent.update((id_, index_words(text)) for id_, text in passages)
        if len(recent) > fresh:
            parts.append(whole(postings(list(recent.items()))))
            recent = {}
        return LexicalIndex(tidied(parts), recent)


def tidied(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The same passages in sets each several times as large as the next, few of whose are gone."""
    found: list[Part] = []
    for part in parts:
        found.append(_pruned(part))
        while len(found) > 1 and found[-2].count < _TIMES * found[-1].count:
            found[-2:] = [together(*found[-2:])]
    return tuple(part for part in found if part.count)


def _pruned(part: Part) -> Part:
    few = len(part.gone) - part.count <= _GONE_SHARE * len(part.gone)
    return part if few else _freed(part)


def _freed(part: Part) -> Part:
    """The set without what is gone."""
    return whole(merged(part.held, ~part.gone, postings([]))) if part.any_gone else part


def together(one: Part, other: Part) -> Part:
    """One set of what is there in two."""
    return whole(merged(one.held, ~one.gone, _freed(other).held))


def whole(held: Postings) -> Part:
    """A set of postings none of whose passages is gone."""
    return Part(held, np.zeros(len(held.ids), dtype=np.bool_))


def over(main: Postings) -> LexicalIndex:
    """The index of one set of postings."""
    return LexicalIndex((whole(main),))


def lexical_index(passages: Iterable[tuple[str, str]]) -> LexicalIndex:
    """Index passages from nothing."""
    return over(postings((id_, index_words(text)) for id_, text in passages))
