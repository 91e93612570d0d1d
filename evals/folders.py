"""Which articles and questions a folder holds: the three forms an evaluation folder can take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evals.measures import mark_cut
from evals.questions import Judged, read_questions

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_ARTICLES = ROOT / "articles"
PassageLanguage = Literal["hi", "en"]


class WrongFolder(Exception):
    """The folder cannot be evaluated; the text is one line that says why."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Questions over a folder of articles; `texts` are the raw files by relative path."""

    articles: Path
    texts: dict[str, str]
    questions: tuple[Judged, ...]


def passages(folder: Path, language: PassageLanguage) -> Evaluation:
    """`questions.jsonl` over `passages.hi` or `passages.en`."""
    field = "answers" if language == "hi" else "answers_en"
    articles = folder / f"passages.{language}"
    return _evaluation(articles, read_questions(folder / "questions.jsonl", answers_field=field))


def loose_articles(folder: Path, articles: Path | None) -> Evaluation:
    """`articles_questions.jsonl` over `articles`, by default the folder's neighbour of that name.

    Raises WrongFolder when either is missing.
    """
    questions = folder / "articles_questions.jsonl"
    if not questions.is_file():
        raise WrongFolder(f"no articles_questions.jsonl in {folder}")
    return _evaluation(articles or folder.resolve().parent / "articles", read_questions(questions))


def sets(folder: Path, articles: Path | None) -> Evaluation:
    """Every `*.jsonl` of the folder, together, over `articles` (by default the sample corpus)."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise WrongFolder(f"no question files (*.jsonl) in {folder}")
    questions = [q for f in files for q in read_questions(f)]
    return _evaluation(articles or SAMPLE_ARTICLES, questions)


def evaluation(
    folder: Path,
    *,
    passage_language: PassageLanguage = "hi",
    loose: bool = False,
    articles: Path | None = None,
) -> Evaluation:
    """What `folder` holds, whichever form it has. Raises WrongFolder."""
    if not folder.is_dir():
        raise WrongFolder(f"no such folder: {folder}")
    if loose:
        return loose_articles(folder, articles)
    if (folder / "questions.jsonl").is_file() and (
        folder / f"passages.{passage_language}"
    ).is_dir():
        return passages(folder, passage_language)
    return sets(folder, articles)


def _evaluation(articles: Path, questions: list[Judged]) -> Evaluation:
    if not articles.is_dir():
        raise WrongFolder(f"no such folder of articles: {articles}")
    texts = {
        p.relative_to(articles).as_posix(): p.read_text(encoding="utf-8")
        for p in sorted(articles.rglob("*"))
        if p.is_file() and p.suffix in {".txt", ".md"}
    }
    marked = tuple(q if q.loose else mark_cut(q, texts) for q in questions)
    return Evaluation(articles, texts, marked)
