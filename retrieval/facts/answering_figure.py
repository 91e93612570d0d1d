"""Pure: which figure of a quote answers a question for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.facts.asked_figure import wanted
from retrieval.facts.counted import Counted, agrees, counted
from retrieval.figures.figures import figures
from retrieval.figures.tokens import Token, at, tokenise
from retrieval.words.agreement import (
    alike,
    clause,
    closeness,
    content_words,
    deed,
    deeds_asked,
    is_hindi,
    is_modal,
    places,
)

_NEAR: Final = 0.3
_MARGIN: Final = 0.35
_NEARER: Final = 0.1
_COVERED: Final = 0.34  # share of the question's words that the quote must have
# Fewer of the words are recognised in the other language.
_CROSS_MARGIN: Final = 0.5
_CROSS_COVERED: Final = 0.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure of the quote, how it agrees with the question (`agrees`) and how near it stands.

    `done` is the deed it belongs to, as a common word's number, `planned` that it is yet to come.
    """

    counted: Counted
    level: int
    near: float
    done: int | None
    planned: bool


def answering_figure(question: str, quote: str) -> Candidate | None:
    """The figure of the quote that answers a question for a figure; None where in doubt."""
    want = wanted(question)
    tokens = tokenise(quote)
    named = (want.head or "", *want.counted)
    others = [
        word for word in content_words(question) if not any(alike(word, one) for one in named)
    ]
    where = places(others, tokens)
    crosses = is_hindi(question) != is_hindi(quote)
    if len(where) < (_CROSS_COVERED if crosses else _COVERED) * len(others):
        return None
    stated = {(one.kind, one.value) for one in figures(question)}
    found = []
    for figure in figures(quote):
        if figure.kind in want.kinds and (figure.kind, figure.value) not in stated:
            one = counted(tokens, figure)
            done, planned = deed(tokens, one.first, one.last), _is_planned(tokens, one)
            level = agrees(want, tokens, one)
            level *= not _deed_differs(question, done, planned=planned)
            near = closeness(where, tokens, one.first, one.last)
            found.append(Candidate(one, level, near, done, planned))
    return _best(found, tokens, _CROSS_MARGIN if crosses else _MARGIN)


def _best(found: Sequence[Candidate], tokens: Sequence[Token], margin: float) -> Candidate | None:
    fit = sorted((one for one in found if one.level), key=lambda one: -(one.level + one.near))
    if not fit or fit[0].level + fit[0].near < 1 + _NEAR:
        return None
    best = fit[0]
    for rival in found:
        same = rival.counted.figure.value == best.counted.figure.value
        if same or _is_conversion(tokens, best.counted, rival.counted):
            continue
        if rival.level and (best.level == 1 or rival.level > 1):
            if best.near - rival.near < margin:
                return None
        elif rival.level < 2 and not rival.counted.phrase and rival.near - best.near > _NEARER:
            return None  # a bare number beside the subject may be meant
    return best


def _is_conversion(tokens: Sequence[Token], best: Counted, rival: Counted) -> bool:
    """Whether the rival is the same in another unit: 340 मील (550 किमी)."""
    return at(tokens, best.last).word == "(" and rival.first == best.last + 1


def _is_planned(tokens: Sequence[Token], one: Counted) -> bool:
    start, end = clause(tokens, one.first, one.last)
    return is_modal(tokens[start:end])


def _deed_differs(question: str, done: int | None, *, planned: bool) -> bool:
    """Whether the figure belongs to another deed than the one asked about, or to a mere plan."""
    asked = deeds_asked(question)
    if asked and done is not None and done not in asked:
        return True
    asks_plan = is_modal(tokenise(question))
    return planned != asks_plan and (planned or bool(asked))
