"""Pure: which words stand in which passages how often, as arrays that can lie in files."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_WORD_BYTES = 64  # longer words are cut: nobody asks for them
_ARRAYS = ("ids", "lengths", "words", "starts", "places", "times")
_ABOUT = "about.json"

Bytes = npt.NDArray[np.bytes_]


@dataclass(frozen=True, slots=True)
class Postings:
    """Passages by number, in the order of their ids, and words by number, in their order.

    `ids` and `lengths` (words that count) have shape (passages,), `words` (words,), `starts`
    (words + 1,): word w stands in the passages `places[starts[w]:starts[w + 1]]`, ascending, so
    many `times` in each.
    """

    ids: Bytes
    lengths: npt.NDArray[np.float32]
    words: Bytes
    starts: npt.NDArray[np.int64]
    places: npt.NDArray[np.int32]
    times: npt.NDArray[np.uint16]

    def of(self, word: str) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint16]]:
        """The passages with a word, and how often each has it."""
        wanted = _cut(word)
        at = int(np.searchsorted(self.words, wanted))
        if at == len(self.words) or self.words[at] != wanted:
            return self.places[:0], self.times[:0]
        span = slice(self.starts[at], self.starts[at + 1])
        return self.places[span], self.times[span]

    def of_article(self, article_id: str) -> range:
        """The numbers of an article's passages, whose ids begin with its own and a colon."""
        ends = [f"{article_id}:".encode(), f"{article_id};".encode()]  # ; comes after :
        first, last = np.searchsorted(self.ids, ends)
        return range(int(first), int(last))


def postings(passages: Iterable[tuple[str, Sequence[str]]]) -> Postings:
    """Postings of passages given as (id, words); of the words nothing else is held."""
    numbers: dict[bytes, int] = {}
    ids: list[bytes] = []
    lengths = array("f")
    words_at, places, times = array("i"), array("i"), array("H")
    for place, (id_, words) in enumerate(passages):
        ids.append(id_.encode())
        lengths.append(len(words))
        for word, count in Counter(words).items():
            words_at.append(numbers.setdefault(_cut(word), len(numbers)))
            places.append(place)
            times.append(min(count, 65_535))
    named = _bytes(ids)
    order = np.argsort(named, kind="stable")
    new = np.empty(len(order), dtype=np.int64)
    new[order] = np.arange(len(order))
    return _arranged(
        named[order],
        np.array(lengths, dtype=np.float32)[order],
        _bytes(list(numbers)),
        (
            np.array(words_at, dtype=np.int64),
            new[np.array(places, dtype=np.int64)],
            np.array(times, dtype=np.uint16),
        ),
    )


def _bytes(texts: list[bytes]) -> Bytes:
    return np.array(texts or [b""], dtype=np.bytes_)[: len(texts)]


def merged(one: Postings, kept: npt.NDArray[np.bool_], other: Postings) -> Postings:
    """The passages of `one` that are `kept`, and all of `other`; no id is in both.

    Both are in order already, so nothing is sorted but the words: a million passages take seconds.
    """
    at, fresh = _between(one.ids[kept], other.ids)
    ids = _laid(fresh, at, one.ids[kept], other.ids)
    moved = np.full(len(one.ids), -1, dtype=np.int64)
    moved[kept] = np.flatnonzero(~fresh)
    words, numbers = np.unique(np.concatenate([one.words, other.words]), return_inverse=True)
    places = moved[one.places]
    stays = places >= 0
    keys = (numbers[: len(one.words)][_rows(one)] * len(ids) + places)[stays]
    others = numbers[len(one.words) :][_rows(other)] * len(ids) + at[other.places]
    put, new = _between(keys, others)
    words_at, places = np.divmod(_laid(new, put, keys, others), max(len(ids), 1))
    counts = np.bincount(words_at, minlength=len(words))
    used = np.flatnonzero(counts)
    return Postings(
        ids,
        _laid(fresh, at, one.lengths[kept], other.lengths),
        words[used],
        np.concatenate([[0], np.cumsum(counts[used])]).astype(np.int64),
        places.astype(np.int32),
        _laid(new, put, one.times[stays], other.times),
    )


def _between(
    one: npt.NDArray[Any], other: npt.NDArray[Any]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Where the values of `other` come to stand among both, and which of both are theirs."""
    at = np.searchsorted(one, other) + np.arange(len(other))
    theirs = np.zeros(len(one) + len(other), dtype=np.bool_)
    theirs[at] = True
    return at, theirs


def _laid(
    theirs: npt.NDArray[np.bool_],
    at: npt.NDArray[np.int64],
    one: npt.NDArray[Any],
    other: npt.NDArray[Any],
) -> npt.NDArray[Any]:
    """The values of both, in the order that `_between` gave."""
    both = np.empty(len(theirs), dtype=np.promote_types(one.dtype, other.dtype))
    both[~theirs] = one
    both[at] = other
    return both


def _rows(one: Postings) -> npt.NDArray[np.int64]:
    """The word of each posting."""
    return np.repeat(np.arange(len(one.words)), np.diff(one.starts))


def _arranged(
    ids: Bytes,
    lengths: npt.NDArray[np.float32],
    vocabulary: Bytes,
    unordered: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.uint16]],
) -> Postings:
    """Postings, `unordered` as words, places and times, put in order; words of no passage go."""
    words_at, places, times = unordered
    counts = np.bincount(words_at, minlength=len(vocabulary))
    used = np.flatnonzero(counts)
    used = used[np.argsort(vocabulary[used], kind="stable")]
    rank = np.empty(len(vocabulary), dtype=np.int64)
    rank[used] = np.arange(len(used))
    order = np.lexsort((places, rank[words_at]))
    return Postings(
        ids,
        lengths,
        vocabulary[used],
        np.concatenate([[0], np.cumsum(counts[used])]).astype(np.int64),
        places[order].astype(np.int32),
        times[order],
    )


def _cut(word: str) -> bytes:
    return word.encode()[:_WORD_BYTES]


def save(held: Postings, folder: Path, version: str) -> None:
    """Write the arrays as files of a folder that is there."""
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(held, name))
    about = {"version": version, "passages": len(held.ids), "postings": len(held.places)}
    (folder / _ABOUT).write_text(json.dumps(about), "utf-8")


def load(folder: Path, version: str) -> Postings | None:
    """What was saved there by the same version, mapped into memory; None where it is not whole."""
    try:
        about: dict[str, Any] = json.loads((folder / _ABOUT).read_text("utf-8"))
        if about.get("version") != version:
            return None
        held = Postings(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS))
        whole = len(held.ids) == len(held.lengths) == about["passages"]
        whole &= len(held.places) == len(held.times) == about["postings"] == held.starts[-1]
    except (OSError, ValueError, KeyError, EOFError, IndexError):
        return None
    return held if whole and len(held.starts) == len(held.words) + 1 else None
