"""The bundled model at work: onnxruntime for questions, sentence-transformers for much text."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from store.arrays import Floats, Ids
from store.bulk import BulkEngine, BulkUnavailable
from store.bundled import LAYOUT_VERSION, bundled_model
from store.embed import BUNDLED, Encoding, own_tokens
from store.errors import ModelUnavailable
from store.model_folder import GRAPH
from store.onnx_engine import OnnxEngine
from store.prepared import cannot_be_loaded, model_trouble

_QUERY, _DOCUMENT = "query: ", "passage: "
_LONGEST = 512  # tokens of a text that the model sees

_log = logging.getLogger(__name__)


class BundledEmbedder:
    """multilingual-e5-small; questions are answered without importing torch.

    So are small ingests. After many documents the next ones go to a process of their own.
    """

    def __init__(self, models_dir: Path, progress: Callable[[str], None]) -> None:
        """Raises ModelUnavailable."""
        from tokenizers import Tokenizer

        self._folder = bundled_model(models_dir, "bfloat16", progress)
        if (trouble := model_trouble(self._folder)) is not None:
            raise ModelUnavailable(trouble)
        try:
            self._tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
            self._tokenizer.enable_truncation(_LONGEST)
            self._engine = OnnxEngine(self._folder / GRAPH)
        except Exception as error:  # the tokenizer raises nothing more particular
            reason = str(error).strip().splitlines() or [type(error).__name__]
            raise ModelUnavailable(cannot_be_loaded(self._folder, reason[0])) from error
        self._bulk = BulkEngine(self._folder)

    @property
    def name(self) -> str:
        """The model's name, as settings give it."""
        return BUNDLED

    @property
    def prompts(self) -> tuple[str, str]:
        """What is put before queries, and before documents."""
        return _QUERY, _DOCUMENT

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return 384

    @property
    def weights(self) -> str:
        """They come with the packages, and only change with them."""
        return str(LAYOUT_VERSION)

    @property
    def token_dimensions(self) -> int:
        """Length of a token's vector."""
        return 384

    def encode_query(self, text: str) -> Encoding:
        """A question, with the model's query prompt."""
        return self._encode([text], _QUERY, self._engine.states)[0]

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """Many questions, in the order given."""
        return self._encode(texts, _QUERY, self._engine.states)

    def encode_documents(self, texts: Sequence[str]) -> list[Encoding]:
        """Articles' passages, with the model's document prompt, in the order given."""
        return self._encode(texts, _DOCUMENT, self._states_of_documents)

    def _encode(
        self, texts: Sequence[str], prompt: str, states: Callable[[Sequence[Ids]], list[Floats]]
    ) -> list[Encoding]:
        encoded = self._tokenizer.encode_batch([prompt + text for text in texts])
        found = states([np.array(one.ids, dtype=np.int64) for one in encoded])
        return [
            _encoding(own, prompt + text, one.offsets, one.special_tokens_mask, len(prompt))
            for own, text, one in zip(found, texts, encoded, strict=True)
        ]

    def _states_of_documents(self, texts: Sequence[Ids]) -> list[Floats]:
        try:
            found = self._bulk.states(texts)
        except BulkUnavailable as error:
            _log.warning("Encoding goes on without sentence-transformers: %s", error)
            found = None
        return self._engine.states(texts) if found is None else found


def _encoding(
    states: Floats, text: str, offsets: list[tuple[int, int]], special: list[int], skip: int
) -> Encoding:
    """The states of a text whose first `skip` characters are a prompt."""
    spans, own = own_tokens(text, offsets, special, skip)
    pooled: Floats = states.mean(axis=0)
    return Encoding(
        vector=pooled / np.float32(max(float(np.linalg.norm(pooled)), 1e-12)),
        tokens=states[own],
        offsets=spans[own],
    )
