"""An embedding model and the index it makes: one of them answers while another is being built."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from store.dense import DenseIndex
from store.embed import BUNDLED, Embedder, model_fingerprint
from store.index import Chroma
from store.split import SPLITTER_VERSION
from store.text import TEXT_VERSION
from store.tokens import TokenCodec, codec_for

_INDEX_VERSION = "2"


class Generation:
    """What a model is asked and what it made; may be used by several threads at once.

    `load` gives the model, which is needed only to ask it.
    """

    def __init__(
        self, model: str, folder: Path, load: Callable[[], Embedder], chroma: Chroma
    ) -> None:
        self.model = model
        self.folder = folder
        self._load = load
        self._chroma = chroma
        self._opening = threading.RLock()  # what is made at first use is made once
        self._dense: DenseIndex | None = None
        self._users = 0
        self._unused = threading.Condition()

    @property
    def embedder(self) -> Embedder:
        """The embedding model, loaded at first use. Raises ModelUnavailable."""
        with self._opening:
            return self._embedder

    @cached_property
    def _embedder(self) -> Embedder:
        return self._load()

    @cached_property
    def codec(self) -> TokenCodec:
        """How this model's token vectors are made small."""
        return codec_for(self.embedder.token_dimensions, bundled=self.model == BUNDLED)

    @cached_property
    def fingerprint(self) -> str:
        """Model, prompts, splitter and normaliser: an index made by others is not usable."""
        parts = (
            model_fingerprint(self.model, lambda: self.embedder),
            *(SPLITTER_VERSION, TEXT_VERSION, _INDEX_VERSION),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    @property
    def dense(self) -> DenseIndex:
        """The index, opened or made at first use. Raises IndexUnusable and IndexAway."""
        with self._opening:
            if self._dense is None:
                self._dense = DenseIndex(self.folder, self._chroma)
            return self._dense

    def close(self) -> None:
        """Let go of the index's files; they are opened again when needed."""
        with self._opening:
            if self._dense is not None:
                self._dense.close()
                self._dense = None

    @contextmanager
    def used(self) -> Iterator[None]:
        """Nobody retires it until the block ends."""
        with self._unused:
            self._users += 1
        try:
            yield
        finally:
            with self._unused:
                self._users -= 1
                self._unused.notify_all()

    def retire(self) -> None:
        """Close it once nobody uses it any more."""
        with self._unused:
            self._unused.wait_for(lambda: self._users == 0)
        self.close()
