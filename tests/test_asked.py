"""The kind of answer a question wants."""

from __future__ import annotations

import pytest

from retrieval.facts.asked import Asked, what_is_asked
from store.text import index_words


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("मेले में कितने लोग आए?", Asked.FIGURE),
        ("पुल कब खुला?", Asked.DATE),
        ("मंत्री किससे मिले?", Asked.PERSON),
        ("मंत्री किनसे मिले?", Asked.PERSON),
        ("पुल किसने खोला?", Asked.PERSON),
        ("किनारे पर मेला कैसा था?", Asked.OTHER),
        ("मेला कहाँ लगा?", Asked.PLACE),
        ("पुल क्यों बंद है?", Asked.REASON),
        ("Who opened the bridge?", Asked.PERSON),
        ("When was the bridge opened?", Asked.DATE),
        ("How many came when the bridge opened?", Asked.FIGURE),
        ("What is the bridge made of?", Asked.OTHER),
    ],
)
def test_the_kind_of_answer(question: str, asked: Asked) -> None:
    """Question words say whether a figure, a date, a person, a place or a reason is wanted."""
    assert what_is_asked(question) is asked


@pytest.mark.parametrize(
    "word", "किससे किनसे किसको किनको किनका किनकी किसमें किनमें किसलिए कौन किसने किन्होंने".split()
)
def test_question_words_are_not_searched_for(word: str) -> None:
    """No article has to hold a question's own question word, in any of its cases."""
    assert index_words(f"मंत्री {word}") == index_words("मंत्री")
