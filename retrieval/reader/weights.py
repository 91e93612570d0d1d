"""The file with the trained weights: eight bits a number, checked before it is used."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import torch

FILE: Final = Path(__file__).with_name("reader.safetensors")
SHA256: Final = "48a72bf239925a09b84c199d2241ec0bef5b61688a08dc0202ebb3b23c10b125"
_SCALE: Final = ".scale"


class ReaderUnavailable(Exception):
    """The reading model cannot be used; the text is one line that says why."""


def packed(state: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Matrices as int8 with a float32 scale a row, the few other numbers as float32."""
    import torch

    tensors: dict[str, torch.Tensor] = {}
    for name, value in state.items():
        if value.ndim == 2 and value.shape[0] > 2:
            scale = value.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
            tensors[name] = (value / scale).round().to(torch.int8)
            tensors[name + _SCALE] = scale.float()
        else:
            tensors[name] = value.float().contiguous()
    return tensors


def unpacked(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """What `packed` made small, in float32."""
    return {
        name: value.float() * tensors[name + _SCALE] if name + _SCALE in tensors else value
        for name, value in tensors.items()
        if not name.endswith(_SCALE)
    }


def read_weights(file: Path = FILE, sha256: str = SHA256) -> dict[str, torch.Tensor]:
    """The trained weights by name. Raises ReaderUnavailable for a missing or wrong file."""
    from safetensors import SafetensorError
    from safetensors.torch import load

    try:
        content = file.read_bytes()
    except OSError as error:
        raise ReaderUnavailable(
            f"The reading model {file.name} cannot be read: {error.strerror}"
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ReaderUnavailable(
            f"The reading model {file.name} is damaged (its SHA-256 is {found})"
        )
    try:
        return unpacked(load(content))
    except SafetensorError as error:
        raise ReaderUnavailable(f"The reading model {file.name} is damaged: {error}") from error
