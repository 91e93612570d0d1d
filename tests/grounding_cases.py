"""Reads the tables of answers that the grounding check is held to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
TABLES = tuple(f"grounding{name}.txt" for name in ("", "_later", "_tuned", "_unseen", "_fresh"))


@dataclass(frozen=True, slots=True)
class Case:
    """An answer as a model wrote it; each sentence with whether its evidence supports it."""

    about: str
    kind: str
    evidence: dict[int, str]
    sentences: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The whole answer."""
        return " ".join(sentence for sentence, _ in self.sentences)

    @property
    def honest(self) -> bool:
        """Whether every sentence of it is supported."""
        return all(supported for _, supported in self.sentences)


def cases(table: str) -> list[Case]:
    """Every answer of a table, in its order."""
    found: list[Case] = []
    about, evidence = "", dict[int, str]()
    for line in (FIXTURES / table).read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            about, evidence = line[1:], {}
        elif mark := re.match(r"\[(\d+)\] ", line):
            evidence[int(mark[1])] = line[mark.end() :]
        elif line and not line.startswith("#"):
            kind, _, answer = line.partition(": ")
            sentences = tuple(
                (part[2:].strip(), part.startswith("+")) for part in answer.split(" || ")
            )
            found.append(Case(about, kind, evidence, sentences))
    return found
