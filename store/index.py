"""The vector index: passages in a Chroma collection, rebuildable from the catalog.

The only importer of chromadb.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from store.article import Passage
from store.errors import IndexUnusable

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

Floats = npt.NDArray[np.float32]

_COLLECTION = "passages"
_BATCH = 1000


class ChromaIndex:
    """Passages by cosine similarity, in a folder of this process's own.

    Every method raises IndexUnusable when the folder turns out to be damaged.
    """

    def __init__(self, folder: Path) -> None:
        """Open or create the index."""
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        logging.getLogger("chromadb").setLevel(logging.ERROR)
        self._folder = folder
        try:
            with self._errors():
                folder.mkdir(parents=True, exist_ok=True)
                self._client: ClientAPI = chromadb.PersistentClient(
                    path=str(folder), settings=Settings(anonymized_telemetry=False)
                )
        except IndexUnusable:
            # What failed to start would be handed out again for this path, mended or not.
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
            raise
        try:
            with self._errors():
                self._collection: Any = self._client.get_or_create_collection(
                    _COLLECTION,
                    embedding_function=None,
                    configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
                )
                # Counting alone does not notice that the vectors are gone.
                self._collection.get(limit=1, include=["embeddings"])
        except IndexUnusable:
            self.close()
            raise

    def upsert(self, passages: Sequence[Passage], vectors: Floats) -> None:
        """Write passages with their vectors, shape (n, dimensions)."""
        for at in range(0, len(passages), _BATCH):
            batch = passages[at : at + _BATCH]
            with self._errors():
                self._collection.upsert(
                    ids=[passage.id for passage in batch],
                    embeddings=vectors[at : at + _BATCH],
                    documents=[passage.text for passage in batch],
                    metadatas=[
                        {"article": passage.article_id, "start": passage.start} for passage in batch
                    ],
                )

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages; ids that are not there are ignored."""
        for at in range(0, len(ids), _BATCH):
            with self._errors():
                self._collection.delete(ids=list(ids[at : at + _BATCH]))

    def search(self, vector: Floats, limit: int) -> list[tuple[str, float]]:
        """Passage ids with their cosine similarity to `vector` (dimensions,), best first."""
        limit = min(limit, self.count())
        if limit == 0:
            return []
        with self._errors():
            found = self._collection.query(
                query_embeddings=[vector], n_results=limit, include=["distances"]
            )
        return [
            (passage, 1.0 - float(distance))
            for passage, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def count(self) -> int:
        """How many passages the index holds."""
        with self._errors():
            return int(self._collection.count())

    def vectors(self, ids: Sequence[str]) -> dict[str, Floats]:
        """The vectors of those of the passages that the index holds."""
        if not ids:
            return {}
        with self._errors():
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        return {
            passage: np.asarray(vector, dtype=np.float32)
            for passage, vector in zip(found["ids"], found["embeddings"], strict=True)
        }

    def close(self) -> None:
        """Let go of the folder."""
        close = getattr(self._client, "close", None)  # in the class behind ClientAPI
        if close is not None:
            close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            # chromadb raises many kinds; a panic in its Rust part is not even an Exception.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            raise IndexUnusable(
                f"The index in {self._folder} cannot be used ({_first_line(error)});"
                " `pramaan reindex` builds it anew from the stored articles"
            ) from error


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
