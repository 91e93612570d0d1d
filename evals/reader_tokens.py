"""Lessons as tokens, and for each question the passages that are like its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evals.reader_data import Lessons, Taught, subject_of, texts_of
from evals.reader_examples import Read
from retrieval.reader.tokens import ReaderTokenizer
from store.arrays import Ids
from store.model_folder import GRAPH
from store.onnx_engine import OnnxEngine

_ALIKE = 6  # passages of other articles for each question


def read_all(lessons: Lessons, invented: Sequence[Taught], folder: Path) -> Read:
    """Every text by the tokenizer of the expanded model in `folder`."""
    tokenizer = ReaderTokenizer(folder)
    questions, passages = texts_of(lessons)
    questions |= {text for one in invented for text in one.asked.values()}
    ordered = sorted(passages)
    return Read(
        {text: tokenizer.question(text) for text in questions},
        dict(zip(ordered, tokenizer.passages(ordered), strict=True)),
        _alike(lessons, tokenizer, folder),
    )


def _alike(lessons: Lessons, tokenizer: ReaderTokenizer, folder: Path) -> dict[str, list[str]]:
    """For each question, and each passage, the nearest passages of other articles, in English."""
    engine = OnnxEngine(folder / GRAPH)

    def middle(ids: Ids) -> npt.NDArray[np.float32]:
        (states,) = engine.states([np.concatenate([[0], ids[:300], [2]])])
        pooled: npt.NDArray[np.float32] = states.mean(axis=0)
        return pooled / np.float32(np.linalg.norm(pooled))

    names = sorted(lessons.passages)
    told = tokenizer.passages([lessons.passages[name]["en"] for name in names])
    vectors = np.stack([middle(tokens.ids) for tokens in told])
    wanted = {
        question.id: middle(tokenizer.question(question.asked["en"]))
        for question in lessons.questions
    }
    wanted |= dict(zip(names, vectors, strict=True))
    subject = {question.id: question.subject for question in lessons.questions}
    near = {}
    for name, vector in wanted.items():
        order = [names[int(n)] for n in np.argsort(-(vectors @ vector))]
        own = subject.get(name) or subject_of(name)
        near[name] = [other for other in order if subject_of(other) != own][:_ALIKE]
    return near
