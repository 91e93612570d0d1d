"""The commonest words of Hindi and English with their shares of all words, from `wordfreq`."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cache
from typing import Final

from retrieval.words.vocabulary import Vocabulary

_LOADING: Final = threading.Lock()


def hindi_words() -> Vocabulary:
    """24,000 Hindi words, counted by their share of all Hindi words (0 to 1)."""
    with _LOADING:
        return _hindi_words()


def english_share(word: str) -> float:
    """The share of all English words that `word`, in lower case, has; 0 for a rare one."""
    with _LOADING:
        return _english_shares().get(word, 0.0)


@cache
def _hindi_words() -> Vocabulary:
    from wordfreq import get_frequency_dict

    shares: Mapping[str, float] = get_frequency_dict("hi", "small")
    return Vocabulary(
        (word, share) for word, share in shares.items() if "\u0904" <= word[0] <= "\u0939"
    )


@cache
def _english_shares() -> Mapping[str, float]:
    from wordfreq import get_frequency_dict

    shares: Mapping[str, float] = get_frequency_dict("en", "small")
    return shares
