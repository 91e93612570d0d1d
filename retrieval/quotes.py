"""Pure: from ranked evidence to the quotes that are shown, each readable alone and short."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from retrieval.facts.asked import Asked
from retrieval.query import Term, terms_in
from retrieval.rank import Evidence
from retrieval.shorter import without_tail
from store.article import Sentence
from store.text import index_words

QUOTES: Final = 3
FURTHER: Final = 5  # that a reader may see besides
QUOTE_CHARS: Final = 320
_JOINED_CHARS: Final = 170  # beyond, a sentence is quoted without the one it leans on

_FAR_BELOW: Final = 6.0  # log-odds under the best evidence from which a quote only distracts
_TOO_FAR: Final = 9.0  # from which it is not worth asking for
_ALIKE: Final = 0.75  # share of common words from which two quotes say the same
_CLAUSE: Final = re.compile(r"[,;:–—]\s+|\s+(?=(?:कि|और|लेकिन|जबकि|क्योंकि|and|but|which|while)\s)")
# A sentence that begins with one of these speaks of what stands before it.
_LEANING: Final = re.compile(
    r"[\"'“‘(]?(?:(?:यह|वह|ये|वे|इस|उस|इन|उन|इसे|उसे|इसके|उसके|इसकी|उसकी|इसका|उसका|इसमें|उसमें|इससे|उससे"
    r"|इनमें|उनमें|इन्हें|उन्हें|इन्होंने|उन्होंने|इसने|उसने|उनके|उनकी|उनका|इनके|इनकी|इनका|वहां|वहाँ|यहां|यहाँ|इसलिए|ऐसे|ऐसा"
    r")(?![\u0900-\u097f])|(?:He|She|It|They|This|That|These|Those|His|Her|Their|Its|There)\b)"
)


def chosen(
    evidence: Sequence[Evidence],
    terms: tuple[Term, ...],
    sentences: dict[str, list[Sentence]],
    *,
    asked: Asked = Asked.OTHER,
) -> list[Evidence]:
    """The best pieces of evidence that say different things, as they are to be quoted.

    Best first: those of an answer, `at_first`, and those for a reader who asks for more. `asked` is
    the kind of answer wanted, `sentences` has those of each article by its id.
    """
    quotes: list[Evidence] = []
    said: list[frozenset[str]] = []
    for found in evidence:
        if quotes and found.score < quotes[0].score - _TOO_FAR:
            break
        if _is_dateline(found):
            continue
        quote = readable(found, terms, sentences[found.article.id], asked)
        words = frozenset(index_words(quote.quote))
        same = any(quote.quote == other.quote for other in quotes)  # of words that say nothing
        if same or any(_alike(words, other) for other in said) or overlaps(quote, quotes):
            continue
        quotes.append(quote)
        said.append(words)
        if len(quotes) == QUOTES + FURTHER:
            break
    return quotes


def at_first(quotes: Sequence[Evidence]) -> list[Evidence]:
    """Those of the chosen quotes that an answer shows before anybody asks for more."""
    return [each for each in quotes[:QUOTES] if each.score >= quotes[0].score - _FAR_BELOW]


def overlaps(one: Evidence, others: Sequence[Evidence]) -> bool:
    """Whether `one` has words in common with any of `others` in the same article."""
    return any(
        one.article.id == other.article.id and one.start < other.end and other.start < one.end
        for other in others
    )


def readable(
    found: Evidence,
    terms: tuple[Term, ...],
    sentences: Sequence[Sentence],
    asked: Asked = Asked.OTHER,
) -> Evidence:
    """The evidence with the sentence before it where it leans on that, cut where it is too long."""
    start, end = found.start, found.end
    if end - start > QUOTE_CHARS:
        start, end = _best_clauses(found, terms)
    elif _LEANING.match(found.quote):
        before = [s for s in sentences if s.end <= start]
        if before and _joined(found, before[-1]):
            start = before[-1].start
    if start == found.start and end == found.end:
        end = start + without_tail(found.quote, asked, terms)
    return replace(found, start=start, end=end)


def _joined(found: Evidence, before: Sentence) -> bool:
    """Whether `before` stands in the same paragraph and both fit in a quote."""
    between = found.article.text[before.end : found.start]
    return found.end - before.start <= _JOINED_CHARS and "\n" not in between


def _best_clauses(found: Evidence, terms: tuple[Term, ...]) -> tuple[int, int]:
    """Of a long sentence the run of whole clauses that holds most of the terms."""
    text = found.quote
    cuts = _cuts(text)
    rarity = {term.word: term.rarity for term in terms}
    held = [terms_in(terms, text[start:end]) for start, end in pairwise(cuts)]
    best, worth = (0, cuts[1]), (-1.0, 0)
    for n, start in enumerate(cuts):
        inside: frozenset[str] = frozenset()
        for m in range(n + 1, len(cuts)):
            if cuts[m] - start > QUOTE_CHARS:
                break
            inside |= held[m - 1]
            # Summed in one order, for equal sets to be worth the same to the last bit.
            own = sum(rarity[word] for word in sorted(inside)), cuts[m] - start
            if own > worth:
                best, worth = (start, cuts[m]), own
    start, end = best
    while text[end - 1].isspace():
        end -= 1
    return found.start + start, found.start + end


def _cuts(text: str) -> list[int]:
    """Where clauses begin and end; a clause too long for a quote is cut between words."""
    cuts = [0]
    for end in (*(match.end() for match in _CLAUSE.finditer(text)), len(text)):
        while end - cuts[-1] > QUOTE_CHARS:
            space = text.rfind(" ", cuts[-1] + 1, cuts[-1] + QUOTE_CHARS)
            cuts.append(space + 1 if space > 0 else cuts[-1] + QUOTE_CHARS)
        if end > cuts[-1]:
            cuts.append(end)
    return cuts


def _is_dateline(found: Evidence) -> bool:
    dateline = found.article.dateline
    return dateline is not None and found.quote.rstrip("।. ") == dateline.rstrip("।. ")


def _alike(words: frozenset[str], other: frozenset[str]) -> bool:
    return len(words & other) >= _ALIKE * max(min(len(words), len(other)), 1)
