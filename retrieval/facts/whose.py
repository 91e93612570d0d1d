"""Pure: whether a sentence tells of another country's president, soldiers or deed than is asked.

"Who is the president of Ukraine?" finds "Russian President …": every word of the question may
stand in the sentence, and yet it is somebody else's president.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from retrieval.figures.tokens import Token, at, tokenise
from retrieval.words.agreement import alike
from retrieval.words.glossary import country_rows
from retrieval.words.news_words import verb
from store.text import STOPWORDS, normalise, stem

Country = tuple[str, ...]

_GENITIVE: Final = frozenset({"का", "के", "की", "'s"})
_DIRECTIONS: Final = ("north", "south", "east", "west")
_JOINING: Final = frozenset({"और", ",", "तथा", "व"})
_DID: Final = frozenset({"did", "has", "have", "does", "will"})
_HEADS: Final = 3  # words after a country that may be what it has
_CLAUSE_BEGINS: Final = frozenset(", ; : । . कि जबकि लेकिन मगर that but while".split())
_ENGLISH_AUXILIARIES: Final = frozenset("has had have is was will would may can could".split())
_POSTPOSITIONS: Final = frozenset("का के की को से में पर ने और तथा तक द्वारा , व या वाला वाले".split())
_REACH: Final = 3  # words between a country and what it has


def of_another(question: str, sentence: str) -> bool:
    """Whether what the question asks of one country is in the sentence only another's."""
    asked = _asked(question)
    if not any((asked.doers, asked.places, asked.owned)):
        return False
    told = tokenise(sentence)
    found = frozenset(_doers(told))
    if asked.doers and found and asked.doers.isdisjoint(found):
        return True
    named = frozenset(country for _, _, country in _countries(told))
    for wanted, given in ((asked.doers, _subjects(told)), (asked.places, _places(told))):
        if wanted and wanted.isdisjoint(named) and any(given):
            return True
    for owner, head in asked.owned:
        others = {
            other
            for n, token in enumerate(told)
            if alike(head, token.word) and (other := _owner(told, n)) is not None
        }
        if others and owner not in others:
            return True
    return False


def is_country(word: str) -> bool:
    """Whether a word, or its stem, names a country, a continent or their people."""
    return stem(normalise(word)) in _names() and _names()[stem(normalise(word))] not in _DIRECTIONS


@dataclass(frozen=True, slots=True)
class _Asked:
    """Countries that do something in a question, where it is, and what it says they have."""

    doers: frozenset[Country]
    places: frozenset[Country]
    owned: tuple[tuple[Country, str], ...]


@lru_cache(maxsize=1024)
def _asked(question: str) -> _Asked:
    tokens = tokenise(question)
    return _Asked(frozenset(_doers(tokens)), frozenset(_places(tokens)), tuple(_owned(tokens)))


def _countries(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Country]]:
    """Each country with the tokens it takes, first and last; उत्तर कोरिया is one of its own."""
    for n, token in enumerate(tokens):
        name = _names().get(stem(token.word))
        if name is None or name in _DIRECTIONS:
            continue
        before = _names().get(stem(at(tokens, n - 1).word))
        if before in _DIRECTIONS:
            yield n - 1, n, (before, name)
        else:
            yield n, n, (name,)


def _owned(tokens: Sequence[Token]) -> Iterator[tuple[Country, str]]:
    """Countries with the word for what they have: president of Ukraine, यूक्रेन के राष्ट्रपति."""
    for first, last, country in _countries(tokens):
        after = last + 1
        owns = at(tokens, after).word in _GENITIVE
        after += owns
        adjective = _is_adjective(tokens[last].word)
        if owns or adjective:
            heads = []
            for token in tokens[after : after + _HEADS]:
                if not token.word[:1].isalpha() or token.word in STOPWORDS:
                    break
                heads.append(token.word)
            if heads:
                yield country, heads[-1]
        elif at(tokens, first - 1).word == "of" and first > 1:
            yield country, tokens[first - 2].word


def _owner(tokens: Sequence[Token], head: int) -> Country | None:
    """The country that has what stands at `head`, where one is said to."""
    for first, last, country in _countries(tokens):
        between = [token.word for token in tokens[last + 1 : head]]
        if last < head and len(between) <= _REACH:
            owns = between[:1] and between[0] in _GENITIVE
            rest = between[1:] if owns else between
            plain = all(word[:1].isalpha() and word not in STOPWORDS for word in rest)
            if plain and (owns or _is_adjective(tokens[last].word)):
                return country
        if head < first and [token.word for token in tokens[head + 1 : first]] == ["of"]:
            return country
    return None


def _doers(tokens: Sequence[Token]) -> Iterator[Country]:
    """Countries that do something: चीन ने, did China."""
    found = list(_countries(tokens))
    by_last = {last: (first, country) for first, last, country in found}
    for n, token in enumerate(tokens):
        if token.word == "ने":
            last = n - 1
            while last in by_last:
                first, country = by_last[last]
                yield country
                last = first - 2 if at(tokens, first - 1).word in _JOINING else -1
    for first, last, country in found:
        if at(tokens, first - 1).word in _DID and not _is_adjective(tokens[last].word):
            yield country


def _subjects(tokens: Sequence[Token]) -> Iterator[Country]:
    """Countries that begin a clause as its subject: उत्तर कोरिया 40 जहाज भेजेगा, Nepal sent."""
    for first, last, country in _countries(tokens):
        before, after = at(tokens, first - 1).word, at(tokens, last + 1)
        if (first and before not in _CLAUSE_BEGINS) or _is_adjective(tokens[last].word):
            continue
        if tokens[last].word.isascii():
            begins = verb(after.word) is not None or after.word in _ENGLISH_AUXILIARIES
        else:
            begins = after.word not in _POSTPOSITIONS and after.word[:1].isalnum()
        if begins:
            yield country


def _places(tokens: Sequence[Token]) -> Iterator[Country]:
    """Countries in which something is: जापान में, in Japan."""
    for first, last, country in _countries(tokens):
        if _is_adjective(tokens[last].word):
            continue
        after = at(tokens, last + 1).word
        if after == "में" or (at(tokens, first - 1).word == "in" and after != "'s"):
            yield country


def _is_adjective(word: str) -> bool:
    return word not in _nouns() and (stem(word) in _adjectives() or word in _adjectives())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """The first English name of a country or direction for the stem of each of its words."""
    return {
        stem(normalise(word)): english.split()[0]
        for hindi, english in country_rows()
        for word in (*hindi.split(), *english.split())
    }


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    """Words such as रूस and Russia: the first of each language."""
    return frozenset(
        normalise(words.split()[0]) for pair in country_rows() for words in pair if words
    )


@lru_cache(maxsize=1)
def _adjectives() -> frozenset[str]:
    """Words such as रूसी and Russian: the second of each language."""
    return frozenset(
        normalise(word)
        for hindi, english in country_rows()
        for words in (hindi.split(), english.split())
        for word in words[1:]
    )
