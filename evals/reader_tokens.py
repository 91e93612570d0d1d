"""Lessons as tokens, and for each question the passages that are like its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from evals.reader_data import Lessons, texts_of
from evals.reader_examples import Read
from retrieval.reader.tokens import ReaderTokenizer
from store.model_folder import GRAPH
from store.onnx_engine import OnnxEngine

_ALIKE = 6  # passages of other articles for each question


def read_all(lessons: Lessons, folder: Path) -> Read:
    """Every text by the tokenizer of the expanded model in `folder`."""
    tokenizer = ReaderTokenizer(folder)
    questions, passages = texts_of(lessons)
    ordered = sorted(passages)
    return Read(
        {text: tokenizer.question(text) for text in questions},
        dict(zip(ordered, tokenizer.passages(ordered), strict=True)),
        _alike(lessons, tokenizer, folder),
    )


def _alike(lessons: Lessons, tokenizer: ReaderTokenizer, folder: Path) -> dict[str, list[str]]:
    """For each question the passages of other articles that are nearest to it, in English."""
    engine = OnnxEngine(folder / GRAPH)

    def middle(ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        (states,) = engine.states([np.concatenate([[0], ids[:300], [2]])])
        pooled: npt.NDArray[np.float32] = states.mean(axis=0)
        return pooled / np.float32(np.linalg.norm(pooled))

    names = sorted(lessons.passages)
    told = tokenizer.passages([lessons.passages[name]["en"] for name in names])
    vectors = np.stack([middle(tokens.ids) for tokens in told])
    near = {}
    for question in lessons.questions:
        scores = vectors @ middle(tokenizer.question(question.asked["en"]))
        order = [names[int(n)] for n in np.argsort(-scores)]
        near[question.id] = [n for n in order if not n.startswith(f"{question.subject}-")][:_ALIKE]
    return near
