"""Practice passages written for the reading model: `practice/*.jsonl`, in Hindi and English.

A line is a passage: its sentences in Hindi and the same ones in English, and questions asked in
both and in romanised Hindi, each with the sentence (from 0) and the words in it that answer, or
with neither where nothing in the passage does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.reader_data import ROMANISED, Lessons, Taught
from retrieval.hinglish import to_devanagari
from retrieval.tidy import tidied
from retrieval.words.vocabulary import Vocabulary
from store.spelled import count_words

PRACTICE = Path(__file__).with_name("practice")
_TOLD_IN = ("hi", "en")


def read_practice(folder: Path = PRACTICE) -> Lessons:
    """All files of the folder; each passage is a subject of its own.

    Raises ValueError that names file and line where one is not in order.
    """
    passages: dict[str, dict[str, str]] = {}
    found: list[tuple[str, Mapping[str, Any], dict[str, tuple[int, int]]]] = []
    for source, row in _rows(folder):
        passages[source] = {language: " ".join(row[language]) for language in _TOLD_IN}
        found += [(source, own, _places(source, row, own)) for own in row["questions"]]
    vocabulary = Vocabulary(count_words(p["hi"] for p in passages.values()).items())
    return Lessons(
        tuple(
            Taught(
                f"{source} {n}",
                source,
                {
                    "hi": own["hi"],
                    "en": own["en"],
                    ROMANISED: to_devanagari(tidied(own[ROMANISED]), vocabulary),
                },
                {},
                places,
            )
            for n, (source, own, places) in enumerate(found)
        ),
        passages,
    )


def _rows(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for file in sorted(folder.glob("*.jsonl")):
        for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            source = f"{file.stem.replace('-', '')}:{n}"
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ValueError(f"{source}: {error}") from error
            if len(row["hi"]) != len(row["en"]):
                raise ValueError(f"{source}: its languages have not the same number of sentences")
            yield source, row


def _places(
    source: str, row: Mapping[str, Any], question: Mapping[str, Any]
) -> dict[str, tuple[int, int]]:
    """Where the answer stands in the joined sentences, in code points; empty where nothing does."""
    at = question["sentence"]
    if at is None:
        return {}
    found = {}
    for language in _TOLD_IN:
        sentences, words = row[language], question[f"answer_{language}"]
        if not 0 <= at < len(sentences) or not words or sentences[at].count(words) != 1:
            raise ValueError(f"{source}: sentence {at} does not hold {words!r} just once")
        start = sum(len(sentence) + 1 for sentence in sentences[:at]) + sentences[at].index(words)
        found[language] = (start, start + len(words))
    return found
