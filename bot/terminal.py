"""Pure: an Answer as plain text, and as the JSON object of `pramaan ask --json`."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from bot.ages import age, printed_date
from bot.facts import cautions, in_words_of, speaker
from bot.messages import (
    ALSO_IN,
    FIGURES_DIFFER,
    INSTEAD,
    ONLY_SO_MANY,
    RELATED_ARTICLES,
    TRANSLATION,
    say,
)
from retrieval.answer import Answer, Citation, Figure, WrittenSentence
from retrieval.question import FrameLanguage

_INDENT = "    "

# Control characters but white space, lone surrogates, and marks that turn the writing direction.
_STEERING = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)


def plain_text(answer: Answer) -> str:
    """The answer as a reader sees it without colours: the lead, then numbered citations.

    No empty lines inside, so that an empty line can part one answer from the next.
    """
    frame = answer.question.frame
    lines = heads(answer)
    if answer.abstained and answer.citations:
        lines.append(say(RELATED_ARTICLES, frame))
    for citation in answer.citations:
        lines.append(f"[{citation.n}] {heading(citation, frame, answer.asked_on)}")
        if not told_by_lead(answer, citation):
            lines.append(_INDENT + quoted(citation))
        if (line := translated(answer, citation)) is not None:
            lines.append(_INDENT + line)
        if citation.article.url:
            lines.append(_INDENT + one_line(citation.article.url))
        if (line := also_in(citation, frame)) is not None:
            lines.append(_INDENT + line)
    return "\n".join(lines)


def heads(answer: Answer) -> list[str]:
    """What stands above the quotes: the lead, or each question of the message with its own."""
    if not answer.parts:
        return [*_cautions(answer), *_said(answer)]
    lines = list[str]()
    for number, part in enumerate(answer.parts, start=1):
        lines.append(f"{number}. {one_line(part.question.text)}")
        lines += [_INDENT + line for line in (*_cautions(part), *_said(part))]
    if answer.left_out:
        lines.append(say(ONLY_SO_MANY, answer.question.frame))
    return lines


def _said(answer: Answer) -> list[str]:
    """The lead; where articles do not agree none of them leads."""
    return side_by_side(answer) or [lead(answer)]


def _cautions(answer: Answer) -> list[str]:
    return [say(text, answer.question.frame) for text in cautions(answer)]


def lead(answer: Answer) -> str:
    """The first line: what a language model wrote, else the key words, else the best quote.

    Or that there is no answer.
    """
    if answer.abstained or not answer.citations:
        return say(INSTEAD[answer.reason or "not_said"], answer.question.frame)
    if answer.written:
        return " ".join(f"{one_line(one.text)} {marks(one)}" for one in answer.written)
    first = answer.citations[0]
    if answer.fact is None and not answer.several:
        return f"{quoted(first)} [{first.n}]"
    facts = answer.several or (Figure(first.n, answer.fact or "", answer.said_by),)
    frame = answer.question.frame
    return " · ".join(
        f"{one_line(in_words_of(each.text, frame) + speaker(each.said_by, frame))} [{each.n}]"
        for each in facts
    )


def side_by_side(answer: Answer) -> list[str]:
    """Where articles do not agree, what each says: the figure, its source and its date."""
    if not answer.differing:
        return []
    frame = answer.question.frame
    sources = {citation.n: citation for citation in answer.citations}
    return [
        say(FIGURES_DIFFER, frame),
        *(
            f"{_INDENT}• "
            + one_line(in_words_of(figure.text, frame) + speaker(figure.said_by, frame))
            + f" — {heading(sources[figure.n], frame, answer.asked_on)} [{figure.n}]"
            for figure in answer.differing
        ),
    ]


def told_by_lead(answer: Answer, citation: Citation) -> bool:
    """Whether the lead is this whole quote, so that printing it again would tell nothing."""
    if answer.parts:
        return any(
            part.citations[:1] == (citation,) and told_by_lead(part, citation)
            for part in answer.parts
        )
    no_words = not (answer.fact or answer.several or answer.written or answer.differing)
    return not answer.abstained and no_words and citation == answer.citations[0]


def marks(sentence: WrittenSentence) -> str:
    """The numbers of the citations that a sentence stands on: [1][2]."""
    return "".join(f"[{mark}]" for mark in sentence.marks)


def translated(answer: Answer, citation: Citation) -> str | None:
    """A quote's translation, said to be one; None where there is none."""
    text = answer.translations.get(citation.n)
    return say(TRANSLATION, answer.question.frame, text=one_line(text)) if text else None


def quoted(citation: Citation) -> str:
    """The quote between quotation marks, on one line."""
    return f"“{one_line(citation.quote)}”"


def one_line(text: str) -> str:
    """The text on one line, without what could steer a terminal."""
    return " ".join(_STEERING.sub("", text).split())


def also_in(citation: Citation, frame: FrameLanguage) -> str | None:
    """Where else the same story stands; None where nowhere."""
    if not citation.also_in:
        return None
    places = (one.publisher or one.url or one.source for one in citation.also_in)
    return f"{say(ALSO_IN, frame)} {', '.join(dict.fromkeys(map(one_line, places)))}"


def heading(citation: Citation, frame: FrameLanguage, asked_on: date | None = None) -> str:
    """Title, publisher, and date or dateline, as far as they are known; how old that was then."""
    article = citation.article
    when = printed_date(article.published, frame) if article.published else article.dateline
    if (old := age(article.published, asked_on, frame)) is not None:
        when = f"{when} ({old})"
    known = (article.title, article.publisher, when)
    return " · ".join(one_line(part) for part in known if part)


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
        "also_in": [
            {
                "source": article.source,
                "title": article.title,
                "publisher": article.publisher,
                "published": article.published.isoformat() if article.published else None,
                "url": article.url,
            }
            for article in citation.also_in
        ],
    }
