"""Runs of training made one, the mean of their weights: `python -m evals.average_reader OUT RUN…`.

Runs that began with the same model differ in what chance taught them; their mean knows better and
is less sure of itself (model soups, Wortsman and others 2022). OUT is the file to write; what is
printed is its SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

from retrieval.reader.weights import packed


def main() -> int:
    """Average the checkpoints of the runs, and write them as the program reads them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    options = parser.parse_args()
    taught = [
        torch.load(run / "checkpoint.pt", map_location="cpu")["trained"] for run in options.runs
    ]
    mean = {name: torch.stack([own[name].float() for own in taught]).mean(0) for name in taught[0]}
    save_file(packed(mean), options.out)
    print(hashlib.sha256(options.out.read_bytes()).hexdigest())
    return 0


if __name__ == "__main__":
    sys.exit(main())
