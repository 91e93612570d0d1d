"""Pure: the fact a quote gives, and figures of other articles that do not agree with it."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.answer import Fact, Figure
from retrieval.facts.asked import Asked
from retrieval.facts.differing import differing
from retrieval.facts.named import lacks_a_name
from retrieval.facts.said_by import said_by
from retrieval.facts.short_answer import short_answer
from retrieval.rank import Evidence
from retrieval.understand import Understood

_MOST = 3  # rivals shown
_BEFORE = 300  # characters that may name what a quote speaks of


def is_in_doubt(understood: Understood, quote: Evidence) -> bool:
    """Whether a date in the quote may be that of something else than the question names.

    A name may also stand in the title or just before the quote.
    """
    article = quote.article
    before = article.text[max(0, quote.start - _BEFORE) : quote.start]
    return understood.asked is Asked.DATE and lacks_a_name(
        understood.terms, (quote.quote, before, article.title)
    )


def fact(understood: Understood, quote: Evidence) -> Fact | None:
    """The words of the quote that answer by themselves, if there are any."""
    span = short_answer(understood.text, understood.asked, quote.quote)
    return None if span is None else fact_at(quote.quote, *span)


def sure_fact(understood: Understood, quote: Evidence) -> Fact | None:
    """The very fact asked for, where the quote gives it beyond doubt."""
    return None if is_in_doubt(understood, quote) else fact(understood, quote)


def fact_at(quote: str, start: int, end: int) -> Fact:
    """`quote[start:end]` as a fact, with whose word it is."""
    speaker = said_by(quote, start, end)
    return Fact(quote[start:end], start, None if speaker is None else quote[slice(*speaker)])


def rivalling(
    understood: Understood, first: Evidence, evidence: Sequence[Evidence]
) -> list[Evidence]:
    """Evidence from other articles with another figure for the same thing, one an article."""
    if understood.asked is not Asked.FIGURE:
        return []
    others = [found for found in evidence if found.article.id != first.article.id]
    texts = [first.quote, *(other.quote for other in others)]
    found: dict[str, Evidence] = {}
    for index in differing(understood.text, understood.asked, texts):
        rival = others[index - 1]
        found.setdefault(rival.article.id, rival)
    return list(found.values())[:_MOST]


def with_rivals(quotes: Sequence[Evidence], rivals: Sequence[Evidence]) -> list[Evidence]:
    """The first quote, its rivals, then the other quotes, as many as there were at first."""
    if not rivals:
        return list(quotes)
    first, *others = quotes
    places = {(rival.article.id, rival.start) for rival in rivals}
    kept = [other for other in others if (other.article.id, other.start) not in places]
    return [first, *rivals, *kept][: max(len(quotes), 1 + len(rivals))]


def figures_side_by_side(
    understood: Understood, quotes: Sequence[Evidence], rivals: Sequence[Evidence]
) -> tuple[Figure, ...]:
    """The figures of the first quote and its rivals, newest article first; none without rivals."""
    if not rivals:
        return ()
    given = [
        (quote, Figure(n, found.text, found.said_by))
        for n, quote in enumerate(quotes[: 1 + len(rivals)], start=1)
        if (found := fact(understood, quote)) is not None
    ]
    if len(given) < 2:
        return ()
    given.sort(key=lambda pair: _age(pair[0]))
    return tuple(figure for _, figure in given)


def _age(quote: Evidence) -> int:
    """Smaller for newer articles; those without a date come last."""
    published = quote.article.published
    return -published.toordinal() if published else 0
