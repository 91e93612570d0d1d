"""An order of evidence and how sure it is, from features; whatever weights were learned."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence import Candidate, Candidates
from retrieval.facts.asked import Asked
from retrieval.features import NAMES
from retrieval.lacking import NAMES as LACKING
from retrieval.question import Language, Question
from retrieval.rank import rank
from retrieval.ranking import (
    CONFIDENCE_NAMES,
    FITTED,
    Linear,
    confidence_features,
    fitted,
    probability,
)
from retrieval.understand import Understood
from store.article import Article, Sentence

ARTICLE = Article(
    "a", "a.txt", None, "T", None, date(2025, 9, 4), None, "hi", "पहला वाक्य। दूसरा वाक्य।"
)
GOOD, MIDDLING, BAD = 0.9, 0.5, 0.1


def understood(language: Language = "hi") -> Understood:
    """A question in this language."""
    return Understood(Question("?", language), "?", (), Asked.OTHER)


def row(speaks: float) -> list[float]:
    """Features of a sentence for which so much speaks, in all that is known to speak for it."""
    return [
        speaks if name.startswith(("late", "covered", "dense", "pooled", "weakest")) else 0.0
        for name in NAMES
    ]


def candidates(*found: tuple[Article, int, float]) -> Candidates:
    """Sentences, each from an article, beginning somewhere, with so much speaking for it."""
    rows = tuple(
        Candidate(
            article, Sentence(article.id, article.text[start : start + 5], start, start + 5), 0
        )
        for article, start, _ in found
    )
    return Candidates(
        rows,
        np.array([row(speaks) for *_, speaks in found], dtype=np.float32),
        (),
        np.empty((len(rows), 0), dtype=np.float32),
        10,
    )


def other(name: str, **changed: object) -> Article:
    """Another article."""
    return replace(ARTICLE, id=name, **changed)  # type: ignore[arg-type]


def test_what_more_speaks_for_comes_first() -> None:
    """Evidence is ordered by how much speaks for it."""
    ranked = rank(
        candidates((ARTICLE, 0, BAD), (other("b"), 0, GOOD), (ARTICLE, 12, MIDDLING)), understood()
    )
    assert [(found.article.id, found.start) for found in ranked.evidence] == [
        *(("b", 0), ("a", 12), ("a", 0))
    ]
    scores = [found.score for found in ranked.evidence]
    assert scores == sorted(scores, reverse=True)
    assert ranked.evidence[0].quote == ARTICLE.text[:5]


def test_a_sentence_found_twice_counts_once() -> None:
    """A sentence that stands in two passages is one piece of evidence, at its better score."""
    ranked = rank(
        candidates((ARTICLE, 0, BAD), (ARTICLE, 0, GOOD), (ARTICLE, 12, BAD)), understood()
    )
    assert [found.start for found in ranked.evidence] == [0, 12]
    alone = rank(candidates((ARTICLE, 0, GOOD)), understood())
    assert ranked.evidence[0].score == pytest.approx(alone.evidence[0].score)


def test_of_equals_the_newest() -> None:
    """Where the same speaks for two, the newer article comes first, one without a date last."""
    dated = [
        other("old", published=date(2020, 1, 1)),
        other("undated", published=None),
        other("new", published=date(2025, 1, 1)),
    ]
    ranked = rank(candidates(*((article, 0, GOOD) for article in dated)), understood())
    assert [found.article.id for found in ranked.evidence] == ["new", "old", "undated"]


def test_nine_sentences_on_another_country_are_no_answer() -> None:
    """However many tell of another country, the one that does not comes before them all."""
    german = other("g", text="जर्मन राष्ट्रपति ने कहा। " * 12)
    french = other("f", text="फ्रांस के राष्ट्रपति ने कहा।")
    rows = tuple(
        Candidate(one, Sentence(one.id, one.text[start:end], start, end), 0)
        for one, start, end in (
            *((german, n * 25, n * 25 + 24) for n in range(12)),
            (french, 0, len(french.text)),
        )
    )
    speaks = [row(GOOD)] * 12 + [row(GOOD - 0.01)]
    found = Candidates(
        rows, np.array(speaks, np.float32), (), np.empty((len(rows), 0), dtype=np.float32), 10
    )
    question = "फ्रांस के राष्ट्रपति कौन हैं?"
    asked = Understood(Question(question, "hi"), question, (), Asked.PERSON)

    ranked = rank(found, asked)
    without = rank(replace(found, rows=rows[:12], features=found.features[:12]), asked)

    assert ranked.evidence[0].article.id == "f"
    assert ranked.confidence == ranked.likely
    assert without.evidence[0].of_another
    assert without.confidence < 0.5


def test_nothing_found() -> None:
    """Without candidates there is no evidence and no confidence."""
    ranked = rank(candidates(), understood())
    assert ranked.evidence == ()
    assert ranked.confidence == 0.0


@pytest.mark.parametrize("language", ["hi", "en", "hi-Latn"])
@pytest.mark.parametrize("written", ["hi", "en"])
def test_more_support_more_confidence(language: Language, written: str) -> None:
    """The better the articles support an answer, the surer it is, in every pair of languages."""
    article = other("a", language=written)
    sure = [
        rank(candidates((article, 0, speaks)), understood(language)).confidence
        for speaks in (BAD, MIDDLING, GOOD)
    ]
    assert sure == sorted(sure)
    assert 0 <= sure[0] < sure[2] <= 1


def test_confidence_features_by_hand() -> None:
    """Confidence looks at the best candidate, at its lead over other articles and over the rest."""
    features = np.array([row(0.2), row(0.8), row(0.5), row(0.4)], dtype=np.float32)
    scores = np.array([1.0, 7.0, 5.0, 4.0], dtype=np.float32)
    found = dict(
        zip(
            CONFIDENCE_NAMES,
            confidence_features(
                features,
                scores,
                ["b", "a", "a", "b"],
                100,
                lambda n: np.full(len(LACKING), n, dtype=np.float32),
            ).tolist(),
            strict=True,
        )
    )
    assert [found[name] for name in NAMES] == pytest.approx(features[1].tolist())
    assert found["score"] == 7.0
    assert found["gap"] == 3.0
    assert found["middle"] == 4.5 - 7.0
    assert found["near"] == pytest.approx((7 + 5 + 4) / 3 - 7)
    assert found["best_dense"] == pytest.approx(0.8)
    assert found["passages"] == 2.0
    assert {found[name] for name in LACKING} == {1.0}
    alone = confidence_features(
        features[:1], scores[:1], ["b"], 10**6, lambda _: np.zeros(len(LACKING), dtype=np.float32)
    )
    assert alone.shape == (len(CONFIDENCE_NAMES),)
    assert alone[CONFIDENCE_NAMES.index("passages")] < 3
    tiny = confidence_features(
        features[:1], scores[:1], ["b"], 1, lambda _: np.zeros(len(LACKING), dtype=np.float32)
    )
    assert tiny[CONFIDENCE_NAMES.index("passages")] > 1


def test_a_weighted_sum() -> None:
    """A linear score is the weighted sum of the features and its constant."""
    linear = Linear(np.array([2.0, -1.0], dtype=np.float32), 0.5)
    assert linear.of(np.array([[1, 1], [0, 3]], dtype=np.float32)).tolist() == [1.5, -2.5]


@given(st.floats(allow_nan=False, width=32), st.floats(allow_nan=False, width=32))
def test_probabilities(one: float, other: float) -> None:
    """A probability lies between 0 and 1 and grows with its logit."""
    assert 0 <= probability(one) <= 1
    assert (probability(one) <= probability(other)) or one > other
    assert probability(0) == 0.5


def test_the_learned_weights_fit_the_features() -> None:
    """The file of learned weights names exactly the features there are, for both relations."""
    content = json.loads(FITTED.read_text("utf-8"))
    assert content.keys() == fitted().keys() == {"same", "cross"}
    for learned in content.values():
        assert learned["order"].keys() == {*NAMES, "constant"}
        assert learned["confidence"].keys() == {*CONFIDENCE_NAMES, "constant"}
