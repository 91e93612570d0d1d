"""Pure: the order and the confidence of evidence once it has been read.

The weights in fusion.json are learned by evals/fit_reader.py on articles that the reading model
was not taught.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from retrieval.rank import Evidence, Ranked
from retrieval.ranking import Linear, linear, probability
from retrieval.reader.reading import Found
from store.arrays import Floats

FITTED: Final = Path(__file__).with_name("fusion.json")
ORDER_NAMES: Final = ("score", "margin", "behind", "unread")
CONFIDENCE_NAMES: Final = ("before", "best_margin")
_MOST = 12.0  # a margin beyond says no more


@dataclass(frozen=True, slots=True)
class Fusion:
    """What order and confidence are made of.

    A short answer needs a margin of `sure` at least, and one of `certain` to lead.
    """

    order: Linear
    confidence: Linear
    sure: float
    certain: float


@dataclass(frozen=True, slots=True)
class Read:
    """Evidence in its new order with the answer found in each piece, and the new confidence."""

    ranked: Ranked
    answers: tuple[Found | None, ...]


@lru_cache(maxsize=1)
def fitted() -> Fusion:
    """The learned weights."""
    content = json.loads(FITTED.read_text(encoding="utf-8"))
    return Fusion(
        linear(content["order"], ORDER_NAMES),
        linear(content["confidence"], CONFIDENCE_NAMES),
        content["sure"],
        content["certain"],
    )


def order_features(evidence: Sequence[Evidence], answers: Sequence[Found | None]) -> Floats:
    """Features of each piece of evidence, shape (n, len(ORDER_NAMES))."""
    margins = [_within(found.margin) for found in answers if found is not None]
    most = max(margins, default=0.0)
    rows = [
        (each.score, 0.0, 0.0, 1.0)
        if found is None
        else (each.score, _within(found.margin), _within(found.margin) - most, 0.0)
        for each, found in zip(evidence, answers, strict=True)
    ]
    return np.array(rows, dtype=np.float32).reshape(-1, len(ORDER_NAMES))


def confidence_features(likely: float, answers: Sequence[Found | None]) -> Floats:
    """What speaks for there being an answer at all, shape (len(CONFIDENCE_NAMES),).

    `likely` is how probable it was before reading.
    """
    before = float(np.clip(likely, 1e-6, 1 - 1e-6))
    margins = [_within(found.margin) for found in answers if found is not None]
    return np.array([np.log(before / (1 - before)), max(margins, default=-_MOST)], np.float32)


def fused(
    ranked: Ranked, answers: Sequence[Found | None], weights: Fusion, *, first_stays: bool = False
) -> Read:
    """The evidence in its new order; there is at least one piece, and one is read.

    With `first_stays`, what was best before reading is so after it.
    """
    scores = weights.order.of(order_features(ranked.evidence, answers))
    if first_stays:
        scores[0] = scores.max()
    confidence = weights.confidence.of(confidence_features(ranked.likely, answers)[None])
    order = np.argsort(-scores, kind="stable")
    evidence = tuple(replace(ranked.evidence[n], score=float(scores[n])) for n in order)
    return Read(
        Ranked(evidence, probability(float(confidence[0]))), tuple(answers[n] for n in order)
    )


def _within(margin: float) -> float:
    return float(np.clip(margin, -_MOST, _MOST))
