"""The same answer written by a language model, sentence by sentence checked; else quotes alone."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Final

from prompts.loader import Purpose, fenced, load, render
from retrieval.answer import Answer, Answerer, Citation, Hear, WrittenSentence
from retrieval.grounding.grounding import ABSTAINS, faithful
from retrieval.llm.client import ChatModel, ModelTrouble, Reply
from retrieval.llm.pause import Allowance, Pause
from retrieval.llm.written import Abstained, checked_sentences, still_answers
from retrieval.question import FrameLanguage, Language

_REMEMBERED: Final = 1000
_LONGEST_ANSWER: Final = 400  # tokens
_CHARS_A_TOKEN: Final = 2  # Devanagari takes many tokens
_FENCE_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds until the first checked sentence and for all of it; requests at once; tokens a day.

    0 tokens a day are any number.
    """

    first: float = 4.0
    whole: float = 12.0
    at_once: int = 8
    tokens_a_day: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """What a model made of an answer: nothing where it could not."""

    sentences: tuple[WrittenSentence, ...] = ()
    translations: tuple[tuple[int, str], ...] = ()


class WritingAnswerer:
    """Answers as `plain` does and has `model` write it; may be called by several threads at once.

    Abstentions stay as they are, and answers where the articles give different figures. Nothing
    that a model wrote is given out unchecked.
    """

    def __init__(
        self,
        plain: Answerer,
        model: ChatModel,
        budget: Budget,
        *,
        pause: Pause | None = None,
        allowance: Allowance | None = None,
        new_fence: Callable[[], str] = lambda: secrets.token_hex(_FENCE_BYTES),
    ) -> None:
        self._plain = plain
        self._model = model
        self._budget = budget
        self._pause = pause or Pause()
        self._allowance = allowance or Allowance(
            tokens_a_day=budget.tokens_a_day, at_once=budget.at_once
        )
        self._new_fence = new_fence
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], Written] = OrderedDict()

    def answer(self, text: str, *, last_language: Language | None = None) -> Answer:
        """Answer `text` as the plain answerer does."""
        return self._plain.answer(text, last_language=last_language)

    def write(
        self,
        answer: Answer,
        *,
        chat: int | None = None,  # noqa: ARG002
        hear: Hear | None = None,
    ) -> Answer:
        """The answer with the model's words; as it is where the model cannot, or need not."""
        if answer.abstained or not answer.citations or answer.differing:
            return answer  # a model would settle on one of the figures
        started = time.perf_counter()
        written = self._written(answer, hear or _nobody)
        took = round((time.perf_counter() - started) * 1000, 2)
        return replace(
            answer,
            written=written.sentences,
            translations=dict(written.translations),
            timings_ms={**answer.timings_ms, "model": took},
            latency_ms=round(answer.latency_ms + took, 2),
        )

    def _written(self, answer: Answer, hear: Hear) -> Written:
        language = answer.question.frame
        key = (
            answer.question.text,
            language,
            tuple(citation.quote for citation in answer.citations),
            load("answer", language).version,
            load("translate", language).version,
            self._model.name,
        )
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
        if kept is not None:
            for sentence in kept.sentences:
                hear(sentence)
            return kept
        if not self._pause.allows():
            return Written()
        try:
            written, whole = self._asked(answer, hear)
        except ModelTrouble as trouble:
            self._pause.failed(trouble.kind)
            return Written()
        except NotNow:
            self._pause.unasked()
            return Written()
        except BaseException:
            self._pause.unasked()
            raise
        self._pause.worked()
        if whole:
            with self._lock:
                self._kept[key] = written
                while len(self._kept) > _REMEMBERED:
                    self._kept.popitem(last=False)
        return written

    def _asked(self, answer: Answer, hear: Hear) -> tuple[Written, bool]:
        """What the model wrote, and whether it had the time to end. Raises ModelTrouble, NotNow.

        Quotes are translated while the answer is written.
        """
        now = time.monotonic()
        first, last = now + self._budget.first, now + self._budget.whole
        with ExitStack() as stack:
            fence = self._new_fence()
            values = {
                "question": answer.question.text,
                "evidence": _as_evidence(answer.citations, fence),
                "fence": fence,
                "sentinel": ABSTAINS,
            }
            reply = stack.enter_context(self._ask("answer", answer, values))
            translating = self._translating(answer, stack)
            sentences, whole = _sentences(answer, reply, min(first, last), last, hear)
            translations = tuple(
                (citation.n, text)
                for citation, reply in translating
                if (text := _translation(citation, reply, answer.question.frame, last))
            )
        foreign = _foreign(answer)
        return Written(sentences, translations), whole and len(translations) == len(foreign)

    def _translating(self, answer: Answer, stack: ExitStack) -> list[tuple[Citation, Reply]]:
        """The quotes that are being translated, as many as may be."""
        begun: list[tuple[Citation, Reply]] = []
        for citation in _foreign(answer):
            fence = self._new_fence()
            values = {"quote": fenced(citation.quote, fence), "fence": fence}
            try:
                begun.append(
                    (citation, stack.enter_context(self._ask("translate", answer, values)))
                )
            except NotNow:
                break
        return begun

    @contextmanager
    def _ask(self, purpose: Purpose, answer: Answer, values: dict[str, str]) -> Iterator[Reply]:
        """The model at work on a prompt, within the allowance. Raises NotNow."""
        messages = render(load(purpose, answer.question.frame), values)
        asked = _tokens(sum(len(message.content) for message in messages))
        if not self._allowance.take(asked + _LONGEST_ANSWER):
            raise NotNow
        reply = self._model.ask(messages, _LONGEST_ANSWER)
        try:
            yield reply
        finally:
            reply.end()
            self._allowance.done(max(0, _LONGEST_ANSWER - _tokens(reply.length)))


class NotNow(Exception):
    """Too many requests run, or the day's tokens are spent."""


def _nobody(_: WrittenSentence) -> None:
    """Nobody listens."""


def _sentences(
    answer: Answer, reply: Reply, first: float, last: float, hear: Hear
) -> tuple[tuple[WrittenSentence, ...], bool]:
    """The checked sentences, and whether the model ended by itself.

    The first is due at the moment `first`, all at `last`. `hear` gets those that will stay: none
    before they answer. Raises ModelTrouble where none came.
    """
    heard = 0
    good: list[WrittenSentence] = []
    first_kept: bool | None = None
    whole = True
    evidence = {citation.n: citation.quote for citation in answer.citations}
    pieces = reply.pieces(lambda: last if good else first)
    try:
        for sentence in checked_sentences(
            pieces, evidence, answer.question.frame, answer.question.text
        ):
            first_kept = sentence is not None if first_kept is None else first_kept
            if sentence is not None:
                good.append(sentence)
            if still_answers(good, first_kept is True, answer.short_answer):
                for sure in good[heard:]:
                    hear(sure)
                heard = len(good)
    except Abstained:
        return tuple(good[:heard]), True
    except ModelTrouble:
        if not good:
            raise
        whole = False  # what was checked by then may stand
    return tuple(good[:heard]), whole


def _translation(
    citation: Citation, reply: Reply, language: FrameLanguage, last: float
) -> str | None:
    """A checked translation of a quote, or None."""
    try:
        text = " ".join("".join(reply.pieces(lambda: last)).split()).strip('"“”')
    except ModelTrouble:
        return None
    return text if faithful(text, citation.quote, language) else None


def _foreign(answer: Answer) -> list[Citation]:
    """The citations that are not in the reader's language."""
    return [one for one in answer.citations if one.article.language != answer.question.frame]


def _tokens(characters: int) -> int:
    return characters // _CHARS_A_TOKEN


def _as_evidence(citations: Sequence[Citation], fence: str) -> str:
    return "\n\n".join(fenced(one.quote, fence, f"[{one.n}]") for one in citations)
