"""Pure: whether a quote leaves out a name that the question is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from retrieval.facts.whose import is_country
from retrieval.query import Term, terms_in
from retrieval.words.common_words import english_share, hindi_words
from retrieval.words.news_words import noun, verb

_RARE: Final = 5e-5  # share of all English words; names of the news have less
_RARE_HINDI: Final = 2e-5
_SHORTEST: Final = 3  # letters; the Hindi of a shorter one may be a word passed over: Un, उन


def lacks_a_name(terms: tuple[Term, ...], texts: Iterable[str]) -> bool:
    """Whether one of the question's names stands in none of the texts, in either script.

    "When did he visit Rampur?" is not answered for certain by the date of some visit.
    """
    told = frozenset[str]().union(*(terms_in(terms, text) for text in texts))
    return any(_is_name(term) and term.word not in told for term in terms)


def _is_name(term: Term) -> bool:
    """Whether it is a country, or a word that neither tables nor lists of common words have."""
    word = term.word
    if is_country(word):
        return True
    if word.isascii() and (not word.isalpha() or len(word) < _SHORTEST):
        return False
    if term.listed or noun(word) is not None or verb(word) is not None:
        return False
    if word.isascii():
        return term.named or english_share(word) < _RARE
    common = hindi_words()
    spelled = common.spelled(word)
    return spelled is None or common.count(spelled) < _RARE_HINDI
