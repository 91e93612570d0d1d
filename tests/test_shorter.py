"""Long quotes without their last clauses."""

from __future__ import annotations

import pytest

from retrieval.facts.asked import Asked
from retrieval.query import query_terms
from retrieval.shorter import without_tail

LONG = (
    "प्रशासन ने बताया कि नदी के किनारे बसे गांवों से अब तक 340 परिवार हटाए गए हैं, जबकि स्कूलों में"
    " बने शिविरों में खाने, दवा और पीने के पानी का इंतजाम किया जा रहा है और डॉक्टर भी पहुंचे हैं।"
)


def shortened(question: str, asked: Asked, quote: str = LONG) -> str:
    """What is left of the quote."""
    terms = query_terms(question, lambda word: 1.0, lambda word: {})
    return quote[: without_tail(quote, asked, terms)]


def test_clauses_after_the_figure_go() -> None:
    """What stands behind the figure and the question's words is left out, at a clause's end."""
    left = shortened("कितने परिवार हटाए गए?", Asked.FIGURE)
    assert left.endswith("340 परिवार हटाए गए हैं")
    assert LONG.startswith(left)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("कितने परिवार शिविरों में हैं?", Asked.FIGURE),  # a word of it stands in the second half
        ("क्या हटाया गया?", Asked.OTHER),  # what answers cannot be recognised
        ("परिवार कब हटाए गए?", Asked.DATE),  # not given at all
    ],
)
def test_what_may_answer_stays(question: str, asked: Asked) -> None:
    """Nothing is cut that holds a word of the question, or where the answer is not surely kept."""
    assert len(shortened(question, asked)) > len("प्रशासन ने बताया कि") + 90


def test_short_quotes_stay() -> None:
    """A short quote is shown whole."""
    short = "गांव से 340 परिवार हटाए गए, जबकि शिविरों में पानी का इंतजाम हुआ।"
    assert shortened("कितने परिवार हटाए गए?", Asked.FIGURE, short) == short


def test_no_bracket_is_left_open() -> None:
    """A quote is not cut inside brackets or quotation marks."""
    quote = LONG.replace("गांवों से अब तक", "गांवों (रामपुर, देवगढ़, सोनपुर और लखनपुर के टोले) से अब तक")
    left = shortened("कितने परिवार हटाए गए?", Asked.FIGURE, quote)
    assert left.count("(") == left.count(")")
    assert "340" in left


def test_joined_nouns_stay_together() -> None:
    """A quote ends with a verb, not between two nouns that और joins."""
    quote = (
        "जून 2024 में संधि पर दस्तख़त होने के बाद से नीलगिरी राज्य और उसके पड़ोसी राज्यों के बीच"
        " व्यापार, पर्यटन और शिक्षा में सहयोग तेज़ी से बढ़ा है, ऐसा मुख्यमंत्री ने अपने भाषण में कहा।"
    )
    left = shortened("संधि कब हुई?", Asked.DATE, quote)
    assert left == quote or left.endswith("बढ़ा है")
