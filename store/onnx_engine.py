"""The bundled model in onnxruntime: starts at once, and is quick with few tokens.

The only importer of onnxruntime.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_THREADS = 4  # a question has too little work for more


class OnnxEngine:
    """Token states from a graph of `store.onnx_graph`; several threads may call it at once."""

    def __init__(self, path: Path) -> None:
        """Raises various errors for a file that is missing or damaged."""
        import onnxruntime

        onnxruntime.disable_telemetry_events()  # builds for Windows have some
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(_THREADS, os.cpu_count() or 1)
        # Threads that spin while there is nothing to do take the processor from other questions.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )

    def states(self, texts: Sequence[npt.NDArray[np.int64]]) -> list[Floats]:
        """Token states, shape (n, hidden), of each text given as token ids, shape (n,).

        Products of rounded states gain nothing from batches: texts go through one by one.
        """
        return [self._session.run(["states"], {"ids": ids[None]})[0][0] for ids in texts]
