"""What speaks for a sentence as the answer to a question, as numbers; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.asked import Asked, gives
from store.article import Sentence
from store.tokens import TokenVectors

Floats = npt.NDArray[np.float32]

NAMES = (
    "dense",
    "lexical",
    "late_passage",
    "late_sentence",
    "late_before",
    "late_rare",
    "pooled",
    "covered_passage",
    "covered_sentence",
    "gives_asked",
    "first",
    "short",
    "long",
)


@dataclass(frozen=True, slots=True)
class QueryFeatures:
    """What is known of a question once it is encoded.

    `tokens` are its projected token vectors (m, k), `token_weights` (m,) how rare the word of each
    is, `words` its index words with their weights (rarity), `asked` the kind of answer it wants.
    """

    tokens: Floats
    token_weights: Floats
    words: Mapping[str, float]
    asked: Asked


def sentence_features(
    query: QueryFeatures,
    passage_start: int,
    tokens: TokenVectors,
    sentences: Sequence[Sentence],
    *,
    dense: float,
    lexical: float,
    title: str,
    matches: Callable[[str], set[str]],
) -> Floats:
    """Features of a passage's sentences, shape (sentences, len(NAMES)).

    `matches` gives the query's words that stand in a text, in whatever script.
    """
    similarity = query.tokens @ tokens.vectors.T
    owner = _owner(tokens, sentences, passage_start)
    late = np.full((len(query.tokens), len(sentences)), -0.2, dtype=np.float32)
    pooled = np.zeros(len(sentences), dtype=np.float32)
    asked_mean = _unit(query.tokens.mean(axis=0))
    for n in range(len(sentences)):
        inside = owner == n
        if inside.any():
            late[:, n] = similarity[:, inside].max(axis=1)
            pooled[n] = float(asked_mean @ _unit(tokens.vectors[inside].mean(axis=0)))
    before = np.concatenate([late[:, :1], late[:, :-1]], axis=1)
    weights = query.token_weights / max(float(query.token_weights.sum()), 1e-6)
    total = max(sum(query.words.values()), 1e-6)
    found = [matches(sentence.text) for sentence in sentences]
    anywhere = set().union(matches(title), *found)
    covered = [sum(query.words[word] for word in own) / total for own in found]
    covered_passage = sum(query.words[word] for word in anywhere) / total
    rows = np.empty((len(sentences), len(NAMES)), dtype=np.float32)
    rows[:, 0] = dense
    rows[:, 1] = np.log1p(lexical)
    rows[:, 2] = similarity.max(axis=1).mean() if similarity.size else -0.2
    rows[:, 3] = late.mean(axis=0)
    rows[:, 4] = np.maximum(late, before).mean(axis=0)
    rows[:, 5] = weights @ late
    rows[:, 6] = pooled
    rows[:, 7] = covered_passage
    rows[:, 8] = covered
    rows[:, 9] = [gives(query.asked, sentence.text, query.words) for sentence in sentences]
    rows[:, 10] = [sentence.start == 0 for sentence in sentences]
    rows[:, 11] = [len(sentence.text) < 60 for sentence in sentences]
    rows[:, 12] = [len(sentence.text) > 200 for sentence in sentences]
    return rows


def _owner(
    tokens: TokenVectors, sentences: Sequence[Sentence], passage_start: int
) -> npt.NDArray[np.int64]:
    """For each token of the passage the number of the sentence it stands in, or -1."""
    starts = np.array([sentence.start for sentence in sentences]) - passage_start
    ends = np.array([sentence.end for sentence in sentences]) - passage_start
    number = np.searchsorted(starts, tokens.spans[:, 0], side="right") - 1
    inside = (number >= 0) & (tokens.spans[:, 1] <= ends[np.maximum(number, 0)])
    return np.where(inside, number, -1)


def _unit(vector: Floats) -> Floats:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
