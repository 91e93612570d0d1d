"""Curves over results by hand-computed expectations, and pictures of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.curves import Bin, Point, calibration, calibration_error, risk_coverage, stage_times
from evals.plots import DRAWN, main, write_plots
from evals.questions import Judged
from evals.results import Given, Quote, Result, write_results


def result(number: int, confidence: float, *, right: bool, answerable: bool = True) -> Result:
    """A judged question whose first quote holds the answer or not."""
    quote = Quote("nadi.txt", "नदी 2,525 किलोमीटर लंबी है।" if right else "नदी लंबी है।", exact=True)
    asked = Judged(
        f"q{number}", "hi", "नदी कितनी लंबी है?", ("2,525",), ("nadi.txt",), answerable=answerable
    )
    given = Given(
        "hi",
        confidence < 0.5,
        confidence,
        (quote,),
        None,
        10.0 * number,
        {"embed": 4.0 * number, "search": 1.0},
    )
    return Result(asked, given)


FOUR = [
    result(1, 0.9, right=True),
    result(2, 0.9, right=False),
    result(3, 0.6, right=True),
    result(4, 0.1, right=False, answerable=False),
]


def test_risk_falls_out_of_the_order_of_confidence() -> None:
    """Equal confidences make one point; the last point covers every question."""
    assert risk_coverage(FOUR) == [
        Point(0.9, 0.5, 0.5),
        Point(0.6, 0.75, 1 / 3),
        Point(0.1, 1.0, 0.5),
    ]


def test_a_question_without_a_result_is_never_covered() -> None:
    """What got no answer counts among all questions and among none that are answered."""
    lost = Result(FOUR[0].asked, None)
    assert risk_coverage([FOUR[0], lost]) == [Point(0.9, 0.5, 0.0)]


def test_bins_hold_the_share_that_is_right() -> None:
    """Bins of equal width, empty ones left out; a confidence of 1 is in the last."""
    low, high = calibration(FOUR, bins=2)
    assert low == Bin(0.1, 0.0, 1)
    assert high.confidence == pytest.approx(0.8)
    assert (high.right, high.count) == (2 / 3, 3)
    assert calibration([result(1, 1.0, right=True)]) == [Bin(1.0, 1.0, 1)]


def test_the_calibration_error_weighs_bins_by_their_questions() -> None:
    """(1 × 0.1 + 3 × |0.8 − 2/3|) / 4."""
    assert calibration_error(FOUR, bins=2) == pytest.approx((0.1 + 3 * (0.8 - 2 / 3)) / 4)
    assert calibration_error([]) is None


def test_times_come_by_stage_with_the_whole_last() -> None:
    """Every stage that was measured, each with its times."""
    assert stage_times(FOUR[:2]) == {
        "embed": [4.0, 8.0],
        "search": [1.0, 1.0],
        "whole": [10.0, 20.0],
    }


def test_all_pictures_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command reads kept results and writes a PNG for each curve, naming them."""
    write_results(tmp_path / "kept.jsonl", FOUR)

    assert main([str(tmp_path / "kept.jsonl"), str(tmp_path / "out")]) == 0

    named = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert {path.name for path in named} == set(DRAWN)
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in named)


def test_nothing_to_draw_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing or empty file ends with one line and status 2."""
    assert main([str(tmp_path / "none.jsonl"), str(tmp_path)]) == 2
    write_results(tmp_path / "lost.jsonl", [Result(FOUR[0].asked, None)])
    assert main([str(tmp_path / "lost.jsonl"), str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_one_language_alone_can_be_drawn(tmp_path: Path) -> None:
    """Pictures need no language but those that were asked in."""
    assert len(write_plots(FOUR[:1], tmp_path)) == len(DRAWN)
