"""Pure: the answers to several questions of one message as one answer, numbered through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from retrieval.answer import Answer, Citation
from retrieval.question import Question

_QUOTES: Final = {
    2: 2,
    3: 1,
}  # of each part, by how many parts there are: a phone's screen is short


def put_together(question: Question, parts: Sequence[Answer], left_out: int = 0) -> Answer:
    """One answer of two or three parts; a quote that serves several has one number.

    Where no part is answered, the whole is a refusal with what is related to the first.
    """
    answered = [part for part in parts if not part.abstained]
    timings = _summed(parts)
    took = round(sum(part.latency_ms for part in parts), 2)
    if not answered:
        return replace(
            parts[0],
            question=question,
            confidence=max(part.confidence for part in parts),
            timings_ms=timings,
            latency_ms=took,
        )
    numbers: dict[tuple[str, int, int], Citation] = {}
    told = [_renumbered(part, question, numbers, _QUOTES[len(parts)]) for part in parts]
    return Answer(
        question=question,
        citations=tuple(numbers.values()),
        abstained=False,
        confidence=max(part.confidence for part in answered),
        short_answer=answered[0].short_answer,
        short_at=answered[0].short_at,
        said_by=answered[0].said_by,
        certain=answered[0].certain,
        timings_ms=timings,
        latency_ms=took,
        parts=tuple(told),
        further=_further(answered, numbers),
        left_out=left_out,
        asked_on=answered[0].asked_on,
    )


def _renumbered(
    part: Answer, whole: Question, numbers: dict[tuple[str, int, int], Citation], most: int
) -> Answer:
    """The part in the language of the whole, its citations with their numbers there."""
    question = replace(part.question, language=whole.language)
    if part.abstained:
        return replace(part, question=question, citations=())
    shown = {figure.n for figure in part.differing}
    kept = [one for place, one in enumerate(part.citations) if place < most or one.n in shown]
    now: dict[int, Citation] = {}
    for one in kept:
        key = (one.article.id, one.start, one.end)
        now[one.n] = numbers.setdefault(key, replace(one, n=len(numbers) + 1))
    return replace(
        part,
        question=question,
        citations=tuple(now.values()),
        further=(),
        differing=tuple(replace(figure, n=now[figure.n].n) for figure in part.differing),
        several=tuple(
            replace(figure, n=now[figure.n].n) for figure in part.several if figure.n in now
        ),
    )


def _further(
    parts: Sequence[Answer], shown: dict[tuple[str, int, int], Citation]
) -> tuple[Citation, ...]:
    """What else the parts found, numbered on from what is shown."""
    rest: dict[tuple[str, int, int], Citation] = {}
    for part in parts:
        for one in (*part.citations, *part.further):
            key = (one.article.id, one.start, one.end)
            if key not in shown:
                rest.setdefault(key, replace(one, n=len(shown) + len(rest) + 1))
    return tuple(rest.values())


def _summed(parts: Sequence[Answer]) -> dict[str, float]:
    stages = dict.fromkeys(stage for part in parts for stage in part.timings_ms)
    return {
        stage: round(sum(part.timings_ms.get(stage, 0.0) for part in parts), 2) for stage in stages
    }
