"""A conversation: questions that lean on the one before, and talk between them."""

from __future__ import annotations

from dataclasses import replace

from retrieval.answer import Answer
from retrieval.dialogue.listening import ListeningAnswerer
from retrieval.dialogue.turns import Conversation
from tests.sample_answers import FakeAnswerer, answer, cite

FIRST = "बाढ़ में कितने गाँव डूबे?"


def conversation(inner: FakeAnswerer) -> Conversation:
    """A chat in which `inner` is asked."""
    return Conversation(ListeningAnswerer(inner, lambda: True))


def searched(inner: FakeAnswerer) -> list[str]:
    """What was searched, in order."""
    return [text for text, _ in inner.asked]


def test_a_short_question_is_read_with_the_one_before() -> None:
    """«कब?» after a question is searched with its topic, and answered in its own words."""
    inner = FakeAnswerer()
    chat = conversation(inner)
    chat.answer(FIRST)

    given = chat.answer("और कब?")

    assert "बाढ़ में कितने गाँव डूबे कब?" in searched(inner)
    assert given.question.text == "और कब?"


def test_a_full_question_stands_alone() -> None:
    """A question that names its subject is searched as typed, once."""
    inner = FakeAnswerer()
    chat = conversation(inner)
    chat.answer(FIRST)

    chat.answer("मेट्रो की नई लाइन का उद्घाटन किसने किया?")

    assert searched(inner) == [FIRST, "मेट्रो की नई लाइन का उद्घाटन किसने किया?"]


def test_thanks_do_not_break_the_thread() -> None:
    """After a word of thanks the earlier question still holds."""
    inner = FakeAnswerer()
    chat = conversation(inner)
    chat.answer(FIRST)
    assert chat.answer("धन्यवाद").reason == "thanks"

    chat.answer("कितने मारे गए?")

    assert "बाढ़ में गाँव डूबे कितने मारे गए?" in searched(inner)


def test_a_name_alone_takes_the_language_of_the_chat() -> None:
    """After an English question a bare name is answered in English."""
    inner = FakeAnswerer(lambda text: answer(text, "en"))
    chat = conversation(inner)
    chat.answer("Who opened the new bridge over the river?")

    chat.answer("Millbrook")

    assert ("Millbrook", "en") in inner.asked


def test_what_was_just_said_is_not_said_again() -> None:
    """«किसने कहा?» names who said it, else shows the quote, not the figure asked before."""

    def figure(text: str) -> Answer:
        quote = cite(1, "लोक निर्माण विभाग के अनुसार इस पर 240 करोड़ रुपये खर्च हुए।")
        return answer(text, citations=(quote,))

    chat = conversation(FakeAnswerer(figure))
    assert chat.answer("पुल पर कितना खर्च हुआ?").short_answer == "240 करोड़ रुपये"

    assert chat.answer("किसने कहा?").short_answer is None


def test_who_said_what_was_just_said() -> None:
    """«किसने कहा?» after a figure that the quote gives as somebody's word names that somebody."""

    def figure(text: str) -> Answer:
        quote = cite(1, "लोक निर्माण विभाग के अनुसार इस पर 240 करोड़ रुपये खर्च हुए।")
        return replace(answer(text, citations=(quote,)), said_by="लोक निर्माण विभाग")

    chat = conversation(FakeAnswerer(figure))
    assert chat.answer("पुल पर कितना खर्च हुआ?").short_answer == "240 करोड़ रुपये"

    told = chat.answer("किसने कहा?")
    assert (told.short_answer, told.said_by) == ("लोक निर्माण विभाग", None)


def test_several_questions_leave_their_first_as_the_topic() -> None:
    """After «कितने … और कब?» a follow-up is about the first of both."""
    inner = FakeAnswerer()
    chat = conversation(inner)
    chat.answer("बाढ़ में कितने गाँव डूबे और कब?")

    chat.answer("कितने मारे गए?")

    assert "बाढ़ में गाँव डूबे कितने मारे गए?" in searched(inner)
