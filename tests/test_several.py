"""Questions that want several answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.telegram.render import render
from bot.telegram.shown import packed, unpacked
from bot.terminal import lead
from retrieval.answer import Fact, Figure
from retrieval.facts.several import several, wants_several
from tests.sample_answers import answer, article, cite


@pytest.mark.parametrize(
    "question",
    [
        "मेले में कौन-कौन आए?",
        "किन गाँवों में पानी भरा?",
        "बाढ़ में क्या क्या बहा?",
        "Which villages were flooded?",
        "What two rivers meet there?",
        "Who were the guests?",
    ],
)
def test_several_are_wanted(question: str) -> None:
    """A plural or doubled question word asks for more than one thing."""
    assert wants_several(question)


@pytest.mark.parametrize(
    "question",
    [
        "मेले में कौन आया?",
        "किसने पुल खोला?",
        "किनारे पर क्या है?",
        "Which village was flooded?",
        "What is the class of the bridge?",
        "Who was the guest?",
        "How many villages were flooded?",
    ],
)
def test_one_is_wanted(question: str) -> None:
    """Any other question asks for one."""
    assert not wants_several(question)


def test_facts_that_say_the_same_count_once() -> None:
    """Facts are numbered by their quotes; a part of one told before, or none, is left out."""
    facts = [Fact("रामपुर गाँव", 0), None, Fact("रामपुर", 0), Fact("सीतापुर", 9, "पुलिस")]
    assert several(facts) == (Figure(1, "रामपुर गाँव"), Figure(4, "सीतापुर", "पुलिस"))
    assert several(facts[:3]) == ()


def test_several_facts_lead_together() -> None:
    """Each stands on the screen with its mark and speaker, above the quotes."""
    flood = article(text="रामपुर में पानी भरा। पुलिस के अनुसार सीतापुर डूबा।")
    first, second = flood.text.removesuffix("।").split("। ")
    quotes = (cite(1, first, flood), cite(2, second, flood))
    facts = (Figure(1, "रामपुर"), Figure(2, "सीतापुर", "पुलिस"))
    told = replace(answer(citations=quotes, short="रामपुर"), several=facts)
    (shown,) = render(unpacked(packed(told)))
    assert shown.plain.startswith("• रामपुर [1]\n• सीतापुर — पुलिस के अनुसार [2]\n")
    assert lead(told) == "रामपुर [1] · सीतापुर — पुलिस के अनुसार [2]"
