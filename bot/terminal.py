"""Pure: an Answer as plain text, and as the JSON object of `pramaan ask --json`."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.messages import MONTHS, NOT_IN_ARTICLES, RELATED_ARTICLES, say
from retrieval.answer import Answer, Citation
from retrieval.question import FrameLanguage

_INDENT = "    "


def plain_text(answer: Answer) -> str:
    """The answer as a reader sees it without colours: the lead, then numbered citations.

    No empty lines inside, so that an empty line can part one answer from the next.
    """
    frame = answer.question.frame
    if answer.abstained:
        lines = [say(NOT_IN_ARTICLES, frame)]
        if answer.citations:
            lines.append(say(RELATED_ARTICLES, frame))
        for citation in answer.citations:
            lines += _headed(citation, frame)
        return "\n".join(lines)
    lines = [lead(answer)]
    for citation in answer.citations:
        head, *rest = _headed(citation, frame)
        # A lead that already is the whole first quote is not printed twice.
        told = citation.n == 1 and answer.short_answer is None
        lines += [head, *([] if told else [_INDENT + quoted(citation)]), *rest]
    return "\n".join(lines)


def lead(answer: Answer) -> str:
    """The first line of an answer that does not abstain: its key words, or the best quote."""
    if not answer.citations:
        return answer.short_answer or ""
    first = answer.citations[0]
    if answer.short_answer is not None:
        return f"{_one_line(answer.short_answer)} [{first.n}]"
    return f"{quoted(first)} [{first.n}]"


def quoted(citation: Citation) -> str:
    """The quote between quotation marks, its line breaks shown as spaces."""
    return f"“{_one_line(citation.quote)}”"


def heading(citation: Citation, frame: FrameLanguage) -> str:
    """Title, publisher, and date or dateline, as far as they are known."""
    article = citation.article
    when = printed_date(article.published, frame) if article.published else article.dateline
    known = (article.title, article.publisher, when)
    return " · ".join(_one_line(part) for part in known if part)


def printed_date(day: date, frame: FrameLanguage) -> str:
    """The date in words: `4 सितंबर 2025` or `4 September 2025`."""
    return f"{day.day} {say(MONTHS, frame).split()[day.month - 1]} {day.year}"


def answer_object(answer: Answer) -> dict[str, Any]:
    """The object that `pramaan ask --json` writes; times are in milliseconds."""
    return {
        "question": answer.question.text,
        "language": answer.question.language,
        "abstained": answer.abstained,
        "confidence": answer.confidence,
        "answer": plain_text(answer),
        "short_answer": answer.short_answer,
        "citations": [_citation_object(citation) for citation in answer.citations],
        "latency_ms": round(answer.latency_ms, 2),
        "timings_ms": {stage: round(ms, 2) for stage, ms in answer.timings_ms.items()},
    }


def _citation_object(citation: Citation) -> dict[str, Any]:
    article = citation.article
    return {
        "n": citation.n,
        "source": article.source,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
        "dateline": article.dateline,
        "url": article.url,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def _headed(citation: Citation, frame: FrameLanguage) -> list[str]:
    link = [_INDENT + citation.article.url] if citation.article.url else []
    return [f"[{citation.n}] {heading(citation, frame)}", *link]


def _one_line(text: str) -> str:
    return " ".join(text.split())
