"""Questions about a certain time, and how old what answers them is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ages import age
from bot.messages import EARLIER
from bot.telegram.render import render
from bot.telegram.shown import packed, unpacked
from bot.terminal import plain_text
from retrieval.answer import Answer
from retrieval.extractive import ExtractiveAnswerer
from retrieval.rank import Evidence, Ranked
from retrieval.time.period import Period, period_of
from retrieval.time.timely import favoured
from store.corpus import Corpus, open_corpus
from tests.conftest import with_models
from tests.sample_answers import article

TODAY = date(2025, 9, 10)  # a Wednesday


@pytest.mark.parametrize(
    ("question", "since"),
    [
        ("आज क्या हुआ?", date(2025, 9, 10)),
        ("What happened today?", date(2025, 9, 10)),
        ("कल मेयर ने क्या कहा?", date(2025, 9, 9)),
        ("pichle hafte kya hua", date(2025, 9, 1)),
        ("पिछले महीने कितने घर डूबे?", date(2025, 8, 1)),
        ("How many came this month?", date(2025, 9, 1)),
        ("इस साल कितनी बारिश हुई?", date(2025, 1, 1)),
        ("what was built last year", date(2024, 1, 1)),
        ("पिछले 3 दिनों में क्या हुआ?", date(2025, 9, 7)),
        ("in the past 2 weeks", date(2025, 8, 27)),
    ],
)
def test_times_told_from_today_begin_on_a_day(question: str, since: date) -> None:
    """Today, yesterday, last month: nothing from before can tell what happened then."""
    assert period_of(question, TODAY) == Period(since=since)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("सितंबर में क्या हुआ?", date(2025, 9, 1), date(2025, 9, 30)),
        ("What was opened in December?", date(2024, 12, 1), date(2024, 12, 31)),
        ("जुलाई 2023 में कौन आया?", date(2023, 7, 1), date(2023, 7, 31)),
        ("4 सितंबर 2025 को क्या हुआ?", date(2025, 9, 4), date(2025, 9, 4)),
        ("When may he come in March 2024?", date(2024, 3, 1), date(2024, 3, 31)),
        ("Since May what was built?", date(2025, 5, 1), date(2025, 5, 31)),
        ("Who won in 2019?", date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
def test_times_written_out_are_spans(question: str, first: date, last: date) -> None:
    """A day, a month or a year; a month without a year is the last one of that name."""
    assert period_of(question, TODAY) == Period(first=first, last=last)


@pytest.mark.parametrize(
    "question", ["the latest news", "हाल ही में कौन आया?", "ताज़ा खबर", "abhi kya hua"]
)
def test_the_latest_is_the_newest(question: str) -> None:
    """“Latest” and its like favour newer articles."""
    assert period_of(question, TODAY) == Period(newest=True)


@pytest.mark.parametrize(
    "question",
    [
        "कितने सैनिक भेजे गए?",
        "आज तक कितने लोग आए?",
        "कल क्या होगा?",
        "What will open tomorrow?",
        "May I ask who came?",
        "Who will march in the parade?",
        "28,500 सैनिक कहाँ हैं?",
        "When was the bridge built?",
        "What did India Today report about the bridge?",
        "कल-कारखानों में कितने लोग हैं?",
        "What is year zero?",
        "",
    ],
)
def test_most_questions_ask_of_no_time(question: str) -> None:
    """A figure, a verb or a time to come is no time to look in."""
    assert period_of(question, TODAY) is None


@given(st.text(max_size=60), st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_any_question_on_any_day(question: str, today: date) -> None:
    """Whatever is asked and whenever, it can be read."""
    period_of(f"{question} पिछले 999 साल march 9999", today)
    period_of(question, today)


def found(day: date | None, score: float, name: str) -> Evidence:
    """Evidence from an article of that day."""
    return Evidence(article(id=name, published=day), 0, 10, score)


def test_the_newer_comes_first_where_both_are_good() -> None:
    """A question for the latest prefers a newer article, not a much worse one, never an undated."""
    old, new = found(date(2025, 1, 1), 2.0, "old"), found(date(2025, 9, 1), 1.5, "new")
    worse, undated = found(date(2025, 9, 9), -3.0, "worse"), found(None, 1.6, "undated")
    ranked = Ranked((old, undated, new, worse), 0.9)

    order = favoured(ranked, Period(newest=True)).evidence

    assert [each.article.id for each in order] == ["new", "old", "undated", "worse"]


def test_articles_of_the_named_month_are_favoured() -> None:
    """A month in the question lifts what was printed then or just after."""
    july, may = found(date(2025, 8, 2), 1.5, "july"), found(date(2025, 5, 2), 2.0, "may")
    period = Period(first=date(2025, 7, 1), last=date(2025, 7, 31))

    order = favoured(Ranked((may, july), 0.9), period).evidence

    assert [each.article.id for each in order] == ["july", "may"]


@pytest.fixture(scope="module")
def floods(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[Corpus]:
    """Two reports of one kind, a year apart, and one without a date."""
    folder = tmp_path_factory.mktemp("floods")
    for name, published, houses in (
        ("old", "2024-09-05", 40),
        ("new", "2025-09-08", 75),
        ("undated", None, 12),
    ):
        head = f"published: {published}\n" if published else ""
        place = {"old": "सोनपुर", "new": "सोनपुर", "undated": "मोहनगढ़"}[name]
        (folder / f"{name}.txt").write_text(
            f"---\ntitle: {place} में बाढ़\n{head}---\n"
            f"{place} में बाढ़ से {houses} घर डूब गए। प्रशासन ने नावें भेजी हैं और लोगों को निकाला जा रहा है।\n",
            "utf-8",
        )
    with open_corpus(with_models(folder / "data", models_dir)) as corpus:
        corpus.ingest([str(folder)])
        yield corpus


def asked(corpus: Corpus, question: str, today: date = TODAY) -> Answer:
    """The answer to a question of that day."""
    return ExtractiveAnswerer(corpus, today=lambda: today).answer(question)


def test_last_week_is_answered_from_last_week(floods: Corpus) -> None:
    """An article of the time asked about answers, and nothing is said of older ones."""
    given = asked(floods, "इस हफ़्ते सोनपुर में बाढ़ से कितने घर डूब गए?")

    assert given.citations[0].article.source == "new.txt"
    assert {citation.article.source for citation in given.citations} == {"new.txt"}
    assert not given.earlier


def test_an_older_answer_is_said_to_be_older(floods: Corpus) -> None:
    """Where no article of that time answers, the reader hears that this one is from before."""
    given = asked(floods, "आज सोनपुर में बाढ़ से कितने घर डूब गए?", date(2025, 12, 1))

    assert given.earlier
    assert plain_text(given).startswith(EARLIER.hi)
    assert EARLIER.hi in render(given)[0].plain
    assert unpacked(packed(given)).earlier


def test_how_old_a_source_is_stands_beside_its_date(floods: Corpus) -> None:
    """Every dated citation tells its age on the day of the question, in text and on Telegram."""
    given = asked(floods, "सोनपुर में बाढ़ से कितने घर डूब गए?", date(2025, 11, 20))

    assert "8 सितंबर 2025 (2 महीने पहले)" in plain_text(given)
    assert "(2 महीने पहले)" in render(unpacked(packed(given)))[0].plain


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "today"),
        (1, "1 day ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (61, "2 months ago"),
        (365, "12 months ago"),
        (730, "24 months ago"),
        (731, "2 years ago"),
    ],
)
def test_ages_in_words(days: int, told: str) -> None:
    """Days, weeks, months, years: as people say it."""
    assert (
        age(date(2020, 1, 1), date.fromordinal(date(2020, 1, 1).toordinal() + days), "en") == told
    )


def test_no_age_without_certainty() -> None:
    """Undated articles and those of days to come have no age."""
    assert age(None, TODAY, "hi") is None
    assert age(TODAY, None, "hi") is None
    assert age(date(2026, 1, 1), TODAY, "hi") is None
