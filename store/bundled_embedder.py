"""The bundled model at work: NumPy for questions, sentence-transformers for much text."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from store.bert import Bert, Floats
from store.bundled import LAYOUT_VERSION, bundled_model
from store.embed import BUNDLED, Encoding, own_tokens
from store.errors import ModelUnavailable
from store.prepared import cannot_be_loaded, model_trouble
from store.together import Together

_QUERY, _DOCUMENT = "query: ", "passage: "
_LONGEST = 512  # tokens of a text that the model sees
_AT_ONCE = 32  # questions
_MUCH = 4096  # tokens for which importing sentence-transformers pays off

Ids = npt.NDArray[np.int64]


class Engine(Protocol):
    """What turns token ids into token states; one thread at a time."""

    def states(self, texts: Sequence[Ids]) -> list[Floats]:
        """Token states, shape (n, hidden), of each text given as token ids, shape (n,)."""
        ...


class BundledEmbedder:
    """multilingual-e5-small; questions are answered without importing torch.

    Importing sentence-transformers takes seconds and some hundred MB. So questions and small
    ingests go through NumPy until a larger ingest loads it; from then on it computes everything.
    Questions of several threads are encoded together.
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
            self._engine: Engine = Bert(self._folder)
        except Exception as error:  # the tokenizer raises nothing more particular
            reason = str(error).strip().splitlines() or [type(error).__name__]
            raise ModelUnavailable(cannot_be_loaded(self._folder, reason[0])) from error
        self._turn = threading.Lock()  # for the engine
        self._questions: Together[str, Encoding] = Together(self.encode_queries, _AT_ONCE)

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

    @property
    def engine(self) -> str:
        """What computes at present: Bert (NumPy) or SentenceTransformerEngine."""
        return type(self._engine).__name__

    def encode_query(self, text: str) -> Encoding:
        """A question, with the model's query prompt."""
        return self._questions.do(text)

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """Many questions, in the order given."""
        return self._encode(texts, _QUERY)

    def encode_documents(self, texts: Sequence[str]) -> list[Encoding]:
        """Articles' passages, with the model's document prompt, in the order given."""
        return self._encode(texts, _DOCUMENT)

    def _encode(self, texts: Sequence[str], prompt: str) -> list[Encoding]:
        encoded = self._tokenizer.encode_batch([prompt + text for text in texts])
        ids = [np.array(one.ids, dtype=np.int64) for one in encoded]
        if sum(map(len, ids)) > _MUCH and isinstance(self._engine, Bert):
            self._grow()
        with self._turn:
            states = self._engine.states(ids) if ids else []
        return [
            _encoding(own, prompt + text, one.offsets, one.special_tokens_mask, len(prompt))
            for own, text, one in zip(states, texts, encoded, strict=True)
        ]

    def _grow(self) -> None:
        from store.engine import SentenceTransformerEngine

        engine = SentenceTransformerEngine(self._folder)
        with self._turn:
            self._engine = engine


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
