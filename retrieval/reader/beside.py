"""Pure: which stretches are worth reading, and what the readings say of each piece of evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.rank import Evidence
from retrieval.reader.reading import Found, Reading, together
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
    """The best pieces of evidence that may still win, with the sentences beside them, and alone.

    `sentences` has those of each article by its id. A piece that stands in a stretch already
    taken is read with that one. What is read twice, in other surroundings, is read better.
    """
    wide: list[Stretch] = []
    alone: list[Stretch] = []
    for each in evidence:
        if each.score < evidence[0].score - _FAR_BEHIND:
            break
        within = next((stretch for stretch in wide if _stands_in(each, stretch)), None)
        passage = within.passage if within else _passage_of(each, hits)
        if passage is None or (within is None and len(wide) == STRETCHES_READ):
            continue
        if within is None:
            within = _with_neighbours(each, passage, sentences[each.article.id])
            wide.append(within)
        own = Stretch(passage, each.start, each.end)
        if own not in (within, *alone):
            alone.append(own)
    return [*wide, *alone]


def _passage_of(evidence: Evidence, hits: Sequence[Hit]) -> Passage | None:
    """The first passage that holds the evidence."""
    passages = (hit.passage for hit in hits)
    return next((p for p in passages if _stands_in(evidence, Stretch(p, p.start, p.end))), None)


def _with_neighbours(
    evidence: Evidence, passage: Passage, sentences: Sequence[Sentence]
) -> Stretch:
    before = [s.start for s in sentences if passage.start <= s.start < evidence.start]
    after = [s.end for s in sentences if evidence.end < s.end <= passage.end]
    return Stretch(passage, max(before, default=evidence.start), min(after, default=evidence.end))


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
    own = [
        (reading, stretch.passage.start)
        for stretch, reading in zip(stretches, readings, strict=True)
        if _stands_in(evidence, stretch)
    ]
    return together(own).best(evidence.start, evidence.end) if own else None
