"""Telling Hindi, English and romanised Hindi apart."""

from __future__ import annotations

import pytest

from retrieval.language import detect_language
from retrieval.question import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("बाढ़ में कितने घर बहे?", "hi"),
        ("NATO की बैठक कब है", "hi"),
        ("WHO ने COVID पर क्या कहा", "hi"),
        ("पुल", "hi"),
        ("How many houses were washed away?", "en"),
        ("who built the bridge", "en"),
        ("What did Narendra Modi tell the Lok Sabha?", "en"),
        ("what does बाढ़ mean in the report", "en"),
        ("weather today", "en"),
        ("WHAT HAPPENED", "en"),
        ("is he alive", "en"),
        ("baadh me kitne ghar bahe", "hi-Latn"),
        ("south korea me kitne American troops hai", "hi-Latn"),
        ("match kisne jeeta", "hi-Latn"),
        ("aaj ka mausam", "hi-Latn"),
        ("kab?", "hi-Latn"),
        ("KYA HUA", "hi-Latn"),
        ("kyaaaa huaaa", "hi-Latn"),
        ("petrol ka rate", "hi-Latn"),
        ("us president kaun hai", "hi-Latn"),
        ("taza khabar", "hi-Latn"),
    ],
)
def test_languages(text: str, language: Language) -> None:
    """A question is told by its script and its little words, however short or mixed."""
    assert detect_language(text) == language


@pytest.mark.parametrize("last", ["hi", "en", "hi-Latn"])
@pytest.mark.parametrize("text", ["Putin", "putin", "2024", "15,000?", "👍", "?"])
def test_a_bare_name_or_number_takes_the_last_language(text: str, last: Language) -> None:
    """What carries no language is in the language the chat was in."""
    assert detect_language(text, last) == last


def test_without_a_last_language() -> None:
    """Without one, a Latin name counts as English and a number as Hindi."""
    assert detect_language("Putin") == "en"
    assert detect_language("2024") == "hi"


@pytest.mark.parametrize("last", ["hi", "en", "hi-Latn"])
def test_a_question_says_for_itself(last: Language) -> None:
    """The chat's last language does not change how a whole question is read."""
    assert detect_language("kitne log aaye", last) == "hi-Latn"
    assert detect_language("How many came?", last) == "en"
    assert detect_language("कितने लोग आए?", last) == "hi"
