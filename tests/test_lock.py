"""One owner per data folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from store.errors import InUse, StoreError
from store.lock import owned
from tests.conftest import ROOT

OWNER = """
import sys, time
from pathlib import Path
from store.lock import owned
with owned(Path(sys.argv[1])):
    print("owned", flush=True)
    sys.stdin.readline()
print("released", flush=True)
sys.stdin.readline()
"""


def owner_of(folder: Path) -> subprocess.Popen[str]:
    """Another process that owns the folder until it is written a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "owned\n"
    return process


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    """While another process owns the folder, one line names the folder and the process."""
    with owner_of(tmp_path) as other:
        with pytest.raises(InUse) as refused, owned(tmp_path):
            pass
        said = str(refused.value)
        assert str(tmp_path) in said
        assert f"pid {other.pid}" in said
        assert "\n" not in said
        other.communicate("\n\n")


def test_the_folder_is_free_when_the_block_ends(tmp_path: Path) -> None:
    """Once the owner's block ends, its process may go on and another own the folder."""
    with owner_of(tmp_path) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "released\n"
        with owned(tmp_path):
            pass
        other.communicate("\n")


def test_a_killed_owner_leaves_the_folder_free(tmp_path: Path) -> None:
    """An owner that is killed does not keep the folder."""
    with owner_of(tmp_path) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
    with owned(tmp_path):
        assert (tmp_path / "lock").read_text() == f"pid {os.getpid()}"


def test_an_error_frees_the_folder(tmp_path: Path) -> None:
    """A block that fails leaves the folder free, and its own error is what is seen."""
    with pytest.raises(ZeroDivisionError), owned(tmp_path):
        _ = 1 / 0
    with owned(tmp_path):
        pass


def test_owned_twice_in_one_process(tmp_path: Path) -> None:
    """The same process cannot own a folder twice either."""
    with owned(tmp_path), pytest.raises(InUse), owned(tmp_path):
        pass


def test_the_folder_is_made(tmp_path: Path) -> None:
    """A folder that is not there yet is made, with those above it."""
    with owned(tmp_path / "new" / "data"):
        assert (tmp_path / "new" / "data").is_dir()


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_file_in_its_place(tmp_path: Path, name: str) -> None:
    """A file where the folder should be is one line that names the setting."""
    (tmp_path / "file").write_text("")
    refusal = pytest.raises(StoreError, match=r"^PRAMAAN_DATA_DIR=\S+file.* cannot be used: .+$")
    with refusal as refused, owned(tmp_path / name):
        pass
    assert not isinstance(refused.value, InUse)
