"""Judged questions: reading them from files, and taking a fixed sample."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANGUAGES = ("hi", "en", "hi-Latn")


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with what should come back.

    `answers` are strings that stand in one of `sources`; both are empty when nothing answers it.
    `loose` questions name their sources by the beginning of the file name, and an answer counts
    as a plain substring of a quote that comes from one of them; the others name whole files, and
    an answer counts as whole words of any quote. `cut` are answers that end inside a word even in
    their own file; those count as substrings too.
    """

    id: str
    language: str
    text: str
    answers: tuple[str, ...]
    sources: tuple[str, ...]
    answerable: bool
    loose: bool = False
    cut: tuple[str, ...] = ()


def _strings(value: str | Sequence[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def judged(row: dict[str, Any], *, answers_field: str = "answers") -> Judged:
    """One line of a question file; a line with `expect` is a loose one.

    Raises KeyError when a field is missing.
    """
    loose = "expect" in row
    return Judged(
        id=row["id"],
        language=row["lang"],
        text=row["question"],
        answers=_strings(row["expect"] if loose else row[answers_field]),
        sources=_strings(row["source"]),
        answerable=row["answerable"],
        loose=loose,
    )


def read_questions(path: Path, *, answers_field: str = "answers") -> list[Judged]:
    """Every question of a file that holds one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [judged(json.loads(x), answers_field=answers_field) for x in lines if x.strip()]


def sample(questions: Iterable[Judged], limit: int, seed: int = 0) -> list[Judged]:
    """At most `limit` questions (0: all), with the same share of unanswerable ones.

    The same questions, limit and seed give the same sample in the same order.
    """
    ordered = sorted(questions, key=lambda q: q.id)
    chance = random.Random(seed)
    chance.shuffle(ordered)
    if not limit or limit >= len(ordered):
        return ordered
    right = [q for q in ordered if q.answerable]
    none = [q for q in ordered if not q.answerable]
    share = round(limit * len(none) / len(ordered))
    keep_none = min(len(none), max(share, 1 if none and limit > 1 else 0))
    picked = {q.id for q in right[: limit - keep_none] + none[:keep_none]}
    return [q for q in ordered if q.id in picked]
