"""Pure: how a question's tokens match those of sentences and passages, MaxSim as in ColBERT."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from store.arrays import Floats, Ids
from store.tokens import TokenVectors

UNMATCHED: Final = -0.2
"""What a question's token is given where there is nothing to match: less than any token reaches."""


def late_interaction(
    question: Floats,
    passages: Sequence[TokenVectors],
    sentences: Sequence[Sequence[tuple[int, int]]],
) -> tuple[Floats, Floats, Floats]:
    """The best match of each question token, of which there are m, in sentences and passages.

    `question` has shape (m, k); `sentences` are each passage's, as stretches of its text. Gives
    shapes (m, sentences), (m, passages), and (sentences,): how alike each sentence as a whole is
    to the question as a whole.
    """
    count = sum(map(len, sentences))
    vectors = np.concatenate([passage.vectors for passage in passages])
    owners = np.concatenate(_owners(passages, sentences))
    of_passage = np.repeat(np.arange(len(passages)), [len(p.vectors) for p in passages])
    late = np.full((len(question), count), UNMATCHED, dtype=np.float32)
    anywhere = np.full((len(question), len(passages)), UNMATCHED, dtype=np.float32)
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    if len(owners):
        starts = np.flatnonzero(
            (np.diff(owners, prepend=-2) != 0) | (np.diff(of_passage, prepend=-1) != 0)
        )
        best = np.maximum.reduceat(question @ vectors.T, starts, axis=1)
        total = np.add.reduceat(vectors, starts, axis=0)
        own = owners[starts]
        inside = own >= 0
        _raise(late, own[inside], best[:, inside])
        _raise(anywhere, of_passage[starts], best)
        np.add.at(sums, own[inside], total[inside])
    norms = np.maximum(np.linalg.norm(sums, axis=1), 1e-12)
    return late, anywhere, (sums @ _unit(question.mean(axis=0))) / norms


def _owners(
    passages: Sequence[TokenVectors], sentences: Sequence[Sequence[tuple[int, int]]]
) -> list[Ids]:
    """For each passage's tokens the number of the sentence each stands in, or -1.

    Sentences are numbered through all passages.
    """
    found, at = [], 0
    for passage, own in zip(passages, sentences, strict=True):
        stretches = np.array(own, dtype=np.int64).reshape(-1, 2)
        number = np.searchsorted(stretches[:, 0], passage.spans[:, 0], side="right") - 1
        inside = (number >= 0) & (passage.spans[:, 1] <= stretches[np.maximum(number, 0), 1])
        found.append(np.where(inside, number + at, -1))
        at += len(own)
    return found


def _raise(table: Floats, columns: Ids, values: Floats) -> None:
    """Each column that is named becomes the greatest of the values given for it."""
    low = np.full_like(table, -1.0)
    np.maximum.at(low.T, columns, values.T)
    named = np.unique(columns)
    table[:, named] = low[:, named]


def _unit(vector: Floats) -> Floats:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
