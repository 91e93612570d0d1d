"""Token vectors survive being made small."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.tokens import TokenCodec, codec_for

KEPT = 64


@pytest.fixture(scope="module")
def codec() -> TokenCodec:
    """For a model of 96 dimensions with nothing fitted to it."""
    return TokenCodec(*_fitted_to(96))


def _fitted_to(dimensions: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    gaussian = np.random.default_rng(5).normal(size=(dimensions, KEPT))
    basis, _ = np.linalg.qr(gaussian)
    return np.full(dimensions, 0.01), basis, np.full(KEPT, KEPT**-0.5)


@settings(deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.lists(st.tuples(st.integers(0, 65_535), st.integers(0, 65_535)), max_size=30),
)
def test_what_is_packed_comes_back(
    codec: TokenCodec, seed: int, places: list[tuple[int, int]]
) -> None:
    """Spans come back exactly, vectors as unit vectors in nearly the same direction.

    A component far beyond the usual size is cut down; without one, each of 64 is off by half a step
    of 0.05 at most, so the cosine is sqrt(1 - 0.2²) or more.
    """
    spans = np.array(places, dtype=np.int32).reshape(-1, 2)
    tokens = np.random.default_rng(seed).normal(size=(len(places), 96)).astype(np.float32)
    vectors = codec.project(tokens)
    unpacked = codec.unpack(codec.pack(vectors, spans))
    assert np.array_equal(unpacked.spans, spans)
    assert unpacked.vectors.shape == (len(places), KEPT)
    assert np.allclose(np.linalg.norm(unpacked.vectors, axis=1), 1, atol=1e-5)
    cosines = (vectors * unpacked.vectors).sum(axis=1)
    usual = np.all(np.abs(vectors) < 7 * 0.05, axis=1)
    assert np.all(cosines[usual] >= 0.979)
    assert np.all(cosines >= 0.9)


def test_a_token_takes_four_bits_a_dimension(codec: TokenCodec) -> None:
    """A packed token takes four bytes for its place and half a byte a dimension."""
    vectors = codec.project(np.eye(96, dtype=np.float32)[:7])
    assert len(codec.pack(vectors, np.zeros((7, 2), dtype=np.int32))) == 7 * (4 + KEPT // 2)


def test_projection_is_centred_and_of_unit_length() -> None:
    """Projected vectors are unit vectors of what differs from the mean, however long they were."""
    mean = np.array([0.0, 0.0, 0.6], dtype=np.float32)
    basis = np.eye(3, dtype=np.float32)[:, :2]
    codec = TokenCodec(mean, basis, np.full(2, 0.7, dtype=np.float32))
    projected = codec.project(np.array([[3, 0, 4], [0, 50, 0]], dtype=np.float32))
    assert np.allclose(projected, [[1, 0], [0, 1]], atol=1e-6)


@pytest.mark.parametrize(("dimensions", "kept"), [(384, 256), (33, 32), (2, 2)])
def test_any_model_has_a_codec(dimensions: int, kept: int) -> None:
    """A model nothing was fitted to keeps up to 256 dimensions, an even number, and its angles."""
    codec = codec_for(dimensions, bundled=False)
    tokens = np.random.default_rng(1).normal(size=(40, dimensions)).astype(np.float32)
    projected = codec.project(tokens)
    assert projected.shape == (40, kept)
    unit = tokens / np.linalg.norm(tokens, axis=1, keepdims=True)
    assert np.abs(projected @ projected.T - unit @ unit.T).max() < 0.35
    again = codec_for(dimensions, bundled=False).project(tokens)
    assert np.array_equal(projected, again)


def test_the_bundled_model_has_a_fitted_codec() -> None:
    """The codec in the package fits the bundled model's 384 dimensions."""
    codec = codec_for(384, bundled=True)
    vectors = codec.project(np.random.default_rng(2).normal(size=(3, 384)).astype(np.float32))
    assert vectors.shape[1] % 2 == 0
    assert len(codec.pack(vectors, np.zeros((3, 2), np.int32))) == 3 * (4 + vectors.shape[1] // 2)
