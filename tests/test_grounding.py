"""What a language model wrote may only stand on the evidence it cites."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.grounding.grounding import ABSTAINS, faithful, grounded
from tests.grounding_cases import TABLES, Case, cases

CASES = [case for table in TABLES for case in cases(table)]
PULL = {1: "लोक निर्माण विभाग के अनुसार सोन नदी के पुल पर 240 करोड़ रुपये खर्च हुए।"}


def test_the_table_is_large_enough() -> None:
    """At least 150 answers lie, and as many sentences again are honest as make 95 % mean much."""
    assert sum(not case.honest for case in CASES) >= 150
    assert sum(supported for case in CASES for _, supported in case.sentences) >= 100
    assert len({case.kind for case in CASES}) >= 11


@pytest.mark.parametrize("kind", sorted({case.kind for case in CASES} - {"honest"}))
def test_no_unsupported_statement_passes(kind: str) -> None:
    """Of every kind of lie in the table, none is let through."""
    passed = [
        sentence
        for case in CASES
        if case.kind == kind
        for sentence, supported in case.sentences
        if not supported and grounded(sentence, case.evidence) is not None
    ]
    assert passed == []


HONEST = {"grounding_tuned.txt": 0.9, "grounding_unseen.txt": 0.7, "grounding_fresh.txt": 0.75}
"""Least share of honest sentences that pass, where it is less than 95 of 100: as measured."""


@pytest.mark.parametrize("table", TABLES)
def test_honest_statements_pass(table: str) -> None:
    """Of the honest sentences in each table nearly all pass; of the one never tuned to, most."""
    honest = [
        (case, one) for case in cases(table) for one, supported in case.sentences if supported
    ]
    lost = [one for case, one in honest if grounded(one, case.evidence) is None]
    assert len(lost) <= (1 - HONEST.get(table, 0.95)) * len(honest), lost


@pytest.mark.parametrize(
    "figure",
    ["240 करोड़", "२४० करोड़", "2.4 अरब", "दो सौ चालीस करोड़", "2,40,00,00,000", "24,000 लाख"],
)
def test_a_figure_is_the_same_in_every_form(figure: str) -> None:
    """Digits of both scripts, multipliers and number words are one value."""
    assert grounded(f"पुल पर {figure} रुपये खर्च हुए [1]।", PULL) is not None


@settings(deadline=None)
@given(st.integers(min_value=2, max_value=10**9))
def test_no_other_number_stands(number: int) -> None:
    """A sum passes just where it is the evidence's, however it is printed."""
    for printed in (str(number), f"{number:,}"):
        passes = grounded(f"The bridge cost {printed} crore rupees [1].", PULL) is not None
        assert passes is (number == 240)


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(["", "[1]", "[9]"]))
def test_noise_is_never_let_through_without_evidence(text: str, mark: str) -> None:
    """Whatever a model sends, nothing fails, and what passes cites known evidence alone."""
    found = grounded(f"{text} {mark}", PULL)
    assert found is None or (set(found.marks) == {1} and "[1]" not in found.text)


@settings(deadline=None)
@given(st.lists(st.integers(min_value=2, max_value=99), max_size=4))
def test_unknown_marks_are_removed(unknown: list[int]) -> None:
    """Marks of evidence that was not given go; the known one and the sentence stay."""
    marks = "".join(f"[{n}]" for n in unknown)
    found = grounded(f"पुल पर 240 करोड़ रुपये खर्च हुए {marks}[1]।", PULL)
    assert found is not None
    assert (found.text, found.marks) == ("पुल पर 240 करोड़ रुपये खर्च हुए।", (1,))


@pytest.mark.parametrize("printed", ["[1, 9]", "[९][१]", "[1] [1]", "【1】"])
def test_marks_may_be_printed_in_several_ways(printed: str) -> None:
    """Lists, Devanagari digits and repeated marks are read."""
    found = grounded(f"पुल पर 240 करोड़ रुपये खर्च हुए {printed}।", PULL)
    assert found is not None
    assert found.marks == (1,)


def test_the_answer_has_to_be_in_the_readers_language() -> None:
    """A Hindi sentence does not answer an English reader, nor the other way round."""
    hindi, english = "पुल पर 240 करोड़ रुपये खर्च हुए [1]।", "The bridge cost 240 crore rupees [1]."
    assert grounded(hindi, PULL, "hi") is not None
    assert grounded(hindi, PULL, "en") is None
    assert grounded(english, PULL, "en") is not None
    assert grounded(english, PULL, "hi") is None


def test_a_common_word_of_the_question_may_be_said_again() -> None:
    """Where the quote says "it", the answer may say what was asked about; a name it may not."""
    quote = {1: "इस पर 240 करोड़ रुपये खर्च हुए।"}
    said = "पुल पर 240 करोड़ रुपये खर्च हुए [1]।"
    assert grounded(said, quote) is None
    assert grounded(said, quote, asked="पुल पर कितना खर्च हुआ?") is not None
    named = "दिल्ली पर 240 करोड़ रुपये खर्च हुए [1]।"
    assert grounded(named, quote, asked="दिल्ली पर कितना खर्च हुआ?") is None


@pytest.mark.parametrize(
    "said",
    [
        "If the bridge was opened in Patna in 2019 [1].",
        "यदि पटना में पुल 2019 में खुला [1]।",
        "The bridge was opened in Patna in 2019, [1]",
        "पटना में पुल 2019 में खुला, [1]",
    ],
)
def test_a_condition_or_a_part_is_no_statement(said: str) -> None:
    """They stand only where the quote has a condition; a sentence that breaks off never does."""
    quote = "पटना में नया पुल 2019 में खुला।"
    whole = said.replace("If the", "The").replace("यदि ", "").replace(", [1]", " [1].")
    assert grounded(whole, {1: quote}) is not None
    assert grounded(said, {1: quote}) is None
    if not said.endswith(", [1]"):
        assert grounded(said, {1: f"अगर {quote}"}) is not None


def test_the_sentinel_is_no_sentence() -> None:
    """What a model writes to abstain never reaches a reader as text."""
    assert grounded(f"{ABSTAINS} [1]", PULL) is None


def test_a_translation_keeps_every_figure() -> None:
    """A translation that drops or changes a figure, or adds a name, is none."""
    quote = PULL[1]
    whole = "According to the Public Works Department the bridge over the Son cost ₹240 crore."
    assert faithful(whole, quote, "en")
    assert not faithful(
        "According to the Public Works Department the bridge cost much.", quote, "en"
    )
    assert not faithful(whole.replace("240", "250"), quote, "en")
    assert not faithful(whole.replace("Son", "Ganga"), quote, "en")
    assert not faithful(quote, quote, "en")


def test_the_check_is_fast() -> None:
    """A sentence takes well under ten milliseconds of computing, however busy the machine."""

    def check(case: Case) -> None:
        for sentence, _ in case.sentences:
            grounded(sentence, case.evidence)

    for case in CASES[:5]:
        check(case)
    started = time.thread_time()
    for case in CASES:
        check(case)
    assert (time.thread_time() - started) / len(CASES) < 0.01
