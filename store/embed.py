"""The embedding model: texts to vectors, and to their tokens' vectors for late interaction."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from store.arrays import Floats
from store.batches import batches_by_length
from store.bundled import LAYOUT_VERSION, MODEL_NAME
from store.errors import ModelUnavailable

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

BUNDLED = "bundled"
_SAMPLED = 64  # numbers of a tensor
_E5 = re.compile(r"(?:^|[-_/])e5[-_](?:small|base|large)", re.IGNORECASE)
_WORD = re.compile(r"\w[\w\u0900-\u0963\u200c\u200d]*")  # with vowel signs, which \w leaves out
_CHARACTERS = 2.5  # of a token, in either script


@dataclass(frozen=True, slots=True)
class Encoding:
    """A text as the model sees it.

    `vector` has shape (dimensions,) and length 1. `tokens` has shape (n, token_dimensions), a row
    for each of the text's own tokens (no prompt, no special ones), as the model gives them.
    `offsets` has shape (n, 2): where each token stands in the text, in code points.
    """

    vector: Floats
    tokens: Floats
    offsets: npt.NDArray[np.int32]


class Embedder(Protocol):
    """Queries and documents are embedded by different methods; both may be called by any thread."""

    @property
    def name(self) -> str:
        """The model's name, as settings give it."""
        ...

    @property
    def prompts(self) -> tuple[str, str]:
        """What is put before queries, and before documents."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    @property
    def weights(self) -> str:
        """What tells these weights from others under the same name."""
        ...

    @property
    def token_dimensions(self) -> int:
        """Length of a token's vector; another where the model projects what it has pooled."""
        ...

    def encode_query(self, text: str) -> Encoding:
        """A question, with the model's query prompt."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """Many questions, in the order given."""
        ...

    def encode_documents(self, texts: Sequence[str]) -> list[Encoding]:
        """Articles' passages, with the model's document prompt, in the order given."""
        ...


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by name or folder."""

    def __init__(self, name: str) -> None:
        """Raises ModelUnavailable."""
        from sentence_transformers import SentenceTransformer

        self._name = name
        self._lock = threading.Lock()  # fast tokenizers cannot be shared by threads
        try:
            self._model: SentenceTransformer = SentenceTransformer(name)
            (probe,) = self._outputs(["a"])
        except Exception as error:  # whatever a stranger's folder may hold
            reason = str(error).strip().splitlines() or [type(error).__name__]
            raise ModelUnavailable(
                f"EMBEDDING_MODEL={name} cannot be loaded: {reason[0]}"
            ) from error
        # Some models (static ones) have no vectors of tokens, some tokenizers no offsets.
        self._has_tokens = "token_embeddings" in probe and getattr(
            self._model.tokenizer, "is_fast", False
        )
        self._token_dimensions = int(
            probe["token_embeddings" if self._has_tokens else "sentence_embedding"].shape[-1]
        )
        prompts = self._model.prompts
        # E5 models were trained with these, and most of their folders do not say so.
        e5 = ("query: ", "passage: ") if _E5.search(name) else ("", "")
        self._query = prompts.get("query") or e5[0]
        self._document = prompts.get("document") or prompts.get("passage") or e5[1]

    @property
    def name(self) -> str:
        """The model's name, as settings give it."""
        return self._name

    @property
    def prompts(self) -> tuple[str, str]:
        """What is put before queries, and before documents."""
        return self._query, self._document

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @cached_property
    def weights(self) -> str:
        """A digest of a sample of every tensor: a model may change in place, under its name."""
        digest = hashlib.sha256()
        for name, tensor in sorted(self._model.state_dict().items()):
            values = tensor.detach().flatten()
            sample = values[:: max(1, values.numel() // _SAMPLED)]
            digest.update(name.encode() + sample.float().cpu().numpy().tobytes())
        return digest.hexdigest()[:16]

    @property
    def token_dimensions(self) -> int:
        """Length of a token's vector; another where the model projects what it has pooled."""
        return self._token_dimensions

    def encode_query(self, text: str) -> Encoding:
        """A question, with the model's query prompt."""
        return self._encode([text], self._query)[0]

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """Many questions, in the order given."""
        return self._in_batches(texts, self._query)

    def encode_documents(self, texts: Sequence[str]) -> list[Encoding]:
        """Articles' passages, with the model's document prompt, in the order given."""
        return self._in_batches(texts, self._document)

    def _in_batches(self, texts: Sequence[str], prompt: str) -> list[Encoding]:
        encodings: dict[int, Encoding] = {}
        for batch in batches_by_length([int(len(text) / _CHARACTERS) for text in texts]):
            encoded = self._encode([texts[n] for n in batch], prompt)
            encodings.update(zip(batch, encoded, strict=True))
        return [encodings[n] for n in range(len(texts))]

    def _outputs(self, texts: list[str]) -> list[dict[str, Any]]:
        outputs: list[dict[str, Any]] = self._model.encode(  # type: ignore[assignment]
            texts, prompt="", output_value=None, batch_size=len(texts), show_progress_bar=False
        )
        return outputs

    def _encode(self, texts: list[str], prompt: str) -> list[Encoding]:
        prompted = [prompt + text for text in texts]
        with self._lock:
            outputs = self._outputs(prompted)
            if not self._has_tokens:
                return list(map(self._by_words, texts, outputs))
            marks = self._model.tokenizer(
                prompted,
                truncation=True,
                max_length=self._model.max_seq_length,
                return_offsets_mapping=True,
                return_special_tokens_mask=True,
            )
        return [
            _encoding(output, *own_tokens(text, offsets, special, len(prompt)))
            for text, output, offsets, special in zip(
                prompted,
                outputs,
                marks["offset_mapping"],
                marks["special_tokens_mask"],
                strict=True,
            )
        ]

    def _by_words(self, text: str, output: dict[str, Any]) -> Encoding:
        """The text's words, each embedded by itself, instead of its tokens."""
        words = list(_WORD.finditer(text))
        own = self._outputs([word[0] for word in words]) if words else []
        vectors = [word["sentence_embedding"].float().cpu().numpy() for word in own]
        return Encoding(
            vector=_unit(output["sentence_embedding"]),
            tokens=np.reshape(vectors, (-1, self._token_dimensions)).astype(np.float32),
            offsets=np.array([word.span() for word in words], dtype=np.int32).reshape(-1, 2),
        )


def own_tokens(
    prompted: str, offsets: Iterable[tuple[int, int]], special: Sequence[int], skip: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """Where tokens stand in a text behind a prompt of `skip` characters, and which are its own.

    Shapes (n, 2) and (n,). Without the white space before a word, which word pieces count as part
    of it; tokens of the prompt and special ones are not the text's own.
    """
    bare = [(end - len(prompted[start:end].lstrip()), end) for start, end in offsets]
    spans: npt.NDArray[np.int32] = np.array(bare, dtype=np.int32).reshape(-1, 2) - skip
    own = (np.array(special) == 0) & (spans[:, 1] > 0) & (spans[:, 1] > spans[:, 0])
    return np.maximum(spans, 0), own


def _encoding(
    output: dict[str, Any], spans: npt.NDArray[np.int32], own: npt.NDArray[np.bool_]
) -> Encoding:
    return Encoding(
        vector=_unit(output["sentence_embedding"]),
        tokens=output["token_embeddings"].float().cpu().numpy()[: len(own)][own],
        offsets=spans[own],
    )


def _unit(pooled: torch.Tensor) -> Floats:
    vector: Floats = pooled.float().cpu().numpy()
    return vector / np.float32(max(float(np.linalg.norm(vector)), 1e-12))


def model_fingerprint(name: str, load: Callable[[], Embedder]) -> str:
    """The fingerprint of a model; the bundled one's is known without loading it."""
    if name == BUNDLED:
        return _fingerprint(MODEL_NAME, LAYOUT_VERSION)
    embedder = load()
    return _fingerprint(name, embedder.dimensions, *embedder.prompts, embedder.weights)


def _fingerprint(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
