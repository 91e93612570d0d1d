"""Reads passages for a question: which words answer, and how much rather than nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from retrieval.reader.beside import Stretch
from retrieval.reader.halves import PASSAGE, QUESTION, HalfRead, LowerHalf, part_of
from retrieval.reader.reading import Reading, reading_of
from retrieval.reader.recent import Recent
from retrieval.reader.upper import UpperHalf
from retrieval.reader.weights import ReaderUnavailable, read_weights
from store.bundled import bundled_model
from store.engine import has_bfloat16
from store.errors import ModelUnavailable

if TYPE_CHECKING:
    import torch

_AT_ONCE: Final = 2
"""Questions that are read for at the same time; the others are answered without."""

_PASSAGES_KEPT: Final = 256  # 100 to 200 KB each
_READINGS_KEPT: Final = 2048


class Reader(Protocol):
    """Reads passages; called by several threads at once."""

    def read(self, question: str, stretches: Sequence[Stretch]) -> list[Reading] | None:
        """A reading of each stretch for the question, or None when there is no time for it.

        Places in a reading are those of the stretch's passage.
        """
        ...


class TrainedReader:
    """The reading model of this repository over the bundled embedding model's lower half."""

    def __init__(self, lower: LowerHalf, upper: UpperHalf, at_once: int = _AT_ONCE) -> None:
        """Read with these halves, for so many questions at once. See `trained_reader`."""
        self._lower = lower
        self._upper = upper
        self._lower_lock = threading.Lock()  # fast tokenizers cannot be shared by threads
        self._free = threading.BoundedSemaphore(at_once)
        self._halves: Recent[HalfRead] = Recent(_PASSAGES_KEPT)
        self._readings: Recent[Reading] = Recent(_READINGS_KEPT)

    def read(self, question: str, stretches: Sequence[Stretch]) -> list[Reading] | None:
        """A reading of each stretch, or None when others are being read for already."""
        keys = [(question, s.passage.id, s.start, s.end) for s in stretches]
        known = {key: self._readings.get(key) for key in keys}
        missing = {key: s for key, s in zip(keys, stretches, strict=True) if known[key] is None}
        if missing:
            if not self._free.acquire(blocking=False):
                return None
            try:
                found = self._read(question, list(missing.values()))
            finally:
                self._free.release()
            for key, new in zip(missing, found, strict=True):
                self._readings.put(key, new)
                known[key] = new
        return [reading for key in keys if (reading := known[key]) is not None]

    def _read(self, question: str, stretches: Sequence[Stretch]) -> list[Reading]:
        with self._lower_lock:
            (asked,) = self._lower.read([question], QUESTION)
            halves = self._halves_of({s.passage.id: s.passage.text for s in stretches})
        told = [
            part_of(halves[s.passage.id], s.start - s.passage.start, s.end - s.passage.start)
            for s in stretches
        ]
        found = self._upper.read([(asked.states, half.states) for half in told])
        return [
            reading_of(logits, len(asked.states), half.spans)
            for logits, half in zip(found, told, strict=True)
        ]

    def _halves_of(self, texts: Mapping[str, str]) -> dict[str, HalfRead]:
        """Passages after the lower layers, by id."""
        known = {id_: half for id_ in texts if (half := self._halves.get(id_)) is not None}
        unread = [id_ for id_ in texts if id_ not in known]
        if unread:
            halves = self._lower.read([texts[id_] for id_ in unread], PASSAGE)
            for id_, half in zip(unread, halves, strict=True):
                self._halves.put(id_, half)
                known[id_] = half
        return known


def trained_reader(
    models_dir: Path,
    progress: Callable[[str], None],
    weights: Mapping[str, torch.Tensor] | None = None,
) -> TrainedReader:
    """Load both halves, the upper one with `weights` or those of this repository.

    Raises ReaderUnavailable.
    """
    dtype = "bfloat16" if has_bfloat16() else "float32"
    weights = read_weights() if weights is None else weights
    try:
        folder = bundled_model(models_dir, "bfloat16", progress)
    except ModelUnavailable as error:
        raise ReaderUnavailable(str(error)) from error
    return TrainedReader(LowerHalf(folder, dtype), UpperHalf(folder, weights, dtype))
