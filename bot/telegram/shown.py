"""Pure: an answer as it is kept for its buttons: everything shown, none of the rest of an article.

Kept like this, the buttons under an answer work after a restart and after the articles changed.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from retrieval.answer import Answer, Citation, Figure, WrittenSentence
from retrieval.question import Question
from store.article import Article

AROUND = 240  # characters of the article that are kept on each side of a quote
_ENDS = "।॥.?!\n"
_CUT = "…"


def packed(answer: Answer) -> str:
    """The answer as JSON."""
    return json.dumps(_held(answer), ensure_ascii=False)


def unpacked(kept: str) -> Answer:
    """The answer that `packed` kept; its articles' texts are the passages around the quotes."""
    return _answer(json.loads(kept))


def _held(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question.text,
        "language": answer.question.language,
        "before": answer.question.before,
        "abstained": answer.abstained,
        "reason": answer.reason,
        "confidence": answer.confidence,
        "short_answer": answer.short_answer,
        "short_at": answer.short_at,
        "said_by": answer.said_by,
        "certain": answer.certain,
        "differing": [_packed_figure(figure) for figure in answer.differing],
        "several": [_packed_figure(figure) for figure in answer.several],
        "written": [[one.text, list(one.marks)] for one in answer.written],
        "translations": [[n, text] for n, text in answer.translations.items()],
        "citations": [_packed_citation(each) for each in answer.citations],
        "further": [_packed_citation(each) for each in answer.further],
        "parts": [_held(part) for part in answer.parts],
        "left_out": answer.left_out,
        "asked_on": answer.asked_on.isoformat() if answer.asked_on else None,
        "earlier": answer.earlier,
    }


def _answer(held: dict[str, Any]) -> Answer:
    return Answer(
        question=Question(held["question"], held["language"], held.get("before")),
        citations=tuple(_unpacked_citation(each) for each in held["citations"]),
        abstained=held["abstained"],
        confidence=held["confidence"],
        short_answer=held["short_answer"],
        timings_ms={},
        latency_ms=0.0,
        short_at=held.get("short_at"),
        said_by=held.get("said_by"),
        certain=held.get("certain", True),
        differing=tuple(Figure(*figure) for figure in held.get("differing", [])),
        several=tuple(Figure(*figure) for figure in held.get("several", [])),
        written=tuple(
            WrittenSentence(text, tuple(marks)) for text, marks in held.get("written", [])
        ),
        translations=dict(held.get("translations", [])),
        further=tuple(_unpacked_citation(each) for each in held.get("further", [])),
        reason=held.get("reason"),
        parts=tuple(_answer(part) for part in held.get("parts", [])),
        left_out=held.get("left_out", 0),
        asked_on=date.fromisoformat(held["asked_on"]) if held.get("asked_on") else None,
        earlier=held.get("earlier", False),
    )


def passage_around(text: str, start: int, end: int, reach: int = AROUND) -> tuple[int, int]:
    """Where the passage around `text[start:end]` begins and ends.

    At most `reach` characters on each side, cut where a sentence ends, or else between words.
    """
    return _beginning(text, start, max(0, start - reach)), _end(text, end, end + reach)


def _beginning(text: str, start: int, earliest: int) -> int:
    if earliest == 0:
        return 0
    for position in range(earliest, start):
        if text[position - 1] in _ENDS and not text[position].isalnum():
            return position + len(text[position:start]) - len(text[position:start].lstrip())
    space = text.find(" ", earliest, start)
    return space + 1 if space >= 0 else start


def _end(text: str, end: int, latest: int) -> int:
    if latest >= len(text):
        return len(text)
    for position in range(latest, end, -1):
        if text[position - 1] in _ENDS and not text[position].isalnum():
            return end + len(text[end:position].rstrip())
    space = text.rfind(" ", end, latest)
    return space if space >= 0 else end


def _packed_figure(figure: Figure) -> list[Any]:
    return [figure.n, figure.text, figure.said_by]


def _packed_citation(citation: Citation) -> dict[str, Any]:
    article = citation.article
    first, last = passage_around(article.text, citation.start, citation.end)
    before = _CUT + " " if first > 0 else ""
    after = " " + _CUT if last < len(article.text.rstrip()) else ""
    return {
        "n": citation.n,
        "id": article.id,
        "source": article.source,
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
        "dateline": article.dateline,
        "language": article.language,
        "text": before + article.text[first:last] + after,
        "start": len(before) + citation.start - first,
        "end": len(before) + citation.end - first,
        "also_in": [
            {"source": one.source, "title": one.title, "publisher": one.publisher, "url": one.url}
            for one in citation.also_in
        ],
    }


def _unpacked_citation(held: dict[str, Any]) -> Citation:
    published = held["published"]
    article = Article(
        id=held["id"],
        source=held["source"],
        url=held["url"],
        title=held["title"],
        publisher=held["publisher"],
        published=date.fromisoformat(published) if published else None,
        dateline=held["dateline"],
        language=held["language"],
        text=held["text"],
    )
    also_in = (
        replace(article, id="", published=None, dateline=None, text="", **one)
        for one in held.get("also_in", ())
    )
    return Citation(held["n"], article, held["start"], held["end"], tuple(also_in))
