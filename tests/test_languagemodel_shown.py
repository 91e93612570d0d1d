"""How a written answer is shown, and what `doctor` and `ask` do about a language model."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import language_model
from bot.languagemodel import ask_language_model
from bot.settings import Settings, WrongSetting
from bot.telegram.render import render
from bot.telegram.shown import packed, unpacked
from bot.telegram.views import framed
from bot.terminal import answer_object, plain_text
from retrieval.answer import WrittenSentence
from tests.conftest import ROOT, Here
from tests.llmapi import KEY, Says, endpoint
from tests.sample_answers import answer

WRITTEN = replace(
    answer("What did the bridge cost?", "en"),
    written=(
        WrittenSentence("The bridge cost 240 crore rupees.", (1,)),
        WrittenSentence("About 12,000 vehicles will use it.", (2, 1)),
    ),
    translations={1: "It cost 240 crore rupees.", 2: "About 12,000 vehicles will use it."},
)


def settings(url: str, **more: object) -> Settings:
    """Settings with a model at that address."""
    return Settings(llm_base_url=url, llm_model="double", llm_api_key=SecretStr(KEY), **more)  # type: ignore[arg-type]


def test_the_terminal_shows_the_written_answer_then_quotes_and_translations() -> None:
    """First what was written with its marks, then each quote with its translation under it."""
    lines = plain_text(WRITTEN).split("\n")
    assert lines[0] == (
        "The bridge cost 240 crore rupees. [1] About 12,000 vehicles will use it. [2][1]"
    )
    for citation in WRITTEN.citations:
        at = lines.index(f"    “{citation.quote}”")
        assert lines[at + 1] == f"    Translation: {WRITTEN.translations[citation.n]}"
    assert answer_object(WRITTEN)["answer"] == plain_text(WRITTEN)


def test_telegram_shows_the_written_answer_then_quotes_and_translations() -> None:
    """The written answer leads; no translation stands without its quote before it."""
    (message,) = render(WRITTEN)
    shown = message.plain
    assert shown.startswith("The bridge cost 240 crore rupees. [1] About 12,000 vehicles")
    for citation in WRITTEN.citations:
        quote, translation = (
            shown.index(citation.quote),
            shown.index(f"Translation: {WRITTEN.translations[citation.n]}"),
        )
        assert quote < translation


def test_what_was_written_is_kept_for_the_buttons() -> None:
    """An answer kept for its buttons has the same words; in another frame it has none."""
    kept = unpacked(packed(WRITTEN))
    assert (kept.written, kept.translations) == (WRITTEN.written, WRITTEN.translations)
    assert framed(kept, "en").written == WRITTEN.written
    assert (framed(kept, "hi").written, framed(kept, "hi").translations) == ((), {})


def test_an_answer_kept_before_there_were_written_ones_is_read() -> None:
    """What older versions kept has neither sentences nor translations."""
    kept = json.loads(packed(WRITTEN))
    del kept["written"], kept["translations"]
    assert unpacked(json.dumps(kept)).written == ()


def test_no_model_is_asked_where_none_is_set() -> None:
    """Without LLM_BASE_URL there is none, whatever else is set."""
    bare = Settings(llm_model="x", llm_api_key=SecretStr(KEY))
    assert language_model(bare) is None
    (finding,) = ask_language_model(bare)
    assert finding.grade == "ok"
    assert "LLM_BASE_URL" in finding.text


def test_an_address_without_a_model_is_a_wrong_setting() -> None:
    """LLM_BASE_URL alone is refused in one line that names what is missing."""
    wrong = Settings(llm_base_url="http://127.0.0.1:1/v1")
    with pytest.raises(WrongSetting, match="LLM_MODEL"):
        language_model(wrong)
    (finding,) = ask_language_model(wrong)
    assert finding.grade == "problem"


@pytest.mark.parametrize(
    ("says", "grade", "word"),
    [
        (Says("OK"), "ok", "double"),
        (Says("OK", pieces=1, delay=1.1), "warning", "LLM_FIRST_SECONDS"),
        (Says(status=401), "problem", "LLM_API_KEY"),
        (Says(status=429), "problem", "429"),
        (Says(status=500), "problem", "5xx"),
        (Says(status=404), "problem", "LLM_MODEL"),
        (Says(""), "problem", "chat model"),
        (Says(raw=b"data: {not json}\n\n"), "problem", "LLM_BASE_URL"),
        (Says(hangs=True, raw=b""), "problem", "LLM_SECONDS"),
    ],
)
def test_doctor_says_how_the_endpoint_does(says: Says, grade: str, word: str) -> None:
    """Each trouble is named with what mends it; no finding holds the key."""
    with endpoint(lambda _: says) as at:
        (finding,) = ask_language_model(settings(at.url, llm_first_seconds=1, llm_seconds=2))
    assert finding.grade == grade
    assert word in finding.text
    assert KEY not in finding.text


def test_doctor_says_where_nobody_listens() -> None:
    """A closed port is told as one."""
    (finding,) = ask_language_model(settings("http://127.0.0.1:1/v1"))
    assert (finding.grade, "cannot be reached" in finding.text) == ("problem", True)


def test_ask_uses_the_model_unless_told_not_to(
    pramaan_here: Here, data_dir: Path, tmp_path: Path
) -> None:
    """`ask` sends what it found to the endpoint; with --no-llm nothing leaves."""
    articles = tmp_path / "articles"
    shutil.copytree(ROOT / "articles", articles)
    here = {"PRAMAAN_DATA_DIR": str(data_dir)}
    assert pramaan_here("ingest", str(articles), **here)[0] == 0
    with endpoint(lambda _: Says("Nonsense without a mark.")) as at:
        model = {"LLM_BASE_URL": at.url, "LLM_MODEL": "double", "LLM_API_KEY": KEY}
        title = next(iter(sorted(articles.glob("*.md")))).read_text("utf-8").split("title: ")[1]
        question = title.split("\n")[0].strip('"')
        status, plain, _ = pramaan_here("ask", "--no-llm", question, **here, **model)
        assert (status, at.asked) == (0, [])
        status, shown, said = pramaan_here("ask", question, **here, **model)
    assert status == 0
    assert len(at.asked) >= 1
    assert shown == plain
    assert KEY not in said
