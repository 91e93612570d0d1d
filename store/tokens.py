"""Token vectors made small: centred, projected to fewer dimensions, four bits a number.

Late interaction (MaxSim, as in ColBERT) compares a question's tokens with a passage's. A passage
of 225 tokens takes 350 KB as the model gives them and 30 KB here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from store.arrays import Floats

FITTED = Path(__file__).with_name("token_codec.npz")
"""Mean, principal axes and spread of the bundled model's token vectors, by evals/fit_tokens.py."""

_LEVELS_PER_SPREAD = 2.5  # eight levels either side then reach three times the spread
_MAX_DIMENSIONS = 256


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A passage's tokens: unit `vectors` of shape (n, dimensions) and `spans` of shape (n, 2).

    Spans are code points from the start of the passage.
    """

    vectors: Floats
    spans: npt.NDArray[np.int32]


class TokenCodec:
    """Turns a model's token vectors into small ones, and those into bytes and back."""

    def __init__(self, mean: Floats, basis: Floats, spread: Floats) -> None:
        """`mean` has shape (d,), `basis` (d, k) with k even, `spread` (k,)."""
        self._mean = mean.astype(np.float32)
        self._basis = basis.astype(np.float32)
        self._step = spread.astype(np.float32) / _LEVELS_PER_SPREAD

    def project(self, tokens: Floats) -> Floats:
        """Token vectors (n, d) of a model as unit vectors (n, k)."""
        unit = tokens / np.maximum(np.linalg.norm(tokens, axis=1, keepdims=True), 1e-12)
        small = (unit - self._mean) @ self._basis
        small /= np.maximum(np.linalg.norm(small, axis=1, keepdims=True), 1e-12)
        projected: Floats = small.astype(np.float32)
        return projected

    def pack(self, vectors: Floats, spans: npt.NDArray[np.int32]) -> bytes:
        """Projected vectors (n, k) and spans (n, 2) below 65,536 as 4 + k / 2 bytes a token."""
        levels = np.clip(np.rint(vectors / self._step), -8, 7).astype(np.int8) + 8
        nibbles = (levels[:, 0::2] | (levels[:, 1::2] << 4)).astype(np.uint8)
        return spans.astype("<u2").tobytes() + nibbles.tobytes()

    def unpack(self, data: bytes) -> TokenVectors:
        """What `pack` made; the vectors are unit vectors again, up to rounding."""
        width = self._basis.shape[1] // 2
        count = len(data) // (4 + width)
        spans = np.frombuffer(data, "<u2", 2 * count).reshape(count, 2).astype(np.int32)
        nibbles = np.frombuffer(data, np.uint8, offset=4 * count).reshape(count, width)
        vectors = np.empty((count, 2 * width), dtype=np.float32)
        vectors[:, 0::2] = nibbles & 0x0F
        vectors[:, 1::2] = nibbles >> 4
        vectors -= 8
        vectors *= self._step
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return TokenVectors(vectors, spans)


def codec_for(dimensions: int, *, bundled: bool) -> TokenCodec:
    """The fitted codec for the bundled model; a random rotation for any other."""
    if bundled:
        with np.load(FITTED) as fitted:
            return TokenCodec(fitted["mean"], fitted["basis"], fitted["spread"])
    kept = min(dimensions, _MAX_DIMENSIONS) // 2 * 2
    gaussian = np.random.default_rng(0).normal(size=(dimensions, kept))
    basis, _ = np.linalg.qr(gaussian)
    spread = np.full(kept, 1 / np.sqrt(kept))
    return TokenCodec(
        np.zeros(dimensions, np.float32), basis.astype(np.float32), spread.astype(np.float32)
    )
