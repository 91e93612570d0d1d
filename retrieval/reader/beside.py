"""Pure: which stretches are worth reading, and what the readings say of each piece of evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.rank import Evidence
from retrieval.reader.reading import Found, Reading
from retrieval.search import Hit
from store.article import Passage, Sentence

STRETCHES_READ: Final = 4
_FAR_BEHIND: Final = 6.0
"""Log-odds under the best evidence from which reading can no longer bring a sentence forward."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences of a passage that are read together: `article.text[start:end]`."""

    passage: Passage
    start: int
    end: int


def worth_reading(
    evidence: Sequence[Evidence],
    hits: Sequence[Hit],
    sentences: Mapping[str, Sequence[Sentence]],
) -> list[Stretch]:
    """The best pieces of evidence that may still win, each with the sentences beside it.

    `sentences` has those of each article by its id. A piece that stands in a stretch already
    taken is read with that one.
    """
    found: list[Stretch] = []
    for each in evidence:
        if each.score < evidence[0].score - _FAR_BEHIND or len(found) == STRETCHES_READ:
            break
        if any(_stands_in(each, stretch) for stretch in found):
            continue
        for hit in hits:
            whole = Stretch(hit.passage, hit.passage.start, hit.passage.end)
            if _stands_in(each, whole):
                found.append(_with_neighbours(each, whole, sentences[each.article.id]))
                break
    return found


def _with_neighbours(evidence: Evidence, whole: Stretch, sentences: Sequence[Sentence]) -> Stretch:
    before = [s.start for s in sentences if whole.start <= s.start < evidence.start]
    after = [s.end for s in sentences if evidence.end < s.end <= whole.end]
    return Stretch(
        whole.passage, max(before, default=evidence.start), min(after, default=evidence.end)
    )


def _stands_in(evidence: Evidence, stretch: Stretch) -> bool:
    return (
        evidence.article.id == stretch.passage.article_id
        and stretch.start <= evidence.start
        and evidence.end <= stretch.end
    )


def answers_in(
    evidence: Sequence[Evidence], stretches: Sequence[Stretch], readings: Sequence[Reading]
) -> list[Found | None]:
    """The best answer in each piece of evidence, in code points of its article; None: not read."""
    return [_answer_in(each, stretches, readings) for each in evidence]


def _answer_in(
    evidence: Evidence, stretches: Sequence[Stretch], readings: Sequence[Reading]
) -> Found | None:
    best: Found | None = None
    for stretch, reading in zip(stretches, readings, strict=True):
        if _stands_in(evidence, stretch):
            shift = stretch.passage.start
            found = reading.best(evidence.start - shift, evidence.end - shift)
            if found is not None and (best is None or found.margin > best.margin):
                best = Found(found.start + shift, found.end + shift, found.margin)
    return best
