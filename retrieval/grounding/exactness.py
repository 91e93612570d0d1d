"""Pure: a figure that the evidence gives as about so much, given so in the sentence as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from retrieval.figures.figures import Figure, Kind, Qualifier, figures
from retrieval.grounding.figures import same_figure
from retrieval.words.agreement import is_hindi

_COUNTED: Final = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT})
_DETERMINERS: Final = ("the ", "these ", "those ", "all ", "its ", "their ")


def with_about(text: str, quotes: Sequence[str]) -> str:
    """The text with “about” before each figure that the quotes give only as about so much.

    What they give as at least or at most so much is not mended here: it does not pass the check.
    """
    for figure in reversed(figures(text)):
        if (
            figure.kind in _COUNTED
            and figure.qualifier is None
            and _only_about(text, figure, quotes)
        ):
            text = _mended(text, figure.start)
    return text


def _only_about(text: str, figure: Figure, quotes: Sequence[str]) -> bool:
    same = [
        other
        for quote in quotes
        for other in figures(quote)
        if same_figure(text, figure, quote, other)
    ]
    return bool(same) and all(other.qualifier is Qualifier.APPROX for other in same)


def _mended(text: str, at: int) -> str:
    before, rest = text[:at], text[at:]
    if is_hindi(text):
        return f"{before}लगभग {rest}"
    if before.strip():
        about = "roughly" if before.casefold().endswith(_DETERMINERS) else "about"
        return f"{before}{about} {rest}"
    spelled = rest[:2].isalpha() and not rest.startswith("Rs")  # Two thousand
    return f"About {rest[:1].lower() if spelled else rest[:1]}{rest[1:]}"
