"""Two runs side by side: `python -m evals.compare BEFORE.jsonl AFTER.jsonl`.

Takes two files that `evals.evaluate --details` wrote and pairs them by question. The intervals
are paired bootstraps over questions: a change is worth believing when its interval leaves 0 out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.measures import Hits, hits
from evals.questions import LANGUAGES
from evals.results import Result, read_results

RESAMPLES = 5000
SHOWN = 12

OVER_ANSWERABLE: dict[str, Callable[[Hits], bool]] = {
    "passage@1": lambda h: h.passage_1,
    "passage@3": lambda h: h.passage_3,
    "quote@1": lambda h: h.quote_1,
    "quote@3": lambda h: h.quote_3,
    "answered": lambda h: h.answered,
}


@dataclass(frozen=True, slots=True)
class Change:
    """How one measure moved; `low` to `high` is the 95 % interval of `difference`."""

    measure: str
    before: float
    after: float
    difference: float
    low: float
    high: float
    won: tuple[str, ...]
    lost: tuple[str, ...]


def paired_difference(
    before: Sequence[float], after: Sequence[float], seed: int
) -> tuple[float, float, float]:
    """Mean of after − before over paired questions, with its 95 % bootstrap interval."""
    gains = np.asarray(after, dtype=float) - np.asarray(before, dtype=float)
    chosen = np.random.default_rng(seed).integers(0, len(gains), size=(RESAMPLES, len(gains)))
    means = gains[chosen].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(gains.mean()), float(low), float(high)


def compare(before: Sequence[Result], after: Sequence[Result], seed: int = 0) -> list[Change]:
    """Every measure over the questions that both runs were asked."""
    later = {r.asked.id: r for r in after}
    pairs = [(r, later[r.asked.id]) for r in before if r.asked.id in later]
    yes = [(a, b) for a, b in pairs if a.asked.answerable]
    no = [(a, b) for a, b in pairs if not a.asked.answerable]
    changes = [_change(name, yes, right, seed) for name, right in OVER_ANSWERABLE.items() if yes]
    if no:
        changes.append(_change("right refusals", no, lambda h: h.refused, seed))
    if pairs:
        changes.append(_change("language", pairs, lambda h: h.language, seed))
    return changes


def _change(
    name: str,
    pairs: Sequence[tuple[Result, Result]],
    right: Callable[[Hits], bool],
    seed: int,
) -> Change:
    before = [float(right(hits(a.asked, a.given))) for a, _ in pairs]
    after = [float(right(hits(b.asked, b.given))) for _, b in pairs]
    difference, low, high = paired_difference(before, after, seed)
    moved = [(a.asked.id, y - x) for (a, _), x, y in zip(pairs, before, after, strict=True)]
    return Change(
        name,
        sum(before) / len(pairs),
        sum(after) / len(pairs),
        difference,
        low,
        high,
        tuple(i for i, d in moved if d > 0),
        tuple(i for i, d in moved if d < 0),
    )


def _print(changes: Sequence[Change], *, ids: bool) -> None:
    for c in changes:
        sure = " *" if c.low > 0 or c.high < 0 else ""
        print(
            f"  {c.measure:<15} {100 * c.before:5.1f} → {100 * c.after:5.1f}  "
            f"{100 * c.difference:+5.1f} [{100 * c.low:+5.1f}, {100 * c.high:+5.1f}]  "
            f"+{len(c.won)} −{len(c.lost)}{sure}"
        )
        if ids and c.measure == "quote@1":
            for sign, which in (("won ", c.won), ("lost", c.lost)):
                if which:
                    more = " …" if len(which) > SHOWN else ""
                    print(f"      {sign}: {' '.join(which[:SHOWN])}{more}")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the comparison for each language; 2 when the files share no question."""
    parser = argparse.ArgumentParser(prog="python -m evals.compare", description=__doc__)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--ids", action="store_true", help="name the questions that quote@1 moved")
    options = parser.parse_args(argv)
    before, after = read_results(options.before), read_results(options.after)
    shared = {r.asked.id for r in before} & {r.asked.id for r in after}
    if not shared:
        print("compare: the two files share no question", file=sys.stderr)
        return 2
    for language in LANGUAGES:
        ours = [r for r in before if r.asked.language == language and r.asked.id in shared]
        if ours:
            print(f"{language}: {len(ours)} questions")
            _print(compare(ours, after), ids=options.ids)
    return 0


if __name__ == "__main__":
    sys.exit(main())
