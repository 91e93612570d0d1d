"""Pure: whether what a clause says comes from one quote: its figures, its names, its words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from retrieval.figures.tokens import Token, tokenise
from retrieval.grounding.clauses import Clause
from retrieval.grounding.figures import figures_stand, read
from retrieval.grounding.paraphrases import is_common, is_listed
from retrieval.grounding.words import is_glue, plain, same_sound, same_word, words_of
from retrieval.words.agreement import is_hindi
from retrieval.words.common_words import english_share

_RARE: Final = 1e-6  # a rarer English word is a name until the evidence says otherwise
_UNEXPLAINED: Final = 4  # so many words of the evidence carry one that no table knows


def covers(quote: str, clause: Clause, asked: str) -> bool:
    """Whether all that the clause says is in the quote.

    A common word of the question `asked` may be said again: where the quote has "it".
    """
    return figures_stand(clause.text, [quote]) and _words_covered(quote, clause, asked)


def _words_covered(quote: str, clause: Clause, asked: str) -> bool:
    """Whether every name of the clause is in the quote, and nearly all else it says.

    A word that no table knows counts as a name where it may be one: with a capital letter, rare
    in English, or in Devanagari.
    """
    printed = _printed(quote)
    given = _printed(asked)
    tokens = words_of(clause.text)
    stands = len(clause.figures)
    strays = 0
    for n, token in enumerate(tokens):
        word = plain(clause.text, token)
        if is_glue(word) or (len(word) == 1 and word.isascii()):
            continue
        if any(same_word(word, other) for other in printed) or _in_parts(
            clause.text, tokens, n, printed
        ):
            stands += 1
        elif _may_be_name(token, word):
            return False
        elif any(same_word(word, other) for other in given):
            continue
        elif is_listed(word) or is_hindi(word):
            return False
        else:
            strays += 1
    return strays * _UNEXPLAINED <= stands


def _printed(quote: str) -> set[str]:
    """The quote's words as printed."""
    text, _ = read(quote)
    return {
        word
        for token in tokenise(text)
        if token.word[:1].isalpha() and (word := plain(text, token))
    }


def _in_parts(text: str, tokens: Sequence[Token], n: int, printed: set[str]) -> bool:
    """Whether the word and a neighbour are one word of the quote: Sri Lanka, श्रीलंका."""
    words = [plain(text, token) for token in tokens[max(0, n - 1) : n + 2]]
    return any(
        same_sound(one + other, whole) for one, other in pairwise(words) for whole in printed
    )


def _may_be_name(token: Token, word: str) -> bool:
    if is_common(word):
        return False
    if is_listed(word) or not word.isascii():
        return True
    return token.capital or english_share(word) < _RARE
