"""MinHash signatures; the only importer of datasketch."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

ROWS: Final = 4
_BANDS: Final = 20
# With 20 bands of 4 rows, texts that share half of their shingles meet with probability 0.72,
# those that share two thirds with 0.99.


def signature(shingles: Sequence[bytes]) -> npt.NDArray[np.uint64]:
    """Shape (bands * ROWS,): two sets agree at as many places as they share shingles."""
    from datasketch import MinHash

    hashed: Any = MinHash(num_perm=_BANDS * ROWS, seed=1, hashfunc=zlib.crc32)
    hashed.update_batch(shingles)
    values: npt.NDArray[np.uint64] = hashed.digest()
    return values
