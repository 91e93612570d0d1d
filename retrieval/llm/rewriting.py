"""A question asked in vain, once more in better words of a language model's.

Only what the articles seemed not to answer is rewritten, and a rewriting is searched with only if
it says what was asked and nothing else: a bad one leaves everything as it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from retrieval.answer import Answer
from retrieval.figures.figures import figures
from retrieval.grounding.figures import same_figure
from retrieval.grounding.words import is_glue, plain, same_word, words_of
from retrieval.llm.asking import Asking, rewriting_prompt
from retrieval.question import Question
from retrieval.words.agreement import is_hindi
from retrieval.words.lexicon import TYPED

LONGEST: Final = 300
"""Characters of a rewriting; a longer one is none."""


def needs_rewriting(answer: Answer) -> bool:
    """Whether other words may help: asked in vain, romanised or leaning on an earlier question."""
    question = answer.question
    return (
        answer.abstained
        and not answer.is_talk
        and (question.language == "hi-Latn" or question.before is not None)
    )


def rewritten(
    asking: Asking,
    question: Question,
    *,
    seconds: float,
    chat: int | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> str | None:
    """The question so that it can be understood alone; None where no rewriting can be trusted.

    Raises ModelTrouble and NotNow.
    """
    last, before = clock() + seconds, question.before or ""
    messages = rewriting_prompt(question.text, before, question.frame, asking.fence())
    with asking.ask("rewrite", messages, chat) as reply:
        said = " ".join("".join(reply.pieces(lambda: last, clock)).split()).strip('"“”')
    if not may_be_searched(said, question.text, before):
        return None
    return said if is_hindi(said) == (question.frame == "hi") else None


def may_be_searched(said: str, asked: str, before: str) -> bool:
    """Whether a rewriting has every word and figure that was asked, and none but those and the
    earlier question's.
    """
    return (
        0 < len(said) <= LONGEST
        and said.isprintable()
        and _within(said, (asked, before))
        and _within(asked, (said,))
    )


def _within(text: str, others: Sequence[str]) -> bool:
    """Whether all that the text says is in the others."""
    known = {
        reading
        for other in others
        for token in words_of(other)
        for reading in _readings(plain(other, token))
    }
    said = [_readings(plain(text, token)) for token in words_of(text)]
    return all(
        any(is_glue(word) or any(same_word(word, one) for one in known) for word in readings)
        for readings in said
    ) and all(
        any(same_figure(text, figure, other, one) for other in others for one in figures(other))
        for figure in figures(text)
    )


def _readings(word: str) -> set[str]:
    """A word, and the Hindi one that it is where Hindi is typed in Latin letters."""
    return {word, TYPED.get(word, word)}
