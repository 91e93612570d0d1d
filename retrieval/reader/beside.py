"""Pure: what surroundings evidence is read in, and what the readings say of each piece of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.rank import Evidence
from retrieval.reader.reading import Found, Reading, together
from retrieval.search import Hit
from store.article import Passage, Sentence

PIECES_READ: Final = 4
_FAR_BEHIND: Final = 6.0
"""Log-odds under the best evidence from which reading can no longer bring a sentence forward."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences of a passage that are read together: `article.text[start:end]`."""

    passage: Passage
    start: int
    end: int


def surroundings(
    evidence: Sequence[Evidence],
    hits: Sequence[Hit],
    sentences: Mapping[str, Sequence[Sentence]],
) -> list[tuple[Stretch, ...]]:
    """For each piece of evidence what it is read in: with the sentences beside it, and alone.

    What is read twice is read better. `sentences` has those of each article by its id. Nothing is
    read of evidence that cannot win any more, or that stands in no hit whole.
    """
    return [
        _surroundings(each, hits, sentences[each.article.id])
        if n < PIECES_READ and each.score >= evidence[0].score - _FAR_BEHIND
        else ()
        for n, each in enumerate(evidence)
    ]


def _surroundings(
    evidence: Evidence, hits: Sequence[Hit], sentences: Sequence[Sentence]
) -> tuple[Stretch, ...]:
    for passage in (hit.passage for hit in hits):
        if (
            passage.article_id == evidence.article.id
            and passage.start <= evidence.start
            and evidence.end <= passage.end
        ):
            before = [s.start for s in sentences if passage.start <= s.start < evidence.start]
            after = [s.end for s in sentences if evidence.end < s.end <= passage.end]
            start = max(before, default=evidence.start)
            end = min(after, default=evidence.end)
            both = (
                Stretch(passage, start, end),
                Stretch(passage, evidence.start, evidence.end),
            )
            return tuple(dict.fromkeys(both))
    return ()


def answers_in(
    evidence: Sequence[Evidence],
    read_in: Sequence[Sequence[Stretch]],
    readings: Mapping[Stretch, Reading],
) -> list[Found | None]:
    """The best answer in each piece of evidence, in code points of its article; None: not read."""
    return [
        together([(readings[stretch], stretch.passage.start) for stretch in own]).best(
            each.start, each.end
        )
        if own
        else None
        for each, own in zip(evidence, read_in, strict=True)
    ]
