"""What a sentence lacks of what a question asks for."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.facts.asked import what_is_asked
from retrieval.lacking import NAMES, Read, lacking
from retrieval.query import query_terms

SENT = "मंत्रालय के मुताबिक राहत के लिए अब तक 450 सैनिक भेजे गए हैं।"
UNLIKE = 0.1


def signs(
    question: str, sentence: str = SENT, *, before: str = "", title: str = "", alike: float = UNLIKE
) -> dict[str, float]:
    """The signs by name, where no term is like the sentence but by its words."""
    terms = query_terms(question, lambda word: 2.0 if word else 9.0, lambda word: {})
    same = np.full(len(terms), alike, dtype=np.float32)
    found = lacking(
        question,
        what_is_asked(question),
        terms,
        terms,
        Read(sentence, before, title, same, same),
    )
    assert np.isfinite(found).all()
    return dict(zip(NAMES, map(float, found), strict=True))


def test_nothing_is_lacking_where_all_words_stand() -> None:
    """A sentence with every word of the question, and what it counts, lacks nothing."""
    found = signs("राहत के लिए कितने सैनिक भेजे गए?")
    assert found["lacks"] == found["lacks_most"] == found["lacks_thing_asked"] == 0
    assert found["counts_asked"] == found["does_same"] == 1


@pytest.mark.parametrize(
    "question", ["राहत के लिए कितने टैंक भेजे गए?", "How many tanks were sent for relief?"]
)
def test_another_thing_is_counted(question: str) -> None:
    """Soldiers are no tanks: the thing asked for is lacking, and the figure counts another."""
    found = signs(question)
    assert found["lacks_thing_asked"] > 0.9
    assert found["counts_other"] == 1
    assert found["lacks_most"] > 0.9


def test_translation_counts_as_there() -> None:
    """A word whose translation stands in the sentence is not lacking."""
    assert signs("How many soldiers were sent for relief?")["lacks_thing_asked"] == 0


def test_what_stands_around_counts() -> None:
    """A word of the sentence before, or of the title, is lacking in the sentence alone."""
    question = "केरल में कितने सैनिक भेजे गए?"
    assert signs(question)["lacks"] > 0
    assert signs(question, before="केरल में बाढ़ आई।")["lacks"] == 0
    assert signs(question, title="केरल में बाढ़")["lacks"] == 0


def test_likeness_counts_as_there() -> None:
    """A word that no list knows is there where its meaning is."""
    assert signs("कितने रणबांकुरे रवाना हुए?", alike=0.9)["lacks"] == 0


def test_a_name_that_is_not_there() -> None:
    """Another country's soldiers: its name is lacking."""
    assert signs("चीन ने कितने सैनिक भेजे?")["lacks_names"] > 0.9


def test_another_deed() -> None:
    """Wounded is not sent."""
    found = signs("कितने सैनिक घायल हुए?")
    assert found["does_other"] == 1
    assert found["does_same"] == 0


def test_no_figure_at_all() -> None:
    """A question for a figure over a sentence without one."""
    found = signs("कितने सैनिक भेजे गए?", "सैनिक भेजे गए हैं।")
    assert found["counts_nothing"] == found["fact_missing"] == 1
