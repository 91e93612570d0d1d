"""A date leads only where the quote, or what stands around it, has the question's names."""

from __future__ import annotations

import pytest

from retrieval.facts.named import lacks_a_name
from retrieval.query import query_terms

SPELLED = {"wanpur": {"वानपुर": 0.9}, "negi": {"नेगी": 1.0}}


def lacks(question: str, *texts: str) -> bool:
    """Over a corpus that spells the names of SPELLED and finds all words alike rare."""
    return lacks_a_name(
        query_terms(question, lambda w: 3.0 if w else 9.0, lambda w: SPELLED.get(w, {})), texts
    )


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("when did negi visit wanpur", ("नेगी ने जून 2024 में राज्य की यात्रा की थी।",)),
        ("When was the treaty of China and Nepal signed?", ("नेपाल ने 2024 में संधि की।",)),
        ("नेगी वानपुर कब पहुँचे?", ("नेगी बुधवार को पहुँचे।", "मेला लगा")),
    ],
)
def test_a_name_that_is_nowhere_is_missed(question: str, texts: tuple[str, ...]) -> None:
    """Places, people and countries of the question count, whichever script it is in."""
    assert lacks(question, *texts)


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("when did negi visit wanpur", ("नेगी जून 2024 में आए।", "वानपुर में मेला")),
        ("When was the treaty of China and Nepal signed?", ("चीन और नेपाल ने संधि की।",)),
        ("पुल का उद्घाटन कब हुआ?", ("यह सोमवार को खुला।",)),
        ("when was the bridge opened", ("यह सोमवार को खुला।",)),
        ("", ()),
    ],
)
def test_other_words_may_be_said_otherwise(question: str, texts: tuple[str, ...]) -> None:
    """A name may stand in the title; verbs and common nouns may be missing."""
    assert not lacks(question, *texts)
