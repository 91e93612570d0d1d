"""Pure: what surroundings evidence is read in, and what the readings say of each piece of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from retrieval.rank import Evidence
from retrieval.reader.reading import Found, Reading, together
from retrieval.search import Hit
from store.article import Passage, Sentence

PIECES_READ: Final = 4
_FAR_BEHIND: Final = 6.0
"""Log-odds under the best evidence from which reading can no longer bring a sentence forward."""


class Place(NamedTuple):
    """Where a stretch of a text begins and ends, in code points."""

    start: int
    end: int

    def holds(self, other: Place) -> bool:
        """Whether the other stretch lies in this one."""
        return self.start <= other.start and other.end <= self.end


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
    """For each piece of evidence what it is read in: its passage, the sentences beside it, alone.

    What is read three times is read better. `sentences` has those of each article by its id.
    Nothing is read of evidence that cannot win any more, or that stands in no hit whole.
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
    own = Place(evidence.start, evidence.end)
    for passage in (hit.passage for hit in hits):
        whole = Place(passage.start, passage.end)
        if passage.article_id == evidence.article.id and whole.holds(own):
            beside = [Place(s.start, s.end) for s in sentences]
            return tuple(Stretch(passage, *place) for place in places(own, whole, beside))
    return ()


def places(own: Place, whole: Place, sentences: Sequence[Place]) -> list[Place]:
    """A passage's place, that of a sentence in it with those beside it, and its own; none twice."""
    before = [s.start for s in sentences if whole.start <= s.start < own.start]
    after = [s.end for s in sentences if own.end < s.end <= whole.end]
    near = Place(max(before, default=own.start), min(after, default=own.end))
    return list(dict.fromkeys((whole, near, own)))


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
