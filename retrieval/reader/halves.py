"""The two halves of the reading model, as parts of the bundled embedding model.

The lower eight layers are the bundled model's own and read a question or a passage by itself, as
they do when it embeds. The upper four are trained anew and read the two together. So a passage
goes through the lower layers once, whatever is asked of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from store.embed import own_tokens

if TYPE_CHECKING:
    import torch

LOWER_LAYERS: Final = 8
QUESTION: Final = "query: "
PASSAGE: Final = "passage: "
MAX_TOKENS: Final = 400
"""Of one text; what is longer is cut."""


@dataclass(frozen=True, slots=True)
class HalfRead:
    """A text after the lower layers.

    `states` has shape (n, hidden), one row a token, the special ones and the prompt's included.
    `spans` has shape (n, 2): where each token stands in the text, in code points without the
    white space before it; tokens that are not the text's have -1, -1.
    """

    states: torch.Tensor
    spans: npt.NDArray[np.int32]


class LowerHalf:
    """Embeddings and lower layers of the bundled model; not to be shared by threads."""

    def __init__(self, folder: Path, dtype: str = "bfloat16") -> None:
        """Load them from the folder of the expanded model (see store.bundled)."""
        import torch
        from transformers import AutoTokenizer, BertModel

        self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder))
        model: Any = BertModel.from_pretrained(str(folder), dtype=getattr(torch, dtype))
        model.eval()
        model.encoder.layer = model.encoder.layer[:LOWER_LAYERS]
        model.pooler = None
        self._model = model

    def read(self, texts: Sequence[str], prompt: str) -> list[HalfRead]:
        """Read texts of like length, each with `prompt` before it."""
        import torch

        prompted = [prompt + text for text in texts]
        marks = self._tokenizer(
            prompted,
            truncation=True,
            max_length=MAX_TOKENS,
            padding=True,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            return_tensors="np",
        )
        mask = torch.from_numpy(marks["attention_mask"])
        with torch.inference_mode():
            states = self._model(
                input_ids=torch.from_numpy(marks["input_ids"]), attention_mask=mask
            ).last_hidden_state
        found = []
        for n, text in enumerate(prompted):
            count = int(mask[n].sum())
            offsets = marks["offset_mapping"][n][:count]
            special = marks["special_tokens_mask"][n][:count]
            spans, own = own_tokens(text, offsets, special, len(prompt))
            spans[~own] = -1
            found.append(HalfRead(states[n, :count].clone(), spans))
        return found


def part_of(passage: HalfRead, start: int, end: int) -> HalfRead:
    """The tokens that stand in a stretch of the passage, with its prompt and special tokens."""
    import torch

    starts, ends = passage.spans[:, 0], passage.spans[:, 1]
    kept = np.flatnonzero((starts < 0) | ((starts >= start) & (ends <= end)))
    return HalfRead(passage.states[torch.from_numpy(kept)], passage.spans[kept])
