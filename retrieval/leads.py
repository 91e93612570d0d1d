"""Pure: what stands before the quotes of an answer: a fact, several, or figures that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer import Fact, Figure
from retrieval.facts.rivals import fact, figures_side_by_side, is_in_doubt
from retrieval.facts.several import several, wants_several
from retrieval.rank import Evidence
from retrieval.reader.consult import words_that_answer
from retrieval.reader.fusion import Fusion, Read
from retrieval.understand import Understood


@dataclass(frozen=True, slots=True)
class Leads:
    """The first quote's fact; the figures that rival it; the facts to a question for several."""

    short: Fact | None = None
    differing: tuple[Figure, ...] = ()
    several: tuple[Figure, ...] = ()


def leads_of(
    understood: Understood,
    quotes: Sequence[Evidence],
    rivals: Sequence[Evidence],
    read: Read | None,
    weights: Fusion,
) -> Leads:
    """What leads these quotes, the first of which answers; the `rivals` among them follow it.

    Rules say it, or else the reading model where it `read` and is certain.
    """
    first = _fact(understood, quotes[0], read, weights)
    differing = figures_side_by_side(understood, quotes, rivals)
    if differing or not wants_several(understood.text):
        return Leads(first, differing)
    rest = (_fact(understood, quote, read, weights) for quote in quotes[1:])
    return Leads(first, several=several([first, *rest]))


def _fact(
    understood: Understood, quote: Evidence, read: Read | None, weights: Fusion
) -> Fact | None:
    if is_in_doubt(understood, quote):
        return None
    found = fact(understood, quote)
    return (
        words_that_answer(understood, read, quote, weights)
        if found is None and read is not None
        else found
    )
