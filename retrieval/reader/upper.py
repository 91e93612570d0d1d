"""The upper half: question and passage read together, two numbers a token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from retrieval.reader.halves import LOWER_LAYERS

if TYPE_CHECKING:
    import torch

Floats = npt.NDArray[np.float32]


def new_upper(folder: str, dropout: float = 0.0) -> torch.nn.ModuleDict:
    """The bundled model's upper layers and an untrained linear head, in float32.

    `encoder` is transformers' BertEncoder and `qa_outputs` the head of BertForQuestionAnswering.
    """
    import torch
    from transformers import BertModel
    from transformers.models.bert.modeling_bert import BertEncoder

    model: Any = BertModel.from_pretrained(folder, dtype=torch.float32)
    config = model.config
    config.num_hidden_layers -= LOWER_LAYERS
    config.hidden_dropout_prob = dropout
    encoder: Any = BertEncoder(config)
    encoder.layer.load_state_dict(model.encoder.layer[LOWER_LAYERS:].state_dict())
    return torch.nn.ModuleDict(
        {"encoder": encoder, "qa_outputs": torch.nn.Linear(config.hidden_size, 2)}
    )


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
