"""The evaluation runner, over a folder made for the test and a fake answerer."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from evals.evaluate import ask_all, by_language, chosen
from evals.folders import WrongFolder, evaluation
from evals.report import failures, page
from retrieval.answer import Answer, Citation, Hear
from retrieval.question import Language, Question
from store.article import Article

TEXT = "नदी 2,525 किलोमीटर लंबी है। पुल 1874 में बना।"
RIVER = Article("a1", "nadi.txt", None, "नदी & पुल", "जल पत्र", date(2026, 1, 2), None, "hi", TEXT)


class Echo:
    """Quotes the river's first sentence to everything but questions about the moon."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def answer(self, text: str, *, last_language: Language | None = None) -> Answer:
        """Answer without looking."""
        self.heard.append(text)
        end = TEXT.index("।") + 1
        refused = "चाँद" in text
        return Answer(
            question=Question(text, last_language or "hi"),
            citations=() if refused else (Citation(1, RIVER, 0, end),),
            abstained=refused,
            confidence=0.1 if refused else 0.8,
            short_answer=None,
            timings_ms={"embed": 5.0},
            latency_ms=9.0,
        )

    def write(self, answer: Answer, *, chat: int | None = None, hear: Hear | None = None) -> Answer:
        """The answer as it is."""
        return answer


ROWS = [
    {
        "id": "r1-hi",
        "lang": "hi",
        "question": "नदी कितनी लंबी है?",
        "answers": ["2,525"],
        "answers_en": ["2,525"],
        "source": "nadi.txt",
        "answerable": True,
    },
    {
        "id": "r2-hi",
        "lang": "hi",
        "question": "<b>पुल</b> कब बना?",
        "answers": ["1874"],
        "answers_en": ["1874"],
        "source": "nadi.txt",
        "answerable": True,
    },
    {
        "id": "m1-hi",
        "lang": "hi",
        "question": "चाँद पर कौन गया?",
        "answers": [],
        "answers_en": [],
        "source": None,
        "answerable": False,
    },
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One article and three questions."""
    (tmp_path / "passages.hi").mkdir()
    (tmp_path / "passages.hi" / "nadi.txt").write_text(f"नदी\n\n{TEXT}\n", encoding="utf-8")
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
    (tmp_path / "questions.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def test_a_run_measures_what_came_back(folder: Path) -> None:
    """One of two answers is right, the refusal is right, and the quotes are exact."""
    found = evaluation(folder)
    results = ask_all(Echo(), list(found.questions), found.texts)
    numbers = by_language(results)["hi"]
    assert numbers["passage@1"] == 1.0
    assert numbers["quote@1"] == 0.5
    assert numbers["abstain F1"] == 1.0
    assert numbers["exact"] == 1.0
    assert numbers["embed ms"] == 5.0


def test_a_quote_that_is_not_in_the_file_is_not_exact(folder: Path) -> None:
    """Exactness is judged against the file, not against what the program stored."""
    (folder / "passages.hi" / "nadi.txt").write_text("नदी\n\nकुछ और।\n", encoding="utf-8")
    found = evaluation(folder)
    numbers = by_language(ask_all(Echo(), list(found.questions), found.texts))["hi"]
    assert numbers["exact"] == 0.0


def test_failures_are_told_apart_and_escaped(folder: Path) -> None:
    """The right article with the wrong sentence first is one kind of failure; HTML is text."""
    found = evaluation(folder)
    results = ask_all(Echo(), list(found.questions), found.texts)
    wrong = failures(results)
    assert [r.asked.id for r in wrong["sentence"]] == ["r2-hi"]
    assert not wrong["source"]
    assert not wrong["refused"]
    shown = page("Run", by_language(results), results)
    assert "&lt;b&gt;पुल&lt;/b&gt;" in shown
    assert "<b>पुल</b>" not in shown


def test_noise_changes_the_question_and_not_what_is_judged(folder: Path) -> None:
    """A noisy question keeps its id, its answers and its source."""
    plain = chosen(evaluation(folder), ["hi"], 0, 0, None)
    noisy = chosen(evaluation(folder), ["hi"], 0, 0, "emoji")
    assert [q.id for q in plain] == [q.id for q in noisy]
    assert [q.answers for q in plain] == [q.answers for q in noisy]
    assert all(p.text != n.text for p, n in zip(plain, noisy, strict=True))


def test_a_limit_is_for_each_language(folder: Path) -> None:
    """A limit of two takes two questions, one of them unanswerable."""
    picked = chosen(evaluation(folder), ["hi", "en"], 2, 0, None)
    assert len(picked) == 2
    assert sum(not q.answerable for q in picked) == 1


def test_loose_questions_come_from_the_neighbouring_articles(tmp_path: Path) -> None:
    """With `--articles`, the questions are judged over the folder of articles beside."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "nadi.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "eval").mkdir()
    row = {
        "id": "a",
        "lang": "hi",
        "question": "नदी कितनी लंबी है?",
        "expect": ["2,525"],
        "source": ["nadi"],
        "answerable": True,
    }
    (tmp_path / "eval" / "articles_questions.jsonl").write_text(
        json.dumps(row, ensure_ascii=False), encoding="utf-8"
    )
    found = evaluation(tmp_path / "eval", loose=True)
    numbers = by_language(ask_all(Echo(), list(found.questions), found.texts))["hi"]
    assert numbers["quote@1"] == 1.0


def test_a_folder_without_questions_is_named(tmp_path: Path) -> None:
    """A folder that cannot be evaluated is refused with its name."""
    with pytest.raises(WrongFolder, match=str(tmp_path)):
        evaluation(tmp_path)
    with pytest.raises(WrongFolder, match="missing"):
        evaluation(tmp_path / "missing")
