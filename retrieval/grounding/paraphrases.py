"""What may stand for what in a paraphrase: words by meaning, and sayings of several words.

`paraphrases.txt` and `sayings.txt` beside this file are looser than the tables of
`retrieval.words`, and read only to judge what a language model wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from retrieval.words import meanings
from retrieval.words.glossary import rows
from store.text import normalise, stem

_NOWHERE: Final = frozenset[int]()
_DERIVED: Final = tuple(
    (re.compile(pattern), base)
    for pattern, base in (
        (r"(?<=[a-z]{3})ily$", "y"),
        (r"(?<=[a-z]{4})ly$", ""),
        (r"(?<=[a-z]{3})i(?:er|est)$", "y"),
        (r"(?<=[a-z]{3})e(?:r|st)$", ""),
    )
)
_NAMES: Final = "# names\n"
_EDGES: Final = (r"(?<![\w\u0900-\u0963])(?:", r")(?![\w\u0900-\u0963])")


class _Table(NamedTuple):
    rows: Mapping[str, frozenset[int]]
    common: frozenset[str]


def _text(name: str) -> str:
    return files("retrieval.grounding").joinpath(name).read_text("utf-8")


@lru_cache(maxsize=1)
def _table() -> _Table:
    """Each word's stem with the numbers of its rows; and which stems are no names."""
    words, names = _text("paraphrases.txt").split(_NAMES)
    listed = [pair for part in (words, names) for pair in rows(part)]
    numbers: dict[str, set[int]] = {}
    for number, pair in enumerate(listed):
        for word in " ".join(pair).split():
            numbers.setdefault(_key(word), set()).add(number)
    common = {_key(word) for pair in rows(words) for word in " ".join(pair).split()}
    return _Table({key: frozenset(found) for key, found in numbers.items()}, frozenset(common))


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return stem(normalise(word))


@lru_cache(maxsize=50_000)
def may_stand_for(word: str, printed: str) -> bool:
    """Whether two words, of either language, may mean the same in a paraphrase."""
    if not _rows(word).isdisjoint(_rows(printed)):
        return True
    return meanings.share_meaning(word, printed)


@lru_cache(maxsize=50_000)
def _rows(word: str) -> frozenset[int]:
    """The rows of a word, or of what it is made of: seriously, cheapest."""
    known = _table().rows
    forms = [word, *(pattern.sub(base, word) for pattern, base in _DERIVED)]
    return next((known[key] for form in forms if (key := _key(form)) in known), _NOWHERE)


@lru_cache(maxsize=50_000)
def is_common(word: str) -> bool:
    """Whether a table knows the word as more than a name."""
    return _key(word) in _table().common or meanings.is_common(word)


@lru_cache(maxsize=50_000)
def is_listed(word: str) -> bool:
    """Whether a table knows the word."""
    return _key(word) in _table().rows or meanings.is_listed(word)


@lru_cache(maxsize=1)
def _sayings() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for line in _text("sayings.txt").splitlines():
        if line and not line.startswith("#"):
            said, _, word = line.rpartition(" = ") if " = " in line else line.rpartition(" =")
            pattern = "|".join(part.strip() for part in said.split(";")).replace(r"\w", _LETTER)
            spaced = re.sub(" +", r"\\s+", pattern)
            found.append((re.compile(_EDGES[0] + spaced + _EDGES[1], re.IGNORECASE), word.strip()))
    return tuple(found)


_LETTER: Final = r"[\w\u0900-\u0963]"


@lru_cache(maxsize=4096)
def plainly(text: str) -> str:
    """The text with each saying put into the one word that says the same."""
    for pattern, word in _sayings():
        text = pattern.sub(word, text)
    return text
