"""The sample corpus and the questions over it: whole, attributed, and meant for each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evals.folders import SAMPLE_ARTICLES, evaluation
from evals.measures import words
from store.article import Article
from store.parse import parse_article

BRIEFS = sorted(SAMPLE_ARTICLES.glob("*.md"))
SETS = Path(__file__).resolve().parent.parent / "evals" / "sets"
# What a brief's last lines name as the report whose facts it gives.
REPORTS = ("न्यूज़ नेशन", "दक्षिण भारत", "राष्ट्र प्रेस", "आईएनए", "केसीएनए", "INA", "Rashtra Press")


def parsed(path: Path) -> Article:
    """The article that a brief's file is read as."""
    return parse_article(path.read_text(encoding="utf-8"), path.name)


def test_there_are_eight_to_twelve_briefs_mostly_hindi() -> None:
    """The corpus is small, and Hindi but for two."""
    languages = [parsed(p).language for p in BRIEFS]
    assert 8 <= len(languages) <= 12
    assert languages.count("en") == 2


@pytest.mark.parametrize("path", BRIEFS, ids=lambda p: p.stem)
def test_a_brief_is_read_whole(path: Path) -> None:
    """Title, publisher and every sentence survive reading; the head is not part of the text."""
    raw = path.read_text(encoding="utf-8")
    head, body = raw.split("---\n", 2)[1:]
    article = parsed(path)
    assert f'"{article.title}"' in head
    assert article.publisher is not None
    assert article.publisher in head
    # A dateline may be lifted out of the text; nothing else may.
    kept = words(f"{article.dateline or ''} {article.text}").split()
    assert set(words(body).split()) <= set(kept)
    assert "publisher:" not in article.text


@pytest.mark.parametrize("path", BRIEFS, ids=lambda p: p.stem)
def test_a_brief_has_a_readable_length(path: Path) -> None:
    """150 to 300 words."""
    body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    assert 150 <= len(body.split()) <= 300


@pytest.mark.parametrize("path", BRIEFS, ids=lambda p: p.stem)
def test_a_brief_names_the_report_behind_it(path: Path) -> None:
    """The publisher of the report stands in the head and in the last paragraphs."""
    head, body = path.read_text(encoding="utf-8").split("---\n", 2)[1:]
    ending = " ".join(body.strip().split("\n\n")[-3:])
    assert any(report in head and report in ending for report in REPORTS)


@pytest.mark.parametrize("path", BRIEFS, ids=lambda p: p.stem)
def test_a_date_is_given_only_where_the_dateline_agrees(path: Path) -> None:
    """A published date is the day that the brief's own dateline prints."""
    article = parsed(path)
    body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    if article.published is None:
        assert "published:" not in path.read_text(encoding="utf-8")
    else:
        assert re.search(rf"\b{article.published.day}\b", body.lstrip().splitlines()[0])


@pytest.mark.parametrize("figure", ["15,000", "6,000", "1,000", "2,000", "28,500"])
def test_each_figure_stands_in_one_sentence_of_one_brief(figure: str) -> None:
    """The figures readers ask for stand once each, so that no two briefs can disagree."""
    found = [
        sentence
        for path in BRIEFS
        for sentence in re.split(r"[।\n]", path.read_text(encoding="utf-8"))
        if re.search(rf"(?<![\d,]){figure}(?![\d,])", sentence)
    ]
    assert len(found) == 1


def test_questions_are_many_and_in_three_languages() -> None:
    """At least sixty answerable and sixty near-miss questions, a third in each language."""
    asked = evaluation(SETS).questions
    for answerable in (True, False):
        ours = [q for q in asked if q.answerable is answerable]
        assert len(ours) >= 60
        for language in ("hi", "en", "hi-Latn"):
            assert sum(q.language == language for q in ours) == len(ours) / 3
    assert len({q.id for q in asked}) == len(asked)
    assert len({q.text for q in asked}) == len(asked)


def test_every_answer_stands_in_its_brief() -> None:
    """An answerable question's answers stand in its source; a near miss has neither."""
    found = evaluation(SETS)
    for asked in found.questions:
        if not asked.answerable:
            assert not asked.answers
            assert not asked.sources
            continue
        assert asked.answers
        texts = " ".join(words(found.texts[s]) for s in asked.sources)
        for answer in asked.answers:
            assert words(answer) in texts, asked.id
