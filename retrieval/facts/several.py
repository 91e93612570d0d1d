"""Pure: whether a question wants several answers, and those that quotes give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from retrieval.answer import Fact, Figure
from store.text import normalise, words

_SEVERAL: Final = re.compile(
    r"(?:कौन|क्या|किन|कहां|किस)[- ](?:कौन|क्या|किन|कहां|किस)(?![\u0900-\u097f])"
    r"|(?<![\u0900-\u097f])किन(?:में|पर|को|से)?(?![\u0900-\u097f])"
    r"|\b(?:which|what) (?!is\b|was\b|does\b|has\b|this\b)[a-z]{3,}(?<!s)s\b"
    r"|\b(?:which|what) (?:two|three|four|five|countries|people)\b"
    r"|\bwho (?:all |else )?(?:are|were)\b|\bname (?:the|all|some|two|three)\b|\blist (?:the|all)\b"
)


def wants_several(question: str) -> bool:
    """Whether a Hindi (Devanagari) or English question asks for more than one thing."""
    return _SEVERAL.search(normalise(question)) is not None


def several(facts: Sequence[Fact | None]) -> tuple[Figure, ...]:
    """The different ones among the facts of the quotes 1, 2, …; nothing where there is but one."""
    found: list[Figure] = []
    for n, fact in enumerate(facts, start=1):
        if (
            fact is not None
            and fact.certain
            and not any(_same(fact.text, other.text) for other in found)
        ):
            found.append(Figure(n, fact.text, fact.said_by))
    return tuple(found) if len(found) > 1 else ()


def _same(one: str, other: str) -> bool:
    """Whether one of two facts says no more than the other."""
    some, others = set(words(normalise(one))), set(words(normalise(other)))
    return some <= others or others <= some
