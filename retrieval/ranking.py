"""How the features of candidates become an order and a confidence; pure.

The weights in ranking.json are learned by evals/fit_ranking.py: a conditional logit that puts
sentences with the answer first, and a logistic regression that tells questions the articles
answer from those they do not. One set for articles in the question's language, one for articles
in another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from retrieval.features import NAMES
from retrieval.lacking import NAMES as LACKING
from store.arrays import Floats

FITTED = Path(__file__).with_name("ranking.json")

CONFIDENCE_NAMES = (
    *NAMES,
    "score",
    "gap",  # to the best candidate of another article
    "middle",  # how far the middle of all candidates lies below the best
    "near",  # how far the three best lie below the best
    "best_dense",
    "best_late_passage",
    "best_covered_passage",
    "passages",  # how many there are, in powers of ten: few articles answer few questions
    *LACKING,
)
_FEW, _MANY = 20, 150  # fewer and more passages say no more


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of features and a constant."""

    weights: Floats
    constant: float

    def of(self, features: Floats) -> Floats:
        """For features of shape (n, len(weights)) the n sums."""
        sums: Floats = features @ self.weights + np.float32(self.constant)
        return sums


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order of candidates and what makes an answer likely, for one relation of languages."""

    order: Linear
    confidence: Linear


@lru_cache(maxsize=1)
def fitted() -> Mapping[str, Ranking]:
    """The learned weights: "same" for articles in the question's language, "cross" for others."""
    content = json.loads(FITTED.read_text(encoding="utf-8"))
    return {
        relation: Ranking(linear(own["order"], NAMES), linear(own["confidence"], CONFIDENCE_NAMES))
        for relation, own in content.items()
    }


def linear(described: Mapping[str, float], names: Sequence[str]) -> Linear:
    """The weights of `names` and the constant from their description by name."""
    weights = np.array([described[name] for name in names], dtype=np.float32)
    return Linear(weights, described["constant"])


def confidence_features(
    features: Floats,
    scores: Floats,
    articles: Sequence[str],
    passages: int,
    lacking: Callable[[int], Floats],
) -> Floats:
    """What speaks for the best candidate being an answer at all, shape (len(CONFIDENCE_NAMES),).

    `features` has shape (n, len(NAMES)), `scores` (n,), `articles` the n ids; n is at least 1.
    `passages` is the size of the whole corpus, `lacking` tells what candidate n lacks, shape
    (len(lacking.NAMES),).
    """
    order = np.argsort(-scores, kind="stable")
    best = int(order[0])
    others = [scores[n] for n in order if articles[n] != articles[best]]
    columns = {name: features[:, n] for n, name in enumerate(NAMES)}
    own = [
        scores[best],
        scores[best] - others[0] if others else 1.0,
        np.median(scores) - scores[best],
        scores[order[:3]].mean() - scores[best],
        columns["dense"].max(),
        columns["late_passage"].max(),
        columns["covered_passage"].max(),
        np.log10(min(max(passages, _FEW), _MANY)),
    ]
    return np.concatenate([features[best], np.array(own, dtype=np.float32), lacking(best)])


def probability(logit: float) -> float:
    """A logit as a number between 0 and 1."""
    return float(1 / (1 + np.exp(-np.clip(logit, -30, 30))))
