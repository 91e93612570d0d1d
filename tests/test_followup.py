"""Questions that lean on the one before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dialogue.followup import joined, leans_on_previous, says_nothing_alone

BEFORE = "बाढ़ में कितने गाँव डूबे?"


@pytest.mark.parametrize(
    "question",
    [
        "और कितने मारे गए?",
        "कितने मारे गए?",
        "aur kitne mare gaye",
        "kitne ghayal hue",
        "and how many died?",
        "how many were rescued?",
        "कब?",
        "why?",
        "kab hua",
        "यह किसने बताया?",
        "When was that?",
        "what about the bridge?",
        "वहाँ से कौन निकाला गया?",
        "फिर क्या हुआ?",
        "uske baad kya hua",
    ],
)
def test_short_questions_lean_on_the_one_before(question: str) -> None:
    """An elliptical question, in Hindi, English or romanised Hindi, leans on another."""
    assert leans_on_previous(question, BEFORE)


@pytest.mark.parametrize(
    "question",
    [
        "मेट्रो की नई लाइन का उद्घाटन किसने किया?",
        "पुल कब बना?",
        "Who is the mayor of Millbrook?",
        "When did Asha Verma arrive?",
        "How many students asked for longer library hours?",
        "metro ki nayi line kab khulegi",
        "चुनाव के नतीजे",
        "भारत का राष्ट्रीय पशु कौन सा है?",
        BEFORE,
        "और " * 12,
        "?!",
        "",
    ],
)
def test_a_full_question_stands_alone(question: str) -> None:
    """A question that names its subject, or no question, leans on nothing."""
    assert not leans_on_previous(question, BEFORE)


def test_nothing_leans_on_nothing() -> None:
    """Without an earlier question there is nothing to lean on."""
    assert not leans_on_previous("कब?", "")


def test_the_topic_is_carried_over_without_its_question() -> None:
    """The earlier topic stands before the new question; what was asked then is not asked again."""
    assert joined("और कितने मारे गए?", BEFORE) == "बाढ़ में गाँव डूबे कितने मारे गए?"
    assert joined("and how many died?", "How many villages were flooded?") == (
        "villages were flooded how many died?"
    )
    assert joined("aur kitne mare gaye", "kitne gaon doobe") == "gaon doobe kitne mare gaye"


def test_a_question_about_the_answer_keeps_the_earlier_question() -> None:
    """A question without a word of its own asks about just what was asked before."""
    assert says_nothing_alone("किसने बताया?")
    assert joined("किसने बताया?", BEFORE) == "बाढ़ में कितने गाँव डूबे किसने बताया?"
    assert not says_nothing_alone("कितने मारे गए?")


@given(question=st.text(max_size=60), previous=st.text(max_size=200))
def test_any_text_can_be_joined(question: str, previous: str) -> None:
    """Whatever people write, the question's own words come last, and all are there."""
    whole = joined(question, previous)
    assert whole.endswith(question.strip()[-5:])
    leans_on_previous(question, previous)
