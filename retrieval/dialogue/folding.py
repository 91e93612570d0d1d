"""Pure: words of talk without what people leave out or hold down."""

from __future__ import annotations

import re
from typing import Final

from store.text import normalise

_RUN: Final = re.compile(r"(.)\1+")
_SLACK: Final = str.maketrans("ीूैौईऊऐऔषश", "िुेोइउएओसस", "\u094d")


def folded(word: str) -> str:
    """The word without length of vowels, doubled letters and marks."""
    plain = normalise(word).translate(_SLACK).replace("'", "").replace("’", "")
    return _RUN.sub(r"\1", plain)
