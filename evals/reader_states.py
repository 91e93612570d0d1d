"""Lessons after the lower layers, kept in a file so that a run that goes on need not wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import torch

from evals.reader_data import Lessons, texts_of
from evals.reader_examples import Read
from retrieval.reader.halves import PASSAGE, QUESTION, HalfRead, LowerHalf
from store.batches import batches_by_length

_ALIKE = 6  # passages of other articles for each question


def read_all(lessons: Lessons, folder: Path, kept: Path) -> Read:
    """Read every text with the bundled model in `folder`, or take what is kept in a file."""
    questions, passages = texts_of(lessons)
    print(f"{len(questions)} questions, {len(passages)} passages to read", flush=True)
    if kept.is_file():
        found = torch.load(kept, weights_only=False)
        if found.keys() == {*questions, *passages}:
            return Read(
                {t: found[t] for t in questions},
                {t: found[t] for t in passages},
                _alike(lessons, found),
            )
    lower = LowerHalf(folder)
    found = {**_halves(lower, questions, QUESTION), **_halves(lower, passages, PASSAGE)}
    torch.save(found, kept)
    return Read(
        {t: found[t] for t in questions}, {t: found[t] for t in passages}, _alike(lessons, found)
    )


def _halves(lower: LowerHalf, texts: Iterable[str], prompt: str) -> dict[str, HalfRead]:
    ordered = sorted(texts)
    halves: dict[str, HalfRead] = {}
    for batch in batches_by_length([len(text) // 2 for text in ordered]):
        own = [ordered[n] for n in batch]
        halves.update(zip(own, lower.read(own, prompt), strict=True))
    return halves


def _alike(lessons: Lessons, found: Mapping[str, HalfRead]) -> dict[str, list[str]]:
    """For each question the passages of other articles that are nearest to it, in English."""

    def middle(text: str) -> torch.Tensor:
        return torch.nn.functional.normalize(found[text].states.float().mean(dim=0), dim=0)

    names = sorted(lessons.passages)
    vectors = torch.stack([middle(lessons.passages[name]["en"]) for name in names])
    vectors = vectors - vectors.mean(dim=0)
    near = {}
    asked = torch.stack([middle(q.asked["en"]) for q in lessons.questions])
    asked = asked - asked.mean(dim=0)
    for question, scores in zip(lessons.questions, asked @ vectors.T, strict=True):
        order = [names[int(n)] for n in scores.argsort(descending=True)]
        near[question.id] = [n for n in order if not n.startswith(f"{question.subject}-")][:_ALIKE]
    return near
