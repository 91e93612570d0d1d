"""An HTML page to read failures with: what was asked, what came back, what should have.

It quotes the articles that were evaluated, so pages over other people's articles stay out of
version control (`evals/reports/` is ignored).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from evals.measures import from_source, hits, holds
from evals.results import Quote, Result
from evals.table import Numbers, cell

MISSED = "nothing came back"
KINDS = {
    "source": "Answerable, first quote from another article",
    "sentence": "Right article, another sentence first",
    "refused": "Answerable, refused",
    "answered": "Not in the articles, answered all the same",
    "language": "Language not recognised",
    "missing": MISSED.capitalize(),
}

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem;
       color: #1c1c1c; background: #fff }
table { border-collapse: collapse; font-size: .85rem; display: block; overflow-x: auto }
td, th { border: 1px solid #ccc; padding: .2rem .5rem; text-align: right; white-space: nowrap }
article { border-top: 1px solid #ddd; padding: .6rem 0 }
blockquote { margin: .3rem 0; padding-left: .8rem; border-left: 3px solid #bbb }
blockquote.right { border-color: #287a3c }
.meta { color: #666; font-size: .85rem }
summary { font-size: 1.15rem; font-weight: 600; cursor: pointer }
@media (prefers-color-scheme: dark) {
  body { color: #e6e6e6; background: #181818 } td, th, article { border-color: #444 }
  .meta { color: #aaa }
}
"""


def failures(results: Sequence[Result]) -> dict[str, list[Result]]:
    """The results that are wrong, by kind; one result may stand under two."""
    found: dict[str, list[Result]] = {kind: [] for kind in KINDS}
    for result in results:
        for kind in _wrong(result):
            found[kind].append(result)
    return found


def _wrong(result: Result) -> list[str]:
    if result.given is None:
        return ["missing"]
    h = hits(result.asked, result.given)
    kinds = [] if h.language else ["language"]
    if not result.asked.answerable:
        return kinds + ([] if h.refused else ["answered"])
    if h.refused:
        return [*kinds, "refused"]
    if not h.quote_1:
        return [*kinds, "sentence" if h.passage_1 else "source"]
    return kinds


def page(title: str, by_language: Mapping[str, Numbers], results: Sequence[Result]) -> str:
    """The whole page."""
    parts = [
        "<!doctype html><html lang='en'><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width'>",
        f"<title>{escape(title)}</title><style>{STYLE}</style><h1>{escape(title)}</h1>",
        _numbers(by_language),
    ]
    for kind, wrong in failures(results).items():
        if wrong:
            told = "".join(_one(r) for r in wrong)
            heading = f"{escape(KINDS[kind])} ({len(wrong)})"
            parts.append(f"<details><summary>{heading}</summary>{told}</details>")
    return "\n".join(parts) + "\n"


def write_page(
    path: Path, title: str, by_language: Mapping[str, Numbers], results: Sequence[Result]
) -> None:
    """Write the page, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(title, by_language, results), encoding="utf-8")


def _numbers(by_language: Mapping[str, Numbers]) -> str:
    languages = list(by_language)
    if not languages:
        return ""
    head = "".join(f"<th>{escape(x)}</th>" for x in languages)
    lines = [
        f"<tr><th>{escape(name)}</th>"
        + "".join(f"<td>{cell(name, by_language[x][name])}</td>" for x in languages)
        + "</tr>"
        for name in by_language[languages[0]]
    ]
    return f"<table><tr><th></th>{head}</tr>{''.join(lines)}</table>"


def _one(result: Result) -> str:
    asked, given = result.asked, result.given
    wanted = ", ".join(asked.answers) or "no answer"
    where = ", ".join(asked.sources) or "in no article"
    told = f"<p class='meta'>{escape(asked.id)} · {escape(asked.language)}"
    if given is None:
        return f"<article>{told} · {MISSED}</p><p>{escape(asked.text)}</p></article>"
    did = "refused" if given.abstained else "answered"
    told += f" · read as {escape(given.language)} · {did} · {given.confidence:.3f}"
    told += f" · {given.latency_ms:.0f} ms</p>"
    quotes = "".join(_quote(q, result) for q in given.quotes)
    return (
        f"<article>{told}<p><b>{escape(asked.text)}</b></p>{quotes}"
        f"<p class='meta'>wanted: {escape(wanted)} ({escape(where)})</p></article>"
    )


def _quote(quote: Quote, result: Result) -> str:
    right = holds(quote.text, result.asked)
    source = escape(quote.source)
    if from_source(quote.source, result.asked):
        source = f"<b>{source}</b>"
    inexact = "" if quote.exact else " · NOT EXACT"
    mark = " class='right'" if right else ""
    return (
        f"<blockquote{mark}>{escape(quote.text)}"
        f"<br><span class='meta'>{source}{inexact}</span></blockquote>"
    )
