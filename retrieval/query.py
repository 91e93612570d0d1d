"""Pure: a question's words as terms to look for, in whatever script the articles print them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from retrieval.words.glossary import renderings, synonyms
from retrieval.words.loanwords import english_of
from store.text import index_words, words

_WORD: Final = re.compile(r"[^\W_][^\s]*")
_RENDERED: Final = 0.8  # a translation's share: it may be another of the word's meanings
_SYNONYM: Final = 0.7
_ASKING: Final = re.compile(r"\bhow (?:many|much)\b|(कौन) स[ाीे](?![\u0900-\u097f])", re.IGNORECASE)
_SURER: Final = 4  # names that sound nearly alike are mostly other names


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a question: its index form, how rare it is in the corpus, and which index words
    of the corpus stand for it, with a share from 0 to 1. `named` marks what cannot be said in other
    words: a number, or a name that its capital letter gives away. `listed` says that the glossary
    knows the word, so that its translation would be recognised.
    """

    word: str
    rarity: float
    forms: Mapping[str, float]
    named: bool = False
    listed: bool = False


def query_terms(
    text: str,
    rarity: Callable[[str], float],
    spelled: Callable[[str], Mapping[str, float]],
) -> tuple[Term, ...]:
    """The question's terms, each once, with what the corpus has of their translations.

    `rarity` gives an index word's inverse document frequency, highest for words that the corpus
    lacks; `spelled` the corpus's spellings of a Latin word that the corpus may print in
    Devanagari, or of a Devanagari one that it lacks, with their similarity.
    """
    terms = []
    lacking = rarity("")
    named = _named(text)
    for word, typed in _index_words(_ASKING.sub(r"\1", text)).items():
        forms = {word: 1.0}
        if word.isalpha() and (word.isascii() or rarity(word) >= lacking):
            for spelling, similarity in spelled(word).items():
                for form in index_words(spelling):
                    forms[form] = max(forms.get(form, 0.0), similarity)
        listed = renderings(word)
        alike = synonyms(word)
        if not listed and not word.isascii():
            listed = frozenset(index_words(" ".join(english_of(typed))))
            alike = alike.union(*map(renderings, listed))
        _add(forms, listed, _RENDERED, rarity)
        rare = min(map(rarity, forms))
        _add(forms, alike, _SYNONYM, rarity)
        if rare >= lacking:
            rare = min(map(rarity, forms))
        terms.append(Term(word, rare, forms, word in named, bool(listed)))
    return tuple(terms)


def _index_words(text: str) -> dict[str, str]:
    """The text's index words, each with the first whole word that it is the stem of."""
    found: dict[str, str] = {}
    for word in words(text):
        for own in index_words(word):
            found.setdefault(own, word)
    return found


def _add(
    forms: dict[str, float],
    others: Iterable[str],
    share: float,
    rarity: Callable[[str], float],
) -> None:
    """Add those of `others` that the corpus has, each with the share."""
    lacking = rarity("")  # never an index word
    for form in others:
        if rarity(form) < lacking:
            forms[form] = max(forms.get(form, 0.0), share)


def _named(text: str) -> frozenset[str]:
    """Index words of numbers, and of capitalised words but the first, unless all is in capitals."""
    shouted = text.upper() == text
    found: set[str] = set()
    for n, word in enumerate(_WORD.findall(text)):
        if word[0].isdigit() or (n and word[0].isupper() and not shouted):
            found.update(index_words(word))
    return frozenset(found)


def lexical_weights(terms: tuple[Term, ...]) -> dict[str, float]:
    """Index words with the weight each brings to the lexical leg."""
    weights: dict[str, float] = {}
    for term in terms:
        for form, share in term.forms.items():
            weights[form] = max(weights.get(form, 0.0), round(share**_SURER, 2))
    return weights


def terms_in(terms: tuple[Term, ...], text: str) -> frozenset[str]:
    """The words of those terms that stand in `text` in any of their forms."""
    present = _words_of(text)
    return frozenset(term.word for term in terms if not present.isdisjoint(term.forms))


@lru_cache(maxsize=50_000)
def _words_of(sentence: str) -> frozenset[str]:
    """The same sentences are looked at for many questions."""
    return frozenset(index_words(sentence))
