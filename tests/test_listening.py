"""What is no question gets a kind word instead of an answer."""

from __future__ import annotations

import pytest

from bot.messages import INSTEAD, say
from bot.terminal import answer_object, plain_text
from retrieval.dialogue.listening import ListeningAnswerer
from tests.sample_answers import FakeAnswerer, answer


def listening(inner: FakeAnswerer, *, articles: bool = True) -> ListeningAnswerer:
    """An answerer that listens before `inner` is asked."""
    return ListeningAnswerer(inner, lambda: articles)


@pytest.mark.parametrize(
    ("text", "reason", "language"),
    [
        ("नमस्ते", "greeting", "hi"),
        ("shukriya bhai", "thanks", "hi-Latn"),
        ("who are you?", "who", "en"),
        ("why?", "no_subject", "en"),
        ("किसने कहा?", "no_subject", "hi"),
    ],
)
def test_what_names_nothing_to_look_for_is_never_searched(
    text: str, reason: str, language: str
) -> None:
    """Talk and bare question words get their own words, with no citation and no confidence."""
    inner = FakeAnswerer()

    given = listening(inner).answer(text)

    assert inner.asked == []
    assert (given.reason, given.question.language) == (reason, language)
    assert given.is_talk
    shown = answer_object(given)
    assert (shown["abstained"], shown["confidence"], shown["citations"]) == (True, 0.0, [])
    assert shown["answer"] == say(INSTEAD[given.reason or "not_said"], given.question.frame)


def test_talk_without_a_language_takes_that_of_the_chat() -> None:
    """«ok» is answered in the language spoken before."""
    listener = listening(FakeAnswerer())

    assert listener.answer("ok", last_language="hi").question.language == "hi"
    assert listener.answer("ok", last_language="en").question.language == "en"


def test_a_question_behind_a_greeting_is_answered() -> None:
    """The greeting is set aside for the search; the answer still tells the whole message."""
    inner = FakeAnswerer()

    given = listening(inner).answer("नमस्ते, पुल पर कितना खर्च हुआ?", last_language="hi")

    assert inner.asked == [("पुल पर कितना खर्च हुआ?", "hi")]
    assert not given.abstained
    assert given.question.text == "नमस्ते, पुल पर कितना खर्च हुआ?"


def test_an_empty_store_says_so() -> None:
    """Without a single article the reader hears that there is none, not that they do not say."""
    inner = FakeAnswerer(lambda text: answer(text, citations=(), abstained=True))

    empty = listening(inner, articles=False).answer("पुल पर कितना खर्च हुआ?")
    silent = listening(inner).answer("पुल पर कितना खर्च हुआ?")

    assert (empty.reason, silent.reason) == ("no_articles", None)
    assert plain_text(empty) != plain_text(silent)
    assert not empty.is_talk
