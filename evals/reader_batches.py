"""In what portions the reading model is taught: always the same ones for the same plan."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from evals.reader_data import Lessons, Taught
from evals.reader_examples import Example, Read, draw

ROUND = 32
"""Batches drawn together, so that a batch holds rows of like length."""

_EARLY, _LATE = 0.75, 0.25  # of the questions are invented, first and later


@dataclass(frozen=True, slots=True)
class Pools:
    """The questions that are taught: real ones and, where there are any, invented ones."""

    real: Sequence[Taught]
    invented: Sequence[Taught]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, in what portions, and from where the chance."""

    steps: int
    batch: int
    seed: int
    first: float
    """Share of the steps, at the beginning, that mostly teach invented questions."""

    def invented(self, step: int) -> float:
        """The share of invented questions at a step."""
        return _EARLY if step < self.first * self.steps else _LATE


def round_of_batches(
    lessons: Lessons, pools: Pools, read: Read, plan: Plan, number: int
) -> list[list[Example]]:
    """Round `number`: always the same batches for the same plan, in an order that mixes lengths."""
    chance = random.Random(f"{plan.seed} {number}")
    share = plan.invented(number * ROUND) if pools.invented else 0.0
    drawn = [
        draw(lessons, pools.invented if chance.random() < share else pools.real, read, chance)
        for _ in range(ROUND * plan.batch)
    ]
    drawn.sort(key=lambda example: len(example.row))
    batches = [drawn[n : n + plan.batch] for n in range(0, len(drawn), plan.batch)]
    chance.shuffle(batches)
    return batches
