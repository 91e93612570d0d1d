"""Learn the weights in retrieval/ranking.json from judged questions, and cross-validate them.

    python -m evals.fit_ranking FOLDER [--folds 6] [--write]

FOLDER has `passages.hi/`, `passages.en/` and `questions.jsonl`. Questions are asked over the
Hindi articles, over the English ones, and twice over a mixture in which half of the subjects are
in each language, so that neither language is preferred for its own sake. Folds are by subject
(the file name's first part): no subject is in both halves. Beside the questions that no article
answers, each other one with its right article left out teaches what a near miss looks like, and
so do the briefs and questions of `evals/teach`, half of which their brief does not answer; those
teach the confidence alone. Much quicker on a busy machine with OMP_NUM_THREADS=1.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from evals.conditional_logit import fit_confidence, fit_order
from evals.folders import evaluation, sets
from evals.measures import auroc, from_source, holds
from evals.questions import LANGUAGES, Judged
from retrieval.evidence import Candidates, find_candidates
from retrieval.features import NAMES
from retrieval.lacking import lacking
from retrieval.ranking import CONFIDENCE_NAMES, FITTED, Linear, Ranking, confidence_features
from retrieval.search import search
from retrieval.understand import Understanding, Understood
from store.arrays import Floats
from store.corpus import Corpus, open_corpus

Bools = npt.NDArray[np.bool_]

CORPORA = ("hi", "en", "mixed", "mixed the other way")
TEACH = Path(__file__).with_name("teach")
NEAR_MISS_WEIGHT = 0.1
TAUGHT_WEIGHT = 3.0
# Log-odds added for a corpus of SMALL and one of LARGE passages. Readers of a few articles ask more
# that is not in them, and a wrong answer is worse than none; between them by the logarithm.
SMALL, LARGE = 15, 150
PRIOR = {"same": (-0.12, 0.6), "cross": (0.1, 0.25)}
RIDGE = 0.05
WHOLE_WEIGHT = 3  # a corpus in one language counts for as much as this many mixed ones


@dataclass(frozen=True, slots=True)
class Example:
    """A question's candidates: features (n, len(NAMES)), which are in the question's language,
    which hold the answer, whose they are, and what each lacks.
    """

    kind: str
    asked: Judged
    features: Floats
    same: Bools
    right: Bools
    sources: tuple[str, ...]
    passages: int
    lacking: Callable[[int], Floats]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A question's confidence features, and whether the articles answer it."""

    example: Example
    features: Floats
    same: bool
    answered: bool
    near_miss: bool


Rankings = dict[str, Ranking]


def examples(corpus: Corpus, kind: str, questions: Sequence[Judged]) -> Iterator[Example]:
    """Run the retrieval that answers use for each question."""
    understanding = Understanding(corpus)
    read = [understanding.understand(asked.text) for asked in questions]
    queries = corpus.embedder.encode_queries([understood.text for understood in read])
    for asked, understood, query in zip(questions, read, queries, strict=True):
        with corpus.view() as view:
            hits = search(view, query.vector, understood.weights)
            found = find_candidates(view, understood, query, hits)
        language = "en" if asked.language == "en" else "hi"
        yield Example(
            kind,
            asked,
            found.features,
            np.array([row.article.language == language for row in found.rows], dtype=np.bool_),
            np.array(
                [
                    from_source(row.article.source, asked) and holds(row.sentence.text, asked)
                    for row in found.rows
                ],
                dtype=np.bool_,
            ),
            tuple(row.article.source for row in found.rows),
            found.passages,
            _lacking(understood, found),
        )


def _lacking(understood: Understood, found: Candidates) -> Callable[[int], Floats]:
    return cache(
        lambda n: lacking(
            understood.text, understood.asked, understood.terms, found.matched, found.read(n)
        )
    )


def subject(example: Example) -> str:
    """What an example is about: the first part of its file, or a part of its own."""
    if example.kind.endswith("teach"):
        return "-".join(example.asked.id.split("-")[:2])
    if example.asked.sources:
        return example.asked.sources[0].split("-")[0]
    return f"none {int(example.asked.id[:8], 16) % 24}"


def side_by_side(example: Example) -> Floats:
    """The features twice, once for each relation of languages, and which relation it is."""
    same = example.same[:, None]
    sides = [example.features * same, example.features * ~same, (~same).astype(np.float32)]
    return np.concatenate(sides, axis=1).astype(np.float32)


def fitted_orders(found: Sequence[Example]) -> dict[str, Linear]:
    """The order of candidates in the question's language and in another, on one scale."""
    taught = [
        (side_by_side(example), example.right)
        for example in found
        if not example.kind.endswith("teach")
        for _ in range(1 if example.kind.endswith("mixed") else WHOLE_WEIGHT)
    ]
    both = fit_order(taught)
    count = len(NAMES)
    return {
        "same": Linear(both.weights[:count], 0.0),
        "cross": Linear(both.weights[count:-1], float(both.weights[-1])),
    }


def scores_of(example: Example, orders: Mapping[str, Linear]) -> Floats:
    """A score for each candidate."""
    same, cross = (orders[relation].of(example.features) for relation in ("same", "cross"))
    return np.where(example.same, same, cross)


def judgements(found: Sequence[Example], orders: Mapping[str, Linear]) -> Iterator[Judgement]:
    """Confidence features of each question as it is, and with its right article left out."""
    for example in found:
        scores = scores_of(example, orders)
        everything = np.ones(len(scores), dtype=np.bool_)
        left = np.array(
            [source not in example.asked.sources for source in example.sources], dtype=np.bool_
        )
        variants: list[tuple[Bools, bool]] = [(everything, example.asked.answerable)]
        if example.asked.answerable and left.any() and not example.kind.endswith("teach"):
            variants.append((left, False))
        for kept, answered in variants:
            sources = [s for s, keep in zip(example.sources, kept, strict=True) if keep]
            places = np.flatnonzero(kept)
            yield Judgement(
                example,
                confidence_features(
                    example.features[kept],
                    scores[kept],
                    sources,
                    example.passages,
                    _at(example, places),
                ),
                bool(example.same[kept][int(np.argmax(scores[kept]))]),
                answered,
                near_miss=kept is left,
            )


def _at(example: Example, places: npt.NDArray[np.intp]) -> Callable[[int], Floats]:
    return lambda n: example.lacking(int(places[n]))


def _importance(judged: Judgement) -> float:
    if judged.example.kind.endswith("teach"):
        return TAUGHT_WEIGHT
    return NEAR_MISS_WEIGHT if judged.near_miss else 1.0


def fitted_rankings(found: Sequence[Example]) -> Rankings:
    """Order and confidence for both relations of languages."""
    orders = fitted_orders(found)
    judged = list(judgements(found, orders))
    rankings = {}
    for relation, order in orders.items():
        ours = [j for j in judged if j.same == (relation == "same")]
        confidence = fit_confidence(
            np.stack([j.features for j in ours]),
            np.array([j.answered for j in ours]),
            np.array([_importance(j) for j in ours]),
            RIDGE,
        )
        rankings[relation] = Ranking(order, with_prior(confidence, *PRIOR[relation]))
    return rankings


def with_prior(confidence: Linear, small: float, large: float) -> Linear:
    """The same with log-odds added by how many passages there are, for SMALL and LARGE of them."""
    slope = (large - small) / (np.log10(LARGE) - np.log10(SMALL))
    weights = confidence.weights.copy()
    weights[CONFIDENCE_NAMES.index("passages")] += slope
    return Linear(weights, confidence.constant + float(small - slope * np.log10(SMALL)))


def cross_validate(found: Sequence[Example], folds: int) -> None:
    """Print the measures of weights on subjects that they were not learned on."""
    subjects = sorted({subject(example) for example in found})
    np.random.default_rng(0).shuffle(subjects)
    fold = {name: n % folds for n, name in enumerate(subjects)}
    first: dict[str, list[tuple[bool, bool]]] = {}
    sure: dict[str, list[tuple[Judgement, float]]] = {}
    for held in range(folds):
        rankings = fitted_rankings([e for e in found if fold[subject(e)] != held])
        orders = {relation: ranking.order for relation, ranking in rankings.items()}
        unseen = [e for e in found if fold[subject(e)] == held]
        for e in unseen:
            if e.asked.answerable:
                best = int(np.argmax(scores_of(e, orders)))
                hit = e.sources[best] in e.asked.sources
                first.setdefault(e.kind, []).append((hit, bool(e.right[best])))
        for j in judgements(unseen, orders):
            confidence = rankings["same" if j.same else "cross"].confidence
            sure.setdefault(j.example.kind, []).append(
                (j, float(confidence.of(j.features[None])[0]))
            )
    for kind, pairs in sorted(first.items()):
        yes = [value for j, value in sure[kind] if j.answered]
        no = [value for j, value in sure[kind] if not j.answered and not j.near_miss]
        near = [value for j, value in sure[kind] if j.near_miss]
        limit = float(np.quantile(yes, 0.05))
        shares = [
            f"{name} {np.mean([v < at for v in values]):.2f}"
            for at in (limit, 0.0)
            for name, values in (("answerable", yes), ("unanswerable", no), ("near misses", near))
            if values
        ]
        print(
            f"{kind:17} passage@1 {np.mean([p for p, _ in pairs]):.3f}"
            f"  sentence@1 {np.mean([s for _, s in pairs]):.3f}  AUROC {auroc(yes, no):.3f}"
            f"  refused at 5% and at even odds: {', '.join(shares)}"
        )


def described(linear: Linear, names: Sequence[str]) -> dict[str, float]:
    """Weights by name, rounded for the file."""
    weights = {name: round(float(w), 4) for name, w in zip(names, linear.weights, strict=True)}
    return {**weights, "constant": round(linear.constant, 4)}


def asked_over(folder: Path, articles: str) -> tuple[list[Path], list[Judged]]:
    """The article files of one of CORPORA, and the questions with the answers they have there."""
    both = {
        language: evaluation(folder, passage_language=language, loose=False, articles=None)
        for language in ("hi", "en")
    }
    odd = articles == "mixed"

    def language_of(source: str) -> Literal["hi", "en"]:
        if not articles.startswith("mixed"):
            return "hi" if articles == "hi" else "en"
        return "hi" if (int(source.split("-", maxsplit=1)[0]) % 2 == 1) == odd else "en"

    files = [both[language_of(source)].articles / source for source in sorted(both["hi"].texts)]
    questions = [
        hindi if not hindi.sources or language_of(hindi.sources[0]) == "hi" else english
        for hindi, english in zip(both["hi"].questions, both["en"].questions, strict=True)
    ]
    return files, questions


def gathered(folder: Path, data_dir: Path) -> list[Example]:
    """Every question over every corpus; romanised ones not over English articles alone."""
    found: list[Example] = []
    for articles in CORPORA:
        files, questions = asked_over(folder, articles)
        with open_corpus(data_dir / articles) as corpus:
            corpus.ingest([str(file) for file in files])
            for language in ("hi", "en") if articles == "en" else LANGUAGES:
                own = [asked for asked in questions if asked.language == language]
                found += examples(corpus, f"{language} on {articles.split()[0]}", own)
    taught = sets(TEACH, TEACH / "articles")
    with open_corpus(data_dir / "teach") as corpus:
        corpus.ingest([str(taught.articles)])
        for language in LANGUAGES:
            own = [asked for asked in taught.questions if asked.language == language]
            found += examples(corpus, f"{language} on teach", own)
    return found


def main() -> int:
    """Fit, print the cross-validation, and write the weights with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--write", action="store_true", help="write retrieval/ranking.json")
    parser.add_argument("--data-dir", type=Path, help="keep the stores and the model here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        found = gathered(options.folder, options.data_dir or Path(temporary))
    cross_validate(found, options.folds)
    content = {
        relation: {
            "order": described(ranking.order, NAMES),
            "confidence": described(ranking.confidence, CONFIDENCE_NAMES),
        }
        for relation, ranking in fitted_rankings(found).items()
    }
    if options.write:
        FITTED.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
