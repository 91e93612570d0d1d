"""How the other language says a word: Hindi for English index words, and the other way round.

`glossary.txt` beside this file and the tables of `retrieval.words.news_words` have a meaning a row:
Hindi words, a bar, English words. `asked_words.txt` has more of them, but looser ones: good enough
to find what a question may mean, not to judge whether two sentences say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Final

from retrieval.words.news_words import TABLES
from store.text import index_words

_DIRECTIONS: Final = frozenset("उत्तर दक्षिण पूर्व पश्चिम".split())
_NONE: Final[frozenset[str]] = frozenset()


def renderings(index_word: str) -> frozenset[str]:
    """The index words of the other language that may say the same; none for an unlisted word.

    Expects a word as `store.text.index_words` gives it. The table is read on the first call.
    """
    return _renderings().get(index_word, _NONE)


def synonyms(index_word: str) -> frozenset[str]:
    """Other index words of the same language that share a meaning; none for an unlisted word."""
    return _synonyms().get(index_word, _NONE)


def rows(table: str) -> list[tuple[str, str]]:
    """A table's rows as (Hindi words, English words); blank lines and `#` lines are left out.

    A row without a bar has no English words.
    """
    found = []
    for line in table.splitlines():
        if line and not line.startswith("#"):
            hindi, _, english = line.partition("|")
            found.append((hindi, english))
    return found


def all_rows() -> list[tuple[str, str]]:
    """Every row of every table."""
    return [
        pair for table in (*TABLES, glossary_text(), asked_words_text()) for pair in rows(table)
    ]


def country_rows() -> list[tuple[str, str]]:
    """The rows of countries, continents and directions."""
    listed = asked_words_text().split("# countries and their people\n", maxsplit=1)[1]
    directions = [row for row in rows(TABLES[-1]) if row[0].split()[0] in _DIRECTIONS]
    return [*directions, *rows(listed.split("\n#", maxsplit=1)[0])]


def glossary_text() -> str:
    """The text of `glossary.txt`."""
    return files("retrieval.words").joinpath("glossary.txt").read_text("utf-8")


def asked_words_text() -> str:
    """The text of `asked_words.txt`."""
    return files("retrieval.words").joinpath("asked_words.txt").read_text("utf-8")


@lru_cache(maxsize=1)
def _meanings() -> tuple[tuple[list[str], list[str]], ...]:
    return tuple(_indexed(all_rows()))


@lru_cache(maxsize=1)
def _renderings() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for hindi, english in _meanings():
        for word in hindi:
            found.setdefault(word, set()).update(english)
        for word in english:
            found.setdefault(word, set()).update(hindi)
    return {word: frozenset(others) for word, others in found.items()}


@lru_cache(maxsize=1)
def _synonyms() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for side in chain.from_iterable(_meanings()):
        for word in side:
            found.setdefault(word, set()).update(side)
    return {word: frozenset(others - {word}) for word, others in found.items()}


def _indexed(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[list[str], list[str]]]:
    """Both sides of each row as index words.

    All in one text with a digit before each side: thousands of short texts would take longer.
    """
    sides: list[list[str]] = []
    for word in index_words("0 " + " 0 ".join(chain.from_iterable(pairs))):
        if word == "0":
            sides.append([])
        else:
            sides[-1].append(word)
    return zip(sides[::2], sides[1::2], strict=True)
