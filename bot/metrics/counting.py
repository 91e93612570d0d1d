"""An answerer whose answers are counted and logged, none of their words among it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog

from retrieval.answer import Answer, Answerer, Hear
from retrieval.language import detect_language
from retrieval.question import Language

if TYPE_CHECKING:
    from bot.metrics.numbers import Metrics


class CountedAnswerer:
    """Answers as `inner` does; `metrics` None means that answers are only logged."""

    def __init__(self, inner: Answerer, metrics: Metrics | None) -> None:
        self._inner, self._metrics = inner, metrics
        self._log = structlog.get_logger("bot.answers")

    def answer(self, text: str, *, last_language: Language | None = None) -> Answer:
        """The inner answerer's answer, or its error."""
        try:
            answer = self._inner.answer(text, last_language=last_language)
        except Exception:
            if self._metrics is not None:
                self._metrics.failed(detect_language(text, last_language))
            raise
        if self._metrics is not None:
            self._metrics.answered(answer)
        self._log.info(
            "answered",
            language=answer.question.language,
            outcome="abstained" if answer.abstained else "answered",
            confidence=answer.confidence,
            citations=len(answer.citations),
            ms=answer.latency_ms,
            stages=dict(answer.timings_ms),
        )
        return answer

    def write(self, answer: Answer, *, chat: int | None = None, hear: Hear | None = None) -> Answer:
        """What the inner answerer writes; its time counts where a language model wrote."""
        started = time.perf_counter()
        written = self._inner.write(answer, chat=chat, hear=hear)
        sentences = sum(len(one.written) for one in (written, *written.parts))
        if sentences:
            took = time.perf_counter() - started
            if self._metrics is not None:
                self._metrics.wrote(took)
            self._log.info("written", sentences=sentences, ms=round(took * 1000, 2))
        return written
