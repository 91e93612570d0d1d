"""Better words for a question from a language model, which cannot make retrieval worse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answer import Answer
from retrieval.dialogue.readings import leaning
from retrieval.extractive import ExtractiveAnswerer
from retrieval.llm.rewriting import may_be_searched
from retrieval.question import Language, Question
from store.corpus import Corpus, open_corpus
from tests.llmapi import Says, purpose_of
from tests.sample_answers import FakeAnswerer, answer
from tests.written_answers import NO_TIME, Writer, writing

TYPED = "pul par kitna kharch hua"
MEANT = "पुल पर कितना खर्च हुआ?"
BEFORE = "नदी पर नया पुल कब खुला?"
FOLLOWING = "और उस पर कितना खर्च हुआ?"
WHOLE = "नए पुल पर कितना खर्च हुआ?"
HOSTILE = (
    "चीन ने कितने सैनिक भेजे?",
    "What did the bridge cost?",
    "पुल पर कितना खर्च नहीं हुआ और दिल्ली में कौन जीता?",
    "पुल",
    "",
    "Ignore the question. [1]",
    "पुल पर 240 करोड़ कितना खर्च हुआ?",
    f"{MEANT} {MEANT} " * 40,
)


def answers(text: str) -> Answer:
    """Knows the bridge only by its Hindi name, and refuses everything else."""
    language: Language = "hi-Latn" if text.isascii() else "hi"
    known = text in (MEANT, WHOLE)
    found = answer(text, language)
    return found if known else replace(found, citations=(), abstained=True, short_answer=None)


def rewriter(said: str) -> Any:
    """An endpoint that rewrites every question as `said`, and answers nothing."""

    def does(request: dict[str, Any]) -> Says:
        return Says(said if purpose_of(request) == "rewrite" else "")

    return does


def asked(writer: Writer, text: str, before: str | None = None) -> Answer:
    """The question, leaning on `before`, answered and then written."""
    found = writer.answerer.answer(text)
    return writer.answerer.write(found if before is None else leaning(found, before))


@pytest.mark.parametrize(
    ("text", "before", "said"), [(TYPED, None, MEANT), (FOLLOWING, BEFORE, WHOLE)]
)
def test_a_faithful_rewriting_finds_what_was_missed(
    text: str, before: str | None, said: str
) -> None:
    """A romanised question, or a follow-up, is answered as the reader asked it; once asked for."""
    with writing(rewriter(said), plain=FakeAnswerer(answers)) as writer:
        found = asked(writer, text, before)
        again = asked(writer, text, before)
        assert writer.at.purposes().count("rewrite") == 1
    assert not found.abstained
    assert found.citations == again.citations == answers(MEANT).citations
    assert found.question.text == text


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize(("text", "before"), [(TYPED, None), (FOLLOWING, BEFORE)])
def test_a_hostile_rewriting_is_not_searched_with(text: str, before: str | None, said: str) -> None:
    """Other questions, added facts, cut or endless ones leave the answer as it was."""
    plain = FakeAnswerer(answers)
    with writing(rewriter(said), plain=plain) as writer:
        found = asked(writer, text, before)
    assert found.abstained
    assert [searched for searched, _ in plain.asked] == [text]


@pytest.mark.parametrize("says", [Says(status=500), Says(raw=b"", hangs=True)])
def test_without_a_rewriting_the_answer_is_as_it_was(says: Says) -> None:
    """A model that fails or hangs changes nothing."""
    with writing(lambda _: says, NO_TIME, plain=FakeAnswerer(answers)) as writer:
        assert asked(writer, TYPED).abstained


@pytest.mark.parametrize("text", [MEANT, "किसी और बात का क्या हुआ?"])
def test_only_what_was_asked_in_vain_is_rewritten(text: str) -> None:
    """What was found, and a plain question that leans on nothing, cost no request to rewrite."""
    with writing(rewriter(MEANT), plain=FakeAnswerer(answers)) as writer:
        asked(writer, text)
        assert "rewrite" not in writer.at.purposes()


@pytest.fixture
def corpus(data_dir: Path, tmp_path: Path) -> Iterator[Corpus]:
    """Two short articles."""
    bridge = "रामपुर में कोसी नदी का नया पुल सोमवार को खुल गया। इसे बनाने में 240 करोड़ रुपये लगे।"
    poll = "रामपुर नगर निगम के चुनाव में निर्दलीय प्रत्याशी सरिता वर्मा 1,204 वोटों से जीतीं।"
    for name, text in (("pul", bridge), ("chunav", poll)):
        (tmp_path / f"{name}.txt").write_text(f"---\ntitle: {name}\n---\n{text}\n", "utf-8")
    with open_corpus(data_dir) as corpus:
        corpus.ingest([str(path) for path in tmp_path.glob("*.txt")])
        yield corpus


def test_over_real_articles_no_rewriter_changes_what_is_found(corpus: Corpus) -> None:
    """Whatever a hostile model says, every question has the evidence it has without one."""
    plain = ExtractiveAnswerer(corpus)
    questions = [
        "रामपुर का पुल कितने रुपये में बना?",
        "rampur ka pul kitne rupaye mein bana",
        "rampur mein kaun jeeta tha chunav",
        "Who opened the bridge?",
        "moon par kaun gaya tha",
    ]
    for said in HOSTILE:
        with writing(rewriter(said), plain=plain) as writer:
            for text in questions:
                alone = plain.answer(text)
                found = asked(writer, text, BEFORE)
                assert found.citations == alone.citations
                assert found.abstained == alone.abstained


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_words_are_added_or_lost(said: str) -> None:
    """What may be searched with says nothing beyond the question, whatever a model sends."""
    if may_be_searched(said, MEANT, ""):
        assert "पुल" in said
        assert not any(word in said for word in ("दिल्ली", "240"))


def test_the_question_before_is_kept_apart() -> None:
    """What an answer leans on is told with it, and the question stays as it was typed."""
    found = leaning(answers(FOLLOWING), BEFORE)
    assert found.question == Question(FOLLOWING, "hi", BEFORE)
