"""How well the reading model reads passages of articles it was not taught.

Each sentence is read as answers have it read, in its passage, with those beside it, and alone.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch

from evals.measures import auroc, word_f1, words
from evals.reader_data import ROMANISED, Lessons, Taught
from evals.reader_examples import Read, neighbours
from retrieval.reader.beside import Place, places
from retrieval.reader.model import logits, padded
from retrieval.reader.reading import Found, Reading, reading_of, together
from retrieval.reader.tokens import Tokens, row_of
from store.arrays import Ids
from store.sentences import sentence_spans

PAIRS = (("hi", "hi"), ("en", "hi"), (ROMANISED, "hi"), ("en", "en"))
_AT_ONCE = 12


def measured(model: torch.nn.Module, lessons: Lessons, held: Sequence[Taught], read: Read) -> str:
    """Word F1 and exact match with the right passage given, and how a neighbour is told from it."""
    chance = random.Random(0)
    told = []
    for asked_in, told_in in PAIRS:
        texts = [lessons.passages[q.source][told_in] for q in held]
        others = [
            lessons.passages[chance.choice(neighbours(lessons, q))][told_in] for q in held[::2]
        ]
        best = best_in(
            model,
            [
                (read.questions[q.asked[asked_in]], read.passages[text], text)
                for q, text in zip([*held, *held[::2]], [*texts, *others], strict=True)
            ],
        )
        margins = [found.margin if found else -np.inf for found in best]
        overlap, exact = [], []
        for question, text, found in zip(held, texts, best[: len(held)], strict=True):
            given = text[found.start : found.end] if found else ""
            gold = text[slice(*question.answers[told_in])]
            overlap.append(word_f1(given, [gold]))
            exact.append(words(given) == words(gold))
        apart = auroc(margins[: len(held)], margins[len(held) :])
        refused = np.mean([m < 0 for m in margins[: len(held)]])
        told.append(
            f"{asked_in}→{told_in} F1 {np.mean(overlap):.3f} EM {np.mean(exact):.3f}"
            f" AUROC {apart:.3f} refused {refused:.2f}"
        )
    return "; ".join(told)


def best_in(model: torch.nn.Module, asked: Sequence[tuple[Ids, Tokens, str]]) -> list[Found | None]:
    """The best answer to each question in a sentence of its passage; with each comes its text."""
    wanted = [
        (n, own, around) for n, (*_, text) in enumerate(asked) for own, around in read_in(text)
    ]
    rows = list(dict.fromkeys((n, place) for n, _, around in wanted for place in around))
    pairs = [(asked[n][0], asked[n][1].within(*place)) for n, place in rows]
    readings = dict(zip(rows, readings_of(model, pairs), strict=True))
    found: list[Found | None] = [None] * len(asked)
    for n, own, around in wanted:
        told = together([(readings[n, place], 0) for place in around]).best(*own)
        best = found[n]
        if told is not None and (best is None or told.margin > best.margin):
            found[n] = told
    return found


def read_in(text: str) -> list[tuple[Place, list[Place]]]:
    """Each sentence, and the places that it is read in."""
    own = [Place(sentence.start, sentence.end) for sentence in sentence_spans(text)]
    return [(each, places(each, Place(own[0].start, own[-1].end), own)) for each in own]


def readings_of(model: torch.nn.Module, pairs: Sequence[tuple[Ids, Tokens]]) -> list[Reading]:
    """A reading of each question and passage, in the order given."""
    device = next(model.parameters()).device
    model.eval()
    rows = [row_of(*pair) for pair in pairs]
    order = sorted(range(len(pairs)), key=lambda n: len(rows[n][0]))
    found: dict[int, Reading] = {}
    for at in range(0, len(order), _AT_ONCE):
        own = order[at : at + _AT_ONCE]
        ids, mask = padded([rows[n][0] for n in own])
        with torch.inference_mode(), torch.autocast(device.type, dtype=torch.bfloat16):
            out = logits(model, ids.to(device), mask.to(device))
        for n, values in zip(own, out.float().cpu().numpy(), strict=True):
            found[n] = reading_of(values, rows[n][1], pairs[n][1].spans)
    return [found[n] for n in range(len(pairs))]
