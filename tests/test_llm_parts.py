"""What a language model is asked where a question leans on another, or a message has several."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

from bot.telegram.render import render
from bot.telegram.shown import packed, unpacked
from bot.terminal import plain_text
from retrieval.answer import Answer, WrittenSentence
from retrieval.dialogue.listening import ListeningAnswerer
from retrieval.dialogue.readings import leaning
from retrieval.llm.budget import Budget
from tests.llmapi import Says, is_translation
from tests.sample_answers import FakeAnswerer, answer, cite
from tests.written_answers import GOOD, NO_TIME, PATIENT, QUESTION, english, writing

BOTH = "What did the bridge cost? How many vehicles pass over the bridge daily?"
VEHICLES = "About 12,000 vehicles will pass over the bridge every day"


def each(text: str) -> Answer:
    """One quote for what the bridge cost, another for the vehicles on it."""
    if "vehicles" in text:
        quote = cite(1, "पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।")
        return answer(text, "en", short="लगभग 12,000 वाहन", citations=(quote,))
    quote = cite(1, "लोक निर्माण विभाग के अनुसार इस पर 240 करोड़ रुपये खर्च हुए।")
    return answer(text, "en", citations=(quote,))


def writes(request: dict[str, Any]) -> Says:
    """An honest model, by the question it is asked; it translates nothing."""
    if is_translation(request):
        return Says("")
    shown = request["messages"][1]["content"]
    asked = shown.rsplit("The question: ", maxsplit=1)[1]
    return Says(f"{VEHICLES} [2]." if "vehicles" in asked else GOOD)


def written(does: Any, budget: Budget = PATIENT) -> tuple[Answer, list[dict[str, Any]]]:
    """The message of two questions answered and written, and what the endpoint was asked."""
    with writing(does, budget, plain=FakeAnswerer(each)) as writer:
        listening = ListeningAnswerer(writer.answerer, lambda: True)
        return listening.write(listening.answer(BOTH)), writer.at.asked


def test_a_follow_up_is_asked_with_the_question_before() -> None:
    """The model sees what a short question leans on, fenced as data, and is told another time."""
    with writing(lambda _: Says("")) as writer:
        writer.answerer.write(leaning(english("And when?"), "Who built the bridge?"))
        writer.answerer.write(leaning(english("And when?"), "Who paid for it?"))
        writer.answerer.write(english("And when?"))
    shown = [one["messages"][1]["content"] for one in writer.at.asked if not is_translation(one)]
    assert ">>\nWho built the bridge?\n<</" in shown[0]
    assert shown[0].endswith("The question: And when?")
    assert ">>\nWho paid for it?\n<</" in shown[1]
    assert "The question before:\n-\n" in shown[2]


def test_a_common_word_of_the_question_before_may_be_said_again() -> None:
    """“And what did it cost?” after a question about a bridge may be answered with “the bridge”."""
    with writing(lambda one: Says("" if is_translation(one) else GOOD)) as writer:
        found = writer.answerer.write(leaning(english("And the cost?"), "Is there a new bridge?"))
    assert [one.marks for one in found.written] == [(1,)]


def test_each_of_several_questions_is_written() -> None:
    """Every part has its own sentences, with the marks of the whole; all readers see them."""
    found, asked = written(writes)
    cost = WrittenSentence(GOOD.replace(" [1]", ""), (1,))
    assert [part.written for part in found.parts] == [
        (cost,),
        (WrittenSentence(f"{VEHICLES}.", (2,)),),
    ]
    assert sum(not is_translation(one) for one in asked) == 2
    for shown in (
        plain_text(found),
        render(found)[0].plain,
        render(unpacked(packed(found)))[0].plain,
    ):
        assert f"{cost.text} [1]" in shown
        assert f"{VEHICLES}. [2]" in shown


def test_a_part_that_failed_its_check_stays_in_quotes() -> None:
    """One lie takes nothing from the other part."""
    found, _ = written(
        lambda one: (
            Says("The bridge cost 12,000 crore rupees [1].")
            if "The question: What did" in one["messages"][1]["content"]
            else writes(one)
        )
    )
    assert [bool(part.written) for part in found.parts] == [False, True]
    assert "240 crore rupees [1]" in plain_text(found)


def test_several_questions_are_asked_at_once() -> None:
    """The parts share one budget: neither waits until the other is written."""
    both = threading.Barrier(2, timeout=30)

    def does(request: dict[str, Any]) -> Says:
        if not is_translation(request):
            both.wait()
        return writes(request)

    found, _ = written(does)
    assert all(part.written for part in found.parts)


def test_with_the_endpoint_hanging_parts_stay_as_they_were() -> None:
    """All are given up, and each is its quotes alone."""
    found, _ = written(lambda _: Says(hangs=True, raw=b""), NO_TIME)
    plain = ListeningAnswerer(FakeAnswerer(each), lambda: True).answer(BOTH)
    assert [part.citations for part in found.parts] == [part.citations for part in plain.parts]
    assert not any(part.written for part in found.parts)


def test_parts_count_against_the_chats_tokens() -> None:
    """A chat that has spent its tokens gets quotes alone for every part."""
    poor = replace(PATIENT, chat_tokens_a_day=1)
    with writing(writes, poor, plain=FakeAnswerer(each)) as writer:
        listening = ListeningAnswerer(writer.answerer, lambda: True)
        found = listening.write(listening.answer(BOTH), chat=7)
    assert writer.at.asked == []
    assert not any(part.written for part in found.parts)


def test_one_question_costs_as_before() -> None:
    """A message with one question has no parts and one answer."""
    with writing(writes) as writer:
        found = writer.ask(QUESTION)
    assert found.parts == ()
    assert found.written != ()
