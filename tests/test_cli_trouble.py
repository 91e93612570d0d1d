"""What the real commands say where a model file is missing or damaged, or a folder read-only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from store.bundled import bundled_folder
from store.prepared import model_trouble
from tests.conftest import ROOT, Here, bare_environment, with_models

STORY = "रामपुर में कोसी नदी पर बना नया पुल गुरुवार को यातायात के लिए खोल दिया गया।"


def _cut_short(file: Path) -> None:
    whole = file.read_bytes()
    file.unlink()  # it is a link to the tests' own
    file.write_bytes(whole[: len(whole) // 2])


def _garbled(file: Path) -> None:
    file.unlink()
    file.write_bytes(b"\xa5" * 4096)


def _garbled_alike(file: Path) -> None:
    size = file.stat().st_size
    file.unlink()
    file.write_bytes(b"\xa5" * size)


DAMAGES = [
    ("model.safetensors", Path.unlink, "model.safetensors is missing"),
    ("tokenizer.json", Path.unlink, "tokenizer.json is missing"),
    ("model.safetensors", _cut_short, "model.safetensors is damaged"),
    ("model.safetensors", _garbled, "model.safetensors is damaged"),
    ("model.onnx", _cut_short, "model.onnx is damaged"),
    ("tokenizer.json", _garbled_alike, ""),
    ("sizes.json", _garbled, "sizes.json is missing or damaged"),
]


def linked_model(data_dir: Path, models_dir: Path) -> Path:
    """A model in the data folder, whose files are links to the tests' own; its folder."""
    whole = bundled_folder(models_dir, "bfloat16")
    own = bundled_folder(data_dir / "models", "bfloat16")
    shutil.copytree(whole, own, copy_function=os.symlink)
    return own


@pytest.mark.parametrize(("name", "damage", "said"), DAMAGES)
def test_a_damaged_model(
    name: str,
    damage: Callable[[Path], None],
    said: str,
    pramaan_here: Here,
    tmp_path: Path,
    models_dir: Path,
) -> None:
    """A prepared model of which a file is missing, cut short or garbled is one line that says what
    to remove; `doctor` names it, and so does `status` where it need not load it; once the folder
    is removed all is well again.
    """
    data = tmp_path / "data"
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    model = linked_model(data, models_dir)
    setting = {"PRAMAAN_DATA_DIR": str(data)}
    assert pramaan_here("ingest", "story.txt", **setting)[0] == 0
    damage(model / name)
    status, out, err = pramaan_here("ask", "पुल कब खुला?", **setting)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"pramaan: The model in {model} cannot be loaded ({said}")
    assert "remove that folder and it is made anew" in err
    status, out, _ = pramaan_here("doctor", **setting)
    assert status == 1
    assert f"problem  Model: The model in {model} cannot be loaded ({said}" in out
    if said:
        status, out, _ = pramaan_here("status", **setting)
        assert status == 1
        assert said in out
    shutil.rmtree(model)
    linked_model(data, models_dir)  # it would be made anew, which takes long
    assert pramaan_here("ask", "पुल कब खुला?", **setting)[0] == 0
    assert pramaan_here("status", **setting)[0] == 0


def test_a_whole_model(tmp_path: Path, models_dir: Path) -> None:
    """Nothing is wrong with a model that is whole, nor with one that is still to be made."""
    assert model_trouble(bundled_folder(models_dir, "bfloat16")) is None
    assert model_trouble(tmp_path / "none") is None


# Permission bits do not bind root, unless a process gives that up before it starts the command.
BOUND = """
import ctypes, os, sys
drop_from_bounding_set, may_ignore_permissions = 24, 1
if os.geteuid() == 0:
    assert ctypes.CDLL(None).prctl(drop_from_bounding_set, may_ignore_permissions, 0, 0, 0) == 0
os.execv(sys.executable, [sys.executable, "-m", "bot", *sys.argv[1:]])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="root cannot be bound by permissions elsewhere")
def test_a_read_only_data_folder(pramaan_here: Here, tmp_path: Path, models_dir: Path) -> None:
    """Where the data folder may not be written, every command that needs it says so in one line
    with what helps; what it holds stays as it was, and answers once it may be written again.
    """
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    data = with_models(tmp_path / "data", models_dir)
    setting = {"PRAMAAN_DATA_DIR": str(data)}
    assert pramaan_here("ingest", "story.txt", **setting)[0] == 0
    before = (data / "catalog.sqlite3").read_bytes()
    data.chmod(0o555)
    try:
        for command in (["status"], ["ask", "पुल कब खुला?"], ["ingest", "story.txt"]):
            done = subprocess.run(
                [sys.executable, "-c", BOUND, *command],
                cwd=tmp_path,
                env=bare_environment(PYTHONPATH=str(ROOT), **setting),
                capture_output=True,
                encoding="utf-8",
                timeout=120,
                check=False,
            )
            assert done.returncode == 2
            assert done.stdout == ""
            assert done.stderr.count("\n") == 1
            assert "let its folder be written (chmod u+w)" in done.stderr
    finally:
        data.chmod(0o755)
    assert (data / "catalog.sqlite3").read_bytes() == before
    assert pramaan_here("ask", "पुल कब खुला?", **setting)[0] == 0
