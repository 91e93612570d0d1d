"""What the program gave for a judged question, and the files these are kept in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from evals.questions import Judged


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote as given: its file, its text and whether it stands there word for word."""

    source: str
    text: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one question, as far as it is judged. Times are in milliseconds."""

    language: str
    abstained: bool
    confidence: float
    quotes: tuple[Quote, ...]
    short_answer: str | None
    latency_ms: float
    timings_ms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Result:
    """A judged question and what came back; `given` is None when nothing did."""

    asked: Judged
    given: Given | None


def write_results(path: Path, results: Iterable[Result]) -> None:
    """Keep results as one JSON object a line, for comparing and reading later."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(asdict(r), ensure_ascii=False) + "\n" for r in results)
    path.write_text("".join(lines), encoding="utf-8")


def read_results(path: Path) -> list[Result]:
    """Results as `write_results` left them."""
    results = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        asked = Judged(**row["asked"])
        asked = replace(
            asked,
            answers=tuple(asked.answers),
            sources=tuple(asked.sources),
            cut=tuple(asked.cut),
        )
        given = None
        if row["given"] is not None:
            quotes = tuple(Quote(**q) for q in row["given"].pop("quotes"))
            given = Given(quotes=quotes, **row["given"])
        results.append(Result(asked, given))
    return results
