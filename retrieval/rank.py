"""Candidates in the order of how well they answer, and how sure it is that they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.evidence import Candidates
from retrieval.facts.of_what import counts_another
from retrieval.facts.whose import of_another
from retrieval.lacking import lacking
from retrieval.ranking import Ranking, confidence_features, fitted, probability
from retrieval.understand import Understood
from store.arrays import Floats
from store.article import Article

_LOOKED_AT = 8  # candidates held against the country and the thing that the question is about
_LOOKED_AT_MOST = 40  # where all before tell of another
_OF_ANOTHER = 3.0  # log-odds that telling of another costs
_HARDLY = 0.3  # how sure an answer about another can be


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of an article that supports an answer: `article.text[start:end]`, and how well.

    With `of_another` it tells of another country, or counts another thing, than is asked about.
    """

    article: Article
    start: int
    end: int
    score: float
    of_another: bool = False

    @property
    def quote(self) -> str:
        """The article's own characters."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Evidence, best first, and how likely it is that the question is answered at all."""

    evidence: tuple[Evidence, ...]
    likely: float

    @property
    def confidence(self) -> float:
        """The probability that the best of the evidence answers the question."""
        another = bool(self.evidence) and self.evidence[0].of_another
        return min(self.likely, _HARDLY) if another else self.likely


def rank(candidates: Candidates, understood: Understood) -> Ranked:
    """Order the candidates; a sentence that stands in several hits counts once, at its best."""
    if not candidates.rows:
        return Ranked((), 0.0)
    asked_in = "en" if understood.question.language == "en" else "hi"
    same: npt.NDArray[np.bool_] = np.array(
        [row.article.language == asked_in for row in candidates.rows], dtype=np.bool_
    )
    rankings = fitted()
    scores = scored(candidates.features, same, rankings)
    others = _of_others(candidates, scores, understood)
    scores[others] -= _OF_ANOTHER
    articles = [row.article.id for row in candidates.rows]
    best: dict[tuple[str, int], Evidence] = {}
    for n, (row, score) in enumerate(zip(candidates.rows, scores, strict=True)):
        key = (row.article.id, row.sentence.start)
        if key not in best or best[key].score < score:
            start, end = row.sentence.start, row.sentence.end
            best[key] = Evidence(row.article, start, end, float(score), n in others)
    described = confidence_features(
        candidates.features,
        scores,
        articles,
        candidates.passages,
        lambda n: lacking(
            understood.text,
            understood.asked,
            understood.terms,
            candidates.matched,
            candidates.read(n),
        ),
    )
    first = int(np.argmax(scores))
    relation = rankings["same" if same[first] else "cross"]
    return Ranked(
        tuple(sorted(best.values(), key=lambda found: (-found.score, *_newest(found)))),
        probability(float(relation.confidence.of(described[None])[0])),
    )


def _of_others(candidates: Candidates, scores: Floats, understood: Understood) -> list[int]:
    """Those of the best candidates that tell of another country, or count another thing."""
    others: list[int] = []
    for looked_at, n in enumerate(np.argsort(-scores, kind="stable")[:_LOOKED_AT_MOST].tolist()):
        if looked_at >= _LOOKED_AT and len(others) < looked_at:
            break  # one that tells of the right thing goes before all that are left
        text = candidates.rows[n].sentence.text
        if of_another(understood.text, text) or counts_another(
            understood.text, understood.asked, text
        ):
            others.append(n)
    return others


def scored(
    features: Floats,
    same: npt.NDArray[np.bool_],
    rankings: Mapping[str, Ranking],
) -> Floats:
    """A score for each row: `same` tells whose article is in the question's language."""
    return np.where(same, rankings["same"].order.of(features), rankings["cross"].order.of(features))


def _newest(found: Evidence) -> tuple[int, str, int]:
    published = found.article.published
    return (-published.toordinal() if published else 0, found.article.id, found.start)
