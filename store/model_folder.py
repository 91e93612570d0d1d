"""What a folder of the bundled model holds: for sentence-transformers, and an ONNX graph beside it.

Word pieces in scripts that neither Hindi nor English uses are left out: no Hindi or English text
can contain them, so its vectors stay the same while the model loads faster and takes half the
memory.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from store.e5_file import E5File, dequantise
from store.prepared import write_sizes

if TYPE_CHECKING:
    import torch

GRAPH = "model.onnx"
"""What questions go through, in the model's folder; much text goes through the rest of it."""

_BERT_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}

Tensors = dict[str, npt.NDArray[np.float32]]


def write_model(weights: Path, tokenizer: Path, folder: Path, dtype: str) -> None:
    """Fill a folder from the two packages' files. Raises OSError, and ModelUnavailable."""
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    from store.onnx_graph import write_graph

    described = json.loads(tokenizer.read_text(encoding="utf-8"))
    kept = kept_pieces([piece for piece, _ in described["model"]["vocab"]])
    file = E5File(weights)
    tensors = bert_tensors(file, kept)
    to: torch.dtype = getattr(torch, dtype)
    try:
        save_file(
            {name: torch.from_numpy(value).to(to).contiguous() for name, value in tensors.items()},
            folder / "model.safetensors",
            metadata={"format": "pt"},
        )
    except SafetensorError as error:  # such as a full disk
        raise OSError(str(error)) from error
    _write_json(folder / "tokenizer.json", trimmed_tokenizer(described, kept))
    write_graph(file, kept, folder / GRAPH)
    for name, content in _configurations(file, len(kept), described, dtype):
        _write_json(folder / name, content)
    write_sizes(folder)


def kept_pieces(pieces: list[str]) -> list[int]:
    """Indices of the word pieces that Hindi or English text can contain, special ones included."""
    return [n for n, piece in enumerate(pieces) if n < 4 or all(map(_is_ours, piece))]


def _is_ours(character: str) -> bool:
    if character == "▁" or "\u0900" <= character <= "\u097f" or "\ua8e0" <= character <= "\ua8ff":
        return True
    if unicodedata.category(character)[0] in "NPSZ":
        return True
    return "LATIN" in unicodedata.name(character, "")


def bert_tensors(file: E5File, kept: Sequence[int]) -> Tensors:
    """The file as BERT tensors (float32), with the `kept` rows of the word embedding."""
    hidden = file.hidden
    tensors: Tensors = {}
    tensors["embeddings.word_embeddings.weight"] = dequantise(
        file.blocks("emb.word", max(kept) + 1, hidden)[list(kept)]
    )
    tensors["embeddings.position_embeddings.weight"] = file.floats(
        "emb.pos", file.positions, hidden
    )
    tensors["embeddings.token_type_embeddings.weight"] = file.floats("emb.type", file.types, hidden)
    tensors["embeddings.LayerNorm.weight"] = file.floats("emb.ln.w")
    tensors["embeddings.LayerNorm.bias"] = file.floats("emb.ln.b")
    for layer in range(file.layers):
        for short, long in _BERT_LAYER.items():
            name = f"encoder.layer.{layer}.{long}"
            rows = file.inner if short == "fi" else hidden
            columns = file.inner if short == "fo" else hidden
            tensors[f"{name}.bias"] = file.floats(f"l{layer}.{short}.b")
            tensors[f"{name}.weight"] = (
                file.floats(f"l{layer}.{short}.w")
                if short.endswith("ln")
                else dequantise(file.blocks(f"l{layer}.{short}.w", rows, columns))
            )
    # Mean pooling ignores BERT's own pooler; transformers warns when its weights are missing.
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), dtype=np.float32)
    tensors["pooler.dense.bias"] = np.zeros(hidden, dtype=np.float32)
    return tensors


def trimmed_tokenizer(described: dict[str, Any], kept: list[int]) -> dict[str, Any]:
    """The tokenizer's description with the kept pieces only, their ids counted anew."""
    vocabulary = described["model"]["vocab"]
    ids = {vocabulary[old][0]: new for new, old in enumerate(kept)}
    added = [
        {**token, "id": ids[token["content"]]}
        for token in described["added_tokens"]
        if token["content"] in ids
    ]
    model = {**described["model"], "vocab": [vocabulary[old] for old in kept]}
    return {**described, "added_tokens": added, "model": model}


def _configurations(
    file: E5File, vocabulary: int, described: dict[str, Any], dtype: str
) -> Iterator[tuple[str, Any]]:
    padding = next(t["id"] for t in described["added_tokens"] if t["content"] == "<pad>")
    yield (
        "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0,
            "pad_token_id": padding,
            "vocab_size": vocabulary,
            "dtype": dtype,
            "hidden_size": file.hidden,
            "num_hidden_layers": file.layers,
            "num_attention_heads": file.heads,
            "intermediate_size": file.inner,
            "max_position_embeddings": file.positions,
            "type_vocab_size": file.types,
            "layer_norm_eps": file.epsilon,
        },
    )
    yield (
        "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": file.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
        },
    )
    yield (
        "sentence_bert_config.json",
        {
            "max_seq_length": file.positions,
            "do_lower_case": False,
        },
    )
    yield (
        "config_sentence_transformers.json",
        {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )
    yield (
        "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {
                "idx": 1,
                "name": "1",
                "path": "1_Pooling",
                "type": "sentence_transformers.models.Pooling",
            },
            {
                "idx": 2,
                "name": "2",
                "path": "2_Normalize",
                "type": "sentence_transformers.models.Normalize",
            },
        ],
    )
    yield (
        "1_Pooling/config.json",
        {
            "word_embedding_dimension": file.hidden,
            "pooling_mode_mean_tokens": True,
        },
    )
    yield "2_Normalize/config.json", {}


def _write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
