"""Fit the token codec: mean, principal axes and spread of the bundled model's token vectors.

    python -m evals.fit_tokens FOLDER [FOLDER ...]

reads every .txt and .md file under the folders (any Hindi and English prose will do) and writes
store/token_codec.npz. Only these statistics are kept, no text.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from store.bundled_embedder import BundledEmbedder
from store.tokens import FITTED

KEPT = 256
CHARS = 900


def main() -> int:
    """Fit and write; prints the share of variance kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--models", type=Path, default=Path("data/models"))
    arguments = parser.parse_args()
    embedder = BundledEmbedder(arguments.models, lambda news: print(news, file=sys.stderr))
    texts = [
        path.read_text(encoding="utf-8")[:CHARS]
        for folder in arguments.folders
        for suffix in ("*.txt", "*.md")
        for path in sorted(folder.rglob(suffix))
    ]
    tokens = np.concatenate([encoding.tokens for encoding in embedder.encode_documents(texts)])
    unit = tokens / np.linalg.norm(tokens, axis=1, keepdims=True)
    mean = unit.mean(axis=0)
    variances, axes = np.linalg.eigh(np.cov((unit - mean).T))
    basis = axes[:, ::-1][:, :KEPT]
    small = (unit - mean) @ basis
    small /= np.linalg.norm(small, axis=1, keepdims=True)
    np.savez(
        FITTED,
        mean=mean.astype(np.float16),
        basis=basis.astype(np.float16),
        spread=small.std(axis=0).astype(np.float16),
    )
    kept = variances[::-1][:KEPT].sum() / variances.sum()
    print(f"{len(texts)} texts, {len(tokens)} tokens, {kept:.1%} of the variance kept")
    return 0


if __name__ == "__main__":
    sys.exit(main())
