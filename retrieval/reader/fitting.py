"""Pure: whether words that the reading model points at can be what a question wants."""

from __future__ import annotations

from typing import Final

from retrieval.facts.asked import Asked, gives
from retrieval.figures.tokens import tokenise
from retrieval.words.agreement import alike
from store.text import STOPWORDS

_CASES: Final = frozenset("ने से को में पर".split())
_STATED: Final = 0.5  # share of the words that the question says itself


def fits(question: str, asked: Asked, words: str) -> bool:
    """Whether `words` of a quote may lead as the answer.

    A figure or date must be one. A reason is told by the whole quote. A person or place is one noun
    phrase; and nothing that the question says itself answers it.
    """
    if asked in (Asked.FIGURE, Asked.DATE):
        return gives(asked, words, ()) > 0
    if asked is Asked.REASON:
        return False
    printed = [token.word for token in tokenise(words)]
    if asked in (Asked.PERSON, Asked.PLACE) and not _CASES.isdisjoint(printed):
        return False
    told = [word for word in printed if word[:1].isalnum() and word not in STOPWORDS]
    own = [token.word for token in tokenise(question) if token.word not in STOPWORDS]
    stated = sum(any(alike(word, each) for word in own) for each in told)
    return bool(told) and stated <= _STATED * len(told)
