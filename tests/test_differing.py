"""Figures that differ for the same thing."""

from __future__ import annotations

import pytest

from retrieval.facts.asked import Asked
from retrieval.facts.differing import differing

ASKED = "मेले के लिए सरकार ने कितने जवान भेजे?"
FIRST = "मेले के लिए राज्य सरकार ने लगभग 15,000 जवान भेजे हैं।"


@pytest.mark.parametrize(
    "quote",
    [
        "मेले के लिए राज्य सरकार ने 12,000 जवान भेजे।",
        "मेले के लिए राज्य सरकार ने बारह हज़ार जवान भेजे हैं, ऐसा विपक्ष कहता है।",
    ],
)
def test_another_value_for_the_same_deed_differs(quote: str) -> None:
    """Same noun, deed, subject and period with another value stands beside the first."""
    assert differing(ASKED, Asked.FIGURE, [FIRST, quote]) == [1]


def test_languages_are_compared() -> None:
    """An English quote can differ from a Hindi one."""
    hindi = "रूस ने युद्ध के लिए 15,000 सैनिक भेजे।"
    english = "Russia sent 11,000 soldiers to the war."
    assert differing("रूस ने युद्ध के लिए कितने सैनिक भेजे?", Asked.FIGURE, [hindi, english]) == [1]


@pytest.mark.parametrize(
    "quote",
    [
        "मेले के लिए राज्य सरकार ने १५,००० जवान भेजे।",
        "मेले के लिए राज्य सरकार ने 15 हज़ार जवान भेजे।",
        "मेले के लिए राज्य सरकार ने 15,200 जवान भेजे।",
        "मेले के लिए राज्य सरकार ने 10,000 से ज्यादा जवान भेजे।",
        "मेले के लिए राज्य सरकार ने 14,000 से 16,000 जवान भेजे।",
    ],
)
def test_the_same_value_in_another_form_does_not_differ(quote: str) -> None:
    """Other digits, words, roundings and bounds that fit are the same figure."""
    assert differing(ASKED, Asked.FIGURE, [FIRST, quote]) == []


@pytest.mark.parametrize(
    "quote",
    [
        "मेले के लिए राज्य सरकार 6,000 जवान और भेज सकती है।",
        "मेले के लिए राज्य सरकार 6,000 जवान भेजेगी।",
        "मेले के लिए राज्य सरकार ने 6,000 अतिरिक्त जवान भेजे।",
        "मेले के लिए राज्य सरकार ने 1,000 इंजीनियर भेजे।",
        "मेले में राज्य सरकार के 200 जवान घायल हुए।",
        "मेले के लिए राज्य सरकार के 900 जवान तैनात हैं।",
        "चुनाव के लिए दूसरी कंपनी ने 700 जवान भेजे।",
        "मेले के लिए राज्य सरकार ने 28,500 अमेरिकी डॉलर भेजे।",
        "मेले के लिए राज्य सरकार ने जवान भेजे।",
    ],
)
def test_what_counts_something_else_never_rivals(quote: str) -> None:
    """Plans, further ones, other nouns, deeds, subjects and units stay out."""
    assert differing(ASKED, Asked.FIGURE, [FIRST, quote]) == []


def test_other_years_do_not_rival() -> None:
    """Figures of two years are two facts."""
    first = "2021 में राज्य सरकार ने मेले के लिए 15,000 जवान भेजे।"
    other = "2023 में राज्य सरकार ने मेले के लिए 12,000 जवान भेजे।"
    assert differing(ASKED, Asked.FIGURE, [first, other]) == []


def test_other_questions_have_no_differing_figures() -> None:
    """Only questions for a figure compare figures, and no quotes give none."""
    quotes = [FIRST, "मेले के लिए राज्य सरकार ने 12,000 जवान भेजे।"]
    assert differing("सरकार ने जवान क्यों भेजे?", Asked.REASON, quotes) == []
    assert differing(ASKED, Asked.FIGURE, []) == []
