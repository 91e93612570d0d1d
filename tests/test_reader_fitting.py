"""Which of the words that the reading model points at may lead."""

from __future__ import annotations

import pytest

from retrieval.facts.asked import what_is_asked
from retrieval.reader.fitting import fits


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("मेले में कितने लोग आए?", "करीब 40 लोग"),
        ("पुल कब खुला?", "4 सितंबर 2019"),
        ("मंत्री किससे मिले?", "इंजीनियर रमेश नेगी"),
        ("मेला कहाँ लगा?", "रामपुर के मैदान"),
        ("What is the bridge made of?", "लोहे और पत्थर से"),
        ("Who opened the bridge?", "मंत्री रमेश नेगी"),
    ],
)
def test_what_is_wanted_may_lead(question: str, words: str) -> None:
    """Words of the kind that is asked for may."""
    assert fits(question, what_is_asked(question), words)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("मेले में कितने लोग आए?", "रामपुर के लोग"),
        ("पुल कब खुला?", "रामपुर के पास"),
        ("रमेश नेगी किससे मिले?", "रमेश नेगी"),
        ("Whom did Ramesh Negi meet?", "रमेश नेगी"),
        ("मंत्री किससे मिले?", "रमेश नेगी से रामपुर शहर"),
        ("मेला कहाँ लगा?", "रामपुर में नेगी को"),
        ("पुल क्यों बंद है?", "दरारों के कारण"),
        ("What is the bridge made of?", "पुल"),
        ("What is the bridge made of?", "और के"),
    ],
)
def test_anything_else_may_not(question: str, words: str) -> None:
    """No other kind, no two noun phrases at once, nothing that the question says, no reason."""
    assert not fits(question, what_is_asked(question), words)
