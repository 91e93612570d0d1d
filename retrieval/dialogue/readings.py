"""Pure: of two readings of a question, alone or with the one before it, the one to answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from retrieval.answer import Answer, Citation
from retrieval.dialogue.followup import says_nothing_alone
from retrieval.facts.asked import Asked, what_is_asked

_SAME_STORY: Final = 0.3  # what speaks, beside its confidence, for an answer from the last article
_SAID_ALREADY: Final = 0.6  # and against one that says what was said just now


def chosen_reading(text: str, alone: Answer, together: Answer, previous: Answer) -> Answer:
    """Of the answers to `text` alone and with the earlier question, the one to give.

    A question such as «किसने कहा?» asks about the earlier answer, which must not be given again:
    then who said so is the fact, or the quote speaks for itself. The result is `alone`, or an
    answer to the question as typed.
    """
    if not says_nothing_alone(text) and better(alone, together, previous) is alone:
        return alone
    said = {each.short_answer for each in (previous, *previous.parts)} - {None}
    if together.short_answer in said:
        who = together.said_by if what_is_asked(text) is Asked.PERSON else None
        together = replace(together, short_answer=who, said_by=None, certain=True)
    return replace(together, question=alone.question)


def leaning(answer: Answer, before: str) -> Answer:
    """The answer to a question that leans on the one `before`."""
    return replace(answer, question=replace(answer.question, before=before))


def topic_of(understood: str, answer: Answer) -> str:
    """What a later question may lean on: of several questions in one message the first."""
    return answer.parts[0].question.text if answer.parts else understood


def better(alone: Answer, together: Answer, previous: Answer) -> Answer:
    """Of a question answered alone and with the earlier one, the answer that says more.

    One that repeats the earlier answer is the worse one, and one from the same article the better.
    """
    if alone.abstained or together.abstained:
        return alone if together.abstained else together
    return max((together, alone), key=lambda each: _worth(each, previous))


def _worth(answer: Answer, previous: Answer) -> float:
    if not answer.citations:
        return 0.0
    first = answer.citations[0]
    same_story = any(each.article.id == first.article.id for each in previous.citations[:1])
    repeats = any(_same(first, each) for each in previous.citations[:1]) and (
        answer.short_answer in (None, previous.short_answer)
    )
    return answer.confidence + _SAME_STORY * same_story - _SAID_ALREADY * repeats


def _same(one: Citation, other: Citation) -> bool:
    return one.article.id == other.article.id and one.quote.strip() == other.quote.strip()
