"""What is counted and measured, for Prometheus: the only importer of prometheus_client."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

if TYPE_CHECKING:
    from bot.transport.waits import Waits
    from retrieval.answer import Answer
    from store.ingest import IngestReport

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4

_LANGUAGES = ("hi", "en", "hi-Latn")
_OUTCOMES = ("answered", "abstained", "failed")
_STAGES = ("question", "embed", "search", "evidence", "answer", "whole", "written")
_INGESTED = ("added", "updated", "unchanged", "removed", "duplicates", "failed")
_WAITS = ("own", "limiter", "retries", "behind")
# A whole answer takes tens of milliseconds, one by a language model seconds.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """One process's numbers, in a registry of their own; every method may be called by any thread.

    No number tells who asked or what.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._questions = Counter(
            "pramaan_questions",
            "Questions by language and by what came of them",
            ("language", "outcome"),
            registry=self._registry,
        )
        self._stages = Histogram(
            "pramaan_answer_seconds",
            "Time of an answer by stage; `whole` by quotes, `written` by a language model",
            ("stage",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._ingested = Counter(
            "pramaan_ingested_articles",
            "Articles read, by what came of them",
            ("outcome",),
            registry=self._registry,
        )
        self._requests = Counter(
            "pramaan_telegram_requests",
            "Messages and answers given to Telegram: sent, tried again, or failed for good",
            ("outcome",),
            registry=self._registry,
        )
        self._waits = Histogram(
            "pramaan_telegram_seconds",
            "From an update's reception until its first message left (`own`); apart from that, what"
            " Telegram's pace (`limiter`), failed tries (`retries`) and both of the chat's earlier"
            " messages (`behind`) took",
            ("part",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._feed_lag = Gauge(
            "pramaan_feed_lag_seconds",
            "Time since a feed was last read without an error, or since it is kept up with",
            ("feed",),
            registry=self._registry,
        )
        # What has not happened yet is shown as 0, so that a rate can be taken from the start.
        for outcome in _OUTCOMES:
            for language in _LANGUAGES:
                self._questions.labels(language, outcome)
        for stage in _STAGES:
            self._stages.labels(stage)
        for outcome in _INGESTED:
            self._ingested.labels(outcome)
        for part in _WAITS:
            self._waits.labels(part)
        for outcome in ("sent", "retried", "failed"):
            self._requests.labels(outcome)

    def answered(self, answer: Answer) -> None:
        """A question got an answer, or that the articles do not say."""
        outcome = "abstained" if answer.abstained else "answered"
        self._questions.labels(answer.question.language, outcome).inc()
        for stage, milliseconds in answer.timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)
        self._stages.labels("whole").observe(answer.latency_ms / 1000)

    def wrote(self, seconds: float) -> None:
        """A language model wrote an answer."""
        self._stages.labels("written").observe(seconds)

    def failed(self, language: str) -> None:
        """A question in `language` (hi, en or hi-Latn) could not be answered."""
        self._questions.labels(language, "failed").inc()

    def ingested(self, report: IngestReport) -> None:
        """An ingest came to its end."""
        for outcome in _INGESTED:
            number = report.failed if outcome == "failed" else getattr(report, outcome)
            self._ingested.labels(outcome).inc(number if isinstance(number, int) else len(number))

    def requested(self, outcome: str) -> None:
        """A message to Telegram was `sent`, is `retried`, or `failed` for good."""
        self._requests.labels(outcome).inc()

    def left(self, waits: Waits) -> None:
        """An update's messages have left."""
        for part in _WAITS:
            self._waits.labels(part).observe(getattr(waits, part) or 0.0)

    def feed_read(self, feed: str) -> None:
        """A feed was read just now without an error; its lag grows until the next time."""
        read_at = time.time()
        self._feed_lag.labels(feed).set_function(lambda: time.time() - read_at)

    def feed_added(self, feed: str) -> None:
        """A feed is kept up with from now on; its lag grows until it is read, if it ever is."""
        self.feed_read(feed)

    def feed_removed(self, feed: str) -> None:
        """A feed is no longer kept up with."""
        self._feed_lag.remove(feed)

    def watch_store(self, held: Callable[[], tuple[int, int]], revision: Callable[[], int]) -> None:
        """Show numbers of articles and passages, and the revision of the index, as they are."""
        self._gauge("pramaan_articles", "Articles that can be searched", lambda: held()[0])
        self._gauge("pramaan_passages", "Passages that can be searched", lambda: held()[1])
        self._gauge(
            "pramaan_index_revision",
            "How often what can be searched has changed; the same in all processes of one store",
            revision,
        )

    def watch_queue(self, waiting: Callable[[], int]) -> None:
        """Show how many updates are accepted and not answered."""
        self._gauge("pramaan_updates_waiting", "Updates accepted and not yet answered", waiting)

    def page(self) -> bytes:
        """Everything in Prometheus's text format."""
        return generate_latest(self._registry)

    def _gauge(self, name: str, about: str, now: Callable[[], float]) -> None:
        Gauge(name, about, registry=self._registry).set_function(lambda: float(now()))
