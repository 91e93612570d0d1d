"""The arrays that pass between modules, by their numbers; shapes are said where they are used."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
"""Token ids, or places of tokens."""
