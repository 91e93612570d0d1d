"""How good a set of answers is. Pure: results in, numbers out.

A judged question without a result counts as zero everywhere, and so does an answerable one that
was refused. Shares run from 0 to 1 and are None where there was nothing to count.
"""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evals.questions import Judged
from evals.results import Given, Result

STAGES = ("question", "embed", "search", "evidence", "answer")
JOINERS = "\u200c\u200d"


def fold(text: str) -> str:
    """NFC with white space folded."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def words(text: str) -> str:
    """NFC, case folded, punctuation and danda as spaces, joiners dropped, white space folded."""
    kept = (
        " " if unicodedata.category(c)[0] in "PZC" else c
        for c in unicodedata.normalize("NFC", text).casefold()
        if c not in JOINERS
    )
    return " ".join("".join(kept).split())


def holds(quote: str, asked: Judged) -> bool:
    """Whether the quote contains one of the question's answers."""
    if asked.loose:
        return any(fold(a) in fold(quote) for a in asked.answers)
    padded = f" {words(quote)} "
    if any(f" {words(a)} " in padded for a in asked.answers):
        return True
    return any(words(a) in padded for a in asked.cut)


def mark_cut(asked: Judged, texts: Mapping[str, str]) -> Judged:
    """The question with `cut` filled in from its files' texts (by file name)."""
    own = " ".join(f" {words(texts.get(s, ''))} " for s in asked.sources)
    cut = tuple(a for a in asked.answers if words(a) and f" {words(a)} " not in own)
    return replace(asked, cut=cut)


def from_source(source: str, asked: Judged) -> bool:
    """Whether `source` is one of the files that answer the question."""
    if asked.loose:
        return source.startswith(asked.sources) if asked.sources else False
    return source in asked.sources


@dataclass(frozen=True, slots=True)
class Hits:
    """What one answer got right. A refused answer hits nothing; a missing one is not a refusal."""

    answered: bool = False
    refused: bool = False
    passage_1: bool = False
    passage_3: bool = False
    quote_1: bool = False
    quote_3: bool = False
    language: bool = False


def hits(asked: Judged, given: Given | None) -> Hits:
    """Judge one answer."""
    if given is None:
        return Hits()
    language = given.language == asked.language
    if given.abstained:
        return Hits(refused=True, language=language)
    if not asked.answerable:
        return Hits(answered=True, language=language)
    passage = [from_source(q.source, asked) for q in given.quotes[:3]]
    quote = [
        holds(q.text, asked) and (right or not asked.loose)
        for q, right in zip(given.quotes, passage, strict=False)
    ]
    return Hits(
        answered=True,
        passage_1=any(passage[:1]),
        passage_3=any(passage),
        quote_1=any(quote[:1]),
        quote_3=any(quote),
        language=language,
    )


def share(part: int, whole: int) -> float | None:
    """`part` of `whole`, or None of nothing."""
    return part / whole if whole else None


def f1(precision: float | None, recall: float | None) -> float | None:
    """The harmonic mean; 0 when either is 0 or missing, None when both are missing."""
    if precision is None and recall is None:
        return None
    if not precision or not recall:
        return 0.0
    return 2 * precision * recall / (precision + recall)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """How often a positive scores above a negative; ties count half. None if either is empty."""
    if not positive or not negative:
        return None
    wins = sum((p > n) + (p == n) / 2 for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def percentile(values: Sequence[float], portion: float) -> float | None:
    """The smallest value that at least `portion` (0 to 1) of the values do not exceed."""
    if not values:
        return None
    ordered = sorted(values)
    rank = max(1, -int(-portion * len(ordered) // 1))
    return ordered[min(rank, len(ordered)) - 1]


def word_f1(given: str | None, golds: Sequence[str]) -> float:
    """Best word overlap (F1) of `given` with any gold answer, 0 to 1."""
    found = words(given or "").split()
    best = 0.0
    for gold in golds:
        wanted = words(gold).split()
        common = sum(min(found.count(w), wanted.count(w)) for w in set(found))
        if common:
            best = max(best, 2 * common / (len(found) + len(wanted)))
    return best


def median(values: Sequence[float]) -> float | None:
    """The median, or None of nothing."""
    return statistics.median(values) if values else None


def measure(results: Sequence[Result]) -> dict[str, float | None]:
    """Every measure over these results, by name. Times are in milliseconds."""
    judged = [(r, hits(r.asked, r.given)) for r in results]
    can = [(r, h) for r, h in judged if r.asked.answerable]
    cannot = [(r, h) for r, h in judged if not r.asked.answerable]
    refused = sum(h.refused for _, h in judged)
    right_refusals = sum(h.refused for _, h in cannot)
    precision, recall = share(right_refusals, refused), share(right_refusals, len(cannot))
    given = [(r.asked, r.given) for r in results if r.given is not None]
    quotes = [q for _, g in given for q in g.quotes]
    first = [len(g.quotes[0].text) for _, g in given if g.quotes and not g.abstained]
    answered = sum(h.answered for _, h in judged)
    overlap = sum(
        word_f1(r.given.short_answer, r.asked.answers)
        for r, _ in can
        if r.given is not None and not r.given.abstained
    )
    numbers: dict[str, float | None] = {
        "questions": len(results),
        "answerable": len(can),
        "unanswerable": len(cannot),
        "passage@1": share(sum(h.passage_1 for _, h in can), len(can)),
        "passage@3": share(sum(h.passage_3 for _, h in can), len(can)),
        "quote@1": share(sum(h.quote_1 for _, h in can), len(can)),
        "quote@3": share(sum(h.quote_3 for _, h in can), len(can)),
        "trust": share(sum(h.quote_1 for _, h in can), answered),
        "short F1": overlap / len(can) if can else None,
        "exact": share(sum(q.exact for q in quotes), len(quotes)),
        "quote chars": median(first),
        "longest quote": max((len(q.text) for q in quotes), default=None),
        "answered": share(sum(h.answered for _, h in can), len(can)),
        "abstain P": precision,
        "abstain R": recall,
        "abstain F1": f1(precision, recall) if cannot else None,
        "auroc": auroc(
            [g.confidence for q, g in given if q.answerable],
            [g.confidence for q, g in given if not q.answerable],
        ),
        "language": share(sum(h.language for _, h in judged), len(judged)),
        "p50 ms": percentile([g.latency_ms for _, g in given], 0.5),
        "p95 ms": percentile([g.latency_ms for _, g in given], 0.95),
    }
    for stage in STAGES:
        times = [g.timings_ms[stage] for _, g in given if stage in g.timings_ms]
        numbers[f"{stage} ms"] = percentile(times, 0.5)
    return numbers
