"""Pure: a long quote without its last clauses, where what is asked stands before them."""

from __future__ import annotations

import re
from typing import Final

from retrieval.facts.asked import Asked, gives
from retrieval.query import Term, terms_in

_LONG: Final = 150  # characters from which a quote is worth cutting
_LEAST: Final = 60  # characters that a quote keeps
# In Hindi a clause ends with its verb, so what is left is whole; nouns joined by और are not parted.
_TAIL: Final = re.compile(
    r"(?<=[\u0900-\u097f])[,;:–—]?\s+(?=(?:लेकिन|जबकि|क्योंकि|और)\s)|(?<=[\u0900-\u097f])[,;:–—]\s+"
    r"|[,;]\s+(?=(?:but|while|whereas|which|who|and)\s)|;\s+"
)
_VERB: Final = re.compile(
    r"(?:^|\s)(?:है|हैं|था|थे|थी|थीं|गया|गए|गई|गईं|दिया|दिए|किया|किए|लिया|रहा|रहे|रही|हुआ|हुए|हुई"
    r"|[\u0900-\u097f]+(?:ेगा|ेंगे|ेगी|एगा|एंगे|एगी))$"
)
_PAIRS: Final = (("(", ")"), ("“", "”"), ("‘", "’"), ("[", "]"))


def without_tail(quote: str, asked: Asked, terms: tuple[Term, ...]) -> int:
    """Where the shortest beginning of `quote` ends that has all its terms and the fact asked for.

    Only for questions for a figure or date, whose answer can be recognised: of other quotes the
    whole length.
    """
    if len(quote) <= _LONG or asked not in (Asked.FIGURE, Asked.DATE):
        return len(quote)
    known = {term.word for term in terms}
    if not gives(asked, quote, known):
        return len(quote)
    held = terms_in(terms, quote)
    for cut in _TAIL.finditer(quote, _LEAST):
        beginning = quote[: cut.start()]
        if (
            (beginning[-1].isascii() or _VERB.search(beginning))
            and _is_closed(beginning)
            and terms_in(terms, beginning) == held
            and gives(asked, beginning, known)
        ):
            return cut.start()
    return len(quote)


def _is_closed(text: str) -> bool:
    """Whether no bracket or quotation is left open."""
    pairs = all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS)
    return pairs and text.count('"') % 2 == 0
