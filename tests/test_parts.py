"""Several questions in one message."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import FIGURES_DIFFER, NEAREST, NOT_IN_ARTICLES, ONLY_SO_MANY
from bot.telegram.render import render
from bot.telegram.shown import packed, unpacked
from bot.telegram.views import framed
from bot.terminal import answer_object, plain_text
from retrieval.answer import CLEAR, Answer, Figure
from retrieval.dialogue.listening import ListeningAnswerer
from retrieval.dialogue.parts import parts_of
from retrieval.dialogue.together import put_together
from retrieval.question import Question
from tests.sample_answers import FakeAnswerer, answer, article, cite

COST = "पुल पर कितना खर्च हुआ?"
VEHICLES = "पुल से कितने वाहन गुज़रेंगे?"
COST_QUOTE = "लोक निर्माण विभाग के अनुसार इस पर 240 करोड़ रुपये खर्च हुए।"
VEHICLES_QUOTE = "पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।"


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("कितने घर डूबे और कब?", ["कितने घर डूबे", "कब?"]),
        ("kitne ghar doob gaye aur kisne bataya", ["kitne ghar doob gaye", "kisne bataya"]),
        ("How many died? Who said so?", ["How many died?", "Who said so?"]),
        ("पुल खुल गया? उस पर बस चलती है?", ["पुल खुल गया?", "उस पर बस चलती है?"]),
        ("How many died and who said so?", ["How many died", "who said so?"]),
        ("पुल कब और कहाँ बना?", ["पुल कब बना?", "पुल कहाँ बना?"]),
        (
            "When and where was it built and who paid?",
            ["When was it built", "where was it built", "who paid?"],
        ),
        ("1. पुल कब बना? 2. किसने बनाया?", ["पुल कब बना?", "किसने बनाया?"]),
        ("पुल कब बना\nउस पर कितना खर्च हुआ", ["पुल कब बना", "उस पर कितना खर्च हुआ"]),
        (
            "मेयर ने कब पुल खोला और मंत्री ने क्या कहा?",
            ["मेयर ने कब पुल खोला", "मंत्री ने क्या कहा?"],
        ),
    ],
)
def test_a_message_is_cut_into_its_questions(message: str, parts: list[str]) -> None:
    """Question marks, lines and “and” part questions, also such as share a verb."""
    assert list(parts_of(message)) == parts


@pytest.mark.parametrize(
    "message",
    [
        "आशा और बिमल कब मिले?",
        "Which.. long bridge did Asha open?!",
        "What wooden?? bridge was burnt?!",
        "For?? how long was it closed?!",
        "मेयर ने कितने?? नए पुल खोले ?!",
        "कितने पुल और सड़कें कहाँ बनीं?",
        "The bridge was opened. When was that?",
        "What did Dr. Rao say about the U.S. and its allies?",
        "What is the difference between rain and hail?",
        "पुल और सड़क पर कितना खर्च हुआ?",
        "",
        "?!",
    ],
)
def test_one_question_stays_one(message: str) -> None:
    """“And” between things, and what is said before a question, cut nothing."""
    assert parts_of(message) == (message,)


@given(st.text(max_size=120))
def test_any_text_can_be_cut(message: str) -> None:
    """Whatever people write, there is at least one part, and none is empty but an empty message."""
    parts = parts_of(message)
    assert parts
    assert message == "" or all(parts)


def about_the_bridge(text: str) -> Answer:
    """What the article says about its cost, its vehicles, or nothing."""
    if "वाहन" in text:
        return answer(text, short="12,000", citations=(cite(1, VEHICLES_QUOTE),))
    if "खर्च" in text:
        quotes = (cite(1, COST_QUOTE), cite(2, VEHICLES_QUOTE))
        return answer(text, short="240 करोड़ रुपये", citations=quotes)
    return answer(text, citations=(cite(1, COST_QUOTE),), abstained=True, short=None)


def asked(message: str) -> Answer:
    """The answer to a message over the article about the bridge."""
    return ListeningAnswerer(FakeAnswerer(about_the_bridge), lambda: True).answer(message)


def test_each_question_gets_its_answer_and_each_quote_one_number() -> None:
    """The marks are continuous, and a quote that serves two answers is shown once."""
    both = asked(f"{COST} {VEHICLES}")

    assert [citation.quote for citation in both.citations] == [COST_QUOTE, VEHICLES_QUOTE]
    assert [citation.n for citation in both.citations] == [1, 2]
    assert plain_text(both).splitlines()[:4] == [
        f"1. {COST}",
        "    240 करोड़ रुपये [1]",
        f"2. {VEHICLES}",
        "    12,000 [2]",
    ]
    assert plain_text(both).count(VEHICLES_QUOTE) == 1


def test_the_object_of_several_questions_is_one() -> None:
    """`ask --json` writes one object: the whole message, all citations, the first short answer."""
    shown = answer_object(asked(f"{COST} {VEHICLES}"))

    assert shown["question"] == f"{COST} {VEHICLES}"
    assert [citation["n"] for citation in shown["citations"]] == [1, 2]
    assert shown["short_answer"] in shown["citations"][0]["quote"]
    assert not shown["abstained"]


def test_a_part_that_the_articles_do_not_answer_says_so() -> None:
    """One refusal does not take the other answer with it."""
    text = plain_text(asked(f"{COST} पुल किसने बनाया था बताइए?"))

    assert "240 करोड़ रुपये [1]" in text
    assert NOT_IN_ARTICLES.hi in text


def test_nothing_answered_is_one_refusal() -> None:
    """Where no part is answered the whole is refused."""
    none = asked("मेयर कौन है? राजा कौन है?")

    assert none.abstained
    assert plain_text(none).count(NOT_IN_ARTICLES.hi) == 1


def test_an_elliptical_part_is_read_with_the_one_before() -> None:
    """«और कब?» is searched together with the question it follows."""
    inner = FakeAnswerer(about_the_bridge)

    ListeningAnswerer(inner, lambda: True).answer("पुल पर कितना खर्च हुआ और कब?")

    assert "पुल पर कितना खर्च हुआ कब?" in [text for text, _ in inner.asked]


def test_at_most_three_are_answered() -> None:
    """A fourth question is left out, and the reader is told."""
    four = asked(" ".join([COST, VEHICLES, COST, VEHICLES]))

    assert len(four.parts) == 3
    assert ONLY_SO_MANY.hi in plain_text(four)
    assert ONLY_SO_MANY.hi in render(four)[-1].plain


def test_a_phone_shows_each_answer_over_its_quote() -> None:
    """On Telegram question, fact, quote and source follow each other, part after part."""
    (message,) = render(asked(f"{COST} {VEHICLES} पुल पर कितना खर्च हुआ?"))

    order = [f"1. {COST}", "240 करोड़ रुपये [1]", COST_QUOTE, f"2. {VEHICLES}", VEHICLES_QUOTE, "3. "]
    places = [message.plain.index(piece) for piece in order]
    assert places == sorted(places)
    assert message.plain.count(COST_QUOTE) == 1
    assert FIGURES_DIFFER.hi not in message.plain


def test_a_part_whose_figures_differ_may_share_a_quote_with_another() -> None:
    """The table of a part names a quote that stands above, under an earlier part."""
    other = article(id="b2", publisher="जन वाणी", text="पुल पर 250 करोड़ रुपये लगे, गाड़ियाँ 900 चलीं।")
    rival = cite(2, other.text, other)
    cost, vehicles = (
        replace(
            answer(question, short=short, citations=(cite(1, quote), rival)),
            differing=(Figure(1, short), Figure(2, figure)),
        )
        for question, short, quote, figure in (
            (COST, "240 करोड़ रुपये", COST_QUOTE, "250 करोड़ रुपये"),
            (VEHICLES, "12,000", VEHICLES_QUOTE, "900"),
        )
    )

    whole = put_together(Question(f"{COST} {VEHICLES}", "hi"), [cost, vehicles])
    (message,) = render(whole)

    assert message.plain.count(FIGURES_DIFFER.hi) == 2
    assert "• 900 — जन वाणी · 4 सितंबर 2025 [2]" in message.plain
    assert message.plain.count(other.text) == 1


def test_a_part_that_may_only_be_near_says_so_under_a_quote_that_stands_above() -> None:
    """The line is there whether the part has a quote of its own or shares one."""
    sure = answer(COST, citations=(cite(1, COST_QUOTE),))
    near = replace(sure, question=Question(VEHICLES, "hi"), certain=False, confidence=CLEAR - 0.1)
    (message,) = render(put_together(Question(f"{COST} {VEHICLES}", "hi"), [sure, near]))
    assert message.plain.count(NEAREST.hi) == 1
    assert message.plain.index(NEAREST.hi) > message.plain.index(VEHICLES)


def test_parts_are_kept_for_buttons_in_either_language() -> None:
    """What is shown survives keeping, and a change of language reaches every part."""
    both = asked(f"{COST} {VEHICLES}")

    assert plain_text(unpacked(packed(both))) == plain_text(both)
    english = framed(both, "en")
    assert {part.question.frame for part in english.parts} == {"en"}


def test_what_is_left_over_is_further_evidence() -> None:
    """Quotes that do not fit a message of three answers are there for who asks for more."""
    parts = [about_the_bridge(COST), about_the_bridge(COST), answer(COST, abstained=True)]

    whole = put_together(Question(COST, "hi"), parts)

    assert [one.quote for one in whole.citations] == [COST_QUOTE]
    assert [(one.n, one.quote) for one in whole.further] == [(2, VEHICLES_QUOTE)]
    assert whole.confidence == max(part.confidence for part in parts)
    assert replace(whole, parts=()).latency_ms == sum(part.latency_ms for part in parts)
