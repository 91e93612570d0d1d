"""The upper half: question and passage read together, two numbers a token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from retrieval.reader.halves import LOWER_LAYERS

if TYPE_CHECKING:
    import torch

Floats = npt.NDArray[np.float32]


class UpperHalf:
    """Trained upper layers; may be used by several threads at once."""

    def __init__(self, folder: Path, weights: Mapping[str, torch.Tensor], dtype: str) -> None:
        """Layers like those of the bundled model in `folder`, with `weights`, in `dtype`."""
        import torch

        self._layers = empty_upper(folder)
        self._layers.load_state_dict(dict(weights))
        self._layers.to(getattr(torch, dtype)).eval()

    def read(self, pairs: Sequence[tuple[torch.Tensor, torch.Tensor]]) -> list[Floats]:
        """For states (n, hidden) of questions and passages, logits of shape (tokens, 2)."""
        import torch

        rows = [torch.cat(pair) for pair in pairs]
        with torch.inference_mode():
            found = logits(self._layers, *padded(rows)).float().numpy()
        return [values[: len(row)] for values, row in zip(found, rows, strict=True)]


def empty_upper(folder: Path, dropout: float = 0.0) -> torch.nn.ModuleDict:
    """Layers shaped like the bundled model's upper ones, and a linear head, without weights.

    `encoder` is transformers' BertEncoder and `qa_outputs` the head of BertForQuestionAnswering.
    """
    import torch
    from transformers import BertConfig
    from transformers.models.bert.modeling_bert import BertEncoder

    config: Any = BertConfig.from_pretrained(str(folder))
    config.num_hidden_layers -= LOWER_LAYERS
    config.hidden_dropout_prob = dropout
    config._attn_implementation = "sdpa"
    encoder: Any = BertEncoder(config)  # type: ignore[no-untyped-call]
    return torch.nn.ModuleDict(
        {"encoder": encoder, "qa_outputs": torch.nn.Linear(config.hidden_size, 2)}
    )


def new_upper(folder: Path, dropout: float = 0.0) -> torch.nn.ModuleDict:
    """The bundled model's own upper layers with an untrained head, in float32."""
    import torch
    from transformers import BertModel

    upper = empty_upper(folder, dropout)
    model: Any = BertModel.from_pretrained(str(folder), dtype=torch.float32)
    encoder: Any = upper["encoder"]
    encoder.layer.load_state_dict(model.encoder.layer[LOWER_LAYERS:].state_dict())
    return upper


def padded(rows: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Rows (n, hidden) as one batch, and the mask that attention takes (None: all alike long)."""
    import torch

    longest = max(len(row) for row in rows)
    batch = torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True)
    if all(len(row) == longest for row in rows):
        return batch, None
    there = torch.arange(longest)[None] < torch.tensor([len(row) for row in rows])[:, None]
    return batch, there[:, None, None, :].expand(-1, -1, longest, -1)


def logits(
    upper: torch.nn.ModuleDict, batch: torch.Tensor, mask: torch.Tensor | None
) -> torch.Tensor:
    """Start and end of the answer, shape (rows, tokens, 2); token 0 stands for “nothing”."""
    read = upper["encoder"](batch, attention_mask=mask).last_hidden_state
    found: torch.Tensor = upper["qa_outputs"](read)
    return found
