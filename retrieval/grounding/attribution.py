"""Pure: whether whoever a sentence says something on the word of says it in the evidence too.

A speaker may be left out; another one may not be named, nor one where the evidence names nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from retrieval.facts.said_by import said_by
from retrieval.figures.figures import figures
from retrieval.grounding.clauses import Clause, clauses
from retrieval.grounding.figures import same_figure
from retrieval.grounding.words import is_glue, plain, same_word, words_of
from retrieval.words.agreement import is_hindi
from store.text import word_set

_WAS: Final = frozenset("was were is are not been be".split())
_SUBJECT: Final = 5  # words
_TELLING: Final = word_set(
    "आंका माना मानते अनुमान आकलन कहा बताया दावा घोषणा ऐलान एलान चेतावनी सलाह सुझाव निर्देश आदेश मांग"
    " अपील आरोप वादा आश्वासन पुष्टि इनकार सुनाई सुनाया भविष्यवाणी पूर्वानुमान"
    " estimated estimates put warned warns announced said says told advised urged asked ordered"
    " demanded alleged promised assured confirmed denied predicted forecast ruled recommended"
    " called"
)
_Span = tuple[int, int]


def attribution_stands(text: str, quotes: Sequence[str]) -> bool:
    """Whether each speaker of the text is one whose word the quotes report for the same thing."""
    claimed: dict[_Span, list[_Span]] = {}
    for span in _told(text):
        who = said_by(text, *span)
        if who is not None and _WAS.isdisjoint(text[slice(*who)].casefold().split()):
            claimed.setdefault(who, []).append(span)
    return all(_says(text[slice(*who)], text, spans, quotes) for who, spans in claimed.items())


def _says(who: str, text: str, spans: Sequence[_Span], quotes: Sequence[str]) -> bool:
    """Whether it is the one who says most of it in the quotes, or who estimates or announces it."""
    said = _speakers(text, spans, quotes)
    most = max(said.values(), default=0)
    theirs = [speaker for speaker, count in said.items() if count == most]
    printed = [clause for quote in quotes for clause in clauses(quote)]
    if said:  # "..., पर पुलिस ने नुकसान 8 करोड़ आंका है": nearer than who says something before
        printed = [one for one in printed if any(_counts(one, text, span) for span in spans)]
    theirs += [teller for clause in printed for teller in _tellers(clause)]
    return any(_meet(who, other) for other in theirs)


def _speakers(text: str, spans: Sequence[_Span], quotes: Sequence[str]) -> Counter[str]:
    """Who says in the quotes what stands at `spans` of the text, and how much of it."""
    found = {
        (quote[slice(*who)], span)
        for quote in quotes
        for place in _told(quote)
        for span in spans
        if _same(text, span, quote, place) and (who := said_by(quote, *place)) is not None
    }
    return Counter(speaker for speaker, _ in found)


def _counts(clause: Clause, text: str, span: _Span) -> bool:
    return any(_same(text, span, clause.text, (one.start, one.end)) for one in clause.figures)


def _tellers(clause: Clause) -> Iterator[str]:
    """What stands before ने, or first in an English clause, where something is told there."""
    tokens = clause.tokens
    if not any(token.word in _TELLING for token in tokens):
        return
    ends = [n for n, token in enumerate(tokens) if token.word == "ने"]
    for end in ends if is_hindi(clause.text) else [_SUBJECT]:
        near = tokens[max(0, end - _SUBJECT) : end]
        if near:
            yield clause.text[near[0].start : near[-1].end]


def _told(text: str) -> list[_Span]:
    """Where the figures and words of a text are that tell more than glue."""
    found = [(figure.start, figure.end) for figure in figures(text)]
    words = (token for token in words_of(text) if not is_glue(plain(text, token)))
    return found + [(token.start, token.end) for token in words]


def _same(text: str, span: _Span, quote: str, place: _Span) -> bool:
    one = next((each for each in figures(text) if (each.start, each.end) == span), None)
    other = next((each for each in figures(quote) if (each.start, each.end) == place), None)
    if one is not None and other is not None:
        return same_figure(text, one, quote, other)
    if one is not None or other is not None:
        return False
    return same_word(text[slice(*span)].casefold(), quote[slice(*place)].casefold())


def _meet(claimed: str, speaker: str) -> bool:
    """Whether two speakers share a word that names one of them."""
    theirs = [plain(speaker, token) for token in words_of(speaker)]
    return any(
        same_word(word, other)
        for token in words_of(claimed)
        if not is_glue(word := plain(claimed, token))
        for other in theirs
    )
