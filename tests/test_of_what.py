"""Whether a sentence counts only other things than the question asks for."""

from __future__ import annotations

import pytest

from retrieval.facts.asked import what_is_asked
from retrieval.facts.of_what import counts_another


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many ships came?", "बंदरगाह पर करीब 400 मज़दूर पहुँचे।"),
        ("कितने जहाज़ आए?", "बंदरगाह पर करीब 400 मज़दूर पहुँचे।"),
        ("कितने विमान भेजे गए?", "राहत के लिए 1,200 सैनिक भेजे गए और 30 डॉक्टर।"),
        ("How many planes were sent?", "The army sent 1,200 soldiers."),
    ],
)
def test_another_thing_is_counted(question: str, sentence: str) -> None:
    """Soldiers are no answer to a question for ships or planes."""
    assert counts_another(question, what_is_asked(question), sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many soldiers were sent?", "राहत के लिए 1,200 सैनिक भेजे गए।"),
        ("कितने जवान भेजे गए?", "राहत के लिए 1,200 सैनिक भेजे गए।"),
        ("How many people died?", "हादसे में 12 सैनिक मारे गए।"),
        ("How many planes were sent?", "1,200 सैनिक विमानों से भेजे गए।"),
        ("कितने ग्रैब्लर टूटे?", "तूफ़ान में 14 फ्लिंटर टूटे।"),
        ("पुल पर कितना खर्च हुआ?", "पुल पर 240 करोड़ रुपये खर्च हुए।"),
        ("Who sent the planes?", "राहत के लिए 1,200 सैनिक भेजे गए।"),
        ("", ""),
    ],
)
def test_the_same_thing_or_not_known(question: str, sentence: str) -> None:
    """The thing asked for by any of its names, one that no table knows, or no count at all."""
    assert not counts_another(question, what_is_asked(question), sentence)
