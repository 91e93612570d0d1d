"""What stands before an answerer and listens: talk is answered as talk, questions are passed on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from retrieval.answer import Answer, Answerer, Hear, Reason
from retrieval.dialogue.followup import says_nothing_alone
from retrieval.dialogue.parts import MOST_PARTS, parts_of
from retrieval.dialogue.talk import heard
from retrieval.dialogue.together import put_together
from retrieval.dialogue.turns import Turn, next_turn
from retrieval.language import detect_language
from retrieval.question import Language, Question


class ListeningAnswerer:
    """Passes on to `inner` what is asked of the articles; may be called by several threads at once.

    `has_articles` tells whether there is anything to answer from.
    """

    def __init__(self, inner: Answerer, has_articles: Callable[[], bool]) -> None:
        self._inner = inner
        self._has_articles = has_articles

    def answer(self, text: str, *, last_language: Language | None = None) -> Answer:
        """Answer `text`; `last_language` is the chat's, for texts that carry no language."""
        started = time.perf_counter()
        noticed = heard(text)
        if noticed.act is not None:
            language = noticed.language or detect_language(text, last_language or "en")
            return nothing_asked(Question(text, language), noticed.act, started)
        asked = noticed.rest
        if says_nothing_alone(asked):
            language = detect_language(asked, last_language)
            return nothing_asked(Question(text, language), "no_subject", started)
        parts = parts_of(asked)
        if len(parts) > 1:
            language = detect_language(asked, last_language)
            return self._answer_all(Question(text, language), parts)
        found = self._inner.answer(asked, last_language=last_language)
        if found.abstained and not found.citations and not self._has_articles():
            found = replace(found, reason="no_articles")
        return found if asked == text else replace(found, question=_as_typed(found, text))

    def write(self, answer: Answer, *, chat: int | None = None, hear: Hear | None = None) -> Answer:
        """The answer with a language model's words, where `inner` has one that can."""
        return self._inner.write(answer, chat=chat, hear=hear)

    def _answer_all(self, question: Question, parts: tuple[str, ...]) -> Answer:
        """The answers to the first few of a message's questions, each read after the one before."""
        turns: list[Turn] = []
        for part in parts[:MOST_PARTS]:
            before = turns[-1] if turns else None
            turns.append(next_turn(self._inner, part, before, question.language))
        answers = [
            replace(turn.answer, question=replace(turn.answer.question, text=part))
            for turn, part in zip(turns, parts, strict=False)
        ]
        return put_together(question, answers, left_out=len(parts[MOST_PARTS:]))


def nothing_asked(question: Question, reason: Reason, started: float) -> Answer:
    """The answer to what no article could answer; `started` is a moment of `time.perf_counter`."""
    took = round((time.perf_counter() - started) * 1000, 2)
    return Answer(
        question=question,
        citations=(),
        abstained=True,
        confidence=0.0,
        short_answer=None,
        timings_ms={"question": took},
        latency_ms=took,
        reason=reason,
    )


def _as_typed(answer: Answer, text: str) -> Question:
    return replace(answer.question, text=text)
