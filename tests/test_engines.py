"""The bundled model at work: in onnxruntime, and in a process with sentence-transformers."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from store.arrays import Floats
from store.bulk import BulkEngine
from store.bundled_embedder import BundledEmbedder
from store.embed import SentenceTransformerEmbedder
from store.engine import SentenceTransformerEngine
from store.model_folder import GRAPH
from store.onnx_engine import OnnxEngine
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


def test_both_engines_agree(folder: Path) -> None:
    """Texts of any lengths, alone or with others, have the same states in both."""
    random = np.random.default_rng(0)
    texts = [random.integers(4, 50_000, length) for length in (3, 3, 17, 40, 200, 1, 512)]
    one, other = OnnxEngine(folder / GRAPH), SentenceTransformerEngine(folder)
    together = one.states(texts)
    for ids, state, torched in zip(texts, together, other.states(texts), strict=True):
        assert state.shape == torched.shape == (len(ids), 384)
        assert np.array_equal(one.states([ids])[0], state)
        assert cosines(state.mean(axis=0)[None], torched.mean(axis=0)[None])[0] > 0.9995
        assert cosines(other.states([ids])[0], torched).min() > 0.998


def test_many_threads_get_their_own_states(folder: Path) -> None:
    """What threads ask at once comes out as if each had been alone."""
    random = np.random.default_rng(0)
    texts = [random.integers(4, 50_000, length) for length in (3, 90, 17, 40, 60, 5, 31, 12)] * 4
    engine = OnnxEngine(folder / GRAPH)
    alone = [engine.states([ids])[0] for ids in texts]
    with ThreadPoolExecutor(8) as pool:
        at_once = list(pool.map(lambda ids: engine.states([ids])[0], texts))
    assert all(map(np.array_equal, alone, at_once))


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


def test_much_text_goes_to_a_process_of_its_own(models_dir: Path, folder: Path) -> None:
    """After enough tokens another process encodes, the same vectors; idle, it ends."""
    ids = [np.arange(5, 205) for _ in range(3)]
    bulk = BulkEngine(folder, much=1000, idle=0.5)
    assert bulk.states(ids) is None
    assert not bulk.running
    found = bulk.states(ids)
    assert found is not None
    (expected,) = OnnxEngine(folder / GRAPH).states(ids[:1])
    assert all(cosines(states, expected).min() > 0.995 for states in found)
    until = time.monotonic() + 20
    while bulk.running:
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(0.6)  # a pause: the count of tokens begins anew
    assert bulk.states(ids) is None


def test_without_that_process_encoding_goes_on(
    models_dir: Path, folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Weights that sentence-transformers cannot load cost speed and a line in the log, no text."""
    own = tmp_path / folder.name
    shutil.copytree(folder, own)
    described = own / "config.json"  # which only sentence-transformers reads
    described.write_text("{}".ljust(described.stat().st_size))
    embedder = BundledEmbedder(tmp_path, print)
    whole = BundledEmbedder(models_dir, print)
    texts = [TEXTS[3]] * 4
    expected = whole.encode_documents(texts[:1])[0].vector
    embedder._bulk = BulkEngine(own, much=10)
    for _ in range(2):
        found = embedder.encode_documents(texts)
        assert all(one.vector @ expected > 0.9999 for one in found)
    warned = [record for record in caplog.records if "sentence-transformers" in record.message]
    assert len(warned) == 1
