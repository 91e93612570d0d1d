"""Learn the weights in retrieval/ranking.json from judged questions, and cross-validate them.

    python -m evals.fit_ranking FOLDER [--folds 6] [--write]

FOLDER has `passages.hi/`, `passages.en/` and `questions.jsonl`. Hindi and romanised questions on
Hindi articles and English ones on English articles teach the weights for one language, Hindi on
English and English on Hindi those across. Folds are by subject (the file name's first part), so
that no subject is in both halves. Beside the questions that no article answers, each other one
with the subject's right passage left out teaches what a near miss looks like.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evals.conditional_logit import fit_confidence, fit_order
from evals.folders import evaluation
from evals.measures import auroc, from_source, holds
from evals.questions import Judged
from retrieval.evidence import find_candidates
from retrieval.features import NAMES
from retrieval.query import lexical_weights
from retrieval.ranking import CONFIDENCE_NAMES, FITTED, Linear, confidence_features
from retrieval.search import search
from retrieval.understand import Understanding
from store.corpus import Corpus, open_corpus

Floats = npt.NDArray[np.float32]

RELATIONS = {
    "same": (("hi", "hi"), ("hi-Latn", "hi"), ("en", "en")),
    "cross": (("en", "hi"), ("hi", "en")),
}
NEAR_MISS_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Example:
    """A question's candidates: features (n, len(NAMES)), which hold the answer, whose they are."""

    kind: str
    asked: Judged
    features: Floats
    right: npt.NDArray[np.bool_]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A question's confidence features, and whether the articles answer it."""

    kind: str
    subject: str
    features: Floats
    answered: bool
    near_miss: bool


def examples(corpus: Corpus, kind: str, questions: Sequence[Judged]) -> Iterator[Example]:
    """Run the retrieval that answers use for each question."""
    understanding = Understanding(corpus)
    read = [understanding.understand(asked.text) for asked in questions]
    queries = corpus.embedder.encode_queries([understood.text for understood in read])
    for asked, understood, query in zip(questions, read, queries, strict=True):
        hits = search(corpus, query.vector, lexical_weights(understood.terms))
        found = find_candidates(corpus, understood, query, hits)
        yield Example(
            kind,
            asked,
            found.features,
            np.array(
                [
                    from_source(row.article.source, asked) and holds(row.sentence.text, asked)
                    for row in found.rows
                ]
            ),
            tuple(row.article.source for row in found.rows),
        )


def subject(example: Example, folds: int) -> str:
    """What an example is about: the first part of its file, or a part of its own."""
    if example.asked.sources:
        return example.asked.sources[0].split("-")[0]
    return f"none {int(example.asked.id[:8], 16) % (4 * folds)}"


def judgements(found: Sequence[Example], order: Linear, folds: int) -> Iterator[Judgement]:
    """Confidence features of each question as it is, and with its right source left out."""
    for example in found:
        own = subject(example, folds)
        scores = order.of(example.features)
        described = confidence_features(example.features, scores, example.sources)
        yield Judgement(example.kind, own, described, example.asked.answerable, near_miss=False)
        left = np.array([source not in example.asked.sources for source in example.sources])
        if example.asked.answerable and left.any():
            sources = [s for s, kept in zip(example.sources, left, strict=True) if kept]
            described = confidence_features(example.features[left], scores[left], sources)
            yield Judgement(example.kind, own, described, answered=False, near_miss=True)


def fitted_confidence(order: Linear, found: Sequence[Example], folds: int) -> Linear:
    """The confidence for an order of candidates."""
    judged = list(judgements(found, order, folds))
    return fit_confidence(
        np.stack([j.features for j in judged]),
        np.array([j.answered for j in judged]),
        np.array([NEAR_MISS_WEIGHT if j.near_miss else 1.0 for j in judged]),
    )


def cross_validate(found: Sequence[Example], folds: int) -> None:
    """Print the measures of weights on subjects that they were not learned on."""
    subjects = sorted({subject(example, folds) for example in found})
    np.random.default_rng(0).shuffle(subjects)
    fold = {name: n % folds for n, name in enumerate(subjects)}
    first: dict[str, list[tuple[bool, bool]]] = {}
    sure: dict[str, list[tuple[Judgement, float]]] = {}
    for held in range(folds):
        seen = [e for e in found if fold[subject(e, folds)] != held]
        unseen = [e for e in found if fold[subject(e, folds)] == held]
        order = fit_order([(e.features, e.right) for e in seen])
        confidence = fitted_confidence(order, seen, folds)
        for e in unseen:
            if e.asked.answerable:
                best = int(np.argmax(order.of(e.features)))
                hit = e.sources[best] in e.asked.sources
                first.setdefault(e.kind, []).append((hit, bool(e.right[best])))
        for j in judgements(unseen, order, folds):
            value = float(confidence.of(j.features[None])[0])
            sure.setdefault(j.kind, []).append((j, value))
    for kind, pairs in first.items():
        yes = [value for j, value in sure[kind] if j.answered]
        no = [value for j, value in sure[kind] if not j.answered and not j.near_miss]
        near = [value for j, value in sure[kind] if j.near_miss]
        limit = float(np.quantile(yes, 0.05))
        print(
            f"  {kind}: passage@1 {np.mean([p for p, _ in pairs]):.3f}"
            f"  sentence@1 {np.mean([s for _, s in pairs]):.3f}  AUROC {auroc(yes, no):.3f}"
            f"  where 5% are refused: unanswerable refused {np.mean([v < limit for v in no]):.2f},"
            f" near misses {np.mean([v < limit for v in near]):.2f}"
        )


def described(linear: Linear, names: Sequence[str]) -> dict[str, float]:
    """Weights by name, rounded for the file."""
    weights = {name: round(float(w), 4) for name, w in zip(names, linear.weights, strict=True)}
    return {**weights, "constant": round(linear.constant, 4)}


def main() -> int:
    """Fit, print the cross-validation, and write the weights with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--write", action="store_true", help="write retrieval/ranking.json")
    parser.add_argument("--data-dir", type=Path, help="keep the stores and the model here")
    options = parser.parse_args()
    by_kind: dict[tuple[str, str], list[Example]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for articles in ("hi", "en"):
            found = evaluation(
                options.folder, passage_language=articles, loose=False, articles=None
            )
            folder = (options.data_dir or Path(temporary)) / articles
            with open_corpus(folder) as corpus:
                corpus.ingest([str(found.articles)], prune=True)
                for language, over in (pair for pairs in RELATIONS.values() for pair in pairs):
                    if over == articles:
                        asked = [q for q in found.questions if q.language == language]
                        kind = f"{language} on {over}"
                        by_kind[language, over] = list(examples(corpus, kind, asked))
    content = {}
    for relation, pairs in RELATIONS.items():
        print(relation)
        ours = [example for pair in pairs for example in by_kind[pair]]
        cross_validate(ours, options.folds)
        order = fit_order([(e.features, e.right) for e in ours])
        content[relation] = {
            "order": described(order, NAMES),
            "confidence": described(
                fitted_confidence(order, ours, options.folds), CONFIDENCE_NAMES
            ),
        }
    if options.write:
        FITTED.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
