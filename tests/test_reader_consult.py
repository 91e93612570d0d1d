"""Where the reading model is heard, and where the rules' own fact stands against it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from retrieval.facts.asked import what_is_asked
from retrieval.question import Question
from retrieval.rank import Evidence, Ranked
from retrieval.reader.beside import Stretch
from retrieval.reader.consult import consult
from retrieval.reader.fusion import fitted
from retrieval.reader.reading import Reading
from retrieval.search import Hit
from retrieval.understand import Understood
from store.article import Article, Passage, Sentence
from store.sentences import sentence_spans

TEXT = "मेले के लिए कुल 4,000 दुकानें लगाई गईं। मेले में लगाई गई दुकानों में 90 बंद हो चुकी हैं।"
ARTICLE = Article("m", "m.txt", None, "मेला", None, None, None, "hi", TEXT)
PASSAGE = Passage("m:0:0", "m", TEXT, 0, len(TEXT))


class ConvincedBy:
    """A reader that is sure of some words."""

    def __init__(self, words: str) -> None:
        self._start = TEXT.index(words)
        self._last = self._start + len(words) - 1

    def read(self, question: str, stretches: Sequence[Stretch]) -> list[Reading]:
        """A token a character, and the words far above all others."""
        spans = np.array([(n, n + 1) for n in range(len(TEXT))], dtype=np.int32)
        logits = np.full((len(TEXT), 2), -9.0, dtype=np.float32)
        logits[self._start, 0] = logits[self._last, 1] = 9.0
        return [Reading(spans, logits, 0.0) for _ in stretches]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("कुल कितनी दुकानें लगाई गईं?", 0),  # the first sentence gives a number of shops
        ("दुकानें क्यों लगाई गईं?", 1),  # nothing that rules would find
    ],
)
def test_the_fact_that_rules_find_is_not_read_away(question: str, first: int) -> None:
    """The best evidence gives way to what reads well only where it lacks the fact asked for."""
    sentences = [Sentence("m", TEXT[s.start : s.end], s.start, s.end) for s in sentence_spans(TEXT)]
    evidence = tuple(
        Evidence(ARTICLE, s.start, s.end, 1.0 - n / 10) for n, s in enumerate(sentences)
    )
    read = consult(
        ConvincedBy("90"),
        Understood(Question(question, "hi"), question, (), what_is_asked(question)),
        Ranked(evidence, 0.9),
        hits=[Hit(PASSAGE, 1.0, 0.8, 1.0)],
        sentences={"m": sentences},
        weights=fitted(),
    )
    assert read is not None
    assert read.ranked.evidence[0].quote == evidence[first].quote
