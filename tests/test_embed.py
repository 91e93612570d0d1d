"""Any sentence-transformers model through one class."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.batches import batches_by_length
from store.bundled_embedder import BundledEmbedder
from store.embed import Embedder, SentenceTransformerEmbedder, model_fingerprint
from store.errors import ModelUnavailable
from store.tokens import codec_for
from tests.strange_models import DOCUMENT, QUERY, WordEmbedder, random_model

TEXTS = ["pul khul gaya", "पुल खुल गया", "a", "the bridge is open again " * 2, "नदी"]
KINDS = ["plain", "projecting", "static"]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SentenceTransformerEmbedder]:
    """A model with random weights of each kind."""
    folder = tmp_path_factory.mktemp("models")
    return {
        kind: SentenceTransformerEmbedder(str(random_model(folder / kind, kind))) for kind in KINDS
    }


@pytest.fixture(scope="module")
def bundled(models_dir: Path) -> BundledEmbedder:
    """The bundled model."""
    return BundledEmbedder(models_dir, print)


def sizes(embedder: Embedder) -> tuple[int, int]:
    """Of a vector, and of a token's vector."""
    return embedder.dimensions, embedder.token_dimensions


def test_any_folder_is_a_model(models: dict[str, SentenceTransformerEmbedder]) -> None:
    """Models that project what they pooled, and static ones, have vectors and tokens too."""
    assert {kind: sizes(model) for kind, model in models.items()} == {
        "plain": (48, 48),
        "projecting": (24, 48),
        "static": (48, 48),
    }
    for model in models.values():
        codec = codec_for(model.token_dimensions, bundled=False)
        for text, encoding in zip(TEXTS, model.encode_documents(TEXTS), strict=True):
            assert encoding.vector.shape == (model.dimensions,)
            assert abs(np.linalg.norm(encoding.vector) - 1) < 1e-5
            assert encoding.tokens.shape == (len(encoding.offsets), model.token_dimensions)
            assert len(codec.project(encoding.tokens)) == len(encoding.offsets) > 0
            assert "".join(text[a:b] for a, b in encoding.offsets) == text.replace(" ", "")


@pytest.mark.parametrize("kind", KINDS)
def test_in_batches_or_alone(models: dict[str, SentenceTransformerEmbedder], kind: str) -> None:
    """A text has the same vectors whatever it is embedded with, in the order given."""
    model = models[kind]
    for text, together in zip(TEXTS, model.encode_documents(TEXTS), strict=True):
        (alone,) = model.encode_documents([text])
        assert np.allclose(together.vector, alone.vector, atol=1e-4)
        assert np.allclose(together.tokens, alone.tokens, atol=1e-3)
        assert np.array_equal(together.offsets, alone.offsets)
    assert model.encode_documents([]) == []


def test_prompts_are_used(models: dict[str, SentenceTransformerEmbedder]) -> None:
    """Queries and documents are embedded behind the model's own prompts, which are no tokens."""
    from sentence_transformers import SentenceTransformer

    model = models["plain"]
    assert model.prompts == (QUERY, DOCUMENT)
    query, (document,) = model.encode_query("नदी"), model.encode_documents(["नदी"])
    library = SentenceTransformer(model.name)
    for ours, own in (
        (query.vector, library.encode_query("नदी")),
        (document.vector, library.encode_document("नदी")),
    ):
        assert np.allclose(ours, own / np.linalg.norm(own), atol=1e-5)
    assert query.vector @ document.vector < 0.9999
    assert [tuple(span) for span in query.offsets] == [(0, 1), (1, 2), (2, 3)]
    assert np.array_equal(model.encode_queries(["a", "नदी"])[1].offsets, query.offsets)


def test_the_bundled_models_prompts(bundled: BundledEmbedder) -> None:
    """The bundled model has the prompts it was trained with, and 384 dimensions."""
    assert bundled.prompts == ("query: ", "passage: ")
    assert sizes(bundled) == (384, 384)


@pytest.mark.parametrize("text", ["", " ", "?", "😀", "\n\n", "\u200d", "पुल\u00a0\u00a0खुला"])
def test_texts_of_hardly_anything(
    models: dict[str, SentenceTransformerEmbedder], bundled: BundledEmbedder, text: str
) -> None:
    """A text without words has a vector too."""
    every: list[Embedder] = [*models.values(), bundled]
    for model in every:
        encoding = model.encode_query(text)
        assert np.isfinite(encoding.vector).all()
        assert encoding.tokens.shape == (len(encoding.offsets), model.token_dimensions)


def test_long_texts_are_cut(
    models: dict[str, SentenceTransformerEmbedder], bundled: BundledEmbedder
) -> None:
    """A text longer than the model can read is read from its beginning, without an error."""
    text = "नदी पर बना पुल खुला। " * 2000
    for model in (models["plain"], bundled):
        (long, short) = model.encode_documents([text, "पुल"])
        assert abs(np.linalg.norm(long.vector) - 1) < 1e-5
        assert len(long.tokens) == len(long.offsets) < 520
        assert long.offsets.max() < 3000
        assert len(short.tokens) > 0


def test_tokens_stand_where_their_text_does(bundled: BundledEmbedder) -> None:
    """A token's place holds its own characters: no white space before them, none left out."""
    text = "नदी पर बना पुल\nसोमवार को खुला।  About 12,000 people\tcame."
    for encoding in (bundled.encode_query(text), *bundled.encode_documents([text])):
        pieces = [text[start:end] for start, end in encoding.offsets]
        assert all(piece == piece.strip() and piece for piece in pieces)
        assert "".join(pieces) == "".join(text.split())
        starts = {start for start, _ in encoding.offsets}
        assert all(text.index(word) in starts for word in text.split())


def test_packed_tokens_stay_what_they_were(bundled: BundledEmbedder) -> None:
    """The fitted codec keeps the projected tokens of real text at a cosine of 0.98 or more."""
    codec = codec_for(384, bundled=True)
    for encoding in bundled.encode_documents(["पुल सोमवार को खुला।", "The bridge opened."]):
        projected = codec.project(encoding.tokens)
        unpacked = codec.unpack(codec.pack(projected, encoding.offsets))
        assert (projected * unpacked.vectors).sum(axis=1).mean() >= 0.98
        assert np.array_equal(unpacked.spans, encoding.offsets)


def test_many_threads_at_once(bundled: BundledEmbedder) -> None:
    """Questions embedded by several threads at once have the vectors they have alone."""
    texts = [f"पुल {n} कब खुला?" for n in range(6)]
    alone = [bundled.encode_query(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            together = list(pool.map(bundled.encode_query, texts))
            for one, other in zip(alone, together, strict=True):
                assert np.allclose(one.vector, other.vector, atol=1e-3)
                assert np.array_equal(one.offsets, other.offsets)


@pytest.mark.parametrize("content", [{}, {"modules.json": "[]"}, {"config.json": "{"}])
def test_a_folder_that_is_no_model(tmp_path: Path, content: dict[str, str]) -> None:
    """A folder without a model in it is one line that names the setting."""
    folder = tmp_path / "model"
    folder.mkdir()
    for name, text in content.items():
        (folder / name).write_text(text)
    with pytest.raises(ModelUnavailable, match=r"^EMBEDDING_MODEL=\S+ cannot be loaded: .+$"):
        SentenceTransformerEmbedder(str(folder))


@pytest.mark.parametrize("name", ["no-such-model", "no-such-maker/no-such-model", "./nowhere"])
def test_a_wrong_name(tmp_path: Path, name: str) -> None:
    """A name that no model has is one line that names the setting."""
    with pytest.raises(ModelUnavailable, match=rf"^EMBEDDING_MODEL={name} cannot be loaded: .+$"):
        SentenceTransformerEmbedder(name)


@given(st.lists(st.integers(0, 4000), max_size=60))
def test_batches_hold_everything_once(lengths: list[int]) -> None:
    """Every text is in exactly one batch, and texts of a batch are of like length."""
    batches = batches_by_length(lengths)
    assert sorted(n for batch in batches for n in batch) == list(range(len(lengths)))
    ordered = [lengths[n] for batch in batches for n in batch]
    assert ordered == sorted(ordered)
    assert all(
        len(batch) == 1 or len(batch) * max(lengths[n] for n in batch) <= 2048 for batch in batches
    )


def test_fingerprints_tell_models_apart() -> None:
    """Another name, other prompts: another fingerprint. The bundled one's needs no model."""

    def never() -> WordEmbedder:
        raise AssertionError("the model was loaded")

    bundled = model_fingerprint("bundled", never)
    words = model_fingerprint("words", WordEmbedder)
    prompted = model_fingerprint("words", lambda: WordEmbedder(("q: ", "")))
    retrained = WordEmbedder()
    retrained.weights = "others"
    assert model_fingerprint("words", lambda: retrained) != words
    assert len({bundled, words, prompted, model_fingerprint("other", WordEmbedder)}) == 4
    assert model_fingerprint("words", WordEmbedder) == words
