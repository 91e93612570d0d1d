"""A small real model that invents freely: nothing that it makes up reaches the reader."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.answer import Answer
from retrieval.extractive import ExtractiveAnswerer
from retrieval.figures.figures import Moment, figures
from retrieval.grounding.grounding import grounded
from retrieval.grounding.words import is_glue
from retrieval.llm.asking import Asking
from retrieval.llm.budget import Allowance, Budget
from retrieval.llm.pause import Pause
from retrieval.llm.trouble import ModelTrouble
from retrieval.llm.writing import WritingAnswerer
from retrieval.llm.written import whole_sentences
from retrieval.words.meanings import is_listed
from retrieval.words.phonetic import keys
from store.corpus import open_corpus
from store.text import normalise, words
from tests.conftest import ROOT
from tests.real_model import Overheard, llama_server

PYTHON = os.environ.get("PRAMAAN_TEST_LLM")
SETS = ROOT / "evals" / "sets"
SECONDS = float(os.environ.get("PRAMAAN_TEST_LLM_SECONDS", "12"))
BUDGET = Budget(first=SECONDS, whole=SECONDS)


class NeverPauses(Pause):
    """Asks again whatever happened."""

    def _failed(self, trouble: ModelTrouble) -> None:
        """Go on."""


@pytest.fixture
def model(tmp_path: Path) -> Iterator[Overheard]:
    """The real model."""
    with llama_server(Path(PYTHON or "").absolute(), tmp_path) as url:
        model = Overheard(url, BUDGET.whole)
        yield model
    model.close()


def questions() -> list[str]:
    """Questions over the sample articles, those that they do not answer included, and titles."""
    asked = [
        json.loads(line)["question"]
        for name in ("answerable", "near_misses")
        for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    heads = (path.read_text("utf-8") for path in sorted((ROOT / "articles").iterdir()))
    titles = [found[1] for head in heads if (found := re.search(r'(?m)^title: "?(.+?)"?$', head))]
    return asked + titles + [f"{title}: कब और कहाँ" for title in titles]


@pytest.mark.llm
@pytest.mark.skipif(PYTHON is None, reason="make test-llm says which Python has the model")
def test_nothing_invented_is_shown(model: Overheard, data_dir: Path) -> None:
    """Over a hundred answers, every figure and name shown stands in the quotes."""
    shown: list[tuple[str, str]] = []
    claimed: list[tuple[str, str]] = []
    with open_corpus(data_dir) as corpus:
        corpus.ingest([str(ROOT / "articles")])
        writer = WritingAnswerer(
            ExtractiveAnswerer(corpus),
            Asking(model, Allowance(BUDGET)),
            BUDGET,
            pause=NeverPauses(),
        )
        asked = 0
        for question in questions():
            found = writer.answer(question)
            if found.abstained:
                continue
            asked += 1
            before = len(model.replies)
            seen = of(writer.write(found))
            model.settle()
            replies = [reply.text for reply in model.replies[before:]]
            # The model seldom cites: hold what it said to the check as if it had.
            cited = as_if_cited(found, replies)
            shown, claimed = shown + seen, claimed + cited
            tell(
                f"{asked}: {len(seen)} shown, {len(cited)} if cited, {sum(map(len, replies))} said"
            )
            for text, quotes in seen + cited:
                tell(f"  {text}\n    {quotes}")
    tell(f"{len(shown)} sentences and translations shown, {len(claimed)} more if they had cited")
    assert asked >= 100
    assert sum(len(one.text) for one in model.replies) > 100 * asked  # it did speak
    assert [pair for pair in shown + claimed if invented(*pair)] == []


def tell(line: str) -> None:
    """For who waits: it takes long."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def of(answer: Answer) -> list[tuple[str, str]]:
    """What a reader sees of a model's words, each with the quotes it stands on."""
    quotes = {citation.n: citation.quote for citation in answer.citations}
    told = [(one.text, " ".join(quotes[n] for n in one.marks)) for one in answer.written]
    return told + [(text, quotes[n]) for n, text in answer.translations.items()]


def as_if_cited(answer: Answer, replies: list[str]) -> list[tuple[str, str]]:
    """The sentences that would be shown if each cited the first quote."""
    quote = answer.citations[0].quote
    said = {one for reply in replies for one in whole_sentences(reply, ended=True)[0]}
    return [
        (sentence, quote)
        for sentence in sorted(said)
        if grounded(f"{sentence} [1]", {1: quote}, None, answer.question.text)
    ]


def invented(text: str, quotes: str) -> list[str]:
    """Figures and names of the text that the quotes lack, found by other means than the check."""
    values = {value for figure in figures(quotes) for value in values_of(figure.value)}
    numbers = values | {Decimal(run) for run in runs(quotes)}
    figures_lost = [
        str(value)
        for figure in figures(text)
        for value in values_of(figure.value)
        if value not in numbers
    ]
    printed = words(quotes)
    sounds = {key for word in printed for key in keys(word)}
    names_lost = [
        word
        for word in words(text)
        if len(word) > 3 and not word.isdigit() and not is_listed(word) and not is_glue(word)
        and word not in printed and not sounds.intersection(keys(word))
        and (word.title() in text[1:] or not word.isascii())
    ]  # fmt: skip
    return figures_lost + names_lost


def values_of(value: object) -> list[Decimal]:
    """The numbers in a figure's value."""
    if isinstance(value, Decimal):
        return [value]
    if isinstance(value, Moment):
        parts = (value.year, value.month, value.day)
        return [Decimal(part) for part in parts if part is not None]
    return [Decimal(getattr(value, end)) for end in ("low", "high")]


def runs(text: str) -> list[str]:
    """The digits printed, without the marks that group them."""
    return [run.replace(",", "") for run in re.findall(r"\d+(?:,\d+)*", normalise(text))]


@pytest.mark.parametrize(
    ("text", "quotes", "lost"),
    [
        ("It cost 240 crore.", "इस पर 240 करोड़ रुपये लगे।", False),
        ("It cost 250 crore.", "इस पर 240 करोड़ रुपये लगे।", True),
        ("The minister met Ramesh.", "मंत्री रमेश से मिले।", False),
        ("The minister met Suresh.", "मंत्री रमेश से मिले।", True),
    ],
)
def test_inventions_are_noticed(text: str, quotes: str, lost: bool) -> None:
    """The second opinion of this test sees figures and names that are not in the quotes."""
    assert bool(invented(text, quotes)) is lost
