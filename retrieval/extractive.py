"""Answers made of the articles' own sentences."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from retrieval.answer import Answer, Citation, Hear
from retrieval.evidence import find_candidates
from retrieval.facts.rivals import rivalling, with_rivals
from retrieval.leads import Leads, leads_of
from retrieval.question import Language
from retrieval.quotes import FURTHER, at_first, chosen, overlaps, readable
from retrieval.rank import Evidence, Ranked, rank
from retrieval.reader.consult import consult
from retrieval.reader.fusion import Fusion, Read, fitted
from retrieval.reader.reader import Reader
from retrieval.search import KEPT, Hit, search
from retrieval.time.period import Period, period_of
from retrieval.time.timely import can_tell, favoured
from retrieval.understand import Understanding, Understood
from store.article import Sentence
from store.corpus import Corpus
from store.embed import Encoding
from store.view import View

_LOOKED_AT = 20  # pieces of evidence, for three that say different things
_SURE_ENOUGH = 0.5  # below, the articles are said not to answer
_RELATED = 0.25  # below, not even related


class Stopwatch:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self._started = self._lap = time.perf_counter()
        self.stages: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """The stage that ends now began when the last one ended; one that comes again adds up."""
        now = time.perf_counter()
        took = (now - self._lap) * 1000
        self.stages[stage] = round(self.stages.get(stage, 0.0) + took, 2)
        self._lap = now

    def total(self) -> float:
        """From the start to the last lap."""
        return round((self._lap - self._started) * 1000, 2)


def local_date() -> date:
    """The day on which this machine's clock stands."""
    return datetime.now().astimezone().date()


class ExtractiveAnswerer:
    """Answers from a corpus by quoting it; may be called by several threads at once."""

    def __init__(
        self,
        corpus: Corpus,
        reader: Reader | None = None,
        today: Callable[[], date] = local_date,
        understanding: Understanding | None = None,
        *,
        fusion: Fusion | None = None,
    ) -> None:
        """With `reader`, its readings count too, as `fusion` says or as was learned.

        `today` says on which day it is asked.
        """
        self._corpus = corpus
        self._today = today
        self._reader = reader
        self._fusion = fusion
        self._understanding = understanding or Understanding(corpus)

    def answer(self, text: str, *, last_language: Language | None = None) -> Answer:
        """Answer `text`; `last_language` is the chat's, for texts that carry no language."""
        with self._corpus.view() as view:
            return self._answer(view, text, last_language)

    def _answer(self, corpus: View, text: str, last_language: Language | None) -> Answer:
        watch = Stopwatch()
        understood = self._understanding.understand(text, last_language)
        watch.lap("question")
        query = corpus.embedder.encode_query(understood.text)
        watch.lap("embed")
        period = period_of(f"{text}\n{understood.text}", self._today())
        deep = period is not None and period.since is not None  # few may be of that time
        hits = search(corpus, query.vector, understood.weights, deep=deep)
        watch.lap("search")
        if period is None:
            return self._answer_from(corpus, understood, query, hits, watch=watch)
        if period.since is not None:
            able = [
                hit
                for hit in hits
                if (article := corpus.article(hit.passage.article_id)) is not None
                and can_tell(article, period.since)
            ]
            found = self._answer_from(
                corpus, understood, query, able[:KEPT], watch=watch, period=period
            )
            if not found.abstained:
                return found
        found = self._answer_from(
            corpus, understood, query, hits[:KEPT], watch=watch, period=period
        )
        return replace(found, earlier=period.since is not None and not found.abstained)

    def _answer_from(
        self,
        corpus: View,
        understood: Understood,
        query: Encoding,
        hits: Sequence[Hit],
        *,
        watch: Stopwatch,
        period: Period | None = None,
    ) -> Answer:
        """The answer from these hits alone."""
        ranked = rank(find_candidates(corpus, understood, query, hits), understood)
        watch.lap("evidence")
        read = self._read(corpus, understood, ranked, hits)
        if read is not None:
            ranked = read.ranked
            watch.lap("read")
        if period is not None:
            ranked = favoured(ranked, period)
        looked_at = ranked.evidence[:_LOOKED_AT]
        sentences = _sentences_of(corpus, looked_at)
        worth = chosen(looked_at, understood.terms, sentences, asked=understood.asked)
        quotes = at_first(worth)
        abstained = not quotes or ranked.confidence < _SURE_ENOUGH
        leads = Leads()
        further: list[Evidence] = []
        if abstained:
            quotes = quotes if ranked.confidence >= _RELATED else []
        else:
            rivals = [
                readable(rival, understood.terms, sentences[rival.article.id], understood.asked)
                for rival in rivalling(understood, quotes[0], looked_at)
            ]
            quotes = with_rivals(quotes, rivals)
            leads = leads_of(understood, quotes, rivals, read, self._fusion or fitted())
            further = [each for each in worth if not overlaps(each, quotes)][:FURTHER]
        watch.lap("answer")
        return Answer(
            question=understood.question,
            citations=_numbered(corpus, quotes, 1),
            abstained=abstained,
            confidence=round(ranked.confidence, 4),
            short_answer=leads.short.text if leads.short else None,
            short_at=leads.short.at if leads.short else None,
            said_by=leads.short.said_by if leads.short else None,
            certain=leads.short is None or leads.short.certain,
            timings_ms=watch.stages,
            latency_ms=watch.total(),
            differing=leads.differing,
            several=leads.several,
            further=_numbered(corpus, further, len(quotes) + 1),
            asked_on=self._today(),
        )

    def _read(
        self, corpus: View, understood: Understood, ranked: Ranked, hits: Sequence[Hit]
    ) -> Read | None:
        """What the reading model makes of the evidence; None without one, or when it is busy."""
        if self._reader is None:
            return None
        return consult(
            self._reader,
            understood,
            ranked,
            hits=hits,
            sentences=_sentences_of(corpus, ranked.evidence[:_LOOKED_AT]),
            weights=self._fusion or fitted(),
        )

    def write(
        self,
        answer: Answer,
        *,
        chat: int | None = None,  # noqa: ARG002
        hear: Hear | None = None,  # noqa: ARG002
    ) -> Answer:
        """The answer as it is: there is no language model."""
        return answer


def _sentences_of(corpus: View, evidence: Sequence[Evidence]) -> dict[str, list[Sentence]]:
    """The sentences of the articles that the evidence stands in, by article."""
    articles = {found.article.id for found in evidence}
    return {article: corpus.sentences(article) for article in articles}


def _numbered(corpus: View, quotes: list[Evidence], first: int) -> tuple[Citation, ...]:
    return tuple(
        Citation(
            n,
            found.article,
            found.start,
            found.end,
            also_in=tuple(corpus.copies(found.article.id)),
        )
        for n, found in enumerate(quotes, start=first)
    )
