"""Pure: is this the same story as another site's, and from which of them to answer.

Candidates share a band of their MinHash signatures; whether they are the same is then decided word
by word. Two texts that differ in a figure, a day or a “not” are never the same: one of them may be
the other's correction.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from store.article import Article
from store.number_words import ADDED, INDEFINITE, PARTS, SCALES, UNITS, WHOLE, ordinal
from store.signature import ROWS, signature
from store.text import STOPWORDS, words

SIGNATURE_VERSION: Final = "1"
"""Changes whenever the same text would have other bands."""

_SHINGLE: Final = 3  # words
_FEWEST: Final = 20  # shingles; shorter texts say too little to be told apart
_SHARED: Final = 0.5  # of all shingles (Jaccard), or:
_CONTAINED: Final = 0.8  # of the shorter text's, where that has at least
_HALF: Final = 0.4  # of the longer one's
_REPLACED: Final = 0.02  # of the shorter text's words may be others
_ALIKE: Final = 0.6  # words spelled so much alike are one, spelled in two ways
_ADDITION: Final = 12  # words; what is longer is a passage of its own
_FULLER: Final = 1.25

_TURNING: Final = frozenset("नहीं नही न ना मत बिना not no never without denied इनकार इंकार".split())
_DAYS: Final = frozenset(
    words(
        "सोमवार मंगलवार बुधवार गुरुवार बृहस्पतिवार वीरवार शुक्रवार शनिवार रविवार इतवार आज कल परसों"
        " monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow"
        " जनवरी फरवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर नवंबर नवम्बर"
        " दिसंबर दिसम्बर january february march april may june july august september october"
        " november december"
    )
)
_NUMBERS: Final = frozenset((*UNITS, *SCALES, *WHOLE, *ADDED, *PARTS, *INDEFINITE))


@dataclass(frozen=True, slots=True)
class Story:
    """An article's words, without its dateline, and stretches of them."""

    article: Article
    words: tuple[str, ...]
    shingles: frozenset[tuple[str, ...]]

    def bands(self) -> tuple[int, ...]:
        """Of two stories that are the same some are equal; none where there are too few words."""
        if len(self.shingles) < _FEWEST:
            return ()
        values = signature([" ".join(shingle).encode() for shingle in self.shingles])
        return tuple(
            int.from_bytes(
                hashlib.blake2b(values[at : at + ROWS].tobytes(), digest_size=8).digest(),
                "big",
                signed=True,
            )
            for at in range(0, len(values), ROWS)
        )


def story_of(article: Article) -> Story:
    """What of an article tells its story."""
    text = article.text
    if article.dateline:
        text = text.replace(article.dateline, " ", 1)
    told = tuple(words(text))
    shingles = (told[at : at + _SHINGLE] for at in range(len(told) - _SHINGLE + 1))
    return Story(article, told, frozenset(shingles))


def same_story(one: Story, other: Story) -> bool:
    """Whether both tell the same, nearly in the same words."""
    small, large = sorted((one, other), key=lambda story: (len(story.shingles), story.words))
    if len(small.shingles) < _FEWEST:
        return False
    shared = len(small.shingles & large.shingles)
    jaccard = shared / (len(small.shingles) + len(large.shingles) - shared)
    contained = shared >= _CONTAINED * len(small.shingles) and len(small.shingles) >= _HALF * len(
        large.shingles
    )
    return (jaccard >= _SHARED or contained) and not _differ(small.words, large.words)


def answers_before(one: Article, other: Article) -> bool:
    """Which of two articles that tell the same story is answered from.

    The fuller one, where it is fuller by a step of a quarter; then the one that was published
    first, one whose date is known before others; then by their sources. A total order: it does not
    matter in which order they arrive.
    """
    return _rank(one) < _rank(other)


def _rank(article: Article) -> tuple[int, bool, str, str, str]:
    step = math.floor(math.log(max(len(article.text), 1), _FULLER))
    published = article.published.isoformat() if article.published else ""
    return -step, not published, published, article.source, article.id


def _differ(small: Sequence[str], large: Sequence[str]) -> bool:
    """Whether facts differ where two texts go separate ways."""
    replaced = 0
    matcher = SequenceMatcher(None, small, large, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        own, others = small[a:b], large[c:d]
        if kind == "replace" and _figures(own) != _figures(others):
            return True
        if max(len(own), len(others)) <= _ADDITION and _turns(own) != _turns(others):
            return True
        if kind == "delete" and _figures(own):
            return True  # the shorter text has a figure that the longer one does not give there
        if kind == "replace":
            replaced += len(_unlike(own, others))
    return replaced > _REPLACED * len(small)


def _figures(told: Sequence[str]) -> Counter[str]:
    return Counter(word for word in told if _is_figure(word))


@lru_cache(4096)
def _is_figure(word: str) -> bool:
    return (
        any(char.isdigit() for char in word)
        or word in _NUMBERS
        or word in _DAYS
        or ordinal(word) is not None
    )


def _turns(told: Sequence[str]) -> int:
    return sum(word in _TURNING for word in told)


def _unlike(own: Sequence[str], others: Sequence[str]) -> list[str]:
    """Those of the words that have no spelling variant among the others, and say something."""
    return [
        word
        for word in own
        if word not in STOPWORDS
        and not any(Levenshtein.normalized_similarity(word, it) >= _ALIKE for it in others)
    ]
