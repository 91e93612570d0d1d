"""What a step of training reads: questions beside stretches of passages, and what answers."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from evals.reader_data import OTHERS, ROMANISED, Lessons, Taught
from retrieval.reader.halves import HalfRead, part_of
from store.sentences import sentence_spans

NOTHING = (0, 0)
_LONGEST = 320  # tokens of question and passage
_NARROW = (35, 110)  # tokens of a passage that is cut, between these
_WHOLE = 0.08  # of the passages are not cut
_LANGUAGES = (  # question, passage, weight
    ("hi", "hi", 26),
    ("en", "hi", 22),
    (ROMANISED, "hi", 16),
    ("en", "en", 9),
    ("hi", "en", 9),
)
_OTHER_WEIGHT = 10
_KINDS = {"right": 58, "neighbour": 14, "alike": 9, "beside": 9, "swapped": 10}


@dataclass(frozen=True, slots=True)
class Read:
    """Every text after the lower layers, and for each question the passages most like it."""

    questions: Mapping[str, HalfRead]
    passages: Mapping[str, HalfRead]
    alike: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Example:
    """States (n, hidden) of question and passage, and the answer's first and last token."""

    states: torch.Tensor
    span: tuple[int, int]


def draw(lessons: Lessons, taught: Sequence[Taught], read: Read, chance: random.Random) -> Example:
    """One example at random: the right passage, or one of four kinds in which nothing answers."""
    while True:
        question = chance.choice(taught)
        asked_in, told_in = _languages(chance)
        kind = chance.choices(list(_KINDS), list(_KINDS.values()))[0]
        text = question.asked[asked_in]
        passage = lessons.passages[question.source][told_in]
        start, end = question.answers[told_in]
        if kind == "swapped":
            if not question.swapped.get(asked_in):
                continue
            text = chance.choice(question.swapped[asked_in])
        elif kind in {"neighbour", "alike"}:
            answer = passage[start:end].casefold()
            source = chance.choice(
                neighbours(lessons, question) if kind == "neighbour" else read.alike[question.id]
            )
            passage = lessons.passages[source][told_in]
            if answer in passage.casefold():
                continue
        half = read.passages[passage]
        room = _LONGEST - len(read.questions[text].states)
        wanted = room if chance.random() < _WHOLE else min(chance.randint(*_NARROW), room)
        if kind in {"right", "swapped"}:
            window = around(passage, half, (start, end), wanted, chance)
        else:
            window = anywhere(passage, half, wanted, chance)
            if kind == "beside" and window[0] < end and start < window[1]:
                continue
        answer_span = (start, end) if kind == "right" else None
        example = beside(read.questions[text], half, window, answer_span)
        if example is not None:
            return example


def neighbours(lessons: Lessons, question: Taught) -> list[str]:
    """The other passages of the question's article."""
    return [
        s for s in lessons.passages if s.startswith(f"{question.subject}-") and s != question.source
    ]


def _languages(chance: random.Random) -> tuple[str, str]:
    weights = [weight for *_, weight in _LANGUAGES]
    picked = chance.choices([*_LANGUAGES, None], [*weights, _OTHER_WEIGHT])[0]
    if picked is not None:
        return picked[0], picked[1]
    return chance.choice(OTHERS), chance.choice(("hi", "hi", "en"))


def around(
    text: str, half: HalfRead, answer: tuple[int, int], wanted: int, chance: random.Random
) -> tuple[int, int]:
    """A stretch of whole sentences with the answer, grown to about `wanted` tokens."""
    spans = sentence_spans(text)
    inside = [n for n, s in enumerate(spans) if s.start < answer[1] and answer[0] < s.end]
    first, last = inside[0], inside[-1]
    while True:
        steps = [(first - 1, last)] * (first > 0) + [(first, last + 1)] * (last + 1 < len(spans))
        steps = [(f, n) for f, n in steps if _count(half, spans[f].start, spans[n].end) <= wanted]
        if not steps:
            return spans[first].start, spans[last].end
        first, last = chance.choice(steps)


def anywhere(text: str, half: HalfRead, wanted: int, chance: random.Random) -> tuple[int, int]:
    """A stretch of whole sentences of about `wanted` tokens."""
    spans = sentence_spans(text)
    place = chance.choice(spans)
    return around(text, half, (place.start, place.end), wanted, chance)


def _count(half: HalfRead, start: int, end: int) -> int:
    return int(((half.spans[:, 0] >= start) & (half.spans[:, 1] <= end)).sum())


def beside(
    question: HalfRead, passage: HalfRead, window: tuple[int, int], answer: tuple[int, int] | None
) -> Example | None:
    """Question and stretch as one row; None when the answer is not whole in it."""
    part = part_of(passage, *window)
    states = torch.cat([question.states, part.states])
    if answer is None:
        return Example(states, NOTHING)
    starts, ends = part.spans[:, 0], part.spans[:, 1]
    hit = np.flatnonzero((ends > answer[0]) & (starts < answer[1]) & (starts >= 0))
    if not len(hit) or ends[hit[-1]] < answer[1]:
        return None
    shift = len(question.states)
    return Example(states, (shift + int(hit[0]), shift + int(hit[-1])))
