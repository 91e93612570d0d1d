"""The same encoder in torch, in bfloat16 where the processor has it: for much text at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from store.batches import batches_by_length
from store.bert import Floats

if TYPE_CHECKING:
    import torch


class TorchBert:
    """The encoder of a safetensors file; may be called by one thread at a time.

    Texts go through in batches of like length; only the attention between their tokens is padded.
    """

    def __init__(self, folder: Path) -> None:
        """`folder` has config.json and model.safetensors. Importing torch takes a second or two."""
        import torch
        from safetensors.torch import load_file

        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._heads = int(config["num_attention_heads"])
        self._epsilon = float(config["layer_norm_eps"])
        dtype = torch.bfloat16 if has_bfloat16() else torch.float32
        raw = load_file(
            folder / "model.safetensors"
        )  # mapped: what is bfloat16 there is not copied
        self._words = raw["embeddings.word_embeddings.weight"]
        self._places = (
            raw["embeddings.position_embeddings.weight"].float()
            + raw["embeddings.token_type_embeddings.weight"].float()[0]
        )
        self._norm = _norm(raw, "embeddings.LayerNorm", dtype)
        self._dtype = dtype
        self._layers = [
            _layer(raw, f"encoder.layer.{n}", dtype)
            for n in range(int(config["num_hidden_layers"]))
        ]

    def states(self, texts: Sequence[npt.NDArray[np.int64]]) -> list[Floats]:
        """Token states, shape (n, hidden), of each text given as token ids, shape (n,)."""
        import torch

        found: dict[int, Floats] = {}
        with torch.inference_mode():
            for batch in batches_by_length([len(ids) for ids in texts]):
                own = self._batch([torch.from_numpy(texts[n]) for n in batch])
                found.update(zip(batch, (x.float().numpy() for x in own), strict=True))
        return [found[n] for n in range(len(texts))]

    def _batch(self, texts: list[torch.Tensor]) -> tuple[torch.Tensor, ...]:
        import torch
        from torch.nn.functional import layer_norm

        lengths = [len(ids) for ids in texts]
        places = torch.cat([torch.arange(length) for length in lengths])
        x = self._words[torch.cat(texts)].float() + self._places[places]
        x = layer_norm(x.to(self._dtype), x.shape[-1:], *self._norm, self._epsilon)
        at = None
        if len(set(lengths)) > 1:
            rows = torch.repeat_interleave(torch.arange(len(texts)), torch.tensor(lengths))
            at = rows * max(lengths) + places
        for layer in self._layers:
            x = self._through(layer, x, len(texts), max(lengths), at)
        return torch.split(x, lengths)

    def _through(
        self,
        layer: tuple[torch.Tensor, ...],
        x: torch.Tensor,
        texts: int,
        longest: int,
        at: torch.Tensor | None,
    ) -> torch.Tensor:
        """One layer over tokens that stand, padded, at `at` of (texts, longest); None: unpadded."""
        from torch.nn.functional import gelu, layer_norm, linear, scaled_dot_product_attention

        (qkv, qkv_bias, out, out_bias, *out_norm, up, up_bias, down, down_bias, w, b) = layer
        mixed = linear(x, qkv, qkv_bias)
        mask = None
        if at is not None:
            padded = mixed.new_zeros(texts * longest, mixed.shape[1])
            mixed = padded.index_copy_(0, at, mixed)
            inside = at.new_zeros(texts * longest).bool()
            inside[at] = True
            mask = inside.view(texts, 1, 1, longest)
        heads = mixed.view(texts, longest, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
        mixed = scaled_dot_product_attention(heads[0], heads[1], heads[2], attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(texts * longest, -1)
        if at is not None:
            mixed = mixed.index_select(0, at)
        x = layer_norm(
            linear(mixed, out, out_bias).add_(x),
            x.shape[-1:],
            out_norm[0],
            out_norm[1],
            self._epsilon,
        )
        inner = linear(gelu(linear(x, up, up_bias)), down, down_bias).add_(x)
        return layer_norm(inner, x.shape[-1:], w, b, self._epsilon)


def has_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 in hardware; elsewhere float32 is faster."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def _layer(raw: dict[str, torch.Tensor], at: str, dtype: torch.dtype) -> tuple[torch.Tensor, ...]:
    import torch

    def dense(name: str) -> tuple[torch.Tensor, torch.Tensor]:
        return raw[f"{name}.weight"].to(dtype), raw[f"{name}.bias"].to(dtype)

    own = [dense(f"{at}.attention.self.{part}") for part in ("query", "key", "value")]
    return (
        torch.cat([weight for weight, _ in own]),
        torch.cat([bias for _, bias in own]),
        *dense(f"{at}.attention.output.dense"),
        *_norm(raw, f"{at}.attention.output.LayerNorm", dtype),
        *dense(f"{at}.intermediate.dense"),
        *dense(f"{at}.output.dense"),
        *_norm(raw, f"{at}.output.LayerNorm", dtype),
    )


def _norm(
    raw: dict[str, torch.Tensor], name: str, dtype: torch.dtype
) -> tuple[torch.Tensor, torch.Tensor]:
    return raw[f"{name}.weight"].to(dtype), raw[f"{name}.bias"].to(dtype)
