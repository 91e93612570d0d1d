"""Answers written by a language model behind an OpenAI-compatible endpoint."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer import Answer, Figure, WrittenSentence
from retrieval.grounding.grounding import ABSTAINS
from retrieval.llm.client import ChatModel
from retrieval.llm.llm import Budget, WritingAnswerer
from retrieval.llm.pause import FAILURES, PAUSES, Allowance, Pause
from retrieval.llm.written import Abstained, checked_sentences, whole_sentences
from tests.llmapi import KEY, Endpoint, Says, endpoint, to_each
from tests.sample_answers import FakeAnswerer, answer

QUESTION = "What did the bridge cost?"
GOOD = "The bridge cost 240 crore rupees, according to the Public Works Department [1]."
SECOND = "About 12,000 vehicles will pass over the bridge every day [2]."
LIE = "The bridge cost 250 crore rupees [1]."
FRENCH = "Le pont a coûté cher [1]."
TRANSLATED = "According to the Public Works Department it cost 240 crore rupees."
BUDGET = Budget(first=0.6, whole=1.2, at_once=200)


def english(text: str = QUESTION) -> Answer:
    """An English question answered by two Hindi quotes."""
    return answer(text, "en")


OPEN: list[ChatModel] = []


@pytest.fixture(autouse=True)
def _closed_afterwards() -> Iterator[None]:
    """No connection outlives its test."""
    yield
    while OPEN:
        OPEN.pop().close()


def writer(at: Endpoint, budget: Budget = BUDGET, **parts: Any) -> WritingAnswerer:
    """An answerer over the double."""
    plain = parts.pop("plain", FakeAnswerer(english))
    model = ChatModel(at.url, "double", KEY, timeout=budget.whole)
    OPEN.append(model)
    return WritingAnswerer(plain, model, budget, **parts)


def asked(answerer: WritingAnswerer, text: str, **parts: Any) -> Answer:
    """The question answered, then written."""
    return answerer.write(answerer.answer(text), **parts)


class NeverPauses(Pause):
    """Asks again whatever happened."""

    def allows(self) -> bool:
        """Always."""
        return True


def test_a_checked_answer_is_given_with_its_marks() -> None:
    """Supported sentences reach the reader in order, beside everything the plain answer has."""
    with endpoint(to_each(Says(f"{GOOD} {SECOND}"), Says(""))) as at:
        found = asked(writer(at), QUESTION)
    assert [one.marks for one in found.written] == [(1,), (2,)]
    assert found.written[0].text == GOOD.replace(" [1]", "")
    assert replace(found, written=(), translations={}, timings_ms={}, latency_ms=1.0) == english()
    assert found.timings_ms["model"] > 0
    assert set(at.keys) == {f"Bearer {KEY}"}


def test_quotes_in_the_readers_language_are_not_translated() -> None:
    """A Hindi question over Hindi quotes costs one request."""
    text = "पुल पर 240 करोड़ रुपये खर्च हुए [1]।"
    with endpoint(lambda _: Says(text)) as at:
        found = asked(writer(at, plain=FakeAnswerer(answer)), "पुल पर कितना खर्च हुआ?")
    assert [one.text for one in found.written] == ["पुल पर 240 करोड़ रुपये खर्च हुए।"]
    assert at.purposes() == ["answer"]
    assert found.translations == {}


def test_a_translation_is_checked_like_an_answer() -> None:
    """A translation that fits its quote is given; one that changes a figure or a unit is not."""
    with endpoint(to_each(Says(GOOD), Says(f"“{TRANSLATED}”"))) as at:
        found = asked(writer(at), QUESTION)
    assert found.translations == {1: TRANSLATED}  # it does not fit the second quote
    assert sorted(at.purposes()) == ["answer", "translate", "translate"]


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
    with endpoint(to_each(Says(text), Says(""))) as at:
        found = asked(writer(at), QUESTION)
    assert found.written == ()
    assert found.citations == english().citations


def test_a_failing_sentence_is_dropped_from_a_good_answer() -> None:
    """What is supported stays where it still answers."""
    with endpoint(to_each(Says(f"{GOOD} {LIE} {SECOND}"), Says(""))) as at:
        found = asked(writer(at), QUESTION)
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
    with endpoint(to_each(Says(text, pieces=20), Says(TRANSLATED))) as at:
        answerer = writer(at)
        for _ in range(2):
            early: list[WrittenSentence] = []
            found = asked(answerer, QUESTION, hear=early.append)
            assert [one.marks for one in early] == heard
            assert tuple(early) == found.written


TROUBLES = {
    "down": None,
    "wrong key": Says(status=401),
    "too much": Says(status=429),
    "failing": Says(status=500),
    "context too long": Says(status=400),
    "unknown model": Says(status=404),
    "hanging": Says(hangs=True, raw=b""),
    "hanging after a piece": Says("The bridge", pieces=1, hangs=True),
    "dripping": Says("The bridge cost 240 crore " * 40, pieces=1000, delay=0.05),
    "malformed": Says(raw=b"data: {not json}\n\n"),
    "cut off": Says("The bridge cost", ends=False),
    "another protocol": Says(raw=b"<html>hello</html>"),
    "empty": Says(""),
    "not streamed": Says(GOOD, streams=False),
    "endless": Says("The bridge is fine. " * 20_000, pieces=20_000),
    "slow": Says(GOOD, pieces=2, delay=0.5),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_in_any_trouble_the_plain_answer_comes_in_time(
    trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Within the budget and a little, without an error, without the key in the log."""
    caplog.set_level(logging.WARNING)  # other tests may have asked for more
    says = TROUBLES[trouble]
    with endpoint(lambda _: says or Says()) as at:
        shown = at if says is not None else Endpoint("http://127.0.0.1:1/v1")
        started = time.monotonic()
        found = writer(shown).answer(QUESTION)
        took = time.monotonic() - started
    assert found.written == ()
    assert found.translations == {}
    assert found.citations == english().citations
    assert took < BUDGET.whole + 1
    assert KEY not in caplog.text
    assert len(caplog.records) <= 1


def test_with_the_endpoint_hanging_a_hundred_answers_come_in_time() -> None:
    """100 of 100 within the budget and a second, though every one of them asks."""
    with endpoint(lambda _: Says(hangs=True, raw=b"")) as at:
        answerer = writer(at, pause=NeverPauses(), allowance=None)

        def seconds(number: int) -> float:
            started = time.monotonic()
            assert asked(answerer, f"{QUESTION} {number}").written == ()
            return time.monotonic() - started

        with ThreadPoolExecutor(50) as threads:
            took = list(threads.map(seconds, range(100)))
    assert len(took) == 100
    assert max(took) < BUDGET.whole + 1


def test_what_was_checked_before_the_time_was_up_is_shown() -> None:
    """A first sentence that came in time stays, whatever becomes of the rest."""
    says = Says(GOOD + " " + SECOND + " x", pieces=1, hangs=True)
    with endpoint(to_each(says, Says("", hangs=True))) as at:
        answerer = writer(at)
        started = time.monotonic()
        found = asked(answerer, QUESTION)
        assert BUDGET.first < time.monotonic() - started < BUDGET.whole + 1
    assert [one.marks for one in found.written] == [(1,), (2,)]


def test_repeated_failures_pause_the_model_and_warn_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """After some failures nothing is asked until a probe; when that works, all is as before."""
    clock = [0.0]
    works = [False]
    with endpoint(lambda _: Says(GOOD) if works[0] else Says(status=500)) as at:
        answerer = writer(at, pause=Pause(lambda: clock[0]))
        with caplog.at_level(logging.INFO, "retrieval"):
            for number in range(FAILURES + 5):
                assert asked(answerer, f"{QUESTION} {number}").written == ()
            # On a busy machine a request may be given up before the endpoint has seen it.
            requests = at.purposes().count("answer")
            assert 1 <= requests <= FAILURES
            clock[0] += PAUSES[0] + 1
            assert asked(answerer, f"{QUESTION} again").written == ()  # the probe fails
            assert asked(answerer, f"{QUESTION} at once").written == ()
            assert at.purposes().count("answer") == requests + 1
            works[0] = True
            clock[0] += PAUSES[1] + 1
            assert asked(answerer, f"{QUESTION} later").written != ()
            assert asked(answerer, f"{QUESTION} now").written != ()
    warnings = [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert len(warnings) == 1
    assert KEY not in caplog.text
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("retrieval")]
    assert not any("127.0.0.1" in message for message in ours)


def test_only_one_probe_at_a_time() -> None:
    """While a probe is under way nobody else asks; one that was not asked gives its place back."""
    clock = [0.0]
    pause = Pause(lambda: clock[0])
    for _ in range(FAILURES):
        assert pause.allows()
        pause.failed("down")
    assert not pause.allows()
    clock[0] += PAUSES[0]
    assert pause.allows()
    assert not pause.allows()
    pause.unasked()
    assert pause.allows()


def test_the_day_has_a_budget() -> None:
    """Tokens spent today are counted, those not used come back, and a new day begins anew."""
    now = [0.0]
    allowance = Allowance(tokens_a_day=100, at_once=2, now=lambda: now[0])
    assert allowance.take(80)
    assert not allowance.take(30)
    allowance.done(unused=40)
    assert allowance.take(30)
    assert allowance.take(30)
    assert not allowance.take(1)  # two at once
    allowance.done(0)
    allowance.done(0)
    assert not allowance.take(1)
    now[0] = 86_400.0
    assert allowance.take(100)


def test_without_tokens_left_the_answer_is_plain() -> None:
    """A spent budget asks nothing and pauses nothing."""
    with endpoint(lambda _: Says(GOOD)) as at:
        answerer = writer(at, allowance=Allowance(tokens_a_day=1, at_once=9))
        assert asked(answerer, QUESTION).written == ()
    assert at.asked == []


def test_the_same_question_over_the_same_quotes_is_asked_once() -> None:
    """A whole answer is remembered; a question in other words is another one."""
    with endpoint(to_each(Says(GOOD), Says(TRANSLATED))) as at:
        plain = FakeAnswerer(lambda text: replace(english(text), citations=english().citations[:1]))
        answerer = writer(at, plain=plain)
        first = asked(answerer, QUESTION)
        assert asked(answerer, QUESTION).written == first.written
        assert at.purposes().count("answer") == 1
        asked(answerer, QUESTION + " Please?")
        assert at.purposes().count("answer") == 2


def test_the_evidence_is_fenced_by_what_nobody_can_guess() -> None:
    """Every request has a fence of its own, which no quote holds."""
    with endpoint(to_each(Says(GOOD), Says(""))) as at:
        answerer = writer(at)
        asked(answerer, QUESTION)
        asked(answerer, QUESTION + " And when?")
    fences = [re.findall(r"<<([0-9a-f]{16})", one["messages"][1]["content"]) for one in at.asked]
    assert all(found for found in fences)
    assert len({found[0] for found in fences}) == len(at.asked)


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
    with endpoint(lambda _: Says(GOOD)) as at:
        plain = FakeAnswerer(lambda text: change(english(text)))
        assert asked(writer(at, plain=plain), QUESTION) == change(english(QUESTION))
    assert at.asked == []


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
    found = list(checked_sentences(pieces, evidence, "en"))
    assert found == list(checked_sentences([text], evidence, "en"))
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
