"""From passages to the sentences that answer, as exact stretches of their article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.features import Floats, QueryFeatures, sentence_features
from retrieval.query import Term, terms_in
from retrieval.search import Hit
from retrieval.understand import Understood
from store.article import Article, Sentence
from store.corpus import Corpus
from store.embed import Encoding
from store.text import index_words

_COMMON = 0.3  # what a token outside the terms weighs, such as that of a postposition
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit that may answer, with the number of its hit."""

    article: Article
    sentence: Sentence
    hit: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """Sentences with a row each in `features`, shape (sentences, features.NAMES)."""

    rows: tuple[Candidate, ...]
    features: Floats


def find_candidates(
    corpus: Corpus, understood: Understood, query: Encoding, hits: Sequence[Hit]
) -> Candidates:
    """All sentences of the hits' passages with what speaks for each."""
    tokens = corpus.tokens([hit.passage.id for hit in hits])
    terms = understood.terms
    described = QueryFeatures(
        tokens=corpus.codec.project(query.tokens),
        token_weights=token_weights(understood.text, query.offsets, terms),
        words={term.word: term.rarity for term in terms},
        asked=understood.asked,
    )
    rows: list[Candidate] = []
    features: list[Floats] = []
    for n, hit in enumerate(hits):
        article = corpus.article(hit.passage.article_id)
        if article is None or hit.passage.id not in tokens:
            continue
        own = [
            sentence
            for sentence in corpus.sentences(article.id)
            if sentence.start >= hit.passage.start and sentence.end <= hit.passage.end
        ]
        if not own:
            continue
        rows += [Candidate(article, sentence, n) for sentence in own]
        features.append(
            sentence_features(
                described,
                hit.passage.start,
                tokens[hit.passage.id],
                own,
                dense=hit.dense,
                lexical=hit.lexical,
                title=article.title,
                matches=lambda text: terms_in(terms, text),
            )
        )
    stacked = np.concatenate(features) if features else np.empty((0, 0), dtype=np.float32)
    return Candidates(tuple(rows), stacked)


def token_weights(text: str, offsets: npt.NDArray[np.int32], terms: Sequence[Term]) -> Floats:
    """For each token of `text`, standing at `offsets` (n, 2), the rarity of the term it is in."""
    rarity = {term.word: term.rarity for term in terms}
    weights = np.full(len(offsets), _COMMON, dtype=np.float32)
    for word in _WORD.finditer(text):
        own = [rarity[term] for term in index_words(word[0]) if term in rarity]
        if own:
            inside = (offsets[:, 0] >= word.start()) & (offsets[:, 0] < word.end())
            weights[inside] = max(own)
    return weights
