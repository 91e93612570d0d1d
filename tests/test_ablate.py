"""Ablations: what is taken away is gone, and everything else stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from evals.ablate import (
    LEGS,
    AsTyped,
    OwnWords,
    Seen,
    ablations,
    table,
    without_dense,
    without_words,
)
from evals.evaluate import ask_all
from evals.questions import Judged
from retrieval.search import search
from retrieval.understand import Understanding
from store.corpus import Corpus, open_corpus
from tests.conftest import with_models

TEXT = "नदी 2,525 किलोमीटर लंबी है। पुराना पुल 1874 में बना था और अब भी खड़ा है।"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[Corpus]:
    """One short article."""
    folder = tmp_path_factory.mktemp("ablate")
    (folder / "nadi.txt").write_text(f"---\ntitle: नदी और पुल\n---\n{TEXT}\n", "utf-8")
    with open_corpus(with_models(folder / "data", models_dir)) as opened:
        opened.ingest([str(folder / "nadi.txt")])
        yield opened


def test_each_leg_of_the_search_can_be_taken_away(corpus: Corpus) -> None:
    """Without BM25 no passage has a lexical score; without dense only words find any."""
    vector = corpus.embedder.encode_query("पुल कब बना?").vector
    with Seen(corpus, without_words).view() as view:
        assert [hit.lexical for hit in search(view, vector, {"पुल": 1.0})] == [0.0]
    with Seen(corpus, without_dense).view() as view:
        assert search(view, vector, {"हाथी": 1.0}) == []
        assert len(search(view, vector, {"पुल": 1.0})) == 1


def test_words_can_be_left_as_they_are(corpus: Corpus) -> None:
    """Romanised Hindi stays Latin, and no term has another form than its own."""
    typed = "purana pul kab bana tha"
    assert Understanding(corpus).understand(typed).text != typed
    assert AsTyped(corpus).understand(typed).text == typed
    terms = OwnWords(corpus).understand("old bridge").terms
    assert [set(term.forms) for term in terms] == [{term.word} for term in terms]


def test_one_table_has_every_leg(corpus: Corpus) -> None:
    """The questions are asked once for each leg; its row has the measures of each language."""
    asked = Judged("q1", "hi", "पुराना पुल कब बना था?", ("1874",), ("nadi.txt",), answerable=True)
    texts = {"nadi.txt": TEXT}
    questions = [asked, replace(asked, id="q2", language="en", text="When was the bridge built?")]

    rows = ablations(corpus, lambda answerer: ask_all(answerer, questions, texts))

    lines = table(rows, ["passage@1", "quote@1"]).splitlines()
    assert lines[0] == "| without (hi, en) | passage@1 | quote@1 |"
    assert len(lines) == 2 + len(LEGS)
    assert lines[2].startswith("| – | 100.0, ")
