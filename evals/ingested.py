"""A folder's articles in a store, and its questions: where the comparisons start."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from evals.evaluate import chosen
from evals.folders import evaluation
from evals.questions import LANGUAGES, Judged
from store.corpus import Corpus, open_corpus


@dataclass(frozen=True, slots=True)
class Ingested:
    """Questions and the corpus they are put to; `texts` are its raw files by relative path."""

    corpus: Corpus
    questions: list[Judged]
    texts: dict[str, str]


def parser(program: str, told: str | None) -> argparse.ArgumentParser:
    """The arguments that `ingested` needs; `told` is the program's docstring."""
    made = argparse.ArgumentParser(prog=f"python -m {program}", description=told)
    made.add_argument("folder", type=Path)
    made.add_argument("--limit", type=int, default=0, help="questions in each language (0: all)")
    made.add_argument("--seed", type=int, default=0)
    made.add_argument(
        "--passages", choices=("hi", "en"), default="hi", help="language of the articles"
    )
    made.add_argument(
        "--over", type=Path, metavar="DIR", help="articles under question files alone"
    )
    made.add_argument(
        "--data-dir", type=Path, help="keep the store here, not in a temporary folder"
    )
    return made


@contextmanager
def ingested(options: argparse.Namespace) -> Iterator[Ingested]:
    """Read the folder. Raises WrongFolder and StoreError."""
    found = evaluation(options.folder, passage_language=options.passages, articles=options.over)
    questions = chosen(found, LANGUAGES, options.limit, options.seed, None)
    with ExitStack() as open_things:
        data = options.data_dir or Path(
            open_things.enter_context(tempfile.TemporaryDirectory(prefix="pramaan-evals-"))
        )
        corpus = open_things.enter_context(open_corpus(data))
        corpus.ingest([str(found.articles)], prune=True)
        yield Ingested(corpus, questions, found.texts)
