"""Pure: texts in batches of like length, so that little is spent on padding."""

from __future__ import annotations

from collections.abc import Sequence

_BATCH_TOKENS = 2048  # fits the caches of two cores; larger batches only pad more
_SHORTEST = 8  # tokens that a text counts for at least


def batches_by_length(lengths: Sequence[int]) -> list[list[int]]:
    """Indices of texts of these lengths, in tokens, by batches of like length, short ones first."""
    batches: list[list[int]] = []
    for n in sorted(range(len(lengths)), key=lambda n: (lengths[n], n)):
        if batches and (len(batches[-1]) + 1) * max(lengths[n], _SHORTEST) <= _BATCH_TOKENS:
            batches[-1].append(n)
        else:
            batches.append([n])
    return batches
