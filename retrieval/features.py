"""What speaks for a sentence as the answer to a question, as numbers; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.facts.asked import Asked, gives
from store.article import Sentence
from store.tokens import TokenVectors

Floats = npt.NDArray[np.float32]

_UNMATCHED = -0.2  # less than any token of a passage reaches
_SHORT, _LONG = 60, 200  # characters
_MISSING = 2  # names that a passage lacks; more say no more

NAMES = (
    "dense",
    "lexical",
    "late_passage",
    "late_sentence",
    "late_before",
    "late_rare",
    "weakest_passage",
    "weakest_sentence",
    "pooled",
    "covered_passage",
    "covered_sentence",
    "named_missing",
    "gives_asked",
    "first",
    "short",
    "long",
)


@dataclass(frozen=True, slots=True)
class QueryFeatures:
    """What is known of a question once it is encoded.

    `tokens` are its projected token vectors (m, k), `token_weights` (m,) how rare the word of each
    is, `term_shares` (terms, m) each token's share of each of its terms, `words` its index words
    with their rarity, `named` those of them that are names or numbers, `asked` the kind of answer
    it wants.
    """

    tokens: Floats
    token_weights: Floats
    term_shares: Floats
    words: Mapping[str, float]
    named: frozenset[str]
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
    matches: Callable[[str], frozenset[str]],
) -> tuple[Floats, Floats]:
    """Features of a passage's sentences, shape (sentences, len(NAMES)), and how alike each term
    is to each sentence, shape (sentences, terms).

    `matches` gives the query's words that stand in a text, in whatever script.
    """
    similarity = query.tokens @ tokens.vectors.T
    late, pooled = _by_sentence(
        query, tokens, similarity, _owner(tokens, sentences, passage_start), len(sentences)
    )
    before = np.concatenate([late[:, :1], late[:, :-1]], axis=1)
    anywhere = similarity.max(axis=1, keepdims=True) if similarity.size else late[:, :1]
    weights = query.token_weights / np.float32(max(float(query.token_weights.sum()), 1e-6))
    total = max(sum(query.words.values()), 1e-6)
    found = [matches(sentence.text) for sentence in sentences]
    found_anywhere = matches(title).union(*found)
    alike = (query.term_shares @ late).T
    columns: dict[str, float | list[float] | Floats] = {
        "dense": dense,
        "lexical": float(np.log1p(lexical)),
        "late_passage": float(anywhere.mean()),
        "late_sentence": late.mean(axis=0),
        "late_before": np.maximum(late, before).mean(axis=0),
        "late_rare": (weights @ late).astype(np.float32),
        "weakest_passage": float(_weakest((query.term_shares @ anywhere).T)[0]),
        "weakest_sentence": _weakest(alike),
        "pooled": pooled,
        "covered_passage": sum(query.words[word] for word in found_anywhere) / total,
        "covered_sentence": [sum(query.words[word] for word in own) / total for own in found],
        "named_missing": float(min(len(query.named - found_anywhere), _MISSING)),
        "gives_asked": [gives(query.asked, s.text, query.words) for s in sentences],
        "first": [float(s.start == 0) for s in sentences],
        "short": [float(len(s.text) < _SHORT) for s in sentences],
        "long": [float(len(s.text) > _LONG) for s in sentences],
    }
    rows = np.empty((len(sentences), len(NAMES)), dtype=np.float32)
    for n, name in enumerate(NAMES):
        rows[:, n] = columns[name]
    return rows, alike


def _by_sentence(
    query: QueryFeatures,
    tokens: TokenVectors,
    similarity: Floats,
    owner: npt.NDArray[np.int64],
    count: int,
) -> tuple[Floats, Floats]:
    """The best match of each question token in each sentence, shape (m, sentences), and how alike
    the sentences as a whole are to the question, shape (sentences,).

    `similarity` (m, tokens) is taken in runs of tokens that have one owner.
    """
    late = np.full((len(query.tokens), count), _UNMATCHED, dtype=np.float32)
    sums = np.zeros((count, tokens.vectors.shape[1]), dtype=np.float32)
    if len(owner):
        starts = np.flatnonzero(np.concatenate([[True], owner[1:] != owner[:-1]]))
        inside = owner[starts] >= 0
        owners = owner[starts][inside]
        best = np.maximum.reduceat(similarity, starts, axis=1)[:, inside]
        first = np.full_like(late, -1.0)
        np.maximum.at(first.T, owners, best.T)
        late[:, owners] = first[:, owners]
        np.add.at(sums, owners, np.add.reduceat(tokens.vectors, starts, axis=0)[inside])
    norms = np.maximum(np.linalg.norm(sums, axis=1), 1e-12)
    return late, (sums @ _unit(query.tokens.mean(axis=0))) / norms


def _weakest(alike: Floats) -> Floats:
    """For each row of `alike` (rows, terms) the term that is matched least."""
    if not alike.shape[1]:
        return np.full(alike.shape[0], _UNMATCHED, dtype=np.float32)
    weakest: Floats = alike.min(axis=1)
    return weakest


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
