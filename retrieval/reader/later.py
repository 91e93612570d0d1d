"""A reading model that is loaded beside the first questions, which are answered without it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Final

from retrieval.reader.beside import Stretch
from retrieval.reader.reader import Reader
from retrieval.reader.reading import Reading
from retrieval.reader.weights import ReaderUnavailable

_WITHOUT: Final = "answers are made without it (PRAMAAN_READER=off: without these words)"


class LaterReader:
    """Reads once it is loaded, which takes seconds; one that cannot be loaded is told of once."""

    def __init__(self, load: Callable[[], Reader], tell: Callable[[str], None]) -> None:
        """Begin to load; `load` may raise ReaderUnavailable."""
        self._reader: Reader | None = None
        self._tell, self._has_failed = tell, False
        self._thread = threading.Thread(
            target=self._load, args=(load,), name="reading model", daemon=True
        )
        self._thread.start()

    def read(self, question: str, stretches: Sequence[Stretch]) -> list[Reading] | None:
        """A reading of each stretch, or None while there is no reader or it has no time."""
        reader = self._reader
        if reader is None:
            return None
        try:
            return reader.read(question, stretches)
        except Exception as error:  # an answer without it is better than none
            if not self._has_failed:
                self._has_failed = True
                self._tell(f"The reading model failed ({type(error).__name__}); {_WITHOUT}")
            return None

    def settle(self) -> None:
        """Wait until it is loaded, or cannot be."""
        self._thread.join()

    def _load(self, load: Callable[[], Reader]) -> None:
        try:
            self._reader = load()
        except ReaderUnavailable as error:
            self._tell(f"{error}; {_WITHOUT}")
        except Exception as error:  # a library's, out of memory, files that cannot be read
            if threading.main_thread().is_alive():  # as the program ends none can start threads
                self._tell(f"The reading model cannot be loaded ({error!r}); {_WITHOUT}")
