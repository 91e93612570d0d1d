"""Pure: who did it or where, where a Hindi quote marks it plainly."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Final

from retrieval.figures.tokens import Token, at, tokenise
from retrieval.figures.unit_words import MEASURES, breaks
from retrieval.words.agreement import (
    alike,
    closeness,
    content_words,
    deed,
    deeds_asked,
    is_hindi,
    is_modal,
    places,
)
from retrieval.words.news_words import name, verb
from store.text import normalise

_COVERED: Final = 0.5  # share of the question's words that the quote must have
_PLACE_COVERED: Final = 0.4
_IN: Final = frozenset({"में", "मे", "पर"})
_MARGIN: Final = 0.35
_LONGEST: Final = 5
_DOER: Final = re.compile(r"किसने|किन्होंने|^who (?!is |was |are |were )")
_GENITIVE: Final = frozenset({"का", "के", "की"})
_TYPED: Final = (
    (re.compile(r"किस (?:शहर|नगर)|\b(?:what|which) (?:city|town)\b"), "शहर नगर"),
    (re.compile(r"किस (?:राज्य|प्रांत)|\b(?:what|which) (?:state|province)\b"), "राज्य प्रांत"),
    (re.compile(r"किस (?:क्षेत्र|इलाके)|\b(?:what|which) (?:region|area)\b"), "क्षेत्र इलाके प्रांत"),
    (re.compile(r"किस जिले|\b(?:what|which) district\b"), "जिले"),
    (re.compile(r"किस गांव|\b(?:what|which) village\b"), "गांव"),
    (
        re.compile(r"कहां|कहा|\bwhere\b|किस (?:जगह|स्थान)"),
        "शहर नगर राज्य प्रांत जिले गांव भवन महल होटल विश्वविद्यालय चौक मैदान स्टेडियम अस्पताल अड्डे",
    ),
)
_SOURCE: Final = frozenset("अनुसार मुताबिक हवाले".split())
_NOBODY: Final = frozenset(
    "उन्होंने इन्होंने जिन्होंने किसी सभी दोनों तीनों कई कुछ लोगों सबने हम मैं आप खुद".split()
)


def answering_person(question: str, quote: str) -> tuple[int, int] | None:
    """The doer in "… ने" of the deed asked for, as (start, end) of the quote; None when unsure."""
    if not _DOER.search(normalise(question)):
        return None
    tokens = tokenise(quote)
    words = content_words(question)
    where = places(words, tokens)
    if len(where) < _COVERED * len(words):
        return None
    asked = deeds_asked(question)
    if not asked and not _has_deed(question, where):
        return None
    found = []
    for n, token in enumerate(tokens):
        if token.word != "ने":
            continue
        first = _phrase_start(tokens, n)
        while first < n and (
            verb(tokens[first].word) is not None or _is_stated(tokens[first : first + 1], words)
        ):
            first += 1
        done = deed(tokens, first, n)
        if (
            first == n
            or _is_stated(tokens[first:n], words)
            or (
                name(tokens[n - 1].word) is None and _is_stated(tokens[n - 1 : n], words)
            )  # the head: who is the question's own Negi
            or (asked and done is not None and done not in asked)
        ):
            continue
        found.append((closeness(where, tokens, first, n + 1), first, n))
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] - found[1][0] < _MARGIN):
        return None
    if is_modal(tokens) != is_modal(tokenise(question)):
        return None
    return tokens[found[0][1]].start, tokens[found[0][2] - 1].end


def _has_deed(question: str, where: Container[str]) -> bool:
    """Whether the quote has the last word of a Hindi question, which says what was done.

    Of an English one that cannot be told: the quote may say it in a word that no table has.
    """
    words = content_words(question.split(" कि ", maxsplit=1)[0])
    return not is_hindi(question) or bool(words and words[-1] in where)


def answering_place(question: str, quote: str) -> tuple[int, int] | None:
    """The place in "… शहर में" and the like, as (start, end) of the quote; None when unsure."""
    text = normalise(question)
    nouns = next((nouns.split() for pattern, nouns in _TYPED if pattern.search(text)), [])
    tokens = tokenise(quote)
    words = content_words(question)
    where = places(words, tokens)
    if not nouns or len(where) < _PLACE_COVERED * len(words):
        return None
    found = set()
    for n, token in enumerate(tokens):
        if token.word not in nouns or at(tokens, n + 1).word not in _IN:
            continue
        first = _phrase_start(tokens, n)
        if first < n and not _is_stated(tokens[first:n], words):
            found.add((tokens[first].start, token.end))
    return found.pop() if len(found) == 1 else None


def _phrase_start(tokens: Sequence[Token], end: int) -> int:
    """Where the noun phrase that ends before `end` begins; `end` where it is no name."""
    start = end
    while start and end - start < _LONGEST:
        word = tokens[start - 1].word
        if word in _NOBODY or word in _SOURCE or word in MEASURES or (breaks(word) and word != "."):
            break
        start -= 1
    before = at(tokens, start - 1).word
    part = before in _NOBODY | {"और"} or (before in _GENITIVE and end - start == 1)
    return end if part else start


def _is_stated(phrase: Sequence[Token], words: Sequence[str]) -> bool:
    """Whether the question names most of the phrase itself."""
    named = [token for token in phrase if token.word[:1].isalpha()]
    stated = sum(any(alike(word, token.word) for word in words) for token in named)
    return 2 * stated > len(named) or not named
