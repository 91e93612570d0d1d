"""Measures as a table in plain text, one column a language."""

from __future__ import annotations

from collections.abc import Mapping

Numbers = Mapping[str, float | None]

PLAIN = {"questions", "answerable", "unanswerable", "quote chars", "longest quote"}


def cell(name: str, value: float | None) -> str:
    """A share as a percentage, a count or a time as a number, a dash for None."""
    if value is None:
        return "–"
    if name in PLAIN:
        return f"{value:.0f}"
    if name.endswith(" ms"):
        return f"{value:.1f}"
    return f"{100 * value:.1f}"


def table(by_language: Mapping[str, Numbers]) -> str:
    """One line a measure, one column a language; empty for no language."""
    if not by_language:
        return ""
    names = list(next(iter(by_language.values())))
    body = [["", *by_language]]
    body += [[name, *(cell(name, n[name]) for n in by_language.values())] for name in names]
    widths = [max(len(line[i]) for line in body) for i in range(len(body[0]))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])])
        for line in body
    )
