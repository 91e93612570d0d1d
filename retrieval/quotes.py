"""Pure: from ranked evidence to the quotes that are shown, each readable alone and short."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from retrieval.query import Term, terms_in
from retrieval.rank import Evidence
from store.article import Sentence
from store.text import index_words

QUOTES: Final = 3
QUOTE_CHARS: Final = 320

_FAR_BELOW: Final = 5.0  # log-odds under the best evidence from which a quote only distracts
_ALIKE: Final = 0.75  # share of common words from which two quotes say the same
_CLAUSE: Final = re.compile(r"[,;:–—]\s+|\s+(?=(?:कि|और|लेकिन|जबकि|क्योंकि|and|but|which|while)\s)")
# A sentence that begins with one of these speaks of what stands before it.
_LEANING: Final = re.compile(
    r"[\"'“‘(]?(?:(?:यह|वह|ये|वे|इस|उस|इन|उन|इसे|उसे|इसके|उसके|इसकी|उसकी|इसका|उसका|इसमें|उसमें|इससे|उससे"
    r"|इनमें|उनमें|इन्हें|उन्हें|इन्होंने|उन्होंने|इसने|उसने|उनके|उनकी|उनका|इनके|इनकी|इनका|वहां|वहाँ|यहां|यहाँ|इसलिए|ऐसे|ऐसा"
    r")(?![\u0900-\u097f])|(?:He|She|It|They|This|That|These|Those|His|Her|Their|Its|There)\b)"
)


def chosen(
    evidence: Sequence[Evidence], terms: tuple[Term, ...], sentences: dict[str, list[Sentence]]
) -> list[Evidence]:
    """The best pieces of evidence that say different things, as they are to be quoted.

    `sentences` has those of each article by its id.
    """
    quotes: list[Evidence] = []
    said: list[frozenset[str]] = []
    for found in evidence:
        if quotes and found.score < quotes[0].score - _FAR_BELOW:
            break
        if _is_dateline(found):
            continue
        quote = readable(found, terms, sentences[found.article.id])
        words = frozenset(index_words(quote.quote))
        if any(_alike(words, other) for other in said) or any(
            quote.article.id == other.article.id
            and quote.start < other.end
            and other.start < quote.end
            for other in quotes
        ):
            continue
        quotes.append(quote)
        said.append(words)
        if len(quotes) == QUOTES:
            break
    return quotes


def readable(found: Evidence, terms: tuple[Term, ...], sentences: Sequence[Sentence]) -> Evidence:
    """The evidence with the sentence before it where it leans on that, cut where it is too long."""
    start, end = found.start, found.end
    if end - start > QUOTE_CHARS:
        start, end = _best_clauses(found, terms)
    elif _LEANING.match(found.quote):
        before = [s for s in sentences if s.end <= start]
        if before and _joined(found, before[-1]):
            start = before[-1].start
    return Evidence(found.article, start, end, found.score)


def _joined(found: Evidence, before: Sentence) -> bool:
    """Whether `before` stands in the same paragraph and both fit in a quote."""
    between = found.article.text[before.end : found.start]
    return found.end - before.start <= QUOTE_CHARS and "\n" not in between


def _best_clauses(found: Evidence, terms: tuple[Term, ...]) -> tuple[int, int]:
    """Of a long sentence the run of whole clauses that holds most of the terms."""
    text = found.quote
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    runs = [
        (start, end)
        for n, start in enumerate(cuts)
        for end in cuts[n + 1 :]
        if end - start <= QUOTE_CHARS
    ]
    if not runs:  # a clause alone is too long
        end = text.rfind(" ", 0, QUOTE_CHARS)
        runs = [(0, end if end > 0 else QUOTE_CHARS)]
    rarity = {term.word: term.rarity for term in terms}

    def worth(run: tuple[int, int]) -> tuple[float, int]:
        inside = terms_in(terms, text[run[0] : run[1]])
        return sum(rarity[word] for word in inside), run[1] - run[0]

    start, end = max(runs, key=worth)
    while text[end - 1].isspace():
        end -= 1
    return found.start + start, found.start + end


def _is_dateline(found: Evidence) -> bool:
    dateline = found.article.dateline
    return dateline is not None and found.quote.rstrip("।. ") == dateline.rstrip("।. ")


def _alike(words: frozenset[str], other: frozenset[str]) -> bool:
    return len(words & other) >= _ALIKE * max(min(len(words), len(other)), 1)
