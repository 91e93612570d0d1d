"""From passages to the sentences that answer, as exact stretches of their article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from retrieval.features import Looked, QueryFeatures, sentence_features
from retrieval.lacking import Read
from retrieval.query import Term, terms_in
from retrieval.search import Hit
from retrieval.understand import Understood
from store.arrays import Floats
from store.article import Article, Passage, Sentence
from store.embed import Encoding
from store.text import index_words
from store.view import View

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
    """Sentences with a row each in `features`, shape (sentences, features.NAMES).

    `matched` are the question's terms that have tokens, `alike` (sentences, terms) how alike each
    is to each sentence, `passages` how many the whole corpus has.
    """

    rows: tuple[Candidate, ...]
    features: Floats
    matched: tuple[Term, ...]
    alike: Floats
    passages: int

    def read(self, n: int) -> Read:
        """Candidate `n` with its neighbourhood."""
        row = self.rows[n]
        follows = n > 0 and self.rows[n - 1].hit == row.hit
        return Read(
            text=row.sentence.text,
            before=self.rows[n - 1].sentence.text if follows else "",
            title=row.article.title,
            alike=self.alike[n],
            alike_near=np.maximum(self.alike[n], self.alike[n - follows]),
        )


_NOTHING: Final = Candidates((), np.empty((0, 0), np.float32), (), np.empty((0, 0), np.float32), 0)


def find_candidates(
    corpus: View, understood: Understood, query: Encoding, hits: Sequence[Hit]
) -> Candidates:
    """All sentences of the hits' passages with what speaks for each; none for an empty question."""
    if not len(query.tokens):
        return _NOTHING
    tokens = corpus.tokens([hit.passage.id for hit in hits])
    terms = understood.terms
    found = term_tokens(understood.text, query.offsets, terms)
    described = QueryFeatures(
        tokens=corpus.codec.project(query.tokens),
        token_weights=token_weights(len(query.tokens), found),
        term_shares=term_shares(len(query.tokens), found),
        words={term.word: term.rarity for term in terms},
        named=frozenset(term.word for term in terms if term.named),
        asked=understood.asked,
    )
    rows: list[Candidate] = []
    looked: list[Looked] = []
    for n, hit in enumerate(hits):
        article = corpus.article(hit.passage.article_id)
        passage = hit.passage
        if article is None or passage.id not in tokens:
            continue
        if article.text[passage.start : passage.end] != passage.text:
            continue  # replaced while the question was being answered
        own = sentences_in(passage, corpus.sentences(article.id))
        if not own:
            continue
        rows += [Candidate(article, sentence, n) for sentence in own]
        looked.append(
            Looked(passage.start, tokens[passage.id], own, hit.dense, hit.lexical, article.title)
        )
    if not rows:
        return _NOTHING
    features, alike = sentence_features(described, looked, lambda text: terms_in(terms, text))
    matched = tuple(term for term, _ in found)
    return Candidates(tuple(rows), features, matched, alike, len(corpus.lexical.ids))


def sentences_in(passage: Passage, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The passage's sentences; of one so long that passages share it, the passage's part."""
    found = []
    for sentence in sentences:
        start, end = max(sentence.start, passage.start), min(sentence.end, passage.end)
        if start < end:
            text = sentence.text[start - sentence.start : end - sentence.start]
            found.append(Sentence(sentence.article_id, text, start, end))
    return found


def term_tokens(
    text: str, offsets: npt.NDArray[np.int32], terms: Sequence[Term]
) -> list[tuple[Term, npt.NDArray[np.intp]]]:
    """Which tokens of `text`, standing at `offsets` (n, 2), make up each term."""
    by_word = {term.word: term for term in terms}
    found: dict[str, list[npt.NDArray[np.intp]]] = {}
    for word in _WORD.finditer(text):
        inside = np.flatnonzero((offsets[:, 0] >= word.start()) & (offsets[:, 0] < word.end()))
        if inside.size:
            for own in index_words(word[0]):
                if own in by_word:
                    found.setdefault(own, []).append(inside)
    return [(by_word[word], np.concatenate(tokens)) for word, tokens in found.items()]


def term_shares(count: int, found: Sequence[tuple[Term, npt.NDArray[np.intp]]]) -> Floats:
    """For each term the share that each of `count` tokens has in it, shape (terms, count)."""
    shares = np.zeros((len(found), count), dtype=np.float32)
    for n, (_, tokens) in enumerate(found):
        np.add.at(shares[n], tokens, np.float32(1 / len(tokens)))
    return shares


def token_weights(count: int, found: Sequence[tuple[Term, npt.NDArray[np.intp]]]) -> Floats:
    """For each of `count` tokens the rarity of the term that it is part of."""
    weights = np.full(count, _COMMON, dtype=np.float32)
    for term, tokens in found:
        weights[tokens] = np.maximum(weights[tokens], term.rarity)
    return weights
