"""The `pramaan` command from outside: arguments, settings, exit status, streams."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import main, parser
from tests.conftest import ROOT, Pramaan, bare_environment

COMMANDS = ("run", "chat", "ask", "ingest", "status", "doctor", "reindex")
TOKEN = "123456789:" + "AbCd-_" * 6


def test_console_script() -> None:
    """`pramaan` is `python -m bot`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"] == {"pramaan": "bot.__main__:main"}


def test_help_names_what_there_is() -> None:
    """`--help` has every command, each with a word about it."""
    text = parser().format_help()
    for command in COMMANDS:
        assert f"\n    {command} " in text


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["ask", "--nonsense"],
        ["ask", "one", "two"],
        ["ask", ""],
        ["ask", "  "],
        ["ingest"],
        ["ingest", "no/such/folder"],
        ["ingest", "~no-such-user/articles"],
        ["ingest", "a" * 5000],
        ["backup", "a" * 5000],
        ["restore", "~no-such-user/backup"],
        ["sources", "remove", "a" * 5000],
        ["status", "x"],
    ],
)
def test_wrong_arguments_are_one_line(
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Arguments that cannot be used: exit status 2, one line, nothing on standard output."""
    monkeypatch.chdir(tmp_path)
    try:
        status = main(arguments)
    except SystemExit as exit:
        status = int(str(exit.code))
    said = capsys.readouterr()
    assert status == 2
    assert said.out == ""
    assert said.err.startswith("pramaan")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("command", [["status"], ["ask", "x"], ["chat"], ["run"], ["doctor"]])
def test_wrong_setting_is_one_line(pramaan: Pramaan, command: list[str]) -> None:
    """A setting that cannot be used: exit status 2 and one line that names it, not the value."""
    done = pramaan(*command, TELEGRAM_BOT_TOKEN="12 secret 34", PRAMAAN_DATA_DIR="data")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("pramaan: TELEGRAM_BOT_TOKEN: ")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr


def test_run_without_token(pramaan: Pramaan, data_dir: Path) -> None:
    """`run` without a token: exit status 2 and one line that says where to get one."""
    done = pramaan("run", PRAMAAN_DATA_DIR=str(data_dir))
    assert done.returncode == 2
    assert "TELEGRAM_BOT_TOKEN is not set" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_data_folder_that_cannot_be(pramaan: Pramaan, tmp_path: Path) -> None:
    """A data folder that cannot be made: exit status 2 and one line that names the setting."""
    (tmp_path / "file").touch()
    done = pramaan("status", PRAMAAN_DATA_DIR="file/data")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "PRAMAAN_DATA_DIR" in done.stderr


def test_status_of_nothing(pramaan: Pramaan) -> None:
    """An empty store is told as one JSON object and is healthy."""
    done = pramaan("status", "--json")
    assert done.returncode == 0, done.stderr
    held = json.loads(done.stdout)
    assert (held["articles"], held["passages"]) == (0, 0)
    assert held["healthy"] is True
    assert held["problems"] == []
    assert set(held) >= {"embedding_model", "index_fingerprint", "chroma"}


def test_numpy_is_imported_after_the_settings_are_read(tmp_path: Path) -> None:
    """No command loads it before, since it reads OPENBLAS_NUM_THREADS when it is loaded."""
    for module in ("bot.__main__", "bot.start"):
        done = subprocess.run(
            [sys.executable, "-c", f"import sys, {module}; sys.exit('numpy' in sys.modules)"],
            cwd=tmp_path,
            env=bare_environment(PYTHONPATH=str(ROOT)),
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, module


def test_status_needs_no_model(tmp_path: Path) -> None:
    """`status` and `--help` do not import the libraries that take seconds."""
    for arguments in (["status"], ["--help"]):
        code = (
            "import sys; from bot.__main__ import main\n"
            f"try: main({arguments!r})\n"
            "except SystemExit: pass\n"
            "heavy = {'torch', 'transformers', 'sentence_transformers', 'telegram'}\n"
            "sys.exit(3 if heavy & set(sys.modules) else 0)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env=bare_environment(PYTHONPATH=str(ROOT)),
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_closed_pipe_is_quiet(tmp_path: Path) -> None:
    """When whoever reads the results goes away, the command ends without a word."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "status"],
        cwd=tmp_path,
        env=bare_environment(PYTHONPATH=str(ROOT)),
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.fixture
def heeded_interrupt() -> Iterator[None]:
    """A shell starts background jobs with Ctrl-C ignored, and their children inherit it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_interrupt_is_quiet(tmp_path: Path, data_dir: Path, heeded_interrupt: None) -> None:
    """Ctrl-C ends a waiting `ask` without a traceback, and lets go of the data folder."""
    settings = {"PYTHONPATH": str(ROOT), "PRAMAAN_DATA_DIR": str(data_dir)}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask"],
        cwd=tmp_path,
        env=bare_environment(**settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as asking:
        assert asking.stdin is not None
        assert asking.stdout is not None
        asking.stdin.write("क्या हुआ?\n")
        asking.stdin.flush()
        assert asking.stdout.readline()  # it has begun, and now waits for the next question
        asking.send_signal(signal.SIGINT)
        _, said = asking.communicate(timeout=60)
    assert asking.returncode == 130
    assert "Traceback" not in said


def test_make_test_is_what_is_checked() -> None:
    """The check of a submission runs `make test`."""
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1] == "make test"
