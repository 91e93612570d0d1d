"""What a word of the news may mean, in Hindi and English, to tell a translation from an invention.

Beside the tables that questions are searched with there is `meanings.txt`, whose rows are looser: a
paraphrase for a paraphrase. Rows may share words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from retrieval.words.glossary import glossary_text, rows
from retrieval.words.news_words import mean_the_same, name, noun, verb
from store.text import normalise, stem

_OF_NAMES: Final = frozenset({"geography", "history and religion"})
"""Sections of the glossary that list names beside common words."""


class _Listed(NamedTuple):
    meanings: Mapping[str, frozenset[int]]
    common: frozenset[str]


def meanings_text() -> str:
    """The text of `meanings.txt`."""
    return files("retrieval.words").joinpath("meanings.txt").read_text("utf-8")


@lru_cache(maxsize=1)
def _listed() -> _Listed:
    """Each word's stem with the numbers of its rows; and which stems are no mere names."""
    numbers: dict[str, set[int]] = {}
    common: set[str] = set()
    for number, (row, of_names) in enumerate(_rows()):
        for word in row.split():
            for key in _stems(normalise(word)):
                numbers.setdefault(key, set()).add(number)
                if not of_names:
                    common.add(key)
    return _Listed({key: frozenset(found) for key, found in numbers.items()}, frozenset(common))


def _stems(word: str) -> set[str]:
    """The stems of a word's forms: मतदाता and मतदाताओं have two."""
    return {stem(word), stem(word + "ओं")} if word.endswith("ता") else {stem(word)}


def _rows() -> Iterator[tuple[str, bool]]:
    """Each row's words of both languages, and whether names stand among them."""
    for text in (meanings_text(), glossary_text()):
        for section in re.split(r"(?m)^(?=# )", text):
            title = section.partition("\n")[0].removeprefix("# ")
            for row in rows(section):
                yield " ".join(row), title in _OF_NAMES


@lru_cache(maxsize=20_000)
def meanings(word: str) -> frozenset[int]:
    """The rows a word stands in; none for a word that no table knows."""
    return _listed().meanings.get(stem(normalise(word)), frozenset())


@lru_cache(maxsize=20_000)
def is_listed(word: str) -> bool:
    """Whether a table knows the word."""
    return bool(meanings(word)) or any(table(word) is not None for table in (noun, verb, name))


@lru_cache(maxsize=20_000)
def is_common(word: str) -> bool:
    """Whether a table knows the word as more than a name, so that it is hardly somebody's."""
    return (
        stem(normalise(word)) in _listed().common
        or noun(word) is not None
        or verb(word) is not None
    )


@lru_cache(maxsize=50_000)
def share_meaning(one: str, other: str) -> bool:
    """Whether two words, of either language, may mean the same."""
    return not meanings(one).isdisjoint(meanings(other)) or mean_the_same(one, other)
