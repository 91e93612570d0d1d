"""Ask judged questions and measure the answers: `python -m evals.evaluate FOLDER`.

FOLDER has one of three forms: `passages.hi/`, `passages.en/` and `questions.jsonl`; with
`--articles`, `articles_questions.jsonl` over a folder of articles (loosely judged); or question
files alone, like `evals/sets`, over the sample corpus.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from evals.folders import Evaluation, WrongFolder, evaluation
from evals.measures import fold, measure
from evals.noise import KINDS, noisy
from evals.questions import LANGUAGES, Judged, sample
from evals.reader_data import held_back, subject_of
from evals.report import write_page
from evals.results import Given, Quote, Result, write_results
from evals.table import Numbers, table
from store.errors import StoreError

if TYPE_CHECKING:
    from retrieval.answer import Answer, Answerer
    from retrieval.reader.reader import Reader

WARM_UP = 3


def given(answer: Answer, folded: dict[str, str]) -> Given:
    """What an answer shows a reader; `folded` are the articles' files, white space folded."""
    quotes = tuple(
        Quote(
            c.article.source,
            c.quote,
            exact=bool(c.quote.strip()) and fold(c.quote) in folded.get(c.article.source, ""),
        )
        for c in answer.citations
    )
    return Given(
        language=answer.question.language,
        abstained=answer.abstained,
        confidence=answer.confidence,
        quotes=quotes,
        short_answer=answer.short_answer,
        latency_ms=answer.latency_ms,
        timings_ms=dict(answer.timings_ms),
    )


def ask_all(answerer: Answerer, questions: Sequence[Judged], texts: dict[str, str]) -> list[Result]:
    """Ask each question, one at a time; the first few are asked before as well, to warm up."""
    folded = {source: fold(text) for source, text in texts.items()}
    for asked in questions[:WARM_UP]:
        answerer.answer(asked.text)
    return [Result(q, given(answerer.answer(q.text), folded)) for q in questions]


def chosen(
    found: Evaluation, languages: Sequence[str], limit: int, seed: int, noise: str | None
) -> list[Judged]:
    """The questions to ask, at most `limit` in each language, with noise when asked for."""
    questions = [
        asked
        for language in languages
        for asked in sample((q for q in found.questions if q.language == language), limit, seed)
    ]
    if noise is None:
        return questions
    return [replace(q, text=noisy(q.text, noise, q.language, q.id, seed)) for q in questions]


def run(options: argparse.Namespace) -> list[Result]:
    """Read the articles into a store, ask, and return the results. Raises WrongFolder."""
    found = evaluation(
        options.folder,
        passage_language=options.passages,
        loose=options.articles is not None,
        articles=Path(options.articles) if options.articles else options.over,
    )
    questions = chosen(found, options.lang, options.limit, options.seed, options.noise)
    if options.about:
        questions = [q for q in questions if q.sources and q.sources[0].startswith(options.about)]
    from bot.settings import Settings, quiet_environment

    quiet_environment(Settings(embedding_model=options.model))
    from bot.app import answerer_over
    from store.corpus import open_corpus

    folds = by_fold(questions, options.weights, found.texts)

    with ExitStack() as open_things:
        data = options.data_dir
        if data is None:
            temporary = tempfile.TemporaryDirectory(prefix="pramaan-evals-")
            data = Path(open_things.enter_context(temporary))
        corpus = open_things.enter_context(open_corpus(data, embedding_model=options.model))
        corpus.ingest([str(found.articles)], prune=True)
        settings = Settings(pramaan_data_dir=data, pramaan_reader=options.reader)
        results: list[Result] = []
        for weights, own in folds:
            reader = reader_of(weights, data) if weights else None
            answerer = answerer_over(corpus, settings, llm=False, reading="first", reader=reader)
            results += ask_all(answerer, own, found.texts)
        return results


def by_fold(
    questions: Sequence[Judged], weights: Sequence[Path], sources: Collection[str]
) -> list[tuple[Path | None, list[Judged]]]:
    """Which reading model is asked what: of several, the one that was not taught the article.

    What no article answers is asked of the first. Without any, all is asked of this repository's.
    """
    if len(weights) < 2:
        return [(weights[0] if weights else None, list(questions))]
    fold = {
        subject: n
        for n in range(len(weights))
        for subject in held_back(sources, f"{n}/{len(weights)}")
    }
    folds = [fold[subject_of(q.sources[0])] if q.sources else 0 for q in questions]
    return [
        (file, [q for q, own in zip(questions, folds, strict=True) if own == n])
        for n, file in enumerate(weights)
    ]


def reader_of(weights: Path, data_dir: Path) -> Reader:
    """The reading model with the weights of a run of training."""
    from safetensors.torch import load_file

    from retrieval.reader.reader import trained_reader
    from retrieval.reader.weights import unpacked

    return trained_reader(data_dir / "models", print, unpacked(load_file(weights)))


def by_language(results: Sequence[Result]) -> dict[str, Numbers]:
    """The measures of each language that was asked in, and of all together."""
    rows: dict[str, Numbers] = {}
    for language in LANGUAGES:
        ours = [r for r in results if r.asked.language == language]
        if ours:
            rows[language] = measure(ours)
    if len(rows) > 1:
        rows["all"] = measure(results)
    return rows


def _languages(value: str) -> list[str]:
    picked = [x for x in value.replace(" ", ",").split(",") if x]
    wrong = [x for x in picked if x not in LANGUAGES]
    if wrong or not picked:
        raise argparse.ArgumentTypeError(f"{value!r}: use {', '.join(LANGUAGES)}")
    return picked


def _beginnings(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split(",") if part)


def arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("folder", type=Path)
    add("--lang", type=_languages, default=list(LANGUAGES), help="hi,en,hi-Latn")
    add("--limit", type=int, default=0, help="questions in each language (0: all)")
    add("--seed", type=int, default=0, help="which sample --limit takes, and which noise")
    add("--passages", choices=("hi", "en"), default="hi", help="language of the articles")
    add(
        "--articles",
        nargs="?",
        const="",
        metavar="DIR",
        help="articles_questions.jsonl over DIR (default: FOLDER/../articles)",
    )
    add("--over", type=Path, metavar="DIR", help="articles under question files alone")
    add("--about", type=_beginnings, help="only questions of files that begin with 001,002…")
    add("--reader", choices=("on", "off"), default="off", help="with the reading model or without")
    add(
        "--weights",
        type=Path,
        nargs="+",
        default=(),
        help="reading model to use; several: those of `evals.train_reader --folds`, in their order",
    )
    add("--noise", choices=sorted(KINDS), help="type the questions badly in one way")
    add("--model", default="bundled", help="the embedding model")
    add("--data-dir", type=Path, help="keep the store here instead of a temporary folder")
    add("--details", type=Path, metavar="FILE", help="keep every answer, for evals.compare")
    add("--html", type=Path, metavar="FILE", help="a page to read the failures on")
    add("--json", action="store_true", help="the numbers as JSON")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 2 with one line on standard error when the folder is of no use."""
    options = arguments(argv)
    try:
        results = run(options)
    except (WrongFolder, StoreError) as problem:
        print(f"evaluate: {problem}", file=sys.stderr)
        return 2
    rows = by_language(results)
    if options.details:
        write_results(options.details, results)
    if options.html:
        write_page(options.html, f"Answers to {options.folder.name}", rows, results)
    print(json.dumps(rows, indent=1) if options.json else table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
