"""Pure: which date of a quote answers a question for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from retrieval.figures.figures import Figure, Kind, figures
from retrieval.figures.moments import Moment
from retrieval.figures.tokens import DASHES, Token, at, follows, tokenise
from retrieval.words.agreement import (
    clause,
    closeness,
    content_words,
    deed,
    deeds_asked,
    is_hindi,
    is_modal,
    places,
)
from store.text import normalise, stem

_MOMENTS: Final = frozenset({Kind.DATE, Kind.YEAR, Kind.PERIOD, Kind.WEEKDAY})
_SIGNED: Final = re.compile(  # by an agency; a bracket may as well hold the day of the week
    r"\s*\((?!\s*(?:[\u0900-\u097f]+वार|[a-z]+day)\s*\))[^()\d]{2,40}\)", re.IGNORECASE
)
_DATELINE: Final = 60
_COVERED: Final = 0.34  # share of the question's words that the quote must have
_CROSS_COVERED: Final = 0.2
_ASKING: Final = frozenset(
    map(stem, "साल वर्ष सन तारीख दिन महीने दशक सदी year date day month".split())
)
_NEAR: Final = 0.3
_MARGIN: Final = 0.35
_REPORTING: Final = frozenset("कहा बताया said told reported says यह जानकारी".split())
_SAID: Final = frozenset("कहा कही कहे बताया बताई जानकारी say said told reported says".split())
_WHAT_IS_SAID: Final = frozenset("बात जानकारी टिप्पणी बयान दावा घोषणा".split())
_ANNIVERSARY: Final = frozenset("वर्षगांठ सालगिरह जयंती बरसी anniversary".split())
_ITSELF: Final = frozenset({Kind.DATE, Kind.YEAR})  # may be the day that is remembered
_PAST: Final = frozenset("था थी थे किया किए हुआ हुई हुए गया गई गए कहा बताया was were had did".split())
_LINKS: Final = frozenset({"से", "to", "and", "और", "या", "or"}) | DASHES
_AFTER: Final = tuple(
    tuple(normalise(phrase).split())
    for phrase in (
        "के बाद | से पहले | के आसपास | की शुरुआत | के प्रारंभ | के अंत"
        " | के आखिर | के मध्य | की गर्मी | की गर्मियों | की सर्दियों | के बीच | तक"
    ).split("|")
)
_BEFORE: Final = frozenset(
    "after before since until till by early late mid between from सन early- around about".split()
)
_RELATIVE: Final = frozenset("पिछले इस अगले गत बीते last this next".split())
_SPANS: Final = frozenset("साल वर्ष महीने सप्ताह हफ्ते year month week".split())


class Dated(NamedTuple):
    """A date of the quote, or several linked ones: tokens `first` to `last`, how near it stands."""

    first: int
    last: int
    moments: tuple[Moment, ...]
    near: float


def answering_date(question: str, quote: str) -> tuple[int, int] | None:
    """The span of the date that answers, as (start, end) of the quote; None when unsure."""
    tokens = tokenise(quote)
    asked = [word for word in content_words(question) if word not in _ASKING]
    where = places(asked, tokens)
    crosses = is_hindi(question) != is_hindi(quote)
    if len(where) < (_CROSS_COVERED if crosses else _COVERED) * len(asked):
        return None
    stated = {one.value for one in figures(question)}
    deeds = deeds_asked(question)
    in_question = {token.word for token in tokenise(question)}
    said = (_SAID | _WHAT_IS_SAID) & in_question
    words = {token.word for token in tokens}
    remembered = bool(_ANNIVERSARY & words) and _ANNIVERSARY.isdisjoint(in_question)
    if is_modal(tokenise(question)) and _PAST & words and not is_modal(tokens):
        return None  # what is asked is yet to come
    found = []
    for group in _linked(tokens, [one for one in figures(quote) if one.kind in _MOMENTS]):
        first, last = _range(tokens, group)
        moments = tuple(one.value for one in group if isinstance(one.value, Moment))
        if all(moment in stated for moment in moments) or not _fits(question, moments):
            continue
        if _is_dateline(quote, group[-1]) or (not said and _is_report(tokens, first, last)):
            continue
        if remembered and _ITSELF.isdisjoint(one.kind for one in group):
            continue
        done = deed(tokens, first, last)
        if deeds and done is not None and done not in deeds:
            continue
        found.append(Dated(first, last, moments, closeness(where, tokens, first, last)))
    best = _best(question, tokens, found)
    return None if best is None else _whole(tokens, best)


def _best(question: str, tokens: Sequence[Token], found: Sequence[Dated]) -> Dated | None:
    text = normalise(question)
    if "कब तक" in text or re.search(r"\b(?:until|till) when\b|\bhow long\b", text):
        found = [
            one
            for one in found
            if at(tokens, one.last).word == "तक"
            or at(tokens, one.first - 1).word in ("until", "till")
        ]
    ordered = sorted(found, key=lambda one: -one.near)
    if not ordered or ordered[0].near < _NEAR:
        return None
    rivals = [one for one in ordered[1:] if one.moments != ordered[0].moments]
    if rivals and ordered[0].near - rivals[0].near < _MARGIN:
        return None
    return ordered[0]


def _fits(question: str, moments: Sequence[Moment]) -> bool:
    """Whether the moments are as exact as the question wants."""
    text = normalise(question)
    if re.search(r"दशक|\bdecade\b", text):
        return any(moment.years == 10 for moment in moments)
    if re.search(r"किस (?:सदी|शताब्दी)|\b(?:what|which) century\b", text):
        return any(moment.years == 100 for moment in moments)
    if re.search(r"(?:किस|कौन से) (?:साल|वर्ष|सन)|\b(?:what|which) year\b", text):
        return any(moment.year is not None for moment in moments)
    if re.search(r"(?:किस|कौन से) (?:दिन|तारीख)|\b(?:what|which) (?:day|date)\b", text):
        return any(moment.day or moment.weekday for moment in moments)
    if re.search(r"(?:किस|कौन से) (?:महीने|माह)|\b(?:what|which) month\b", text):
        return any(moment.month is not None for moment in moments)
    return True


def _linked(tokens: Sequence[Token], found: Sequence[Figure]) -> list[list[Figure]]:
    """Dates with those that only a linking word parts from them: 1980 और 1984 के बीच."""
    groups: list[list[Figure]] = []
    for figure in found:
        if groups:
            between = [
                token.word
                for token in tokens
                if groups[-1][-1].end <= token.start < figure.whole_start
            ]
            if len(between) == 1 and between[0] in _LINKS:
                groups[-1].append(figure)
                continue
        groups.append([figure])
    return groups


def _range(tokens: Sequence[Token], group: Sequence[Figure]) -> tuple[int, int]:
    inside = [n for n, token in enumerate(tokens) if group[0].start <= token.start < group[-1].end]
    return inside[0], inside[-1] + 1


def _is_dateline(quote: str, figure: Figure) -> bool:
    """Whether the date stands before the story: सियोल, 4 सितंबर (एजेंसी)।"""
    return figure.start < _DATELINE and _SIGNED.match(quote, figure.end) is not None


def _is_report(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the date tells when something was said: मंगलवार को कहा, said on Tuesday.

    So it does wherever it stands in «यह बात मंगलवार को बैठक में कही».
    """
    after = last + (at(tokens, last).word == "को")
    before = first - 1 - (at(tokens, first - 1).word == "on")
    if at(tokens, after).word in _REPORTING or at(tokens, before).word in _REPORTING:
        return True
    start, end = clause(tokens, first, last)
    inside = [token.word for token in tokens[start:end]]
    return any(one == "यह" and other in _WHAT_IS_SAID for one, other in pairwise(inside))


def _whole(tokens: Sequence[Token], best: Dated) -> tuple[int, int]:
    """The date with the words that bound it: 1279 के बाद, रविवार तक, पिछले साल अक्टूबर, after 1279."""
    first, last = best.first, best.last
    if at(tokens, first - 1).word in _BEFORE:
        first -= 1
    elif at(tokens, first - 1).word in _SPANS and at(tokens, first - 2).word in _RELATIVE:
        first -= 2
    last += max((len(phrase) for phrase in _AFTER if follows(tokens, last, phrase)), default=0)
    return tokens[first].start, tokens[last - 1].end
