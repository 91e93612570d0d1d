"""Small sentence-transformers models with random weights, and one that knows words only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from store.embed import Encoding
from store.text import index_words

QUERY, DOCUMENT = "ask ", "read "


class WordEmbedder:
    """Texts are near by the words they share; quick, and without torch."""

    name = "words"
    dimensions = 64
    token_dimensions = 64
    weights = "by words"

    def __init__(self, prompts: tuple[str, str] = ("", "")) -> None:
        """`prompts` stand in the fingerprint only."""
        self.prompts = prompts
        self.embedded: list[str] = []
        """Every document ever embedded."""

    def encode_query(self, text: str) -> Encoding:
        """A question."""
        spans = [(at, at + len(word)) for word, at in _placed(text)]
        tokens = np.array([_direction(text[a:b]) for a, b in spans], dtype=np.float32)
        tokens = tokens.reshape(-1, 64)
        whole = tokens.sum(axis=0) + np.float32(1e-3)
        return Encoding(
            (whole / np.linalg.norm(whole)).astype(np.float32),
            tokens,
            np.array(spans, dtype=np.int32).reshape(-1, 2),
        )

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """Questions, in order."""
        return [self.encode_query(text) for text in texts]

    def encode_documents(self, texts: Sequence[str]) -> list[Encoding]:
        """Passages, in order."""
        self.embedded += texts
        return [self.encode_query(text) for text in texts]


def _placed(text: str) -> list[tuple[str, int]]:
    at, placed = 0, []
    for word in text.split():
        at = text.index(word, at)
        placed.append((word, at))
        at += len(word)
    return placed


def _direction(word: str) -> np.ndarray:  # type: ignore[type-arg]
    stem = " ".join(index_words(word))
    seed = int.from_bytes(hashlib.sha256(stem.encode()).digest()[:8])
    direction = np.random.default_rng(seed).normal(size=64)
    return direction / np.linalg.norm(direction) * (1 if stem else 0.1)


def random_model(folder: Path, kind: str) -> Path:
    """Save a model with random weights: "plain", "projecting" (48 to 24 dimensions) or "static"."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import (
        Dense,
        Pooling,
        StaticEmbedding,
        Transformer,
    )
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(3)
    letters = [chr(code) for code in (*range(ord("a"), ord("z") + 1), *range(0x900, 0x980))]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *(f"##{letter}" for letter in letters)]
    tokenizer = Tokenizer(models.WordPiece({p: n for n, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    if kind == "static":
        static = StaticEmbedding(tokenizer, embedding_dim=48)
        SentenceTransformer(modules=[static]).save_pretrained(str(folder))
        return folder
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    bare = folder.with_name(f"{folder.name}-bare")
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        model_max_length=64,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    ).save_pretrained(bare)
    BertModel(
        BertConfig(
            vocab_size=len(pieces),
            hidden_size=48,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=64,
        )
    ).save_pretrained(bare)
    modules: list[torch.nn.Module] = [Transformer(str(bare)), Pooling(48, pooling_mode="mean")]
    if kind == "projecting":
        modules.append(Dense(48, 24))
    prompts = {"query": QUERY, "document": DOCUMENT}
    SentenceTransformer(modules=modules, prompts=prompts).save_pretrained(str(folder))
    return folder
