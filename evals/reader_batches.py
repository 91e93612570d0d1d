"""In what portions the reading model is taught: always the same ones for the same plan."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.reader_data import Lessons, Taught
from evals.reader_examples import Example, Read, draw

ROUND = 32
"""Batches drawn together, so that a batch holds rows of like length."""

Shares = Mapping[str, float]
"""How much of each kind of question."""

FIRST: Shares = {"judged": 0.1, "cloze": 0.3, "practice": 0.3, "practice-cloze": 0.3}
THEN: Shares = {"judged": 0.4, "cloze": 0.15, "practice": 0.35, "practice-cloze": 0.1}

Pools = Mapping[str, Sequence[Taught]]
"""Questions to draw from, by kind: judged and practice ones, and those made of their passages."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, in what portions, and from where the chance.

    `pace` is the learning rate of the encoder at its highest; the shares change after the part
    `turn` of the steps.
    """

    steps: int
    batch: int
    seed: int
    pace: float
    first: Shares
    then: Shares
    turn: float

    def shares(self, step: int) -> Shares:
        """How much of each kind of question at a step; kinds that there are none of drop out."""
        return self.first if step < self.turn * self.steps else self.then


def round_of_batches(
    lessons: Lessons, pools: Pools, read: Read, plan: Plan, number: int
) -> list[list[Example]]:
    """Round `number`: always the same batches for the same plan, in an order that mixes lengths."""
    chance = random.Random(f"{plan.seed} {number}")
    shares = plan.shares(number * ROUND)
    kinds = [kind for kind in shares if pools.get(kind)]
    picked = chance.choices(kinds, [shares[kind] for kind in kinds], k=ROUND * plan.batch)
    drawn = [draw(lessons, pools[kind], read, chance) for kind in picked]
    drawn.sort(key=lambda example: len(example.row))
    batches = [drawn[n : n + plan.batch] for n in range(0, len(drawn), plan.batch)]
    chance.shuffle(batches)
    return batches
