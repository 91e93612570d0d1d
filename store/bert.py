"""Pure: a BERT encoder in NumPy, for few tokens at a time, where importing torch costs more."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Raw = npt.NDArray[np.uint16] | npt.NDArray[np.float32]

# Abramowitz and Stegun 7.1.26: the error function to within 1.5e-7, which float32 cannot tell.
_ERF_P = 0.3275911
_ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


@dataclass(frozen=True, slots=True)
class _Layer:
    """Weights as (inputs, outputs); query, key and value side by side."""

    qkv: Floats
    qkv_bias: Floats
    out: Floats
    out_bias: Floats
    out_norm: tuple[Floats, Floats]
    up: Floats
    up_bias: Floats
    down: Floats
    down_bias: Floats
    down_norm: tuple[Floats, Floats]


class Bert:
    """The encoder of a safetensors file; may be called by one thread at a time.

    The word embedding stays in the file, mapped into memory; only the rows of words that occur are
    read.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` has config.json and model.safetensors, in bfloat16 or float32.

        Raises OSError, ValueError and KeyError where they are not as expected.
        """
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._heads = int(config["num_attention_heads"])
        self._epsilon = float(config["layer_norm_eps"])
        raw = mapped_tensors(folder / "model.safetensors")
        self._words = raw["embeddings.word_embeddings.weight"]
        # Every text is of one type: its embedding belongs to the places.
        self._places = (
            _floats(raw["embeddings.position_embeddings.weight"])
            + _floats(raw["embeddings.token_type_embeddings.weight"])[0]
        )
        self._norm = _norm(raw, "embeddings.LayerNorm")
        self._layers = [
            _layer(raw, f"encoder.layer.{n}") for n in range(int(config["num_hidden_layers"]))
        ]

    def states(self, texts: Sequence[npt.NDArray[np.int64]]) -> list[Floats]:
        """Token states, shape (n, hidden), of each text given as token ids, shape (n,).

        Nothing is padded: texts of any lengths go through together.
        """
        ends = np.cumsum([len(ids) for ids in texts])
        spans = [slice(end - len(ids), end) for ids, end in zip(texts, ends, strict=True)]
        places = np.concatenate([np.arange(len(ids)) for ids in texts])
        x = _floats(self._words[np.concatenate(texts)]) + self._places[places]
        x = _normalised(x, self._norm, self._epsilon)
        for layer in self._layers:
            x = self._through(layer, x, spans)
        return [x[span] for span in spans]

    def _through(self, layer: _Layer, x: Floats, spans: Sequence[slice]) -> Floats:
        qkv = x @ layer.qkv
        qkv += layer.qkv_bias
        mixed = np.empty_like(x)
        for span in spans:
            mixed[span] = _attention(qkv[span], self._heads)
        mixed = mixed @ layer.out
        mixed += layer.out_bias
        mixed += x
        x = _normalised(mixed, layer.out_norm, self._epsilon)
        inner = x @ layer.up
        inner += layer.up_bias
        inner = _gelu(inner) @ layer.down
        inner += layer.down_bias
        inner += x
        return _normalised(inner, layer.down_norm, self._epsilon)


def mapped_tensors(path: Path) -> dict[str, Raw]:
    """The tensors of a safetensors file, in place: bfloat16 as uint16, float32 as such."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        described = json.loads(file.read(size))
    data = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + size)
    kinds: dict[str, npt.DTypeLike] = {"BF16": np.uint16, "F32": np.float32}
    return {
        name: data[slice(*one["data_offsets"])].view(kinds[one["dtype"]]).reshape(one["shape"])
        for name, one in described.items()
        if name != "__metadata__"
    }


def _floats(raw: Raw) -> Floats:
    """The numbers as float32: a bfloat16 is the upper half of one."""
    if raw.dtype == np.float32:
        return np.ascontiguousarray(raw, dtype=np.float32)
    return (raw.astype(np.uint32) << np.uint32(16)).view(np.float32)


def _layer(raw: Mapping[str, Raw], at: str) -> _Layer:
    own = [f"{at}.attention.self.{part}" for part in ("query", "key", "value")]
    out, up, down = f"{at}.attention.output", f"{at}.intermediate.dense", f"{at}.output"
    return _Layer(
        qkv=np.concatenate([_weight(raw, part) for part in own], axis=1),
        qkv_bias=np.concatenate([_floats(raw[f"{part}.bias"]) for part in own]),
        out=_weight(raw, f"{out}.dense"),
        out_bias=_floats(raw[f"{out}.dense.bias"]),
        out_norm=_norm(raw, f"{out}.LayerNorm"),
        up=_weight(raw, up),
        up_bias=_floats(raw[f"{up}.bias"]),
        down=_weight(raw, f"{down}.dense"),
        down_bias=_floats(raw[f"{down}.dense.bias"]),
        down_norm=_norm(raw, f"{down}.LayerNorm"),
    )


def _weight(raw: Mapping[str, Raw], name: str) -> Floats:
    return np.ascontiguousarray(_floats(raw[f"{name}.weight"]).T)


def _norm(raw: Mapping[str, Raw], name: str) -> tuple[Floats, Floats]:
    return _floats(raw[f"{name}.weight"]), _floats(raw[f"{name}.bias"])


def _normalised(x: Floats, norm: tuple[Floats, Floats], epsilon: float) -> Floats:
    x = x - x.mean(axis=1, keepdims=True)
    spread = np.einsum("nd,nd->n", x, x) / np.float32(x.shape[1])
    x /= np.sqrt(spread + np.float32(epsilon))[:, None]
    x *= norm[0]
    x += norm[1]
    return x


def _attention(qkv: Floats, heads: int) -> Floats:
    """Self-attention of one text: (n, 3 hidden) to (n, hidden)."""
    count = len(qkv)
    query, key, value = qkv.reshape(count, 3, heads, -1).transpose(1, 2, 0, 3)
    scores: Floats = query @ key.transpose(0, 2, 1)
    scores *= np.float32(1 / math.sqrt(query.shape[-1]))
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    mixed: Floats = (scores @ value).transpose(1, 0, 2).reshape(count, -1)
    return mixed


def _gelu(x: Floats) -> Floats:
    """x times the share of a normal distribution below x."""
    z = np.abs(x) * np.float32(math.sqrt(0.5))
    t = 1 / (1 + np.float32(_ERF_P) * z)
    series = np.full_like(t, _ERF[0])
    for factor in _ERF[1:]:
        series *= t
        series += np.float32(factor)
    series *= t
    np.multiply(z, -z, out=z)
    np.exp(z, out=z)
    series *= z  # 1 - erf(|x| / sqrt 2)
    series *= np.float32(0.5)
    below: Floats = np.where(x < 0, series, 1 - series)
    below *= x
    return below
