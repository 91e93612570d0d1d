"""Pure: numbers in digits and words as values: 15 हज़ार, 1.5 lakh, साढ़े तीन करोड़, two thousand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from retrieval.figures.tokens import DASHES, Token, at
from store.number_words import (
    ADDED,
    DOZENS,
    INDEFINITE,
    PARTS,
    SCALES,
    TENS,
    UNITS,
    WHOLE,
)

_HUNDRED = Decimal(100)
_AND_A_HALF = ["and", "a", "half"]


class Amount(NamedTuple):
    """A value and the index of the first token after it.

    `scale` is the last multiplier, 1 where there is none; `spelled` says that it begins in words;
    `part` that it is a fraction of a whole; `vague` that it is a plural like "thousands".
    """

    value: Decimal
    end: int
    scale: Decimal = Decimal(1)
    spelled: bool = False
    part: bool = False
    vague: bool = False


def amount(tokens: Sequence[Token], start: int) -> Amount | None:
    """The number that begins at `start`, with its multipliers; None if none begins there."""
    if (fraction := _fraction(tokens, start)) is not None:
        return fraction
    total = Decimal(0)
    last = Decimal(0)  # the multiplier of the group before
    index = start
    while (group := _group(tokens, index)) is not None:
        if last and (group.scale >= last or group.value >= last or _is_apart(tokens, group, index)):
            break
        total += group.value
        last = group.scale
        index = group.end
        if last == 1:
            break
    if index == start:
        return _indefinite(tokens, start)
    while (scale := SCALES.get(at(tokens, index).word)) is not None and scale > last:
        total, last, index = total * scale, scale, index + 1  # दो लाख करोड़
    return Amount(total, index, last, tokens[start].number is None)


def _is_apart(tokens: Sequence[Token], group: Amount, start: int) -> bool:
    """Whether digits after a multiplier are a number of their own: 5 लाख 2024 में."""
    return group.scale == 1 and tokens[start].number is not None and group.value >= 1000


def _group(tokens: Sequence[Token], start: int) -> Amount | None:
    """One number with one multiplier, a hundred before it included: पांच सौ बीस करोड़."""
    small = _small(tokens, start)
    if small is None:
        return None
    value, index = small.value, small.end
    if SCALES.get(at(tokens, index).word) == _HUNDRED:
        value, index = value * _HUNDRED, index + 1
        after = index + (at(tokens, index).word == "and")
        rest = _small(tokens, after)
        if rest is not None and rest.spelled and rest.value < _HUNDRED:
            value, index = value + rest.value, rest.end
    scale = SCALES.get(at(tokens, index).word)
    if scale is not None and scale > _HUNDRED and not _is_letter(tokens, index):
        return Amount(value * scale, index + 1, scale)
    if at(tokens, index).word in DOZENS and value < _HUNDRED:
        return Amount(value * 12, index + 1, Decimal(1))
    return Amount(value, index)


def _small(tokens: Sequence[Token], start: int) -> Amount | None:
    """A number in digits, or a number word below a hundred with the words that change it."""
    first, following = at(tokens, start), at(tokens, start + 1)
    if first.number is not None:
        power = following.word in ("×", "x") and at(tokens, start + 2).number is not None
        return None if power else Amount(first.number, start + 1)
    word = first.word
    value = WHOLE.get(word, UNITS.get(word))
    end = start + 1
    if word in ADDED:
        base = UNITS.get(following.word, Decimal(1) if following.word in SCALES else None)
        value = None if base is None else base + ADDED[word]
        end += following.word in UNITS
    elif word in TENS:
        after = end + (following.word in DASHES)
        unit = UNITS.get(at(tokens, after).word)
        if unit is not None and unit < 10 and at(tokens, after).word.isascii():
            value, end = TENS[word] + unit, after + 1
    elif word in ("a", "an") and _counts(following.word):
        value = Decimal(1)
    if value is not None and [at(tokens, end + n).word for n in range(3)] == _AND_A_HALF:
        value, end = value + Decimal("0.5"), end + 3
    return None if value is None else Amount(value, end, spelled=True)


def _counts(word: str) -> bool:
    return (word in SCALES and SCALES[word] > 99) or word in DOZENS


def _is_letter(tokens: Sequence[Token], index: int) -> bool:
    """Whether "k" or "cr" stands alone, so that it is no multiplier."""
    return len(tokens[index].word) == 1 and not tokens[index].glued


def _fraction(tokens: Sequence[Token], start: int) -> Amount | None:
    first = at(tokens, start)
    count = UNITS.get(first.word, first.number)
    after = start + 1 + (at(tokens, start + 1).word in DASHES)
    if first.word in ("a", "an"):
        count = Decimal(1)
    divisor = PARTS.get(at(tokens, after).word)
    if count is not None and divisor is not None and count < divisor and divisor > 2:
        return Amount(count / divisor, after + 1, spelled=True, part=True)
    if PARTS.get(first.word) == 2:
        if at(tokens, start + 1).word in DOZENS:
            return Amount(Decimal(6), start + 2, spelled=True)
        return Amount(Decimal("0.5"), start + 1, spelled=True, part=True)
    return None


def _indefinite(tokens: Sequence[Token], start: int) -> Amount | None:
    word = at(tokens, start).word
    if word in INDEFINITE:
        return Amount(INDEFINITE[word], start + 1, spelled=True, vague=True)
    if word in SCALES and len(word) > 2 and word.isalpha() and not word.isascii():
        return Amount(SCALES[word], start + 1, SCALES[word], spelled=True)
    return None
