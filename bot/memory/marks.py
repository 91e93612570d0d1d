"""What readers thought of answers, and what they asked in vain; kept without their names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.memory.exchanges import DAY, Exchange
from bot.memory.record import Record
from retrieval.answer import Answer

KEPT_DAYS = 365
REASON_NAMES = {"w": "wrong", "s": "not in the source", "o": "out of date"}

FEEDBACK_COLUMNS = ("at", "verdict", "reason", "question", "answer", "evidence")
UNANSWERED_COLUMNS = ("at", "question", "language", "confidence")


class Marks:
    """The marks of readers and the questions that the articles did not answer."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def mark(
        self, exchange: Exchange, reader_id: int, verdict: str, reason: str | None = None
    ) -> None:
        """A reader's thumb, `up` or `down`, in place of their earlier one on that answer."""
        evidence = [
            {"source": each.article.source, "quote": each.quote}
            for each in exchange.answer.citations
        ]
        with self._record.change() as db:
            db.execute(
                "INSERT OR REPLACE INTO feedback (exchange_id, reader_id, at, verdict, reason,"
                " question, answer, evidence) VALUES (?,?,?,?,?,?,?,?)",
                (
                    exchange.id,
                    reader_id,
                    self._record.now(),
                    verdict,
                    REASON_NAMES.get(reason or ""),
                    exchange.understood,
                    _in_short(exchange.answer),
                    json.dumps(evidence, ensure_ascii=False),
                ),
            )

    def asked_in_vain(self, question: str, answer: Answer, exchange: int | None = None) -> None:
        """Keep a question that was not answered, without who asked it; one of each exchange.

        As long as the exchange is kept, it leads to who did: for who wants it erased.
        """
        with self._record.change() as db:
            db.execute("DELETE FROM unanswered WHERE exchange_id = ?", (exchange,))
            db.execute(
                "INSERT INTO unanswered (at, question, language, confidence, exchange_id)"
                " VALUES (?,?,?,?,?)",
                (
                    self._record.now(),
                    question,
                    answer.question.language,
                    answer.confidence,
                    exchange,
                ),
            )

    def forget_old(self) -> None:
        """Erase what is older than a year."""
        before = self._record.now() - KEPT_DAYS * DAY
        with self._record.change() as db:
            for table in ("unanswered", "feedback"):
                db.execute(f"DELETE FROM {table} WHERE at < ?", (before,))

    def unanswered(self) -> Iterator[tuple[object, ...]]:
        """Rows of UNANSWERED_COLUMNS, oldest first, the time as ISO text."""
        return self._rows("unanswered", UNANSWERED_COLUMNS)

    def feedback(self) -> Iterator[tuple[object, ...]]:
        """Rows of FEEDBACK_COLUMNS, oldest first, the time as ISO text, the evidence as JSON."""
        return self._rows("feedback", FEEDBACK_COLUMNS)

    def _rows(self, table: str, columns: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
        for at, *rest in self._record.rows(f"SELECT {', '.join(columns)} FROM {table} ORDER BY at"):
            yield datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds"), *rest


def _in_short(answer: Answer) -> str:
    if answer.abstained or not answer.citations:
        return ""
    return answer.short_answer or answer.citations[0].quote
