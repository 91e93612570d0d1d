"""What tests share: no way out of this machine, the model prepared once, the real command."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot.__main__ import main
from bot.settings import Settings, quiet_environment
from tests.loopback import hear_of_distant_hosts

ROOT = Path(__file__).parent.parent
Pramaan = Callable[..., subprocess.CompletedProcess[str]]
Here = Callable[..., tuple[int, str, str]]


def _refuse(attempt: str) -> None:
    raise AssertionError(f"A test tried to leave this machine: {attempt}")


def pytest_configure() -> None:
    """Before anything is imported: libraries quiet, and no way to other machines."""
    quiet_environment(Settings.model_construct())
    hear_of_distant_hosts(_refuse)


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The folder with the bundled model, expanded once for all runs of the tests."""
    from store.bundled import bundled_model

    models = Path(sys.prefix) / "models-for-tests"
    bundled_model(models, "bfloat16", lambda news: None)
    return models


@pytest.fixture
def data_dir(tmp_path: Path, models_dir: Path) -> Path:
    """An empty data folder in which the model is ready."""
    return with_models(tmp_path / "data", models_dir)


def with_models(data_dir: Path, models_dir: Path) -> Path:
    """Make the data folder, with the prepared model in it."""
    data_dir.mkdir()
    (data_dir / "models").symlink_to(models_dir, target_is_directory=True)
    return data_dir


def bare_environment(**settings: str) -> dict[str, str]:
    """This process's environment with these settings and no others, but without a reading model.

    Loading one takes seconds, and what it says is tested by itself.
    """
    names = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "PRAMAAN_READER": "off", **settings}


@pytest.fixture
def pramaan(tmp_path: Path) -> Pramaan:
    """The real command in a folder of its own, with no settings but those given.

    `pramaan("ask", "--json", stdin="…", PRAMAAN_DATA_DIR=…)`.
    """

    def run(*arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=tmp_path,
            env=bare_environment(PYTHONPATH=str(ROOT), **settings),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def restored_logging() -> Iterator[None]:
    """Whatever a test does to the configuration of logs is undone."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in list(root.handlers):
        if handler not in before:
            root.removeHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture
def pramaan_here(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    restored_logging: None,
) -> Here:
    """As `pramaan`, but inside this process, where the libraries are loaded already.

    Gives exit status, standard output and standard error.
    """

    def run(*arguments: str, **settings: str) -> tuple[int, str, str]:
        with monkeypatch.context() as patch:
            patch.chdir(tmp_path)
            for name in Settings.model_fields:
                patch.delenv(name.upper(), raising=False)
            for name, value in settings.items():
                patch.setenv(name, value)
            status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run
