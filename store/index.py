"""The vector index: passages in a Chroma collection, rebuildable from the catalog.

The only importer of chromadb.
"""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import numpy as np

from store.arrays import Floats
from store.article import Passage
from store.errors import IndexAway, IndexUnusable, StoreError

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI

_COLLECTION = "passages"
_CONFIGURATION: Any = {"hnsw": {"space": "cosine", "ef_search": 200}}
_BATCH = 1000
_SERVER_SECONDS = 10  # for one request; a query takes milliseconds
_FOLDER = "chroma"


class ChromaIndex(ABC):
    """Passages by cosine similarity; every method raises what `_errors` says."""

    def upsert(self, passages: Sequence[Passage], vectors: Floats) -> None:
        """Write passages with their vectors, shape (n, dimensions).

        Their texts are in the catalog: here Chroma would index each of them by all its trigrams,
        which takes four times the room and most of the time.
        """
        for at in range(0, len(passages), _BATCH):
            batch = passages[at : at + _BATCH]
            with self._errors():
                self._collection().upsert(
                    ids=[passage.id for passage in batch],
                    embeddings=vectors[at : at + _BATCH],
                    metadatas=[
                        {"article": passage.article_id, "start": passage.start} for passage in batch
                    ],
                )

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages; ids that are not there are ignored."""
        for at in range(0, len(ids), _BATCH):
            with self._errors():
                self._collection().delete(ids=list(ids[at : at + _BATCH]))

    def search(self, vector: Floats, limit: int) -> list[tuple[str, float]]:
        """Passage ids with their cosine similarity to `vector` (dimensions,), best first."""
        with self._errors():
            found = self._collection().query(
                query_embeddings=[vector], n_results=limit, include=["distances"]
            )
        return [
            (passage, 1.0 - float(distance))
            for passage, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def count(self) -> int:
        """How many passages the index holds."""
        with self._errors():
            return int(self._collection().count())

    def vectors(self, ids: Sequence[str]) -> dict[str, Floats]:
        """The vectors of those of the passages that the index holds."""
        if not ids:
            return {}
        with self._errors():
            found = self._collection().get(ids=list(ids), include=["embeddings"])
        return {
            passage: np.asarray(vector, dtype=np.float32)
            for passage, vector in zip(found["ids"], found["embeddings"], strict=True)
        }

    @abstractmethod
    def close(self) -> None:
        """Let go of what is open."""

    @abstractmethod
    def _collection(self) -> Any: ...

    @abstractmethod
    @contextmanager
    def _errors(self) -> Iterator[None]: ...


class FolderIndex(ChromaIndex):
    """An index in a folder of this process's own.

    Every method raises IndexUnusable when the folder turns out to be damaged.
    """

    def __init__(self, folder: Path) -> None:
        """Open or create the index."""
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient

        logging.getLogger("chromadb").setLevel(logging.ERROR)
        self._folder = folder
        try:
            with self._errors():
                folder.mkdir(parents=True, exist_ok=True)
                self._client: ClientAPI = chromadb.PersistentClient(
                    path=str(folder), settings=_quiet()
                )
        except IndexUnusable:
            # What failed to start would be handed out again for this path, mended or not.
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
            raise
        try:
            with self._errors():
                self._opened: Any = self._client.get_or_create_collection(
                    _COLLECTION, embedding_function=None, configuration=_CONFIGURATION
                )
                # Counting alone does not notice that the vectors are gone.
                self._opened.get(limit=1, include=["embeddings"])
        except IndexUnusable:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the folder."""
        _close(self._client)

    def _collection(self) -> Any:
        return self._opened

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


class ServerIndex(ChromaIndex):
    """An index on a Chroma server, which several processes may use at once.

    Every method raises IndexAway while the server cannot be asked, IndexUnusable where it has lost
    the index; both are over as soon as the server has it again.
    """

    def __init__(self, url: str, name: str, seconds: int) -> None:
        """Open or create the collection `name` at `url`; a request may take so many seconds."""
        self._url, self._name, self._seconds = url, name, seconds
        logging.getLogger("chromadb").setLevel(logging.ERROR)
        with self._errors():
            self._client = _connected(url, seconds)
        try:
            with self._errors():
                self._opened: Any = self._client.get_or_create_collection(
                    name, embedding_function=None, configuration=_CONFIGURATION
                )
        except StoreError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connections."""
        _close(self._client)
        for session in _sessions(self._client):
            session.close()

    def drop(self) -> None:
        """Remove the collection from the server, if it is there."""
        from chromadb.errors import NotFoundError

        with self._errors():
            try:
                self._client.delete_collection(self._name)
            except NotFoundError:
                return

    def _collection(self) -> Any:
        if self._opened is None:  # it was lost; perhaps it is there again
            self._opened = self._client.get_collection(self._name, embedding_function=None)
        return self._opened

    @contextmanager
    def _errors(self) -> Iterator[None]:
        import httpx
        from chromadb.errors import NotFoundError

        try:
            yield
        except NotFoundError as error:
            self._opened = None
            raise IndexUnusable(
                f"The Chroma server at CHROMA_URL={self._url} does not have the index any more;"
                " `pramaan reindex` builds it anew from the stored articles"
            ) from error
        except StoreError:
            raise
        except httpx.TimeoutException as error:
            raise IndexAway(
                f"The Chroma server at CHROMA_URL={self._url} does not answer within"
                f" {self._seconds} seconds"
            ) from error
        except Exception as error:
            raise IndexAway(
                f"The Chroma server at CHROMA_URL={self._url} cannot be used ({_first_line(error)})"
            ) from error


class Chroma(Protocol):
    """Where the vectors of an index are, by the index's folder."""

    def open(self, folder: Path) -> ChromaIndex:
        """Open or create the index of a folder. Raises IndexUnusable and IndexAway."""
        ...

    def drop(self, folder: Path) -> None:
        """Remove what is not in the folder itself. Raises IndexAway."""
        ...

    def where(self, folder: Path) -> str:
        """For a person: where the vectors are."""
        ...


class InFolders:
    """The vectors of each index in its own folder."""

    def open(self, folder: Path) -> ChromaIndex:
        """Open or create the index of a folder."""
        return FolderIndex(folder / _FOLDER)

    def drop(self, folder: Path) -> None:
        """Nothing: all is in the folder."""

    def where(self, folder: Path) -> str:
        """The folder with the vectors."""
        return str(folder / _FOLDER)


class OnServer:
    """The vectors of all indexes of one store, which has the id `store`, on a Chroma server."""

    def __init__(self, url: str, store: str, seconds: int = _SERVER_SECONDS) -> None:
        self._url, self._store, self._seconds = url, store, seconds

    def open(self, folder: Path) -> ServerIndex:
        """Open or create the collection of a folder."""
        return ServerIndex(self._url, self._name(folder), self._seconds)

    def drop(self, folder: Path) -> None:
        """Remove the collection of a folder."""
        index = self.open(folder)
        try:
            index.drop()
        finally:
            index.close()

    def where(self, folder: Path) -> str:
        """The server, and the collection there."""
        return f"{self._url} ({self._name(folder)})"

    def _name(self, folder: Path) -> str:
        return f"pramaan-{self._store}-{folder.name}"


def _connected(url: str, seconds: int) -> ClientAPI:
    import chromadb
    import httpx

    parts = urlsplit(url)
    # The client itself waits for ever, and says nothing of versions: ask first.
    told = httpx.get(f"{url.rstrip('/')}/api/v2/version", timeout=seconds)
    version = told.text.strip().strip('"')
    if told.status_code != httpx.codes.OK or version.partition(".")[0] != "1":
        found = f"version {version}" if told.status_code == httpx.codes.OK else "no Chroma"
        raise IndexAway(
            f"At CHROMA_URL={url} is {found[:40]}; Pramaan needs a Chroma server of version 1,"
            f" best {chromadb.__version__}"
        )
    secure = parts.scheme == "https"
    client = chromadb.HttpClient(
        parts.hostname or "", parts.port or (443 if secure else 80), secure, settings=_quiet()
    )
    for session in _sessions(client):
        session.timeout = httpx.Timeout(seconds)
    return client


def _sessions(client: ClientAPI) -> list[httpx.Client]:
    """What talks to the server: the client neither bounds nor closes these."""
    import httpx

    both = (client, getattr(client, "_admin_client", None))
    found = [getattr(getattr(one, "_server", None), "_session", None) for one in both]
    return [session for session in found if isinstance(session, httpx.Client)]


def _quiet() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _close(client: ClientAPI) -> None:
    close = getattr(client, "close", None)  # in the class behind ClientAPI
    if close is not None:
        close()


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
