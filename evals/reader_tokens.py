"""Lessons as tokens, and for each question the passages that are like its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals.reader_data import Lessons, Taught, subject_of, texts_of
from evals.reader_examples import Read
from retrieval.reader.tokens import ReaderTokenizer
from store.arrays import Floats, Ids
from store.model_folder import GRAPH
from store.onnx_engine import OnnxEngine

_ALIKE = 24  # passages of other articles for each question
_AT_ONCE = 64  # texts


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
    names = sorted(lessons.passages)
    told = tokenizer.passages([lessons.passages[name]["en"] for name in names])
    asked = [tokenizer.question(question.asked["en"]) for question in lessons.questions]
    vectors = _middles(engine, [*asked, *(tokens.ids for tokens in told)])
    wanted = [question.id for question in lessons.questions] + names
    near = vectors @ vectors[len(asked) :].T
    subject = {question.id: question.subject for question in lessons.questions}
    found = {}
    for name, alike in zip(wanted, near, strict=True):
        order = [names[int(n)] for n in np.argsort(-alike)]
        own = subject.get(name) or subject_of(name)
        found[name] = [other for other in order if subject_of(other) != own][:_ALIKE]
    return found


def _middles(engine: OnnxEngine, texts: Sequence[Ids]) -> Floats:
    """Unit vectors, the mean of each text's token states, shape (texts, width)."""
    rows: list[Floats] = []
    for at in range(0, len(texts), _AT_ONCE):
        some = [np.concatenate([[0], ids[:300], [2]]) for ids in texts[at : at + _AT_ONCE]]
        rows += [states.mean(axis=0) for states in engine.states(some)]
    pooled = np.stack(rows)
    pooled /= np.linalg.norm(pooled, axis=1, keepdims=True)
    return pooled
