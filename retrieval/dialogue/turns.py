"""Questions one after the other: each is read with the one before it where it leans on that."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.answer import Answer, Answerer
from retrieval.dialogue.followup import joined, leans_on_previous
from retrieval.dialogue.readings import chosen_reading, leaning, topic_of
from retrieval.dialogue.talk import heard
from retrieval.question import Language


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was understood, with what it leaned on, and its answer."""

    understood: str
    answer: Answer


def next_turn(
    answerer: Answerer, text: str, before: Turn | None, last_language: Language | None = None
) -> Turn:
    """The answer to `text` after the turn `before`: of both readings the one that says more."""
    alone = answerer.answer(text, last_language=last_language)
    noticed = heard(text)
    if before is None or noticed.act is not None:
        return Turn(topic_of(text, alone), alone)
    asked = noticed.rest
    if not leans_on_previous(asked, before.understood):
        return Turn(topic_of(asked, alone), alone)
    whole = joined(asked, before.understood)
    together = answerer.answer(whole, last_language=last_language)
    chosen = chosen_reading(asked, alone, together, before.answer)
    understood = topic_of(asked if chosen is alone else whole, chosen)
    return Turn(understood, leaning(chosen, before.understood))


class Conversation:
    """One chat's questions. Talk between them does not break the thread."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._last: Turn | None = None
        self._language: Language | None = None

    def answer(self, text: str) -> Answer:
        """Answer what is asked next."""
        turn = next_turn(self._answerer, text, self._last, self._language)
        self._language = turn.answer.question.language
        if turn.answer.is_talk:
            return turn.answer
        written = self._answerer.write(turn.answer)
        self._last = Turn(turn.understood, written)
        return written
