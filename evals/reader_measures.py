"""How well the reading model reads passages of articles it was not taught."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch

from evals.measures import auroc, word_f1, words
from evals.reader_data import ROMANISED, Lessons, Taught
from evals.reader_examples import Read, neighbours
from retrieval.reader.halves import HalfRead
from retrieval.reader.reading import Reading, reading_of
from retrieval.reader.upper import logits, padded

PAIRS = (("hi", "hi"), ("en", "hi"), (ROMANISED, "hi"), ("en", "en"))
_AT_ONCE = 12


def measured(
    upper: torch.nn.ModuleDict, lessons: Lessons, held: Sequence[Taught], read: Read
) -> str:
    """Word F1 and exact match with the right passage given, and how a neighbour is told from it."""
    chance = random.Random(0)
    told = []
    for asked_in, told_in in PAIRS:
        right = [
            (read.questions[q.asked[asked_in]], read.passages[lessons.passages[q.source][told_in]])
            for q in held
        ]
        wrong = [
            (
                read.questions[q.asked[asked_in]],
                read.passages[lessons.passages[chance.choice(neighbours(lessons, q))][told_in]],
            )
            for q in held[::2]
        ]
        readings = readings_of(upper, right + wrong)
        best = [reading.best() for reading in readings]
        margins = [found.margin if found else -np.inf for found in best]
        overlap, exact = [], []
        for question, found in zip(held, best, strict=False):
            text = lessons.passages[question.source][told_in]
            given = text[found.start : found.end] if found else ""
            gold = text[slice(*question.answers[told_in])]
            overlap.append(word_f1(given, [gold]))
            exact.append(words(given) == words(gold))
        apart = auroc(margins[: len(right)], margins[len(right) :])
        refused = np.mean([m < 0 for m in margins[: len(right)]])
        told.append(
            f"{asked_in}→{told_in} F1 {np.mean(overlap):.3f} EM {np.mean(exact):.3f}"
            f" AUROC {apart:.3f} refused {refused:.2f}"
        )
    return "; ".join(told)


def readings_of(
    upper: torch.nn.ModuleDict, pairs: Sequence[tuple[HalfRead, HalfRead]]
) -> list[Reading]:
    """A reading of each question and passage, in the order given."""
    device = next(upper.parameters()).device
    upper.eval()
    order = sorted(range(len(pairs)), key=lambda n: sum(len(h.states) for h in pairs[n]))
    found: dict[int, Reading] = {}
    for at in range(0, len(order), _AT_ONCE):
        own = order[at : at + _AT_ONCE]
        batch, mask = padded([torch.cat([half.states for half in pairs[n]]) for n in own])
        with torch.inference_mode(), torch.autocast(device.type, dtype=torch.bfloat16):
            out = logits(upper, batch.to(device), None if mask is None else mask.to(device))
        for n, values in zip(own, out.float().cpu().numpy(), strict=True):
            asked, passage = pairs[n]
            found[n] = reading_of(values, len(asked.states), passage.spans)
    return [found[n] for n in range(len(pairs))]
