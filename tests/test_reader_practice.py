"""Practice passages: those of this repository are in order, and others are told by their line."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evals.evaluate import by_fold
from evals.questions import Judged
from evals.reader_batches import FIRST, THEN, Plan, round_of_batches
from evals.reader_data import Lessons, Taught, held_back, joined
from evals.reader_examples import NOTHING, Read, draw
from evals.reader_practice import read_practice
from retrieval.reader.tokens import Tokens

HINDI = ["रेवा नदी पर 40 मीटर ऊँचा बाँध बना।", "उसे मीना राव ने 2011 में खोला।"]
ENGLISH = ["A dam 40 metres high was built on the Reva.", "Meena Rao opened it in 2011."]


def question(**changes: Any) -> dict[str, Any]:
    """Who opened the dam."""
    return {
        "hi": "रेवा के बाँध का उद्घाटन किसने किया?",
        "en": "Who inaugurated the Reva dam?",
        "hi-Latn": "reva dam ka udghatan kisne kiya",
        "sentence": 1,
        "answer_hi": "मीना राव",
        "answer_en": "Meena Rao",
        **changes,
    }


def written(folder: Path, *questions: dict[str, Any], hi: list[str] = HINDI) -> Path:
    """A folder with one passage."""
    row = {"subject": "Dam", "hi": hi, "en": ENGLISH, "questions": list(questions)}
    (folder / "z-01.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    return folder


def test_the_practice_passages_are_in_order() -> None:
    """Every answer is found, words whole; no passage is there twice, no question of it either."""
    lessons = read_practice()
    texts = [text for own in lessons.passages.values() for text in own.values()]
    assert len(texts) == len(set(texts)) > 1000
    asked = [(q.source, q.asked["en"]) for q in lessons.questions]
    assert len(asked) == len(set(asked)) > 3000
    unanswered = [q for q in lessons.questions if not q.answers]
    assert 0.1 < len(unanswered) / len(asked) < 0.25
    cut = [
        (q.source, text[start:end])
        for q in lessons.questions
        for language, (start, end) in q.answers.items()
        for text in (f" {lessons.passages[q.source][language]} ",)
        for before, after in ((text[start], text[end + 1]),)
        if before.isalnum() or after.isalnum() or "\u093a" <= after <= "\u094f"
    ]
    assert cut == []


def test_answers_are_places_in_the_joined_passage(tmp_path: Path) -> None:
    """In both languages; the romanised question comes back in Devanagari."""
    lessons = read_practice(written(tmp_path, question()))
    (taught,) = lessons.questions
    told = lessons.passages[taught.source]
    assert told["en"][slice(*taught.answers["en"])] == "Meena Rao"
    assert told["hi"][slice(*taught.answers["hi"])] == "मीना राव"
    assert "उद्घाटन" in taught.asked["hi-Latn"]


@pytest.mark.parametrize(
    ("changes", "hindi"),
    [
        ({"answer_hi": "सीमा राव"}, HINDI),
        ({"sentence": 2}, HINDI),
        ({"sentence": 0}, HINDI),
        ({"answer_en": ""}, HINDI),
        ({}, [*HINDI, "एक और।"]),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, changes: dict[str, Any], hindi: list[str]) -> None:
    """File and line stand in the error."""
    with pytest.raises(ValueError, match="z01:1"):
        read_practice(written(tmp_path, question(**changes), hi=hindi))
    (tmp_path / "z-01.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match="z01:1"):
        read_practice(tmp_path)


def by_words(text: str) -> Tokens:
    """A token for each word."""
    words, at, spans = text.split(), 0, []
    for word in words:
        start = text.index(word, at)
        at = start + len(word)
        spans.append((start, at))
    return Tokens(np.arange(len(words), dtype=np.int64) + 5, np.array(spans, dtype=np.int32))


def read_of(lessons: Lessons, alike: dict[str, list[str]]) -> Read:
    """Lessons as words."""
    return Read(
        {t: by_words(t).ids for q in lessons.questions for t in q.asked.values()},
        {t: by_words(t) for own in lessons.passages.values() for t in own.values()},
        alike,
    )


def test_what_the_passage_does_not_answer_is_taught_as_nothing(tmp_path: Path) -> None:
    """Its examples are all of the passage itself, with “nothing” as the right answer."""
    nothing = question(sentence=None, answer_hi=None, answer_en=None)
    lessons = read_practice(written(tmp_path, nothing))
    read = read_of(lessons, {"z01:1": []})
    chance = random.Random(0)
    drawn = [draw(lessons, lessons.questions, read, chance) for _ in range(20)]
    assert {example.span for example in drawn} == {NOTHING}


def test_a_wrong_passage_is_one_in_the_language_told_in(tmp_path: Path) -> None:
    """A judged passage in more languages has practice passages beside it that have not all."""
    practice = read_practice(written(tmp_path, question()))
    judged = Lessons(
        (Taught("q", "001-1.txt", {"hi": "कब?", "de": "Wann?"}, {}, {"de": (3, 7), "hi": (0, 4)}),),
        {"001-1.txt": {"hi": "2009 में।", "de": "Im 2009 war es."}},
    )
    read = read_of(joined(judged, practice), {"q": ["z01:1"], "z01:1": []})
    chance = random.Random(0)
    spans = [
        draw(joined(judged, practice), judged.questions, read, chance).span for _ in range(200)
    ]
    assert NOTHING in spans


def test_passages_held_back_are_not_wrong_ones_either(tmp_path: Path) -> None:
    """A reading restricted to subjects draws wrong passages from those alone."""
    lessons = read_practice(written(tmp_path, question()))
    read = read_of(lessons, {"z01:1": ["001-1.txt", "002-1.txt"]}).among(frozenset({"002"}))
    assert read.alike == {"z01:1": ["002-1.txt"]}


def test_batches_hold_only_kinds_that_there_are(tmp_path: Path) -> None:
    """Always the same ones for the same plan."""
    lessons = joined(read_practice(written(tmp_path, question())), Lessons((), {}))
    read = read_of(lessons, {"z01:1": []})
    plan = Plan(steps=64, batch=2, seed=3, pace=1e-4, first=FIRST, then=THEN, turn=0.5)
    assert plan.shares(0)["cloze"] > plan.shares(63)["cloze"]
    pools: dict[str, tuple[Taught, ...]] = {"judged": (), "practice": lessons.questions}
    first, again = (round_of_batches(lessons, pools, read, plan, 1) for _ in range(2))
    assert len(first) == 32
    spans = [[example.span for example in batch] for batch in first]
    assert spans == [[example.span for example in batch] for batch in again]


def test_each_question_is_asked_of_the_fold_that_was_not_taught_it() -> None:
    """What no article answers goes to the first."""
    sources = [f"{n:03}-1.txt" for n in range(8)]
    questions = [
        Judged(str(n), "hi", "?", (), (own,), answerable=True) for n, own in enumerate(sources)
    ]
    lone = Judged("x", "hi", "?", (), (), answerable=False)
    files = [Path(str(n)) for n in range(4)]
    found = by_fold([*questions, lone], files, sources)
    assert [file for file, _ in found] == files
    assert sum(len(own) for _, own in found) == 9
    assert lone in found[0][1]
    for n, (_, own) in enumerate(found):
        back = held_back(sources, f"{n}/4")
        assert {q.sources[0][:3] for q in own if q.sources} == back
    assert by_fold(questions, [], sources) == [(None, questions)]
