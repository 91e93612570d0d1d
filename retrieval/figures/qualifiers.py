"""Pure: how exactly a figure is meant: about, at least, up to, in Hindi and English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from retrieval.figures.tokens import Token, follows
from retrieval.figures.values import Qualifier

_BEFORE: Final = {
    Qualifier.APPROX: (
        "लगभग | करीब | करीब करीब | तकरीबन | अंदाजन | about | around | approximately | nearly"
        " | roughly | some | almost | an estimated | estimated"
    ),
    Qualifier.AT_LEAST: (
        "कम से कम | at least | more than | over | above | no fewer than | no less than"
    ),
    Qualifier.AT_MOST: (
        "अधिकतम | ज्यादा से ज्यादा | अधिक से अधिक | up to | at most | fewer than | less than | under"
        " | no more than | as many as"
    ),
}
_AFTER: Final = {
    Qualifier.AT_LEAST: (
        "से अधिक | से भी अधिक | से ज्यादा | से भी ज्यादा | से ऊपर | + | or more | से कहीं अधिक"
    ),
    Qualifier.AT_MOST: "से कम | से भी कम | or less | or fewer",
    Qualifier.APPROX: "के करीब | के आसपास | के लगभग | or so",
}
_Phrases = tuple[tuple[Qualifier, tuple[str, ...]], ...]


def _phrases(table: dict[Qualifier, str]) -> _Phrases:
    """Longest first."""
    found = [
        (qualifier, tuple(phrase.split()))
        for qualifier, phrases in table.items()
        for phrase in phrases.split("|")
    ]
    return tuple(sorted(found, key=lambda one: -len(one[1])))


_BEFORE_PHRASES: Final = _phrases(_BEFORE)
_AFTER_PHRASES: Final = _phrases(_AFTER)


def qualified_before(tokens: Sequence[Token], index: int) -> tuple[Qualifier | None, int]:
    """The qualifier before `index`, and the index of its first token (else `index`)."""
    for qualifier, phrase in _BEFORE_PHRASES:
        first = index - len(phrase)
        if first >= 0 and follows(tokens, first, phrase):
            return qualifier, first
    return None, index


def qualified_after(tokens: Sequence[Token], index: int) -> tuple[Qualifier | None, int]:
    """The qualifier at `index`, and the index of the first token after it (else `index`)."""
    for qualifier, phrase in _AFTER_PHRASES:
        if follows(tokens, index, phrase):
            return qualifier, index + len(phrase)
    return None, index
