"""Learn how much the reading model counts: retrieval/reader/fusion.json, and what it brings.

    python -m evals.fit_reader FOLDER WEIGHTS… [--held-back 6] [--data-dir DIR] [--write]

WEIGHTS is a `reader.safetensors`, or those of all folds in their order. Only questions of the
articles that those weights were not taught are asked, with all articles to choose from; then again
without the sentences that answer and those beside them, as near misses. What is printed is
cross-validated: each article by weights learned on the others.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evals.conditional_logit import fit_confidence, fit_order
from evals.evaluate import reader_of
from evals.folders import evaluation
from evals.measures import auroc, from_source, holds, word_f1
from evals.questions import LANGUAGES, Judged, sample
from evals.reader_data import held_back, subject_of
from retrieval.evidence import Candidate, Candidates, find_candidates
from retrieval.facts.rivals import sure_fact
from retrieval.rank import rank
from retrieval.ranking import Linear
from retrieval.reader.consult import read_answers
from retrieval.reader.fusion import (
    CONFIDENCE_NAMES,
    FITTED,
    ORDER_NAMES,
    confidence_features,
    order_features,
)
from retrieval.reader.reader import Reader
from retrieval.reader.reading import Found
from retrieval.search import Hit, search
from retrieval.understand import Understanding
from store.arrays import Floats
from store.corpus import open_corpus
from store.view import View

LOOKED_AT = 20  # pieces of evidence
NONE_ASKED = 24  # questions a language that no article answers
NEAR_MISS_WEIGHT = 0.02
REFUSED = 0.015  # of the questions whose right sentence comes first: what refusing may cost


class Among(Enum):
    """Which articles a question is asked among."""

    ALL = "all of them"
    SILENT = "all of them, without what answers"
    RIGHT = "the right one alone"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's evidence before and after reading; the fact that rules find in the best."""

    judged: Judged
    among: Among
    likely: float
    order: Floats
    right: npt.NDArray[np.bool_]
    answers: tuple[Found | None, ...]
    texts: tuple[str, ...]
    fact: str | None

    @property
    def subject(self) -> str:
        """The article asked about, or a part of the questions that none answers."""
        if self.judged.sources:
            return self.judged.sources[0].split("-")[0]
        return f"none {int(self.judged.id[:8], 16) % 6}"


def asked(
    corpus: View,
    understanding: Understanding,
    reader: Reader,
    questions: Sequence[Judged],
    *,
    given: bool = False,
) -> Iterator[Asked]:
    """Run what answers use; for every other question without what answers it as well.

    With `given`, each that can be answered is asked of its right article alone, too.
    """
    read = [understanding.understand(judged.text) for judged in questions]
    queries = corpus.embedder.encode_queries([understood.text for understood in read])
    for n, (judged, understood, query) in enumerate(zip(questions, read, queries, strict=True)):
        hits = search(corpus, query.vector, understood.weights)
        right = [_source(corpus, hit) in judged.sources for hit in hits]
        candidates = find_candidates(corpus, understood, query, hits)
        chosen = {Among.ALL: candidates}
        if judged.answerable and n % 2:
            chosen[Among.SILENT] = silenced(candidates, judged)
        if judged.answerable and given:
            of_right = [hit for hit, is_right in zip(hits, right, strict=True) if is_right]
            chosen[Among.RIGHT] = find_candidates(corpus, understood, query, of_right)
        for among, some in chosen.items():
            ranked = rank(some, understood)
            evidence = ranked.evidence[:LOOKED_AT]
            beside = {e.article.id: corpus.sentences(e.article.id) for e in evidence}
            answers = read_answers(reader, understood.text, evidence, hits=hits, sentences=beside)
            if answers is None:
                continue
            told = sure_fact(understood, evidence[0])
            yield Asked(
                judged,
                among,
                ranked.likely,
                order_features(evidence, answers),
                np.array(
                    [
                        from_source(e.article.source, judged) and holds(e.quote, judged)
                        for e in evidence
                    ],
                    dtype=np.bool_,
                ),
                tuple(answers),
                tuple(
                    e.article.text[a.start : a.end] if a else ""
                    for e, a in zip(evidence, answers, strict=True)
                ),
                told.text if told else None,
            )


def silenced(found: Candidates, judged: Judged) -> Candidates:
    """The candidates without those that answer, and without the sentences beside them."""
    rows = found.rows
    answering = [
        n
        for n, row in enumerate(rows)
        if from_source(row.article.source, judged) and holds(row.sentence.text, judged)
    ]
    left_out = {
        _place(rows[n])
        for own in answering
        for n in range(max(0, own - 1), min(len(rows), own + 2))
        if rows[n].hit == rows[own].hit
    }
    kept = [n for n, row in enumerate(rows) if _place(row) not in left_out]
    return replace(
        found,
        rows=tuple(rows[n] for n in kept),
        features=found.features[kept],
        alike=found.alike[kept],
    )


def _place(row: Candidate) -> tuple[str, int]:
    return row.article.id, row.sentence.start


def _source(corpus: View, hit: Hit) -> str:
    article = corpus.article(hit.passage.article_id)
    return article.source if article else ""


def fitted(found: Sequence[Asked]) -> tuple[Linear, Linear]:
    """Weights of order and confidence, of which so many refuse right answers: REFUSED."""
    order = fit_order([(a.order, a.right) for a in found if a.among is Among.ALL])
    told = [a for a in found if a.among is not Among.RIGHT]
    features = np.stack([confidence_features(a.likely, a.answers) for a in told])
    answered = np.array([a.judged.answerable and a.among is Among.ALL for a in told])
    confidence = fit_confidence(
        features,
        answered,
        np.array([NEAR_MISS_WEIGHT if a.among is Among.SILENT else 1.0 for a in told]),
    )
    right = np.array([bool(a.right[best(a, order)]) for a in told]) & answered
    least = float(np.quantile(confidence.of(features[right]), REFUSED))
    return order, replace(confidence, constant=confidence.constant - least)


def best(a: Asked, order: Linear) -> int:
    """Which piece of evidence comes first."""
    return 0 if a.fact else int(np.argmax(order.of(a.order)))


def cross_validate(found: Sequence[Asked]) -> None:
    """Print what reading brings, each article by weights learned on the others."""
    rows = []
    for subject in sorted({a.subject for a in found}):
        order, confidence = fitted([a for a in found if a.subject != subject])
        for a in (a for a in found if a.subject == subject):
            logit = confidence.of(confidence_features(a.likely, a.answers)[None])[0]
            rows.append((a, best(a, order), float(logit)))
    for language in LANGUAGES:
        own = [row for row in rows if row[0].judged.language == language]
        can = [row for row in own if row[0].judged.answerable and row[0].among is Among.ALL]
        before = np.array([a.right[0] for a, *_ in can], dtype=float)
        after = np.array([a.right[first] for a, first, _ in can], dtype=float)
        low, high = interval(after - before)
        none = [row for row in own if not row[0].judged.answerable]
        near = [row for row in own if row[0].among is Among.SILENT]
        line = (
            f"{language:8} sentence@1 {before.mean():.3f} → {after.mean():.3f}"
            f" ({100 * (after - before).mean():+.1f} [{low:+.1f}, {high:+.1f}])"
        )
        for name, others in (("none", none), ("near", near)):
            olds = auroc([a.likely for a, *_ in can], [a.likely for a, *_ in others])
            news = auroc([logit for *_, logit in can], [logit for *_, logit in others])
            line += f"  AUROC {name} {olds or 0:.3f} → {news or 0:.3f}"
        print(line)
        print(
            "         refused:",
            _refused("right first", [row for row in can if row[0].right[row[1]]]),
            _refused("wrong first", [row for row in can if not row[0].right[row[1]]]),
            _refused("none", none),
            _refused("near", near),
        )
        for sure in (-20.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0, 10.0):
            given = [
                a.fact if a.fact and first == 0 else _short(a, first, sure) for a, first, _ in can
            ]
            overlap = [word_f1(g, a.judged.answers) for g, (a, *_) in zip(given, can, strict=True)]
            shown = [f for f, g in zip(overlap, given, strict=True) if g is not None]
            print(
                f"         sure {sure:+.0f}: short F1 {np.mean(overlap):.3f}, given to"
                f" {len(shown) / len(can):.2f}, F1 of those {np.mean(shown or [0]):.3f},"
                f" half right {np.mean([f >= 0.5 for f in shown] or [False]):.3f}"
            )
        rules = np.mean([word_f1(a.fact, a.judged.answers) for a, *_ in can])
        print(f"         rules alone {rules:.3f}")
        alone = [row for row in own if row[0].among is Among.RIGHT]
        if alone:
            overlap = [word_f1(a.texts[first], a.judged.answers) for a, first, _ in alone]
            print(f"         the right article given: F1 {sum(overlap) / len(can):.3f}")


def _refused(name: str, rows: Sequence[tuple[Asked, int, float]]) -> str:
    """The share of questions that are refused, before reading and after it."""
    before = np.mean([a.likely < 0.5 for a, *_ in rows])
    after = np.mean([logit < 0 for *_, logit in rows])
    return f" {name} {before:.3f} → {after:.3f}"


def _short(a: Asked, first: int, sure: float) -> str | None:
    answer = a.answers[first]
    return a.texts[first] if answer is not None and answer.margin >= sure else None


def interval(differences: npt.NDArray[np.float64]) -> tuple[float, float]:
    """The middle 95 % of the mean over resampled questions, in points."""
    chance = np.random.default_rng(0)
    means = chance.choice(differences, (2000, len(differences))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(100 * low), float(100 * high)


def gathered(
    folder: Path, parts: Mapping[str, Path], data_dir: Path, limit: int, *, given: bool
) -> Iterator[Asked]:
    """For each part that was held back, by its weights: its questions, and some without answer."""
    found = evaluation(folder, passage_language="hi")
    with open_corpus(data_dir) as corpus:
        corpus.ingest([str(found.articles)])
        for n, (back, weights) in enumerate(parts.items()):
            subjects = held_back(found.texts, back)
            questions: list[Judged] = []
            for language in LANGUAGES:
                own = [q for q in found.questions if q.language == language]
                about = [q for q in own if q.sources and subject_of(q.sources[0]) in subjects]
                questions += sample(about, limit)
                none = sample([q for q in own if not q.answerable], limit // 4 or NONE_ASKED)
                questions += none[n :: len(parts)]
            reader = reader_of(weights, data_dir)
            with corpus.view() as view:
                yield from asked(view, Understanding(corpus), reader, questions, given=given)


def main() -> int:
    """Fit, print the cross-validation, and write the weights with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--held-back", default="6", help="as in training")
    parser.add_argument("--limit", type=int, default=0, help="questions a language, 0 for all")
    parser.add_argument("--data-dir", type=Path, help="keep the store and the model here")
    parser.add_argument("--given", action="store_true", help="also with the right article alone")
    parser.add_argument("--sure", type=float, default=0.0, help="margin of a short answer")
    parser.add_argument("--certain", type=float, default=11.5, help="margin of one that leads")
    parser.add_argument("--write", action="store_true", help="write retrieval/reader/fusion.json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        count = len(options.weights)
        names = [f"{n}/{count}" for n in range(count)] if count > 1 else [options.held_back]
        parts = dict(zip(names, options.weights, strict=True))
        data_dir = options.data_dir or Path(temporary)
        found = list(gathered(options.folder, parts, data_dir, options.limit, given=options.given))
    cross_validate(found)
    order, confidence = fitted(found)
    content = {
        "order": {**described(order, ORDER_NAMES), "constant": 0.0},
        "confidence": described(confidence, CONFIDENCE_NAMES),
        "sure": options.sure,
        "certain": options.certain,
    }
    print(json.dumps(content))
    if options.write:
        FITTED.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 0


def described(linear: Linear, names: Sequence[str]) -> dict[str, float]:
    """Weights by name, rounded for the file."""
    weights = {name: round(float(w), 4) for name, w in zip(names, linear.weights, strict=True)}
    return {**weights, "constant": round(float(linear.constant), 4)}


if __name__ == "__main__":
    sys.exit(main())
