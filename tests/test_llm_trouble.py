"""A language model that fails, dawdles or costs too much: quotes alone, in time, told once."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from retrieval.answer import WrittenSentence
from retrieval.llm.budget import Allowance, Budget
from retrieval.llm.pause import FAILURES, LONGEST, PAUSES, Pause
from retrieval.llm.trouble import ModelTrouble, NotNow
from tests.llmapi import KEY, Says, to_each
from tests.written_answers import (
    GOOD,
    NO_TIME,
    PATIENT,
    QUESTION,
    SECOND,
    TRANSLATED,
    english,
    writing,
)

NOBODY = "http://127.0.0.1:1/v1"
TROUBLES = {
    "down": ("down", None, PATIENT),
    "wrong key": ("key", Says(status=401), PATIENT),
    "forbidden": ("key", Says(status=403), PATIENT),
    "too much": ("busy", Says(status=429, retry_after="7"), PATIENT),
    "failing": ("failing", Says(status=500), PATIENT),
    "overloaded": ("failing", Says(status=503), PATIENT),
    "unknown model": ("refused", Says(status=404), PATIENT),
    "hanging": ("slow", Says(hangs=True, raw=b""), NO_TIME),
    "hanging after a piece": ("slow", Says("The bridge", pieces=1, hangs=True), NO_TIME),
    "dripping": ("slow", Says("The bridge cost 240 crore " * 40, 1000, delay=0.05), NO_TIME),
    "malformed": ("malformed", Says(raw=b"data: {not json}\n\n"), PATIENT),
    "another protocol": ("empty", Says(raw=b"<html>hello</html>"), PATIENT),
    "empty": ("empty", Says(""), PATIENT),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_in_any_trouble_the_plain_answer_comes(
    trouble: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Quotes alone, no error, one warning that names the trouble and holds no key."""
    caplog.set_level(logging.WARNING)  # other tests may have asked for more
    kind, says, budget = TROUBLES[trouble]
    with writing(lambda _: says or Says(), budget, url=NOBODY if says is None else None) as writer:
        found = writer.ask()
    assert (found.written, found.translations) == ((), {})
    assert found.citations == english().citations
    assert KEY not in caplog.text
    (warning,) = caplog.records
    assert f"({kind})" in warning.getMessage()


@pytest.mark.parametrize(
    "says",
    [
        Says("The bridge is fine. " * 20_000, pieces=20_000),
        Says("The bridge is fine and " * 20_000, pieces=20_000),  # a sentence without an end
        Says("Le pont a coûté cher [1]."),
        Says("पुल पर 240 करोड़ रुपये खर्च हुए [1]।"),
        Says("The bridge cost", ends=False),
        Says("\n\n \n"),
        Says("[1] [2] [3]"),
    ],
)
def test_endless_foreign_or_empty_words_leave_the_plain_answer(says: Says) -> None:
    """What ends, or is cut off, without a sentence that may stand shows nothing."""
    with writing(to_each(says, Says(TRANSLATED))) as writer:
        found = writer.ask()
    assert found.written == ()
    assert found.citations == english().citations


def test_a_question_too_long_for_the_model_silences_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """However often one reader's question does not fit, the others' are still written."""
    says = Says(status=400, error="This model's maximum context length is 2048 tokens")

    def does(request: dict[str, object]) -> Says:
        return says if "endless" in str(request["messages"]) else Says(GOOD)

    with writing(does) as writer, caplog.at_level(logging.WARNING):
        for number in range(FAILURES + 2):
            assert writer.ask(f"An endless question {number}?").written == ()
        assert writer.ask().written != ()
    assert not caplog.records


def test_with_the_endpoint_hanging_every_answer_comes() -> None:
    """Many at once, each of which asks and gives up by itself."""
    with (
        writing(lambda _: Says(hangs=True, raw=b""), NO_TIME, pause=NeverPauses()) as writer,
        ThreadPoolExecutor(20) as threads,
    ):
        found = list(threads.map(writer.ask, (f"{QUESTION} {n}" for n in range(40))))
    assert [one.written for one in found] == [()] * 40


@pytest.mark.soak
def test_with_the_endpoint_hanging_a_hundred_answers_come_in_time() -> None:
    """100 of 100 within the budget and a second, though every one of them asks."""
    budget = Budget(first=1.0, whole=3.0, at_once=400)
    took: list[float] = []

    def ask(number: int) -> None:
        started = time.monotonic()
        assert writer.ask(f"{QUESTION} {number}").written == ()
        took.append(time.monotonic() - started)

    with (
        writing(lambda _: Says(hangs=True, raw=b""), budget, pause=NeverPauses()) as writer,
        ThreadPoolExecutor(50) as threads,
    ):
        list(threads.map(ask, range(100)))
    assert len(took) == 100
    assert max(took) < budget.whole + 1


def test_what_was_checked_before_the_time_was_up_is_shown() -> None:
    """Sentences that came in time stay, whatever becomes of the rest."""
    clock = [0.0]

    def hear(_: WrittenSentence) -> None:
        clock[0] = PATIENT.whole + 1

    says = Says(f"{GOOD} {SECOND} And", pieces=1, hangs=True)
    with writing(to_each(says, Says("", hangs=True)), clock=lambda: clock[0]) as writer:
        found = writer.ask(hear=hear)
    assert [one.marks for one in found.written] == [(1,), (2,)]


def test_the_first_sentence_has_a_time_of_its_own() -> None:
    """Where nothing may be shown by then, the whole answer's time is not waited for."""
    budget = replace(PATIENT, first=0.1)
    says = Says("The bridge", pieces=1, hangs=True)
    with writing(lambda _: says, budget) as writer:
        assert writer.ask().written == ()


class NeverPauses(Pause):
    """Asks again whatever happened."""

    def _allows(self) -> bool:
        return True


def test_repeated_failures_pause_the_model_and_warn_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """After some failures nothing is asked until a probe; when that works, all is as before."""
    clock = [0.0]
    works = [False]

    def does(_: object) -> Says:
        return Says(GOOD) if works[0] else Says(status=500)

    caplog.set_level(logging.INFO, "retrieval")
    with writing(does, pause=Pause(lambda: clock[0])) as writer:
        for number in range(FAILURES + 5):
            assert writer.ask(f"{QUESTION} {number}").written == ()
        assert writer.at.purposes().count("answer") == FAILURES
        clock[0] += PAUSES[0] + 1
        assert writer.ask(f"{QUESTION} again").written == ()  # the probe fails
        assert writer.ask(f"{QUESTION} at once").written == ()
        assert writer.at.purposes().count("answer") == FAILURES + 1
        works[0] = True
        clock[0] += PAUSES[1] + 1
        assert writer.ask(f"{QUESTION} later").written != ()
        assert writer.ask(f"{QUESTION} now").written != ()
    warnings = [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert len(warnings) == 1
    assert KEY not in caplog.text
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("retrieval")]
    assert not any("127.0.0.1" in message for message in ours)


@pytest.mark.parametrize("dated", [False, True])
def test_retry_after_is_kept_to(dated: bool) -> None:
    """A 429 that says how long to wait is not asked before, though it is the first failure."""
    clock = [0.0]
    wait = 900
    after = str(wait)
    if dated:
        after = format_datetime(datetime.now(UTC) + timedelta(seconds=wait), usegmt=True)
    busy = [True]
    with writing(
        lambda _: Says(status=429, retry_after=after) if busy[0] else Says(GOOD),
        pause=Pause(lambda: clock[0]),
    ) as writer:
        assert writer.ask().written == ()
        busy[0] = False
        clock[0] = wait / 2
        assert writer.ask().written == ()
        assert writer.at.purposes().count("answer") == 1
        clock[0] = wait + 1
        assert writer.ask().written != ()


def fail(pause: Pause, trouble: ModelTrouble) -> None:
    """One attempt in which the model fails."""
    with pytest.raises(NotNow), pause.attempt():
        raise trouble


def test_no_endpoint_is_left_alone_for_days() -> None:
    """Whatever Retry-After says, there is a longest pause."""
    clock = [0.0]
    pause = Pause(lambda: clock[0])
    fail(pause, ModelTrouble("busy", wait=1e9))
    clock[0] = LONGEST
    assert may_ask(pause)


def test_only_one_probe_at_a_time() -> None:
    """While a probe is under way nobody else asks; one that was not asked gives its place back."""
    clock = [0.0]
    pause = Pause(lambda: clock[0])
    for _ in range(FAILURES):
        fail(pause, ModelTrouble("down"))
    assert not may_ask(pause)
    clock[0] += PAUSES[0]
    with suppress(NotNow), pause.attempt():
        assert not may_ask(pause)
        raise NotNow  # nothing left to spend
    assert may_ask(pause)


def may_ask(pause: Pause) -> bool:
    """Whether the model may be asked; it answers, if so."""
    try:
        with pause.attempt():
            return True
    except NotNow:
        return False


def test_the_day_has_a_budget() -> None:
    """Tokens spent today are counted, those not used come back, and a new day begins anew."""
    now = [0.0]
    allowance = Allowance(Budget(tokens_a_day=100, at_once=2), now=lambda: now[0])
    with allowance.spending(80, None) as cost:
        assert not may_spend(allowance, 30)
        cost.tokens = 40
    with allowance.spending(30, None), allowance.spending(30, None):
        assert not may_spend(allowance, 0)  # two at once
    assert not may_spend(allowance, 1)
    now[0] = 86_400.0
    assert may_spend(allowance, 100)


def test_each_chat_has_a_budget_of_its_own() -> None:
    """What one chat spent is not taken from another; without a chat only the whole counts."""
    now = [0.0]
    budget = Budget(tokens_a_day=100, chat_tokens_a_day=40)
    allowance = Allowance(budget, now=lambda: now[0])
    assert may_spend(allowance, 40, chat=7)
    assert not may_spend(allowance, 1, chat=7)
    assert may_spend(allowance, 30, chat=8)
    assert not may_spend(allowance, 20, chat=8)
    assert may_spend(allowance, 30)
    now[0] = 86_400.0
    assert may_spend(allowance, 40, chat=7)


def may_spend(allowance: Allowance, tokens: int, chat: int | None = None) -> bool:
    """Whether a request may cost so much; it does, if so."""
    try:
        with allowance.spending(tokens, chat):
            return True
    except NotNow:
        return False


def test_without_tokens_left_the_answer_is_plain(caplog: pytest.LogCaptureFixture) -> None:
    """A spent budget asks nothing, warns of nothing and pauses nothing."""
    poor = replace(PATIENT, tokens_a_day=1)
    with caplog.at_level(logging.WARNING), writing(lambda _: Says(GOOD), poor) as writer:
        assert writer.ask().written == ()
    assert writer.at.asked == []
    assert not caplog.records


def test_a_chat_that_spent_its_tokens_gets_quotes_alone() -> None:
    """The other chats' answers are written as before."""
    with writing(lambda _: Says(GOOD), replace(PATIENT, chat_tokens_a_day=2500)) as writer:
        found = [writer.ask(f"{QUESTION} {n}", chat=7).written for n in range(6)]
        assert found[0] != ()
        assert found[-1] == ()
        assert writer.ask(f"{QUESTION} 7", chat=8).written != ()
