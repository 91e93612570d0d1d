"""Answers made of the articles' own sentences."""

from __future__ import annotations

import time

from retrieval.answer import Answer, Citation
from retrieval.evidence import find_evidence
from retrieval.language import detect_language
from retrieval.question import Language, Question
from retrieval.search import search
from store.corpus import Corpus
from store.text import index_words

_QUOTES = 3


class Stopwatch:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self._started = self._lap = time.perf_counter()
        self.stages: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """The stage that ends now began when the last one ended."""
        now = time.perf_counter()
        self.stages[stage] = round((now - self._lap) * 1000, 2)
        self._lap = now

    def total(self) -> float:
        """From the start to the last lap."""
        return round((self._lap - self._started) * 1000, 2)


class ExtractiveAnswerer:
    """Answers from a corpus by quoting it; may be called by several threads at once."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def answer(self, text: str, *, last_language: Language | None = None) -> Answer:
        """Answer `text`; `last_language` is the chat's, for texts that carry no language."""
        watch = Stopwatch()
        question = Question(text, detect_language(text, last_language))
        watch.lap("question")
        query = self._corpus.embedder.encode_query(text)
        watch.lap("embed")
        hits = search(self._corpus, query.vector, dict.fromkeys(index_words(text), 1.0))
        watch.lap("search")
        evidence = find_evidence(self._corpus, query, hits)
        watch.lap("evidence")
        confidence = min(max((evidence[0].score - 1.2) / 0.6, 0.0), 1.0) if evidence else 0.0
        citations = tuple(
            Citation(n, found.article, found.start, found.end)
            for n, found in enumerate(evidence[:_QUOTES], start=1)
        )
        watch.lap("answer")
        return Answer(
            question=question,
            citations=citations,
            abstained=not citations,
            confidence=confidence,
            short_answer=None,
            timings_ms=watch.stages,
            latency_ms=watch.total(),
        )
