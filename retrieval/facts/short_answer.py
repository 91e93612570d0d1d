"""Pure: the words of a quote that answer by themselves, where the quote really gives them.

A wrong fact in the lead is worse than none: whatever is in doubt gives None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from retrieval.facts.answering_date import answering_date
from retrieval.facts.answering_figure import answering_figure
from retrieval.facts.answering_name import answering_person, answering_place
from retrieval.facts.asked import Asked
from retrieval.facts.counted import Counted
from retrieval.figures.figures import Kind
from retrieval.figures.tokens import tokenise
from retrieval.figures.unit_words import UNITS_OF_MEASURE
from retrieval.words.news_words import noun


def short_answer(understood_text: str, asked: Asked, quote: str) -> tuple[int, int] | None:
    """The part of `quote`, as (start, end) in code points, that answers; None when unsure.

    `understood_text` is the question in Devanagari or English, the quote may be in the other.
    """
    find = _BY_KIND.get(asked)
    return None if find is None else find(understood_text, quote)


def _figure(question: str, quote: str) -> tuple[int, int] | None:
    best = answering_figure(question, quote)
    return None if best is None else whole_figure(quote, best.counted)


def gives_fact(understood_text: str, asked: Asked, quote: str) -> bool | None:
    """Whether `quote` surely gives the figure or date asked for; None where neither is asked."""
    if asked not in (Asked.FIGURE, Asked.DATE):
        return None
    return short_answer(understood_text, asked, quote) is not None


def whole_figure(quote: str, best: Counted) -> tuple[int, int]:
    """The figure with its qualifier and the noun it counts, where it is plain which that is."""
    tokens = tokenise(quote)
    figure = best.figure
    end = figure.qualified_end
    if best.phrase and figure.unit not in UNITS_OF_MEASURE:
        last = tokens[best.phrase[-1]]
        if figure.kind is Kind.NUMBER and (noun(last.word) is not None or len(best.phrase) == 1):
            end = last.end
        elif figure.kind is Kind.ORDINAL:
            end = tokens[best.phrase[0]].end
    return figure.whole_start, end


_BY_KIND: Final[Mapping[Asked, Callable[[str, str], tuple[int, int] | None]]] = {
    Asked.FIGURE: _figure,
    Asked.DATE: answering_date,
    Asked.PERSON: answering_person,
    Asked.PLACE: answering_place,
}
