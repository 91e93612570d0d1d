"""From passages to the sentences that answer, as exact stretches of their article."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.search import Hit
from store.article import Article, Sentence
from store.corpus import Corpus
from store.embed import Encoding


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of an article that supports an answer: `article.text[start:end]`, and how well."""

    article: Article
    start: int
    end: int
    score: float


def find_evidence(corpus: Corpus, query: Encoding, hits: list[Hit]) -> list[Evidence]:
    """Sentences of the hits' passages, those that answer best first, each once."""
    tokens = corpus.tokens([hit.passage.id for hit in hits])
    asked = corpus.codec.project(query.tokens)
    best: dict[tuple[str, int], Evidence] = {}
    for hit in hits:
        article = corpus.article(hit.passage.article_id)
        if article is None or hit.passage.id not in tokens:
            continue
        own = tokens[hit.passage.id]
        similarity = asked @ own.vectors.T
        for sentence in _within(hit, corpus.sentences(article.id)):
            inside = (own.spans[:, 0] >= sentence.start - hit.passage.start) & (
                own.spans[:, 1] <= sentence.end - hit.passage.start
            )
            if not inside.any():
                continue
            late = float(similarity[:, inside].max(axis=1).mean())
            passage = float(similarity.max(axis=1).mean())
            evidence = Evidence(
                article, sentence.start, sentence.end, hit.score + 0.5 * late + 0.5 * passage
            )
            key = (article.id, sentence.start)
            if key not in best or best[key].score < evidence.score:
                best[key] = evidence
    return sorted(best.values(), key=lambda e: (-e.score, e.article.id, e.start))


def _within(hit: Hit, sentences: list[Sentence]) -> list[Sentence]:
    return [
        sentence
        for sentence in sentences
        if sentence.start >= hit.passage.start and sentence.end <= hit.passage.end
    ]
