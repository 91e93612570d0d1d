"""The bundled model in onnxruntime: starts at once, and is quick with few tokens.

The only importer of onnxruntime.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from store.arrays import Floats, Ids

_AT_ONCE = 4  # texts


class OnnxEngine:
    """Token states from a graph of `store.onnx_graph`; several threads may call it at once."""

    def __init__(self, path: Path) -> None:
        """Raises various errors for a file that is missing or damaged."""
        import onnxruntime

        onnxruntime.disable_telemetry_events()  # builds for Windows have some
        options = onnxruntime.SessionOptions()
        # A second thread would spare a question a millisecond, and be missing to other questions.
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )

    def states(self, texts: Sequence[Ids]) -> list[Floats]:
        """Token states, shape (n, hidden), of each text given as token ids, shape (n,).

        Products of rounded states gain nothing from batches: texts go through one by one, several
        at a time.
        """
        if len(texts) < 2:
            return [self._one(ids) for ids in texts]
        with ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1, len(texts))) as threads:
            return list(threads.map(self._one, texts))

    def _one(self, ids: Ids) -> Floats:
        states: Floats = self._session.run(["states"], {"ids": ids[None]})[0][0]
        return states
