"""Whether the prepared model is whole, without loading it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

SIZES: Final = "sizes.json"
"""In a model's folder, written last: its files with how many bytes each has."""


def model_trouble(folder: Path) -> str | None:
    """What of a prepared model is missing or cut short, in one line with what helps, or None.

    A folder that is not there is no trouble: it is made when it is needed.
    """
    if not folder.is_dir():
        return None
    try:
        sizes = dict(json.loads((folder / SIZES).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return cannot_be_loaded(folder, f"{SIZES} is missing or damaged")
    for name, size in sizes.items():
        try:
            found = (folder / name).stat().st_size
        except OSError:
            return cannot_be_loaded(folder, f"{name} is missing")
        if found != size:
            return cannot_be_loaded(folder, f"{name} is damaged")
    return None


def cannot_be_loaded(folder: Path, reason: str) -> str:
    """One line for a person."""
    return (
        f"The model in {folder} cannot be loaded ({reason}); remove that folder and it is made anew"
    )


def write_sizes(folder: Path) -> None:
    """Write down how large the files of a finished model are. Raises OSError."""
    files = (path for path in folder.rglob("*") if path.is_file())
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    (folder / SIZES).write_text(json.dumps(sizes, indent=0), "utf-8")
