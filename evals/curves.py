"""Pure: curves over results: what risk buys which coverage, and whether confidence is true.

A result counts as right where the first quote of an answerable question holds its answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evals.measures import hits
from evals.results import Result


@dataclass(frozen=True, slots=True)
class Point:
    """Of all questions the share answered from a confidence on, and the share of these wrong."""

    confidence: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence: its mean, the share that was right, how many there are."""

    confidence: float
    right: float
    count: int


def is_right(result: Result) -> bool:
    """Whether the first quote holds the answer, refused or not."""
    if result.given is None:
        return False
    return hits(result.asked, replace(result.given, abstained=False)).quote_1


def risk_coverage(results: Sequence[Result]) -> list[Point]:
    """A point for each confidence that occurs, from the surest question to all of them.

    Related quotes of a refusal count as what would have been answered.
    """
    asked = sorted(
        ((r.given.confidence, is_right(r)) for r in results if r.given is not None),
        key=lambda pair: -pair[0],
    )
    points: list[Point] = []
    wrong = 0
    for number, (confidence, right) in enumerate(asked, start=1):
        wrong += not right
        if number == len(asked) or asked[number][0] != confidence:
            points.append(Point(confidence, number / len(results), wrong / number))
    return points


def calibration(results: Sequence[Result], bins: int = 10) -> list[Bin]:
    """Questions in bins of equal width by confidence, the empty ones left out."""
    held: dict[int, list[tuple[float, bool]]] = {}
    for result in results:
        if result.given is not None:
            confidence = result.given.confidence
            place = min(int(confidence * bins), bins - 1)
            held.setdefault(place, []).append((confidence, is_right(result)))
    return [
        Bin(
            sum(confidence for confidence, _ in own) / len(own),
            sum(right for _, right in own) / len(own),
            len(own),
        )
        for _, own in sorted(held.items())
    ]


def calibration_error(results: Sequence[Result], bins: int = 10) -> float | None:
    """Expected calibration error, 0 to 1: how far confidence lies from the share that is right."""
    found = calibration(results, bins)
    total = sum(each.count for each in found)
    if not total:
        return None
    return sum(each.count * abs(each.confidence - each.right) for each in found) / total


def stage_times(results: Sequence[Result]) -> dict[str, list[float]]:
    """Milliseconds of every stage that occurs, and of the whole, of each question that has it."""
    times: dict[str, list[float]] = {}
    for result in results:
        if result.given is None:
            continue
        for stage, took in result.given.timings_ms.items():
            times.setdefault(stage, []).append(took)
        times.setdefault("whole", []).append(result.given.latency_ms)
    whole = times.pop("whole", None)
    return {**times, **({"whole": whole} if whole else {})}
