"""What speaks for a sentence as the answer to a question, as numbers; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.facts.asked import Asked, gives
from retrieval.late import UNMATCHED, late_interaction
from store.arrays import Floats
from store.article import Sentence
from store.tokens import TokenVectors

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


@dataclass(frozen=True, slots=True)
class Looked:
    """A passage that is looked through, with its sentences (one at least) and its legs' scores.

    `start` is where it begins in its article.
    """

    start: int
    tokens: TokenVectors
    sentences: Sequence[Sentence]
    dense: float
    lexical: float
    title: str


def sentence_features(
    query: QueryFeatures,
    passages: Sequence[Looked],
    matches: Callable[[str], frozenset[str]],
) -> tuple[Floats, Floats]:
    """Features of all sentences of the passages, shape (sentences, len(NAMES)), and how alike each
    term is to each sentence, shape (sentences, terms).

    `matches` gives the query's words that stand in a text, in whatever script.
    """
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    counts = [len(passage.sentences) for passage in passages]
    of_passage = np.repeat(np.arange(len(passages)), counts)
    late, anywhere, pooled = late_interaction(
        query.tokens,
        [passage.tokens for passage in passages],
        [
            [(s.start - passage.start, s.end - passage.start) for s in passage.sentences]
            for passage in passages
        ],
    )
    first = np.flatnonzero(np.diff(of_passage, prepend=-1))
    previous = np.arange(len(sentences)) - 1
    previous[first] += 1  # nothing stands before the first
    before = late[:, previous]
    weights = query.token_weights / np.float32(max(float(query.token_weights.sum()), 1e-6))
    total = max(sum(query.words.values()), 1e-6)
    found = [matches(sentence.text) for sentence in sentences]
    found_anywhere = [
        matches(passage.title).union(*found[at : at + count])
        for passage, at, count in zip(passages, first, counts, strict=True)
    ]
    alike = (query.term_shares @ late).T

    def told(values: Sequence[float] | Floats) -> Floats:
        """What is told of passages, for each of their sentences."""
        return np.asarray(values, dtype=np.float32)[of_passage]

    columns: dict[str, Sequence[float] | Floats] = {
        "dense": told([passage.dense for passage in passages]),
        "lexical": told(np.log1p([passage.lexical for passage in passages])),
        "late_passage": told(anywhere.mean(axis=0)),
        "late_sentence": late.mean(axis=0),
        "late_before": np.maximum(late, before).mean(axis=0),
        "late_rare": (weights @ late).astype(np.float32),
        "weakest_passage": told(_weakest((query.term_shares @ anywhere).T)),
        "weakest_sentence": _weakest(alike),
        "pooled": pooled,
        "covered_passage": told(
            [sum(query.words[word] for word in own) / total for own in found_anywhere]
        ),
        "covered_sentence": [sum(query.words[word] for word in own) / total for own in found],
        "named_missing": told([min(len(query.named - own), _MISSING) for own in found_anywhere]),
        "gives_asked": [gives(query.asked, s.text, query.words) for s in sentences],
        "first": [float(s.start == 0) for s in sentences],
        "short": [float(len(s.text) < _SHORT) for s in sentences],
        "long": [float(len(s.text) > _LONG) for s in sentences],
    }
    rows = np.empty((len(sentences), len(NAMES)), dtype=np.float32)
    for n, name in enumerate(NAMES):
        rows[:, n] = columns[name]
    return rows, alike


def _weakest(alike: Floats) -> Floats:
    """For each row of `alike` (rows, terms) the term that is matched least."""
    if not alike.shape[1]:
        return np.full(alike.shape[0], UNMATCHED, dtype=np.float32)
    weakest: Floats = alike.min(axis=1)
    return weakest
