"""What a step of training reads: questions beside stretches of passages, and what answers."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evals.reader_data import OTHERS, ROMANISED, Lessons, Taught, subject_of
from retrieval.reader.tokens import Tokens, row_of
from store.arrays import Ids
from store.sentences import sentence_spans

NOTHING = (0, 0)
_ALIKE = 6  # wrong passages for a question
_LONGEST = 320  # tokens of question and passage
_NARROW = (35, 130)  # tokens of a passage that is cut, between these
_WHOLE = 0.4  # of the passages are not cut
_LANGUAGES = (  # question, passage, weight
    ("hi", "hi", 22),
    ("en", "hi", 22),
    (ROMANISED, "hi", 10),
    ("en", "en", 12),
    ("hi", "en", 10),
)
_OTHER_WEIGHT = 30
_KINDS = {"right": 82, "neighbour": 8, "alike": 4, "beside": 3, "swapped": 3}


@dataclass(frozen=True, slots=True)
class Read:
    """Every text's tokens, and for each question and passage the passages most like it."""

    questions: Mapping[str, Ids]
    passages: Mapping[str, Tokens]
    alike: Mapping[str, Sequence[str]]

    def among(self, subjects: frozenset[str]) -> Read:
        """The same with passages of these subjects only to be wrong ones."""
        return replace(
            self,
            alike={
                name: [source for source in own if subject_of(source) in subjects][:_ALIKE]
                for name, own in self.alike.items()
            },
        )


@dataclass(frozen=True, slots=True)
class Example:
    """The token ids of question and passage, and the answer's first and last token."""

    row: Ids
    span: tuple[int, int]


def draw(lessons: Lessons, taught: Sequence[Taught], read: Read, chance: random.Random) -> Example:
    """One example at random: the right passage, or one of the kinds in which nothing answers."""
    while True:
        question = chance.choice(taught)
        asked_in, told_in = _languages(chance)
        kind = chance.choices(list(_KINDS), list(_KINDS.values()))[0]
        told = question.answers or lessons.passages[question.source]
        if asked_in not in question.asked or told_in not in told:
            continue  # not every question has every language
        text = question.asked[asked_in]
        passage = lessons.passages[question.source][told_in]
        if not question.answers:
            kind = "unanswered"
        start, end = question.answers.get(told_in, (0, 0))
        if kind == "swapped":
            if not question.swapped.get(asked_in):
                continue
            text = chance.choice(question.swapped[asked_in])
        elif kind in {"neighbour", "alike"}:
            answer = passage[start:end].casefold()
            alike = read.alike.get(question.id) or read.alike[question.source]
            beside_it = neighbours(lessons, question) if kind == "neighbour" else ()
            others = [own for own in beside_it or alike if told_in in lessons.passages[own]]
            if not others:
                continue
            source = chance.choice(others)
            passage = lessons.passages[source][told_in]
            if answer in passage.casefold():
                continue
        tokens = read.passages[passage]
        room = _LONGEST - len(read.questions[text]) - 4
        wanted = room if chance.random() < _WHOLE else min(chance.randint(*_NARROW), room)
        if kind in {"right", "swapped"}:
            window = around(passage, tokens, (start, end), wanted, chance)
        else:
            window = anywhere(passage, tokens, wanted, chance)
            if kind == "beside" and window[0] < end and start < window[1]:
                continue
        answer_span = (start, end) if kind == "right" else None
        example = beside(read.questions[text], tokens, window, answer_span)
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
    languages = ("hi", "en", *OTHERS)
    return chance.choice(languages), chance.choice(languages)


def around(
    text: str, tokens: Tokens, answer: tuple[int, int], wanted: int, chance: random.Random
) -> tuple[int, int]:
    """A stretch of whole sentences with the answer, grown to about `wanted` tokens."""
    spans = sentence_spans(text)
    inside = [n for n, s in enumerate(spans) if s.start < answer[1] and answer[0] < s.end]
    first, last = inside[0], inside[-1]
    while True:
        steps = [(first - 1, last)] * (first > 0) + [(first, last + 1)] * (last + 1 < len(spans))
        steps = [(f, n) for f, n in steps if _count(tokens, spans[f].start, spans[n].end) <= wanted]
        if not steps:
            return spans[first].start, spans[last].end
        first, last = chance.choice(steps)


def anywhere(text: str, tokens: Tokens, wanted: int, chance: random.Random) -> tuple[int, int]:
    """A stretch of whole sentences of about `wanted` tokens."""
    spans = sentence_spans(text)
    place = chance.choice(spans)
    return around(text, tokens, (place.start, place.end), wanted, chance)


def _count(tokens: Tokens, start: int, end: int) -> int:
    return int(((tokens.spans[:, 0] >= start) & (tokens.spans[:, 1] <= end)).sum())


def beside(
    question: Ids, passage: Tokens, window: tuple[int, int], answer: tuple[int, int] | None
) -> Example | None:
    """Question and stretch as one row; None when the answer is not whole in it."""
    part = passage.within(*window)
    row, shift = row_of(question, part)
    if answer is None:
        return Example(row, NOTHING)
    starts, ends = part.spans[:, 0], part.spans[:, 1]
    hit = np.flatnonzero((ends > answer[0]) & (starts < answer[1]))
    if not len(hit) or ends[hit[-1]] < answer[1] or shift + hit[-1] >= len(row) - 1:
        return None
    return Example(row, (shift + int(hit[0]), shift + int(hit[-1])))
