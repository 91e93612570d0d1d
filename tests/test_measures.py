"""The measures, against numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.compare import compare, paired_difference
from evals.measures import (
    auroc,
    f1,
    hits,
    holds,
    mark_cut,
    measure,
    percentile,
    word_f1,
    words,
)
from evals.questions import Judged, judged, sample
from evals.results import Given, Quote, Result, read_results, write_results

RIVER = Judged("q1-hi", "hi", "नदी कितनी लंबी है?", ("2,525",), ("nadi.txt",), True)
BRIDGE = Judged("q2-hi", "hi", "पुल कब बना?", ("1874",), ("pul.txt",), True)
MOON = Judged("q3-hi", "hi", "चाँद पर कौन गया?", (), (), False)


def given(*quotes: tuple[str, str], confidence: float = 0.9, abstained: bool = False) -> Given:
    """An answer with these (source, quote) pairs."""
    return Given(
        language="hi",
        abstained=abstained,
        confidence=confidence,
        quotes=tuple(Quote(s, t, exact=True) for s, t in quotes),
        short_answer=None,
        latency_ms=20.0,
        timings_ms={"embed": 10.0, "search": 4.0},
    )


RIGHT = given(("nadi.txt", "गंगा की लंबाई 2,525 किलोमीटर है।"))
SECOND = given(("nadi.txt", "पुल लोहे का है।"), ("pul.txt", "पुल 1874 में बना।"))
REFUSED = given(abstained=True, confidence=0.1)


def test_first_quote_and_source_hit() -> None:
    """The right sentence of the right file hits every measure."""
    h = hits(RIVER, RIGHT)
    assert (h.passage_1, h.passage_3, h.quote_1, h.quote_3) == (True, True, True, True)


def test_second_quote_counts_among_three_only() -> None:
    """An answer in the second quote is a hit at 3 and a miss at 1."""
    h = hits(BRIDGE, SECOND)
    assert (h.passage_1, h.passage_3, h.quote_1, h.quote_3) == (False, True, False, True)


def test_fourth_quote_does_not_count() -> None:
    """Only the first three quotes are judged."""
    noise = ("nadi.txt", "पानी साफ़ है।")
    h = hits(BRIDGE, given(noise, noise, noise, ("pul.txt", "1874 में बना।")))
    assert not h.quote_3
    assert not h.passage_3


def test_missing_answer_is_zero_everywhere() -> None:
    """A judged question without a result is neither a hit nor an answer nor a refusal."""
    numbers = measure([Result(RIVER, None), Result(MOON, None)])
    for name in ("passage@1", "passage@3", "quote@1", "quote@3", "answered", "abstain R"):
        assert numbers[name] == 0, name
    assert numbers["language"] == 0


def test_missing_answer_lowers_the_share() -> None:
    """One hit and one missing answer make a half."""
    numbers = measure([Result(RIVER, RIGHT), Result(BRIDGE, None)])
    assert numbers["quote@1"] == 0.5
    assert numbers["passage@1"] == 0.5


def test_measures_of_three_answers() -> None:
    """Worked by hand: one right, one right in the second quote, one rightly refused."""
    numbers = measure([Result(RIVER, RIGHT), Result(BRIDGE, SECOND), Result(MOON, REFUSED)])
    assert numbers["passage@1"] == 0.5
    assert numbers["quote@3"] == 1.0
    assert numbers["trust"] == 0.5
    assert numbers["abstain P"] == 1.0
    assert numbers["abstain R"] == 1.0
    assert numbers["auroc"] == 1.0
    assert numbers["language"] == 1.0
    assert numbers["embed ms"] == 10.0
    assert numbers["answer ms"] is None


def test_refusing_an_answerable_question_is_a_miss() -> None:
    """A refusal that quotes the right sentence all the same hits nothing."""
    refused = replace(RIGHT, abstained=True)
    numbers = measure([Result(RIVER, refused), Result(MOON, REFUSED)])
    assert numbers["quote@1"] == 0
    assert numbers["answered"] == 0
    assert numbers["abstain P"] == 0.5
    assert numbers["abstain F1"] == pytest.approx(2 / 3)


def test_whole_words_only() -> None:
    """An answer counts only as whole words: 15 is not in 15,000."""
    asked = replace(RIVER, answers=("15",))
    assert not holds("कुल 150 नावें चलीं।", asked)
    assert holds("कुल 15 नावें चलीं।", asked)


def test_answers_match_through_punctuation_and_joiners() -> None:
    """Case, danda, quotation marks and zero-width joiners make no difference."""
    asked = replace(RIVER, answers=("Howrah Bridge", "हावड़ा"))
    assert holds("“howrah  BRIDGE”, कहा।", asked)
    assert holds("यह हाव\u200dड़ा।", asked)


def test_answer_cut_inside_a_word_counts_as_substring() -> None:
    """An answer that is no whole word even in its own file is looked for inside words."""
    asked = replace(BRIDGE, answers=("कोलकाता",))
    marked = mark_cut(asked, {"pul.txt": "पुल कोलकातावासियों का है।"})
    assert marked.cut == ("कोलकाता",)
    assert holds("कोलकातावासियों का पुल।", marked)
    assert not holds("कोलकातावासियों का पुल।", mark_cut(asked, {"pul.txt": "पुल कोलकाता में है।"}))


def test_loose_questions_need_the_file_as_well() -> None:
    """A loose question's quote counts only from a file whose name starts as it says."""
    asked = judged(
        {
            "id": "a",
            "lang": "hi",
            "question": "पुल कब बना?",
            "expect": ["में बना"],
            "source": ["pu"],
            "answerable": True,
        }
    )
    assert hits(asked, given(("pul.txt", "पुल 1874 में  बना।"))).quote_1
    assert not hits(asked, given(("nadi.txt", "पुल 1874 में बना।"))).quote_1


@pytest.mark.parametrize(
    ("positive", "negative", "expected"),
    [
        ([0.9, 0.8], [0.1], 1.0),
        ([0.9, 0.1], [0.5], 0.5),
        ([0.5], [0.5], 0.5),
        ([0.2], [0.7, 0.2], 0.25),
        ([], [0.2], None),
    ],
)
def test_auroc(positive: list[float], negative: list[float], expected: float | None) -> None:
    """AUROC is the share of pairs in the right order, ties counting half."""
    assert auroc(positive, negative) == expected


def test_f1_is_the_harmonic_mean() -> None:
    """F1 of 1 and ½ is ⅔, and 0 where nothing was right."""
    assert f1(1.0, 0.5) == pytest.approx(2 / 3)
    assert f1(None, 0.0) == 0.0
    assert f1(None, None) is None


def test_percentiles() -> None:
    """The 50th and 95th percentile are values that occur."""
    assert percentile([4, 1, 3, 2], 0.5) == 2
    assert percentile([4, 1, 3, 2], 0.95) == 4
    assert percentile([7], 0.5) == 7
    assert percentile([], 0.5) is None


def test_word_overlap_takes_the_nearest_gold() -> None:
    """Two of three words against two of two: precision ⅔, recall 1, F1 0.8."""
    assert word_f1("about 15 boats", ["15 boats", "seven"]) == pytest.approx(0.8)
    assert word_f1(None, ["15"]) == 0.0


def test_words_keep_vowel_signs() -> None:
    """Folding drops punctuation, never a Devanagari vowel sign."""
    assert words("क़िताब, सैनिक।") == words("क़िताब सैनिक")
    assert "सैनिक" in words("«सैनिक»")


def test_sample_keeps_the_share_and_the_order() -> None:
    """A sample of six from ten with half unanswerable has three, the same every time."""
    questions = [replace(RIVER, id=f"q{i}", answerable=i % 2 == 0) for i in range(10)]
    picked = sample(questions, 6)
    assert len(picked) == 6
    assert sum(q.answerable for q in picked) == 3
    assert picked == sample(list(reversed(questions)), 6)
    assert len(sample(questions, 0)) == 10


def test_results_survive_the_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """What is written for later comparison reads back the same."""
    results = [Result(RIVER, RIGHT), Result(MOON, None)]
    write_results(tmp_path / "a.jsonl", results)
    assert read_results(tmp_path / "a.jsonl") == results


def test_paired_difference_of_equal_runs_is_nothing() -> None:
    """Two equal runs differ by 0 with an interval of 0 to 0."""
    assert paired_difference([1, 0, 1], [1, 0, 1], seed=0) == (0.0, 0.0, 0.0)


def test_paired_difference_of_a_better_run() -> None:
    """A run that gains every question differs by exactly 1, whatever is resampled."""
    assert paired_difference([0, 0, 0], [1, 1, 1], seed=0) == (1.0, 1.0, 1.0)


def test_comparison_pairs_by_question() -> None:
    """Runs are compared question by question, and say which were won and lost."""
    before = [Result(RIVER, RIGHT), Result(BRIDGE, SECOND), Result(MOON, REFUSED)]
    after = [
        Result(MOON, REFUSED),
        Result(BRIDGE, given(("pul.txt", "1874 में।"))),
        Result(RIVER, REFUSED),
    ]
    found = {c.measure: c for c in compare(before, after)}
    assert found["quote@1"].won == ("q2-hi",)
    assert found["quote@1"].lost == ("q1-hi",)
    assert found["quote@1"].difference == 0.0
    assert found["quote@3"].lost == ("q1-hi",)
    assert found["right refusals"].difference == 0.0
