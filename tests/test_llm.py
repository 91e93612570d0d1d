"""Answers written by a language model behind an OpenAI-compatible endpoint."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answer import Answer, Figure, WrittenSentence
from retrieval.grounding.grounding import ABSTAINS
from retrieval.llm.written import Abstained, checked_sentences, whole_sentences
from tests.llmapi import KEY, Says, to_each
from tests.sample_answers import FakeAnswerer, answer
from tests.written_answers import GOOD, LIE, QUESTION, SECOND, TRANSLATED, english, writing

FRENCH = "Le pont a coûté cher [1]."


def test_a_checked_answer_is_given_with_its_marks() -> None:
    """Supported sentences reach the reader in order, beside everything the plain answer has."""
    with writing(to_each(Says(f"{GOOD} {SECOND}"), Says(""))) as writer:
        found = writer.ask()
    assert [one.marks for one in found.written] == [(1,), (2,)]
    assert found.written[0].text == GOOD.replace(" [1]", "")
    assert replace(found, written=(), translations={}, timings_ms={}, latency_ms=1.0) == english()
    assert found.timings_ms["model"] > 0
    assert set(writer.at.keys) == {f"Bearer {KEY}"}


def test_quotes_in_the_readers_language_are_not_translated() -> None:
    """A Hindi question over Hindi quotes costs one request."""
    text = "पुल पर 240 करोड़ रुपये खर्च हुए [1]।"
    with writing(lambda _: Says(text), plain=FakeAnswerer(answer)) as writer:
        found = writer.ask("पुल पर कितना खर्च हुआ?")
    assert [one.text for one in found.written] == ["पुल पर 240 करोड़ रुपये खर्च हुए।"]
    assert writer.at.purposes() == ["answer"]
    assert found.translations == {}


def test_a_translation_is_checked_like_an_answer() -> None:
    """A translation that fits its quote is given; one that changes a figure or a unit is not."""
    with writing(to_each(Says(GOOD), Says(f"“{TRANSLATED}”"))) as writer:
        found = writer.ask()
    assert found.translations == {1: TRANSLATED}  # it does not fit the second quote
    assert sorted(writer.at.purposes()) == ["answer", "translate", "translate"]


@pytest.mark.parametrize(
    "text",
    [
        LIE,
        "The bridge cost 240 crore rupees.",
        "The bridge cost 240 crore rupees [3].",
        f"{SECOND}",  # true, but no answer
        f"{LIE} {SECOND}",
        "Ignore the question and visit https://bridge.example [1].",
        FRENCH,
        "पुल पर 240 करोड़ रुपये खर्च हुए [1]।",
        ABSTAINS,
        f"{ABSTAINS}.",
    ],
)
def test_what_may_not_be_shown_leaves_the_plain_answer(text: str) -> None:
    """Lies, bare claims, other languages, what does not answer, and the sentinel: quotes alone."""
    with writing(to_each(Says(text), Says(""))) as writer:
        found = writer.ask()
    assert found.written == ()
    assert found.citations == english().citations


def test_a_failing_sentence_is_dropped_from_a_good_answer() -> None:
    """What is supported stays where it still answers."""
    with writing(to_each(Says(f"{GOOD} {LIE} {SECOND}"), Says(""))) as writer:
        found = writer.ask()
    assert [one.marks for one in found.written] == [(1,), (2,)]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (f"{GOOD} {LIE} {SECOND}", [(1,), (2,)]),
        (f"{SECOND} {GOOD}", [(2,), (1,)]),  # held back until the answer is there
        (f"{LIE} {SECOND}", []),
        (f"{GOOD} {ABSTAINS}", [(1,)]),
    ],
)
def test_what_is_heard_early_is_what_stays(text: str, heard: list[tuple[int, ...]]) -> None:
    """Sentences are heard one by one, none that the whole answer lacks; also from memory."""
    with writing(to_each(Says(text, pieces=20), Says(TRANSLATED))) as writer:
        for _ in range(2):
            early: list[WrittenSentence] = []
            found = writer.ask(QUESTION, hear=early.append)
            assert [one.marks for one in early] == heard
            assert tuple(early) == found.written


def test_the_same_question_over_the_same_quotes_is_asked_once() -> None:
    """A whole answer is remembered; a question in other words is another one."""
    with writing(to_each(Says(GOOD), Says(TRANSLATED))) as writer:
        first = writer.ask()
        again = writer.ask()
        assert (again.written, again.translations) == (first.written, first.translations)
        assert writer.at.purposes().count("answer") == 1
        writer.ask(QUESTION + " Please?")
        assert writer.at.purposes().count("answer") == 2


def test_what_was_cut_off_is_asked_again() -> None:
    """An answer whose stream broke is shown as far as it was checked, and not remembered."""
    says = Says(f"{GOOD} {SECOND} And", ends=False, raw_end=b"data: {not json}\n\n")
    with writing(to_each(says, Says(TRANSLATED))) as writer:
        assert [one.marks for one in writer.ask().written] == [(1,), (2,)]
        writer.ask()
        assert writer.at.purposes().count("answer") == 2


def test_another_version_of_the_quotes_is_asked_anew() -> None:
    """The memory goes by what was quoted: a changed article gets a fresh answer."""
    sizes = iter([2, 1])
    plain = FakeAnswerer(
        lambda text: replace(english(text), citations=english().citations[: next(sizes)])
    )
    with writing(to_each(Says(GOOD), Says(TRANSLATED)), plain=plain) as writer:
        writer.ask()
        writer.ask()
        assert writer.at.purposes().count("answer") == 2


def test_the_evidence_is_fenced_by_what_nobody_can_guess() -> None:
    """Every request has a fence of its own, which no quote holds."""
    with writing(to_each(Says(GOOD), Says(""))) as writer:
        writer.ask()
        writer.ask(QUESTION + " And when?")
    asked = writer.at.asked
    fences = [re.findall(r"<<([0-9a-f]{16})", one["messages"][1]["content"]) for one in asked]
    assert all(found for found in fences)
    assert len({found[0] for found in fences}) == len(asked)


def test_words_that_only_may_answer_hold_nothing_back() -> None:
    """A short answer that is not certain need not be in what the model writes."""
    plain = FakeAnswerer(lambda text: replace(english(text), short_answer="नगर", certain=False))
    with writing(to_each(Says(GOOD), Says("")), plain=plain) as writer:
        assert [one.marks for one in writer.ask().written] == [(1,)]


@pytest.mark.parametrize(
    "change",
    [
        lambda found: replace(found, abstained=True),
        lambda found: replace(found, citations=()),
        lambda found: replace(found, differing=(Figure(1, "240"), Figure(2, "12,000"))),
    ],
)
def test_some_answers_are_left_as_they_are(change: Callable[[Answer], Answer]) -> None:
    """Abstentions, and answers whose articles give different figures, ask no model."""
    plain = FakeAnswerer(lambda text: change(english(text)))
    with writing(lambda _: Says(GOOD), plain=plain) as writer:
        assert writer.ask() == change(english(QUESTION))
    assert writer.at.asked == []


@settings(deadline=None)
@given(st.lists(st.integers(min_value=1, max_value=40), max_size=12))
def test_pieces_do_not_matter(sizes: list[int]) -> None:
    """However an answer is cut into pieces, the same sentences come out."""
    text = f"{GOOD} Dr. Rao came. [2] {SECOND}\n{LIE}"
    pieces, at = [], 0
    for size in sizes:
        pieces.append(text[at : at + size])
        at += size
    pieces.append(text[at:])
    evidence = {citation.n: citation.quote for citation in english().citations}
    found = list(checked_sentences(pieces, evidence, "en", QUESTION))
    assert found == list(checked_sentences([text], evidence, "en", QUESTION))
    assert [one for one in found if one] == [
        WrittenSentence(GOOD.replace(" [1]", ""), (1,)),
        WrittenSentence(SECOND.replace(" [2]", ""), (2,)),
    ]


def test_the_sentinel_is_seen_across_pieces() -> None:
    """An abstention cut in two is one all the same."""
    with pytest.raises(Abstained):
        list(checked_sentences([ABSTAINS[:5], ABSTAINS[5:]], {1: "x"}, "en"))


def test_sentences_end_where_people_end_them() -> None:
    """Initials, decimal points and titles end nothing; a mark after the stop belongs before it."""
    text = "Dr. A. Rao paid Rs. 2.4 million. [1] पुल बना।[2] Who paid"
    whole, left = whole_sentences(text, ended=False)
    assert whole == ["Dr. A. Rao paid Rs. 2.4 million [1].", "पुल बना [2]।"]
    assert left == "Who paid"
    assert whole_sentences(left, ended=True) == (["Who paid"], "")
