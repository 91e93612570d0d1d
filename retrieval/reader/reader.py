"""Reads passages for a question: which words answer, and how much rather than nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from retrieval.reader.beside import Stretch
from retrieval.reader.model import ReaderModel
from retrieval.reader.reading import Reading, reading_of
from retrieval.reader.tokens import ReaderTokenizer, Tokens, row_of
from retrieval.reader.weights import ReaderUnavailable, read_weights
from store.arrays import Floats, Ids
from store.bundled import bundled_model
from store.engine import has_bfloat16
from store.errors import ModelUnavailable
from store.recent import Recent

if TYPE_CHECKING:
    import torch

_AT_ONCE: Final = 2
"""Questions that are read for at the same time; the others are answered without."""

_PASSAGES_KEPT: Final = 1024  # some KB each
_READINGS_KEPT: Final = 2048


class Reader(Protocol):
    """Reads passages; called by several threads at once."""

    def read(self, question: str, stretches: Sequence[Stretch]) -> list[Reading] | None:
        """A reading of each stretch for the question, or None when there is no time for it.

        Places in a reading are those of the stretch's passage.
        """
        ...


class Model(Protocol):
    """Two logits a token of each row; called by several threads at once."""

    def read(self, rows: Sequence[Ids]) -> list[Floats]:
        """Logits of shape (tokens, 2), for the answer's first and last, of each row of ids."""
        ...


class TrainedReader:
    """Reads with a model, and remembers what it read."""

    def __init__(self, tokenizer: ReaderTokenizer, model: Model, at_once: int = _AT_ONCE) -> None:
        """Read for so many questions at once. See `trained_reader`."""
        self._tokenizer = tokenizer
        self._model = model
        self._tokenizer_lock = threading.Lock()
        self._free = threading.BoundedSemaphore(at_once)
        self._passages: Recent[Tokens] = Recent(_PASSAGES_KEPT)
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
        with self._tokenizer_lock:
            asked = self._tokenizer.question(question)
            passages = self._tokens_of({s.passage.id: s.passage.text for s in stretches})
        told = [
            passages[s.passage.id].within(s.start - s.passage.start, s.end - s.passage.start)
            for s in stretches
        ]
        rows = [row_of(asked, tokens) for tokens in told]
        found = self._model.read([ids for ids, _ in rows])
        return [
            reading_of(logits, begin, tokens.spans)
            for logits, (_, begin), tokens in zip(found, rows, told, strict=True)
        ]

    def _tokens_of(self, texts: Mapping[str, str]) -> dict[str, Tokens]:
        """Passages' tokens by id."""
        known = {id_: own for id_ in texts if (own := self._passages.get(id_)) is not None}
        new = [id_ for id_ in texts if id_ not in known]
        for id_, tokens in zip(new, self._tokenizer.passages([texts[n] for n in new]), strict=True):
            self._passages.put(id_, tokens)
            known[id_] = tokens
        return known


def trained_reader(
    models_dir: Path,
    progress: Callable[[str], None],
    weights: Mapping[str, torch.Tensor] | None = None,
) -> TrainedReader:
    """Load the model with `weights`, or those of this repository. Raises ReaderUnavailable."""
    dtype = "bfloat16" if has_bfloat16() else "float32"
    weights = read_weights() if weights is None else weights
    try:
        folder = bundled_model(models_dir, "bfloat16", progress)
    except ModelUnavailable as error:
        raise ReaderUnavailable(str(error)) from error
    return TrainedReader(ReaderTokenizer(folder), ReaderModel(folder, weights, dtype))
