"""Whether the prepared model is whole, without loading it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

_WEIGHTS: Final = "model.safetensors"
_FILES: Final = (_WEIGHTS, "model.onnx", "config.json", "tokenizer.json", "modules.json")


def model_trouble(folder: Path) -> str | None:
    """What of a prepared model is missing or cut short, in one line with what helps, or None.

    A folder that is not there is no trouble: it is made when it is needed.
    """
    if not folder.is_dir():
        return None
    for name in _FILES:
        if not (folder / name).is_file():
            return cannot_be_loaded(folder, f"{name} is missing")
    if not _is_whole(folder / _WEIGHTS):
        return cannot_be_loaded(folder, f"{_WEIGHTS} is damaged")
    return None


def cannot_be_loaded(folder: Path, reason: str) -> str:
    """One line for a person."""
    return (
        f"The model in {folder} cannot be loaded ({reason}); remove that folder and it is made anew"
    )


def _is_whole(weights: Path) -> bool:
    """Whether a safetensors file is as long as its head says."""
    try:
        with weights.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            described = json.loads(file.read(size)) if size < weights.stat().st_size else {}
        last = max(one["data_offsets"][1] for name, one in described.items() if name[:2] != "__")
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return False
    return weights.stat().st_size == 8 + size + int(last)
