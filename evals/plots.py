"""Pictures of a run: `python -m evals.plots RESULTS.jsonl OUT` writes three PNG files into OUT.

RESULTS is what `evals.evaluate --details` kept. risk_coverage.png: of all questions, how many may
be answered at which share of wrong answers; calibration.png: whether confidence is the share that
is right; latency.png: milliseconds by stage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

from evals.curves import calibration, calibration_error, risk_coverage, stage_times
from evals.questions import LANGUAGES
from evals.results import Result, read_results

mpl.use("Agg")  # files only, no window

from matplotlib.axes import Axes
from matplotlib.figure import Figure

_SIZE = (6.4, 4.2)  # inches
_DPI = 130


def _by_language(results: Sequence[Result]) -> dict[str, list[Result]]:
    found = {x: [r for r in results if r.asked.language == x] for x in LANGUAGES}
    return {language: own for language, own in found.items() if own}


def draw_risk_coverage(axes: Axes, results: Sequence[Result]) -> None:
    """A line a language, from the surest question to all of them."""
    for language, own in _by_language(results).items():
        points = risk_coverage(own)
        axes.step(
            [p.coverage for p in points], [p.risk for p in points], where="post", label=language
        )
    axes.set(xlabel="share of questions answered", ylabel="share of these wrong", xlim=(0, 1))
    axes.set_ylim(bottom=0)
    axes.legend()


def draw_calibration(axes: Axes, results: Sequence[Result]) -> None:
    """A line a language over bins of confidence; on the diagonal, confidence is true."""
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for language, own in _by_language(results).items():
        bins = calibration(own)
        error = calibration_error(own) or 0.0
        axes.plot(
            [b.confidence for b in bins],
            [b.right for b in bins],
            marker="o",
            label=f"{language} (error {100 * error:.1f} %)",
        )
    axes.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    axes.legend()


def draw_latency(axes: Axes, results: Sequence[Result]) -> None:
    """A box a stage: half of the questions in the box, 5 to 95 per cent between the whiskers."""
    times = stage_times(results)
    axes.boxplot(list(times.values()), tick_labels=list(times), whis=(5.0, 95.0), showfliers=False)
    axes.set_ylabel("milliseconds")
    axes.set_ylim(bottom=0)


DRAWN = {
    "risk_coverage.png": draw_risk_coverage,
    "calibration.png": draw_calibration,
    "latency.png": draw_latency,
}


def write_plots(results: Sequence[Result], out: Path) -> list[Path]:
    """Write all pictures, making the folder; gives their paths."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, draw in DRAWN.items():
        figure = Figure(figsize=_SIZE, dpi=_DPI, layout="constrained")
        draw(figure.subplots(), results)
        figure.savefig(out / name)
        written.append(out / name)
    return written


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pictures; 2 with one line on standard error where there is nothing to draw."""
    parser = argparse.ArgumentParser(prog="python -m evals.plots", description=__doc__)
    parser.add_argument("results", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args(argv)
    if not options.results.is_file():
        print(f"plots: no such file: {options.results}", file=sys.stderr)
        return 2
    results = read_results(options.results)
    if not any(result.given is not None for result in results):
        print(f"plots: {options.results} holds no answers", file=sys.stderr)
        return 2
    for path in write_plots(results, options.out):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
