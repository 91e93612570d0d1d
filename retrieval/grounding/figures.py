"""Pure: whether every figure, date, unit and percentage of a sentence stands in its evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from retrieval.facts.counted import counted
from retrieval.figures.figures import Figure, Kind, Moment, Qualifier, Range, figures
from retrieval.figures.tokens import tokenise
from retrieval.figures.unit_words import UNITS_OF_MEASURE
from retrieval.grounding.paraphrases import is_common, may_stand_for
from retrieval.words.agreement import alike
from retrieval.words.news_words import noun, same_noun
from store.text import normalise

_SMALLER: Final = {
    "tonne": ("g", 1_000_000),
    "quintal": ("g", 100_000),
    "kg": ("g", 1000),
    "km": ("mm", 1_000_000),
    "m": ("mm", 1000),
    "cm": ("mm", 10),
}
_CLOCK: Final = re.compile(r"(?<![\w.])([ap])\. ?m\b\.?", re.IGNORECASE)  # 4:12 a.m.
_EACH: Final = re.compile(
    r"(?<![\w-])([\w.,]+)-\1(?=\s*(?:हज़ार|हजार|लाख|करोड़|अरब|रुप|thousand|lakh|crore|million))"
)  # 50-50 हज़ार: 50,000 to each
_FIRST: Final = frozenset(map(normalise, "पहला पहली पहले प्रथम first".split()))
_RANKED: Final = frozenset(map(normalise, "class grade standard phase stage round कक्षा".split()))
_COMPARATIVES: Final = tuple(
    frozenset(map(normalise, words.split()))
    for words in (
        "कम घटा घटी घटे गिरा गिरी कटौती गिरावट less lower fewer below cheaper down under fell"
        " dropped smaller declined decreased reduced cut",
        "अधिक ज्यादा बढ़ा बढ़ी बढ़े बढ़कर बढ़ोतरी वृद्धि इजाफा more higher above costlier up over rose"
        " bigger larger greater grew increased increase jumped",
    )
)
_BESIDE: Final = 14  # characters
_PARTS_OF_DAY: Final = tuple(
    (frozenset(map(normalise, words.split())), frozenset(halves.split()))
    for words, halves in (
        ("am सुबह तड़के भोर सवेरे सुबह-सुबह morning dawn", "am"),
        ("pm दोपहर शाम noon afternoon evening", "pm"),
        ("रात night", "am pm"),
    )
)
_UP_TO: Final = re.compile(r"\s*तक(?:\s+(?:का|की|के|ही)|\s*[,।]|$)")
_COPULA: Final = re.compile(r"\s*(?:है|हैं|था|थी|थे|रहा|रही|रहे)(?![\u0900-\u0963])")


def read(text: str) -> tuple[str, tuple[Figure, ...]]:
    """The text with shares written once, and its figures."""
    once = _EACH.sub(r"\1", _CLOCK.sub(r"\1m", text))
    return once, figures(once)


def figures_stand(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether each figure of the sentence is one of the quotes', as a value with its unit."""
    text, claimed = read(sentence)
    printed = [(quote, figure) for quote, found in map(read, quotes) for figure in found]
    return all(
        any(same_figure(text, figure, quote, other) for quote, other in printed)
        or (figure.kind is Kind.ORDINAL and figure.value == 1 and _say_first(quotes))
        for figure in claimed
    ) and _digits_stand(text, claimed, quotes)


def _say_first(quotes: Sequence[str]) -> bool:
    """Whether a quote has पहला, which is no figure: पहले is "before" as well."""
    said = {token.word for quote in quotes for token in tokenise(quote)}
    return not said.isdisjoint(_FIRST)


def same_figure(text: str, claimed: Figure, quote: str, printed: Figure) -> bool:
    """Whether a figure of `text` says no more than one of `quote`."""
    one, other = claimed.value, printed.value
    if isinstance(one, Moment) or isinstance(other, Moment):
        return _same_moment(one, other)
    return (
        _measured(claimed) == _measured(printed)
        and (_kinds_agree(claimed, printed) or _is_grade(text, claimed, printed))
        and _compared_alike(text, claimed, quote, printed)
        and _same_part_of_day(text, claimed, quote, printed)
        and _as_exact(text, claimed, quote, printed)
        and _same_thing(text, claimed, quote, printed)
    )


def _same_moment(one: Decimal | Range | Moment, other: Decimal | Range | Moment) -> bool:
    """Whether all that the first tells of a time is told by the other."""
    if isinstance(one, Moment) and isinstance(other, Moment):
        if one.years != other.years and one.year is not None:
            return False
        pairs = (
            (one.year, other.year),
            (one.month, other.month),
            (one.day, other.day),
            (one.weekday, other.weekday),
        )
        return all(mine is None or mine == theirs for mine, theirs in pairs)
    moment, number = (one, other) if isinstance(one, Moment) else (other, one)
    # 2019 read as a year here and as a plain number there.
    return isinstance(moment, Moment) and moment == Moment(moment.year) and moment.year == number


def _kinds_agree(claimed: Figure, printed: Figure) -> bool:
    if claimed.kind is printed.kind:
        return claimed.kind is not Kind.MONEY or claimed.unit == printed.unit
    # A sum whose currency is left out is the same sum; a sum of what was a count is not.
    return claimed.kind is Kind.NUMBER and claimed.unit is None and printed.kind is Kind.MONEY


def _base(unit: str | None) -> str | None:
    return _SMALLER[unit][0] if unit in _SMALLER else unit


def _measured(figure: Figure) -> Decimal | Range | Moment:
    """The value, in the smallest of its units: 1.45 tonnes are 1,450 kg."""
    if figure.unit not in _SMALLER or not isinstance(figure.value, Decimal):
        return figure.value
    return figure.value * _SMALLER[figure.unit][1]


def _is_grade(text: str, claimed: Figure, printed: Figure) -> bool:
    """Whether a number stands for a rank: class 10, दसवीं."""
    before = text[: claimed.start].rsplit(maxsplit=1)[-1:]
    return (
        claimed.kind is Kind.NUMBER
        and printed.kind is Kind.ORDINAL
        and bool(before)
        and normalise(before[0]) in _RANKED
    )


def _compared_alike(text: str, claimed: Figure, quote: str, printed: Figure) -> bool:
    """Whether a percentage that says how much less, or more, says so in the sentence too."""
    if claimed.kind is not Kind.PERCENT:
        return True
    said = {token.word for token in tokenise(text)}
    after = [token.word for token in tokenise(quote) if token.start >= printed.end][:1]
    return all(said & group for group in _COMPARATIVES if group.intersection(after))


def _same_part_of_day(text: str, claimed: Figure, quote: str, printed: Figure) -> bool:
    """Whether a time by the clock is told for the same half of the day, where both tell it."""
    if claimed.kind is not Kind.TIME:
        return True
    mine, theirs = _part_of_day(text, claimed), _part_of_day(quote, printed)
    return not mine or not theirs or not mine.isdisjoint(theirs)


def _part_of_day(text: str, figure: Figure) -> frozenset[str]:
    """What the words beside a time say: am, pm, either where they are no help, or nothing."""
    beside = {
        token.word
        for token in tokenise(text)
        if figure.start - _BESIDE <= token.start < figure.end + _BESIDE
    }
    said = (halves for words, halves in _PARTS_OF_DAY if beside & words)
    return frozenset().union(*said)


def _as_exact(text: str, claimed: Figure, quote: str, printed: Figure) -> bool:
    """Whether the sentence claims no other bound: "more than 500" is not 500."""
    bound, said = _bound(quote, printed), _bound(text, claimed)
    if said in (Qualifier.AT_LEAST, Qualifier.AT_MOST):
        return said is bound
    if bound is Qualifier.AT_LEAST and _COPULA.match(quote, printed.qualified_end):
        bound = None  # "is more than last year's 58 %" compares
    return bound not in (Qualifier.AT_LEAST, Qualifier.AT_MOST)


def _bound(text: str, figure: Figure) -> Qualifier | None:
    """How exactly a figure is meant; 5 लाख रुपये तक is "up to", 15 साल तक is "for"."""
    counts = figure.kind in (Kind.MONEY, Kind.PERCENT) or figure.unit in _SMALLER
    if figure.qualifier is None and counts and _UP_TO.match(text, figure.qualified_end):
        return Qualifier.AT_MOST
    return figure.qualifier


def _same_thing(text: str, claimed: Figure, quote: str, printed: Figure) -> bool:
    """Whether both count or measure the same, as far as the words are known."""
    if claimed.kind is Kind.ORDINAL or claimed.kind not in (Kind.NUMBER, Kind.PERCENT):
        return True
    if claimed.kind is Kind.PERCENT or _base(claimed.unit) == _base(printed.unit):
        return True
    if claimed.unit in UNITS_OF_MEASURE or printed.unit in UNITS_OF_MEASURE:
        return claimed.unit is None
    mine, theirs = _phrase(text, claimed), _phrase(quote, printed)
    if (
        not mine
        or not theirs
        or any(
            alike(word, other) or may_stand_for(word, other)
            for word in (*mine, *_word_before(text, claimed))
            for other in (*theirs, *_word_before(quote, printed))
        )
    ):
        return True
    nouns = [number for word in mine if (number := noun(word)) is not None]
    others = [number for word in theirs if (number := noun(word)) is not None]
    if any(same_noun(number, other) or same_noun(other, number) for number in nouns
           for other in others):  # fmt: skip
        return True
    unknown = not (nouns or _named(mine)) or not (others or _named(theirs))
    return unknown and not _counts_otherwise(mine, printed, quote)


def _counts_otherwise(mine: Sequence[str], printed: Figure, quote: str) -> bool:
    """Whether the quote counts what is named by another figure than this: 350 policemen."""
    return any(
        alike(word, other) or may_stand_for(word, other)
        for figure in figures(quote)
        if figure.kind is printed.kind and figure.value != printed.value
        for word in mine
        for other in _phrase(quote, figure)
    )


def _named(phrase: Sequence[str]) -> bool:
    """Whether the last word of what is counted is a common one, so that it could be told."""
    return is_common(phrase[-1])


def _phrase(text: str, figure: Figure) -> list[str]:
    """The words after a figure, of what it counts or measures."""
    tokens = tokenise(text)
    return [tokens[n].word for n in counted(tokens, figure).phrase]


def _word_before(text: str, figure: Figure) -> list[str]:
    """The word that may name what is measured: magnitude 5.8."""
    tokens = tokenise(text)
    first = counted(tokens, figure).first
    return [tokens[first - 1].word] if first else []


def _digits_stand(text: str, claimed: Sequence[Figure], quotes: Sequence[str]) -> bool:
    """Whether digits that are part of a name, or were not read, are printed in the quotes too."""
    printed = {token.number for quote in quotes for token in tokenise(quote)} - {None}
    return all(
        token.number in printed
        or any(figure.start <= token.start < figure.end for figure in claimed)
        for token in tokenise(text)
        if token.number is not None
    )
