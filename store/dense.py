"""Passages by meaning: their vectors in Chroma, their tokens' vectors beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from store.arrays import Floats
from store.article import Passage
from store.embed import Embedder, Encoding
from store.errors import StoreError
from store.index import Chroma, InFolders
from store.recent import Recent
from store.tokens import TokenCodec, TokenVectors
from store.tokenstore import TokenStore

_VECTORS_KEPT = 4096  # passages; 6 MB
_TOKENS_KEPT = 128  # passages; 30 MB of the usual ones


class DenseIndex:
    """What the embedding model makes of passages; rebuildable from the catalog.

    What was read of a passage is kept for the next questions: its id changes with its text,
    whichever process changes it.
    """

    def __init__(self, folder: Path, chroma: Chroma | None = None) -> None:
        """Open or create the index, its vectors in `chroma`, by default in the folder too.

        Raises IndexUnusable when it is damaged, IndexAway where its server does not answer.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._vectors_kept: Recent[Floats] = Recent(_VECTORS_KEPT)
        self._tokens_kept: Recent[TokenVectors] = Recent(_TOKENS_KEPT)
        self._tokens = TokenStore(folder / "tokens.sqlite3")
        try:
            self._chroma = (chroma or InFolders()).open(folder)
        except StoreError:
            self._tokens.close()
            raise

    def close(self) -> None:
        """Let go of every file."""
        self._chroma.close()
        self._tokens.close()

    def count(self) -> int:
        """How many passages the index holds whole."""
        return min(self._chroma.count(), self._tokens.count())

    def add(
        self,
        passages: Sequence[tuple[Passage, str]],
        embedder: Embedder,
        codec: TokenCodec,
    ) -> None:
        """Embed passages, each with its context (its title), and write them over earlier ones."""
        if not passages:
            return
        contexts = [f"{context}\n" for _, context in passages]
        encodings = embedder.encode_documents(
            [
                context + passage.text
                for context, (passage, _) in zip(contexts, passages, strict=True)
            ]
        )
        self._chroma.upsert(
            [passage for passage, _ in passages],
            np.stack([encoding.vector for encoding in encodings]),
        )
        self._tokens.put(
            (passage.id, _packed(codec, encoding, len(context) + 1))
            for (passage, context), encoding in zip(passages, encodings, strict=True)
        )
        self._forget([passage.id for passage, _ in passages])

    def held(self, passages: Sequence[str]) -> set[str]:
        """Those of the passages that the index holds."""
        return self._tokens.held(passages)

    def ids(self) -> list[str]:
        """All passages that the index holds."""
        return self._tokens.ids()

    def delete(self, passages: Sequence[str]) -> None:
        """Forget passages; ids that are not there are ignored."""
        self._chroma.delete(passages)
        self._tokens.delete(passages)
        self._forget(passages)

    def _forget(self, passages: Sequence[str]) -> None:
        self._vectors_kept.forget(passages)
        self._tokens_kept.forget(passages)

    def nearest(self, vector: Floats, limit: int) -> list[tuple[str, float]]:
        """Passage ids with their cosine similarity to `vector` (dimensions,), best first."""
        return self._chroma.search(vector, limit)

    def vectors(self, passages: Sequence[str]) -> Mapping[str, Floats]:
        """The vectors of those of the passages that the index holds."""
        return self._vectors_kept.all_of(passages, self._chroma.vectors)

    def tokens(self, passages: Sequence[str], codec: TokenCodec) -> dict[str, TokenVectors]:
        """The token vectors of those of the passages that the index holds."""

        def read(wanted: Sequence[str]) -> dict[str, TokenVectors]:
            packed = self._tokens.get(wanted)
            return {passage: codec.unpack(data) for passage, data in packed.items()}

        return self._tokens_kept.all_of(passages, read)


def _packed(codec: TokenCodec, encoding: Encoding, context: int) -> bytes:
    """The tokens of the passage itself, without its context of so many characters."""
    own = encoding.offsets[:, 0] >= context
    return codec.pack(codec.project(encoding.tokens[own]), encoding.offsets[own] - context)
