"""Pure: what kind of figure a question asks for, and of what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from retrieval.figures.figures import Kind
from retrieval.figures.tokens import at, tokenise
from retrieval.figures.unit_words import KINDS_OF_MEASURE, MEASURES, MONEY, PERCENT, breaks
from retrieval.words.news_words import noun
from store.text import normalise


@dataclass(frozen=True, slots=True)
class Wanted:
    """The figure a question wants: of these kinds, in one of these units if any are given.

    `counted` are the words of what is counted, the head noun among them; `head` is that noun where
    it is plain; `age` says that a bare number may be one.
    """

    kinds: frozenset[Kind]
    units: frozenset[str]
    counted: tuple[str, ...]
    head: str | None
    age: bool = False


_PLAIN: Final = frozenset({Kind.NUMBER})
_HINDI: Final = re.compile(r"[\u0900-\u0963\u0971-\u097f]+")


def _as_normalised(pattern: str) -> str:
    """The pattern with its Hindi spelled as `normalise` spells it."""
    return _HINDI.sub(lambda word: normalise(word[0]), pattern)


_BY_PATTERN: Final = (
    ({Kind.PERCENT}, "", r"प्रतिशत|फीसदी|\bpercent|\bper cent\b"),
    ({Kind.TIME}, "", r"कितने बजे|\bwhat time\b"),
    (
        {Kind.ORDINAL},
        "",
        r"वर्षगांठ|\banniversary\b|कौन से स्थान|\b(?:what|which) (?:rank|place)\b",
    ),
    (
        {Kind.SCORE},
        "",
        r"स्कोर (?:क्या|कित)|\b(?:what|which)(?: \w+){0,3} (?:final )?score\b(?! for| in)",
    ),
    (
        {Kind.MONEY},
        "",
        r"कितना पैसा|कितने पैसे|कितनी (?:रकम|राशि|धनराशि|लागत|कीमत)"
        r"|कितना (?:खर्च|जुर्माना|मुआवजा|निवेश|कर्ज)|(?:^|पर |में )खर्च कितना"
        r"|(?:कीमत|लागत|वेतन|बजट|राशि) (?:क्या|कित)"
        r"|\bhow much (?:money|(?:did|does|will|would) .*\bcost)|\bwhat (?:price|budget|salary)\b",
    ),
    (
        {Kind.NUMBER},
        "age",
        r"किस उम्र|(?:उम्र|आयु) (?:क्या|कित)|कितने (?:साल|वर्ष) (?:का|की|के) (?:था|थी|थे|है|हैं)"
        r"|\bhow old\b|\bwhat age\b",
    ),
    (
        {Kind.NUMBER},
        "time",
        r"कितने समय|कितनी देर|कितना समय|\bhow long\b|\bhow much time\b",
    ),
    (
        {Kind.NUMBER},
        "length",
        r"कितनी दूर|दूरी (?:क्या|कित)|कितना (?:लंबा|ऊंचा)|कितनी (?:लंबी|ऊंची|लंबाई|ऊंचाई|चौड़ाई|गहराई)"
        r"|(?:लंबाई|ऊंचाई|चौड़ाई|गहराई) (?:क्या|कित)|\bhow (?:far|tall|high|wide|deep)\b",
    ),
    (
        {Kind.NUMBER},
        "speed",
        r"कितनी (?:तेज|रफ्तार|गति)|(?:रफ्तार|गति) (?:क्या|कित)|\bhow fast\b",
    ),
    ({Kind.NUMBER}, "times", r"कितनी बार|\bhow (?:many times|often)\b"),
    (
        {Kind.PERCENT, Kind.MONEY},
        "",
        r"कितन[ाीे] (?:मात्रा|हिस्सा|भाग|अधिक|ज्यादा|कम)|\bwhat (?:amount|share|part)\b"
        r"|\bhow much\b",
    ),
)
_PATTERNS: Final = tuple(
    (frozenset(kinds), measure, re.compile(_as_normalised(pattern)))
    for kinds, measure, pattern in _BY_PATTERN
)
_AUXILIARIES: Final = frozenset("do does did has have had is are was were क्या".split())
_LONGEST: Final = 5


@lru_cache(maxsize=2048)
def wanted(question: str) -> Wanted:
    """What figure a Hindi (Devanagari) or English question wants."""
    text = normalise(question)
    words = _counted(question)
    for kinds, measure, pattern in _PATTERNS:
        if pattern.search(text):
            units = KINDS_OF_MEASURE.get(measure, frozenset({measure}) if measure else frozenset())
            return Wanted(kinds, units, words, None, measure == "age")
    if unit := _unit_of(words):
        return unit
    known = [word for word in words if noun(word) is not None]
    head = known[-1] if known else _head(words)
    return Wanted(_PLAIN, frozenset(), words, head)


def _unit_of(words: Sequence[str]) -> Wanted | None:
    if any(word in MONEY for word in words[:2]):
        signs = frozenset(MONEY[word] for word in words[:2] if word in MONEY)
        return Wanted(frozenset({Kind.MONEY}), signs, tuple(words), None)
    if words and words[0] in PERCENT:
        return Wanted(frozenset({Kind.PERCENT}), frozenset(), tuple(words), None)
    units = [MEASURES[word] for word in words[:3] if word in MEASURES]
    if not units:
        return None
    square = words[0] in ("वर्ग", "square", "sq")
    areas = {"km": "km²", "m": "m²", "mile": "mile²", "ft": "ft²", "yard": "yard²"}
    unit = areas.get(units[0], units[0]) if square else units[0]
    return Wanted(_PLAIN, frozenset({unit}), tuple(words), None)


def _counted(question: str) -> tuple[str, ...]:
    """The words after "how many" or कितने up to the end of the phrase; else those before it."""
    tokens = tokenise(question)
    for n, token in enumerate(tokens):
        if token.word.startswith("कितन"):
            after = _phrase(question, n + 1)
            before = at(tokens, n - 1).word
            return after or ((before,) if before and not breaks(before) else ())
        if token.word == "how" and at(tokens, n + 1).word in ("many", "much"):
            return _phrase(question, n + 2)
        if token.word in ("what", "which") and at(tokens, n + 1).word in ("number", "amount"):
            return _phrase(question, n + 3)
        if token.word == "क्या" and n and normalise(tokens[n - 1].word) not in ("ने",):
            before = tokens[n - 1].word
            if before in ("संख्या", "जनसंख्या", "आबादी"):
                return (before,)
    return ()


def _phrase(question: str, start: int) -> tuple[str, ...]:
    """Words from `start` to the end of the noun phrase, or to its last common noun in a row."""
    words: list[str] = []
    for token in tokenise(question)[start : start + _LONGEST]:
        done = bool(words) and noun(words[-1]) is not None and noun(token.word) is None
        if done or breaks(token.word) or token.word in _AUXILIARIES:
            break
        if token.word[:1].isalpha():
            words.append(token.word)
    return tuple(words)


def _head(words: Sequence[str]) -> str | None:
    """The noun of an English phrase: its first plural, else nothing certain."""
    plurals = [word for word in words if word.isascii() and word.endswith("s") and len(word) > 3]
    if plurals:
        return plurals[0]
    return words[0] if len(words) == 1 else None
