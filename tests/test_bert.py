"""The bundled model at work: in NumPy, in sentence-transformers, and what is encoded together."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from store.bert import Bert
from store.bundled_embedder import BundledEmbedder
from store.embed import Floats, SentenceTransformerEmbedder
from store.engine import SentenceTransformerEngine
from store.together import Together
from tests.conftest import ROOT

TEXTS = [
    "पुल कब खुला?",
    "How many vehicles will use the new bridge each day, and who said so?",
    "kitne sainik bheje gaye",
    "लोक निर्माण विभाग के अनुसार इस पुल पर 240 करोड़ रुपये खर्च हुए। " * 20,
    "",
    "१२,००० वाहन",
]


@pytest.fixture(scope="module")
def folder(models_dir: Path) -> Path:
    """The bundled model's folder."""
    (found,) = models_dir.glob("*-bfloat16-v*")
    return found


def cosines(one: Floats, other: Floats) -> Floats:
    """Row by row."""
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    found: Floats = (one * other).sum(axis=1) / lengths
    return found


def test_it_computes_what_sentence_transformers_does(models_dir: Path, folder: Path) -> None:
    """Vectors and tokens are those that sentence-transformers gives for the same folder."""
    theirs = SentenceTransformerEmbedder(str(folder)).encode_queries(TEXTS)
    ours = BundledEmbedder(models_dir, print).encode_queries(TEXTS)
    for one, other in zip(ours, theirs, strict=True):
        assert np.array_equal(one.offsets, other.offsets)
        assert one.vector @ other.vector > 0.9998
        if len(one.tokens):
            assert cosines(one.tokens, other.tokens).min() > 0.998


def test_numpy_and_sentence_transformers_agree(folder: Path) -> None:
    """Texts of any lengths, alone or together, have the same states in both."""
    random = np.random.default_rng(0)
    texts = [random.integers(4, 50_000, length) for length in (3, 3, 17, 40, 200, 1, 512)]
    one, other = Bert(folder), SentenceTransformerEngine(folder)
    together = one.states(texts)
    for ids, state, torched in zip(texts, together, other.states(texts), strict=True):
        assert state.shape == torched.shape == (len(ids), 384)
        assert np.allclose(one.states([ids])[0], state, atol=1e-4)
        assert cosines(state.mean(axis=0)[None], torched.mean(axis=0)[None])[0] > 0.9995
        assert cosines(other.states([ids])[0], torched).min() > 0.998


def test_questions_need_no_torch(models_dir: Path) -> None:
    """Questions are encoded without importing torch or transformers, which take seconds."""
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from store.bundled_embedder import BundledEmbedder\n"
        f"embedder = BundledEmbedder(Path({str(models_dir)!r}), print)\n"
        "found = [embedder.encode_query('पुल कब खुला?') for _ in range(20)]\n"
        "print(found[-1].vector.shape, {'torch', 'transformers'} & set(sys.modules))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "(384,) set()"


def test_much_text_brings_sentence_transformers(models_dir: Path) -> None:
    """A large ingest loads it; a question asked before and after has the same vector and tokens."""
    embedder = BundledEmbedder(models_dir, print)
    first = embedder.encode_query(TEXTS[0])
    assert embedder.engine == "Bert"
    embedder.encode_documents([TEXTS[3]] * 20)
    assert embedder.engine == "SentenceTransformerEngine"
    last = embedder.encode_query(TEXTS[0])
    assert last.vector @ first.vector > 0.9998
    assert np.array_equal(last.offsets, first.offsets)


def test_together_does_at_once_what_waits() -> None:
    """While one is being worked on, others gather and are done in one go, each with its result."""
    entered, gate = threading.Event(), threading.Event()
    batches: list[Sequence[int]] = []

    def work(asked: Sequence[int]) -> list[int]:
        batches.append(asked)
        entered.set()
        assert gate.wait(20)
        return [10 * n for n in asked]

    both = Together(work, 4)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(both.do, 0)
        assert entered.wait(20)
        rest = [pool.submit(both.do, n) for n in range(1, 7)]
        while both.waiting() < 6:
            assert not rest[0].done()
        gate.set()
        assert first.result() == 0
        assert [each.result() for each in rest] == [10, 20, 30, 40, 50, 60]
    assert [len(batch) for batch in batches] == [1, 4, 2]


def test_together_tells_everybody_of_an_error() -> None:
    """An error reaches all whose work it spoiled, and the next ones are served."""

    def work(asked: Sequence[int]) -> list[int]:
        if 0 in asked:
            raise ValueError("zero")
        return list(asked)

    both = Together(work, 4)
    with pytest.raises(ValueError, match="zero"):
        both.do(0)
    assert both.do(1) == 1
