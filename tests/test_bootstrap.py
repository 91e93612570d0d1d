"""How `.venv` is made, with Pythons that only pretend to install."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts import bootstrap

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "scripts" / "bootstrap.py"

# Answers as a Python does to what bootstrap asks; `pip` writes down its arguments.
FAKE = """#!/bin/sh
case "$1 $2" in
"-c "*ensurepip*) exit {answer} ;;
"-c "*_base_executable*) ;;
"-c "*version_info*) printf {version} ;;
"-m venv")
  rm -rf "$4"
  mkdir -p "$4/bin" "$4/lib/python{version}/site-packages/pip-1.dist-info"
  : > "$4/lib/python{version}/site-packages/pip-1.dist-info/RECORD"
  cp "$0" "$4/bin/python"
  echo venv {version} >> "$CALLS" ;;
"-m pip")
  shift 5
  echo "$@" >> "$CALLS"
  if [ -n "$PIP_SAYS" ]; then echo "$PIP_SAYS"; exit 1; fi ;;
*) exit 9 ;;
esac
"""


@dataclass(frozen=True)
class Ground:
    """A project to set up, and Pythons to do it with."""

    root: Path
    pythons: Path
    calls: Path

    def python(self, name: str, version: str = "3.12", answer: int = bootstrap.FIT) -> str:
        """A pretended Python; `answer` is what it says of itself."""
        path = self.pythons / name
        path.write_text(FAKE.format(version=version, answer=answer))
        path.chmod(0o755)
        return str(path)

    def set_up(self, *arguments: str, pip_says: str = "") -> subprocess.CompletedProcess[str]:
        """Run bootstrap over the project."""
        return subprocess.run(
            [sys.executable, str(SCRIPT), "--root", str(self.root), *arguments],
            env={**os.environ, "CALLS": str(self.calls), "PIP_SAYS": pip_says},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def calls_made(self) -> list[str]:
        """What was made and installed since the last time this was asked."""
        made = self.calls.read_text().splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        return made

    @property
    def packages(self) -> Path:
        """Where a pretended 3.12 installs to."""
        return self.root / ".venv/lib/python3.12/site-packages"


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    """A project that pins torch 9.9 and a lock file."""
    root, pythons = tmp_path / "project", tmp_path / "pythons"
    root.mkdir()
    pythons.mkdir()
    (root / "pyproject.toml").write_text('dependencies = [\n  "torch==9.9",\n]\n')
    (root / "requirements.lock").write_text("one==1 --hash=sha256:00\n")
    return Ground(root, pythons, tmp_path / "calls")


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The last line said, which must be the only one about a failure."""
    assert done.returncode == 1
    assert done.stdout == ""
    *before, last = done.stderr.splitlines()
    assert all("installing" in line or "making" in line for line in before)
    return last


INSTALLS = [
    "--no-deps torch==9.9",
    "--no-deps --require-hashes -r requirements.lock",
    "torch==9.9",
    "--no-deps --no-build-isolation --editable .",
]


def test_first_run_installs_in_order(ground: Ground) -> None:
    """A first run makes the environment, then installs torch, the lock and the project."""
    done = ground.set_up("--python", ground.python("py"))
    assert done.returncode == 0, done.stderr
    assert ground.calls_made() == ["venv 3.12", *INSTALLS]


def test_second_run_does_nothing(ground: Ground) -> None:
    """A second run installs nothing and says nothing."""
    python = ground.python("py")
    ground.set_up("--python", python)
    ground.calls_made()
    done = ground.set_up("--python", python)
    assert (done.returncode, done.stderr, ground.calls_made()) == (0, "", [])


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_changed_pins_are_installed(ground: Ground, changed: str) -> None:
    """Other pins are installed into the environment that is there."""
    python = ground.python("py")
    ground.set_up("--python", python)
    ground.calls_made()
    with (ground.root / changed).open("a") as file:
        file.write("# another\n")
    assert ground.set_up("--python", python).returncode == 0
    assert ground.calls_made() == INSTALLS


def test_cut_off_install_is_mended(ground: Ground) -> None:
    """What pip left half installed is forgotten, so that it is installed anew."""
    python = ground.python("py")
    ground.set_up("--python", python)
    ground.calls_made()
    (ground.root / ".venv" / bootstrap.STAMP).unlink()
    whole, half = ground.packages / "whole-1.dist-info", ground.packages / "half-1.dist-info"
    for folder in (whole, half, ground.packages / "~leftover"):
        folder.mkdir()
    (whole / "RECORD").touch()
    (half / "METADATA").touch()
    assert ground.set_up("--python", python).returncode == 0
    assert ground.calls_made() == INSTALLS
    assert whole.is_dir()
    assert not half.exists()
    assert not (ground.packages / "~leftover").exists()


def test_half_made_environment_is_made_anew(ground: Ground) -> None:
    """An environment without a whole pip, or with a Python that is gone, is thrown away."""
    python = ground.python("py")
    ground.set_up("--python", python)
    (ground.packages / "pip-1.dist-info/RECORD").unlink()
    (ground.root / ".venv" / bootstrap.STAMP).unlink()
    ground.calls_made()
    assert ground.set_up("--python", python).returncode == 0
    assert ground.calls_made() == ["venv 3.12", *INSTALLS]
    (ground.root / ".venv/bin/python").unlink()
    assert ground.set_up("--python", python).returncode == 0
    assert ground.calls_made() == ["venv 3.12", *INSTALLS]


def test_other_python_makes_another_environment(ground: Ground) -> None:
    """Naming a Python of another version replaces an environment that is whole."""
    ground.set_up("--python", ground.python("py312"))
    ground.calls_made()
    ground.set_up("--python", ground.python("py313", version="3.13"))
    assert ground.calls_made()[0] == "venv 3.13"


def test_unsupported_python_is_one_line(ground: Ground) -> None:
    """A Python of another version is named with its version and with those that will do."""
    python = ground.python("old", version="3.9", answer=bootstrap.OTHER_VERSION)
    line = one_line(ground.set_up("--python", python))
    assert "needs Python 3.11 to 3.13" in line
    assert "is Python 3.9" in line
    assert not (ground.root / ".venv").exists()


def test_missing_venv_module_is_one_line(ground: Ground) -> None:
    """A Python without venv (Debian) gets the package to install."""
    python = ground.python("bare", version="3.11", answer=bootstrap.NO_VENV)
    line = one_line(ground.set_up("--python", python))
    assert "has no venv module" in line
    assert "apt install python3.11-venv" in line


def test_missing_python_is_one_line(ground: Ground) -> None:
    """A Python that is not there is named."""
    assert "/no/such/python does not start" in one_line(
        ground.set_up("--python", "/no/such/python")
    )


NO_ANSWER = (
    "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(...)'\n"
    "ERROR: Could not find a version that satisfies the requirement torch==9.9\n"
    "ERROR: No matching distribution found for torch==9.9"
)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (NO_ANSWER, "no network, or the package registry does not answer"),
        ("ERROR: Could not install: [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "THESE PACKAGES DO NOT MATCH THE HASHES"),
    ],
)
def test_failed_install_is_one_line(ground: Ground, said: str, reason: str) -> None:
    """When pip fails, its pages of text become one line; the whole is kept in a log."""
    done = ground.set_up("--python", ground.python("py"), pip_says=said)
    assert reason in one_line(done)
    assert said in (ground.root / ".venv" / bootstrap.LOG).read_text()


def test_failed_install_is_tried_again(ground: Ground) -> None:
    """After a failure the next run installs, into the environment that is there."""
    python = ground.python("py")
    ground.set_up("--python", python, pip_says=NO_ANSWER)
    assert ground.calls_made() == ["venv 3.12", INSTALLS[0]]
    assert ground.set_up("--python", python).returncode == 0
    assert ground.calls_made() == INSTALLS


def test_first_python_that_fits(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without PYTHON=… the ones that start but do not fit are passed over, in the known order."""
    monkeypatch.setenv("PATH", f"{ground.pythons}:/usr/bin:/bin")
    old = ground.python("running", version="3.8", answer=bootstrap.OTHER_VERSION)
    monkeypatch.setattr(sys, "executable", old)
    ground.python("python3", version="3.11", answer=bootstrap.NO_VENV)
    ground.python("python3.13", answer=7)
    expected = ground.python("python3.12")
    ground.python("python3.11", version="3.11")
    assert bootstrap.find_python("") == expected


def test_old_pythons_can_read_it() -> None:
    """The script has no syntax that Python 3.6 would stumble over before saying a word."""
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 6))


def test_make_names_a_python_that_does_not_start() -> None:
    """`make PYTHON=…` with something that is no Python says so, and goes no further."""
    done = subprocess.run(
        ["make", "-C", str(ROOT), "setup", "PYTHON=/no/such/python"],
        env={name: value for name, value in os.environ.items() if "MAKE" not in name},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        "pramaan: needs Python 3.11 to 3.13: /no/such/python does not start"
    )


def test_pins_are_whole() -> None:
    """The lock has a hash for every package, pins every one but torch, and names no host."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = [block for block in lock.split("\n") if block and not block.startswith((" ", "#"))]
    assert len(pinned) > 50
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert not any(line.startswith(("torch==", "nvidia-", "triton==")) for line in pinned)
    assert "://" not in lock
