"""Candidates in the order of how well they answer, by weights learned in evals/fit_evidence.py."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from retrieval.evidence import Candidates
from retrieval.features import NAMES, Floats
from retrieval.understand import Understood
from store.article import Article


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of an article that supports an answer: `article.text[start:end]`, and how well."""

    article: Article
    start: int
    end: int
    score: float


_HAND = {"dense": 1.0, "lexical": 0.02, "late_passage": 0.5, "late_sentence": 0.5}


def rank(candidates: Candidates, understood: Understood) -> list[Evidence]:
    """Evidence, best first; a sentence that stands in several hits counts once, at its best."""
    if not candidates.rows:
        return []
    weights: Floats = np.array([_HAND.get(name, 0.0) for name in NAMES], dtype=np.float32)
    scores = candidates.features @ weights
    best: dict[tuple[str, int], Evidence] = {}
    for candidate, score in zip(candidates.rows, scores, strict=True):
        key = (candidate.article.id, candidate.sentence.start)
        if key not in best or best[key].score < score:
            best[key] = Evidence(
                candidate.article, candidate.sentence.start, candidate.sentence.end, float(score)
            )
    return sorted(best.values(), key=lambda found: (-found.score, found.article.id, found.start))
