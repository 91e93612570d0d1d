"""The bundled model in sentence-transformers, for much text at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from store.arrays import Floats, Ids
from store.batches import batches_by_length


class SentenceTransformerEngine:
    """Token states from a sentence-transformers folder; may be called by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        """`folder` is local. Importing sentence-transformers takes seconds."""
        import torch
        from sentence_transformers import SentenceTransformer

        dtype = torch.bfloat16 if has_bfloat16() else torch.float32
        self._model = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": dtype}
        )

    def states(self, texts: Sequence[Ids]) -> list[Floats]:
        """Token states, shape (n, hidden), of each text given as token ids, shape (n,)."""
        import torch

        found: dict[int, Floats] = {}
        with torch.inference_mode():
            for batch in batches_by_length([len(ids) for ids in texts]):
                own = [torch.from_numpy(texts[n]) for n in batch]
                padded = torch.nn.utils.rnn.pad_sequence(own, batch_first=True)
                lengths = torch.tensor([len(ids) for ids in own])
                inside = torch.arange(padded.shape[1]) < lengths[:, None]
                features = {"input_ids": padded, "attention_mask": inside.long()}
                states = self._model(features)["token_embeddings"].float().numpy()
                found.update((n, states[at, : lengths[at]]) for at, n in enumerate(batch))
        return [found[n] for n in range(len(texts))]


def has_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 in hardware; elsewhere float32 is faster."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
