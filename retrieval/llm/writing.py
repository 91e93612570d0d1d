"""The same answer written by a language model, sentence by sentence checked; else quotes alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from prompts.loader import load
from retrieval.answer import Answer, Answerer, Citation, Hear, WrittenSentence
from retrieval.grounding.grounding import faithful
from retrieval.grounding.planted import is_planted
from retrieval.llm.asking import Asking, answer_prompt, translation_prompt
from retrieval.llm.budget import Budget
from retrieval.llm.client import Reply
from retrieval.llm.pause import Pause
from retrieval.llm.rewriting import needs_rewriting, rewritten
from retrieval.llm.trouble import ModelTrouble, NotNow
from retrieval.llm.written import Abstained, checked_sentences, still_answers
from retrieval.question import Language
from store.recent import Recent

_REMEMBERED: Final = 1000


@dataclass(frozen=True, slots=True)
class Written:
    """What a model made of an answer: nothing where it could not; `whole` where nothing lacks."""

    sentences: tuple[WrittenSentence, ...] = ()
    translations: tuple[tuple[int, str], ...] = ()
    whole: bool = False


class WritingAnswerer:
    """Answers as `plain` does and has a model write it; may be called by several threads at once.

    Abstentions stay as they are, and answers where the articles give different figures: a model
    would settle on one. Nothing that a model wrote is given out unchecked.
    """

    def __init__(
        self,
        plain: Answerer,
        asking: Asking,
        budget: Budget,
        *,
        pause: Pause | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plain = plain
        self._asking = asking
        self._budget = budget
        self._pause = pause or Pause()
        self._clock = clock
        self._kept: Recent[Written] = Recent(_REMEMBERED)
        self._reworded: Recent[str] = Recent(_REMEMBERED)

    def answer(self, text: str, *, last_language: Language | None = None) -> Answer:
        """Answer `text` as the plain answerer does."""
        return self._plain.answer(text, last_language=last_language)

    def write(self, answer: Answer, *, chat: int | None = None, hear: Hear | None = None) -> Answer:
        """The answer with the model's words; as it is where the model cannot, or need not."""
        last = self._clock() + self._budget.whole
        if answer.parts:
            return self._with_parts(answer, chat, last)
        if needs_rewriting(answer):
            answer = self._asked_anew(answer, chat)
        if not _can_be_written(answer):
            return answer
        started = time.perf_counter()
        written = self._written(answer, chat, hear or _nobody, last)
        return _timed(_filled(answer, written), started)

    def _with_parts(self, answer: Answer, chat: int | None, last: float) -> Answer:
        """The answer to several questions, each of which is written; all at once, for one budget.

        What they say is heard of only in the end: a preview shows one answer as it grows.
        """
        started = time.perf_counter()
        wanted = [part for part in answer.parts if _can_be_written(part)]
        if not wanted:
            return answer
        with ThreadPoolExecutor(len(wanted), "part") as threads:
            ask = partial(self._written, chat=chat, hear=_nobody, last=last)
            written = dict(zip(map(id, wanted), threads.map(ask, wanted), strict=True))
        parts = tuple(_filled(part, written.get(id(part), Written())) for part in answer.parts)
        translations = {n: text for part in parts for n, text in part.translations.items()}
        return _timed(replace(answer, parts=parts, translations=translations), started)

    def _asked_anew(self, answer: Answer, chat: int | None) -> Answer:
        """The answer to the same question in better words, if there is one."""
        key = (answer.question, load("rewrite", answer.question.frame).version)
        said = self._reworded.get(key)
        if said is None:
            try:
                with self._pause.attempt():
                    said = rewritten(
                        self._asking,
                        answer.question,
                        seconds=self._budget.first,
                        chat=chat,
                        clock=self._clock,
                    )
            except NotNow:
                return answer
            self._reworded.put(key, said or "")
        if not said:
            return answer
        found = self._plain.answer(said, last_language=answer.question.language)
        return answer if found.abstained else replace(found, question=answer.question)

    def _written(self, answer: Answer, chat: int | None, hear: Hear, last: float) -> Written:
        key = self._key(answer)
        kept = self._kept.get(key)
        if kept is not None:
            for sentence in kept.sentences:
                hear(sentence)
            return kept
        try:
            with self._pause.attempt():
                written = self._asked(answer, chat, hear, last)
        except NotNow:
            return Written()
        if written.whole:
            self._kept.put(key, written)
        return written

    def _key(self, answer: Answer) -> tuple[object, ...]:
        language = answer.question.frame
        return (
            answer.question,
            tuple(citation.quote for citation in answer.citations),
            load("answer", language).version,
            load("translate", language).version,
            self._asking.model.name,
        )

    def _asked(self, answer: Answer, chat: int | None, hear: Hear, last: float) -> Written:
        """What the model wrote; quotes are translated meanwhile. Raises ModelTrouble, NotNow."""
        first = self._clock() + self._budget.first
        language = answer.question.frame
        with ExitStack() as stack:
            fence = self._asking.fence()
            quotes = _sound(answer)
            messages = answer_prompt(answer.question, quotes, fence)
            reply = stack.enter_context(self._asking.ask("answer", messages, chat))
            translating = self._translating(answer, chat, stack)
            said = Telling(answer, hear)
            try:
                for sentence in checked_sentences(
                    reply.pieces(lambda: last if said.good else min(first, last), self._clock),
                    {citation.n: citation.quote for citation in quotes},
                    language,
                    answer.question.whole,
                ):
                    said.add(sentence)
                whole = True
            except Abstained:
                whole = True
            except ModelTrouble:
                if not said.good:
                    raise
                whole = False  # what was checked by then may stand
            translations = []
            whole = whole and len(translating) == len(_foreign(answer))
            for citation, reply in translating:
                try:
                    text = _one_line("".join(reply.pieces(lambda: last, self._clock)))
                except ModelTrouble:
                    whole = False
                    continue
                if faithful(text, citation.quote, language):
                    translations.append((citation.n, text))
        return Written(said.told(), tuple(translations), whole)

    def _translating(
        self, answer: Answer, chat: int | None, stack: ExitStack
    ) -> list[tuple[Citation, Reply]]:
        """The quotes that are being translated, as many as may be."""
        begun: list[tuple[Citation, Reply]] = []
        for citation in _foreign(answer):
            messages = translation_prompt(
                citation.quote, answer.question.frame, self._asking.fence()
            )
            try:
                reply = stack.enter_context(self._asking.ask("translate", messages, chat))
            except NotNow:
                break
            begun.append((citation, reply))
        return begun


class Telling:
    """Checked sentences as they come; told on as soon as they, together, answer the question."""

    def __init__(self, answer: Answer, hear: Hear) -> None:
        self.good: list[WrittenSentence] = []
        self._short = answer.fact
        self._hear = hear
        self._heard = 0
        self._first_kept: bool | None = None

    def add(self, sentence: WrittenSentence | None) -> None:
        """The next sentence, or None where it may not be shown."""
        if self._first_kept is None:
            self._first_kept = sentence is not None
        if sentence is None:
            return
        self.good.append(sentence)
        if still_answers(self.good, self._first_kept, self._short):
            for sure in self.good[self._heard :]:
                self._hear(sure)
            self._heard = len(self.good)

    def told(self) -> tuple[WrittenSentence, ...]:
        """The sentences that stay: those told on."""
        return tuple(self.good[: self._heard])


def _can_be_written(answer: Answer) -> bool:
    if answer.abstained or answer.differing or not answer.citations:
        return False
    return not is_planted(answer.citations[0].quote)  # the answer itself stands on it


def _sound(answer: Answer) -> list[Citation]:
    """The citations that a model may see: not those that would tell it what to write."""
    return [one for one in answer.citations if not is_planted(one.quote)]


def _filled(answer: Answer, written: Written) -> Answer:
    return replace(answer, written=written.sentences, translations=dict(written.translations))


def _timed(answer: Answer, started: float) -> Answer:
    took = round((time.perf_counter() - started) * 1000, 2)
    return replace(
        answer,
        timings_ms={**answer.timings_ms, "model": took},
        latency_ms=round(answer.latency_ms + took, 2),
    )


def _one_line(said: str) -> str:
    return " ".join(said.split()).strip('"“”')


def _nobody(_: WrittenSentence) -> None:
    """Nobody listens."""


def _foreign(answer: Answer) -> list[Citation]:
    """The citations to translate: those that are not in the reader's language."""
    return [one for one in _sound(answer) if one.article.language != answer.question.frame]
