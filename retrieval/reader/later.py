"""A reading model that is loaded beside the first questions, which are answered without it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from retrieval.reader.beside import Stretch
from retrieval.reader.reader import Reader
from retrieval.reader.reading import Reading
from retrieval.reader.weights import ReaderUnavailable


class LaterReader:
    """Reads once it is loaded, which takes seconds; one that cannot be loaded is told of once."""

    def __init__(self, load: Callable[[], Reader], tell: Callable[[str], None]) -> None:
        """Begin to load; `load` may raise ReaderUnavailable."""
        self._reader: Reader | None = None
        self._thread = threading.Thread(
            target=self._load, args=(load, tell), name="reading model", daemon=True
        )
        self._thread.start()

    def read(self, question: str, stretches: Sequence[Stretch]) -> list[Reading] | None:
        """A reading of each stretch, or None while there is no reader or it has no time."""
        reader = self._reader
        return None if reader is None else reader.read(question, stretches)

    def settle(self) -> None:
        """Wait until it is loaded, or cannot be."""
        self._thread.join()

    def _load(self, load: Callable[[], Reader], tell: Callable[[str], None]) -> None:
        try:
            self._reader = load()
        except ReaderUnavailable as error:
            tell(f"{error}; answers are made without it (PRAMAAN_READER=off: without these words)")
        except RuntimeError:  # libraries cannot start threads while the program ends
            if threading.main_thread().is_alive():
                raise
