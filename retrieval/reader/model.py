"""The reading model: the bundled embedding model with its layers trained to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from retrieval.reader.weights import ReaderUnavailable
from store.arrays import Floats, Ids

if TYPE_CHECKING:
    import torch

_LONGER: Final = 1.5  # times the shortest row of a batch


class ReaderModel:
    """Two logits a token, for an answer's first and last; several threads may read at once."""

    def __init__(self, folder: Path, weights: Mapping[str, torch.Tensor], dtype: str) -> None:
        """The bundled model in `folder` with these `weights` (see `trained_part`), in `dtype`.

        Raises ReaderUnavailable when the weights are not those of this model.
        """
        import torch

        self._model = untrained(folder, dtype)
        own = self._model.state_dict()
        wanted = {name for name in own if is_trained(name)}
        if wanted != weights.keys():
            raise ReaderUnavailable("The reading model's weights are those of another model")
        self._model.load_state_dict({**own, **weights})
        self._model.to(getattr(torch, dtype)).eval()

    def read(self, rows: Sequence[Ids]) -> list[Floats]:
        """Logits of shape (tokens, 2) for each row of token ids."""
        import torch

        found: dict[int, Floats] = {}
        with torch.inference_mode():
            for batch in of_like_length([len(row) for row in rows]):
                own = [rows[n] for n in batch]
                for n, values in zip(batch, logits(self._model, *padded(own)).float(), strict=True):
                    found[n] = values[: len(rows[n])].numpy()
        return [found[n] for n in range(len(rows))]


def of_like_length(lengths: Sequence[int]) -> list[list[int]]:
    """Places of `lengths` in groups of like ones, shortest first: little is padded in each."""
    groups: list[list[int]] = []
    for n in sorted(range(len(lengths)), key=lengths.__getitem__):
        if not groups or lengths[n] > _LONGER * lengths[groups[-1][0]]:
            groups.append([])
        groups[-1].append(n)
    return groups


def untrained(folder: Path, dtype: str, dropout: float = 0.0) -> Any:
    """BertForQuestionAnswering over the bundled model, with a head that knows nothing yet."""
    import torch
    from transformers import BertConfig, BertForQuestionAnswering, BertModel

    config: Any = BertConfig.from_pretrained(str(folder))
    config.hidden_dropout_prob = dropout
    config.attention_probs_dropout_prob = 0.0  # drawing it takes nearly half of a step
    config._attn_implementation = "sdpa"
    with torch.device("meta"):
        model: Any = BertForQuestionAnswering(config)
    model.bert = BertModel.from_pretrained(str(folder), config=config, dtype=getattr(torch, dtype))
    model.bert.pooler = None
    model.qa_outputs = torch.nn.Linear(config.hidden_size, 2, dtype=getattr(torch, dtype))
    return model


def is_trained(name: str) -> bool:
    """Whether a parameter of the model is one that training changes: all but the embeddings."""
    return name.startswith(("bert.encoder.layer.", "qa_outputs."))


def trained_part(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    """The parameters that training changes, by name."""
    return {name: value for name, value in model.state_dict().items() if is_trained(name)}


def padded(rows: Sequence[Ids]) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows as one batch of ids, and its attention mask, both of shape (rows, tokens)."""
    import torch

    longest = max(map(len, rows))
    ids = np.ones((len(rows), longest), dtype=np.int64)  # 1 is <pad>
    mask = np.zeros((len(rows), longest), dtype=np.int64)
    for n, row in enumerate(rows):
        ids[n, : len(row)] = row
        mask[n, : len(row)] = 1
    return torch.from_numpy(ids), torch.from_numpy(mask)


def logits(model: Any, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Start and end of the answer, shape (rows, tokens, 2); token 0 stands for “nothing”."""
    import torch

    found = model(input_ids=ids, attention_mask=mask)
    return torch.stack([found.start_logits, found.end_logits], dim=-1)
