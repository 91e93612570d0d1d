"""Commands and their buttons, through the Bot API double; and `pramaan export`."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import time
from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.app import telegram_config
from bot.memory.exchanges import DAY, Exchanges
from bot.memory.journal import Journal
from bot.memory.marks import FEEDBACK_COLUMNS, UNANSWERED_COLUMNS, Marks
from bot.memory.record import FILE_NAME, Record
from bot.messages import (
    ADMINS_ONLY,
    ARTICLES,
    FORGOTTEN,
    HELP,
    LANGUAGE_AUTOMATIC,
    LANGUAGE_CHOSEN,
    NO_SOURCES,
    PRIVACY_SENT,
    UNKNOWN_COMMAND,
    WELCOME,
    counted,
    number_text,
)
from bot.settings import Settings
from bot.telegram.sources import A_PAGE, sources_page
from bot.transport.pace import Pace
from tests.botapi.running import RunningBot, running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import BOT, Json
from tests.conftest import Here
from tests.sample_answers import FakeAnswerer, answer, article
from tests.test_telegram_buttons import labels, press

QUESTION = "पुल पर कितना खर्च हुआ?"
ADMIN = 77
HELD = [
    article(
        id=f"a{n}",
        title=f"समाचार {n}",
        published=date(2025, 9, 30 - n) if n < 9 else None,
        url=None,
    )
    for n in range(1, 11)
]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shared bot keeps what it was asked."""
    return tmp_path_factory.mktemp("commands")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(data_dir: Path) -> AsyncIterator[RunningBot]:
    """One bot with ten articles for all tests here."""
    with BotApi() as api:
        settings = {"record_file": data_dir / FILE_NAME, "admins": frozenset({ADMIN})}
        pace = Pace(per_chat=(50, 1))
        async with running_bot(
            api, FakeAnswerer(), settings, pace=pace, articles=lambda: HELD
        ) as running:
            yield running


async def ask(bot: RunningBot, text: str, by: Json) -> Json:
    """Say something in private; the reply."""
    return await bot.reply_to(bot.world.say(text, by=by))


async def test_sources_are_listed_newest_first_in_pages(bot: RunningBot) -> None:
    """/sources tells how many articles there are and shows six at a time, in place."""
    reply = await ask(bot, "/sources", bot.person())
    assert reply["text"].startswith("मेरे पास 10 लेख हैं · पन्ना 1/2\n\nसमाचार 1\nनगर समाचार · 29 सितंबर")
    assert "समाचार 7" not in reply["text"]
    assert labels(reply) == [["पुराने →"]]
    await press(bot, reply, "पुराने")
    await bot.wait_for(lambda world: "समाचार 7" in reply["text"])
    assert reply["text"].endswith("समाचार 10\nनगर समाचार")
    assert labels(reply) == [["← नए"]]


def test_no_sources_is_said() -> None:
    """Without articles the list says so; a page that is gone is the last one."""
    assert sources_page([], 3, "en").plain == NO_SOURCES.en
    assert sources_page(HELD, 99, "hi").plain == sources_page(HELD, 1, "hi").plain


def test_any_title_fits() -> None:
    """A page of the longest titles is one message."""
    held = [article(title="क<&" * 2000, publisher="प" * 500) for _ in range(A_PAGE)]
    assert len(sources_page(held, 0, "hi").plain) < 2000


async def test_the_language_can_be_chosen(bot: RunningBot) -> None:
    """/lang sets the language of the frame and of every other word, until it is set back."""
    person = bot.person("hi")
    menu = await ask(bot, "/lang", person)
    assert (await press(bot, menu, "English", by=person))["text"] == LANGUAGE_CHOSEN.en
    await bot.wait_for(lambda world: menu["text"] == LANGUAGE_CHOSEN.en)
    assert "4 September 2025" in (await ask(bot, QUESTION, person))["text"]
    assert (await ask(bot, "/help", person))["text"] == HELP.en.format(name=f"@{BOT['username']}")
    menu = await ask(bot, "/lang", person)
    await press(bot, menu, "That of", by=person)
    await bot.wait_for(lambda world: menu["text"] == LANGUAGE_AUTOMATIC.en)
    assert "4 सितंबर 2025" in (await ask(bot, QUESTION, person))["text"]


async def test_in_a_group_only_admins_choose(bot: RunningBot) -> None:
    """A member's press is refused kindly; an admin's is done."""
    group, member, admin = bot.group(), bot.person(), bot.person()
    bot.world.admins[group["id"]] = {admin["id"]}
    name = BOT["username"]
    menu = await bot.reply_to(bot.world.say(f"/lang@{name}", by=member, chat=group))
    assert (await press(bot, menu, "English", by=member))["text"] == ADMINS_ONLY.hi
    assert (await press(bot, menu, "English", by=admin))["text"] == LANGUAGE_CHOSEN.en
    answered = await bot.reply_to(bot.world.say(f"/ask {QUESTION}", by=member, chat=group))
    assert "4 September 2025" in answered["text"]


@pytest.mark.parametrize(
    ("payload", "begins"),
    [("", WELCOME.hi), ("inline", WELCOME.hi), ("sources", "मेरे पास 10 लेख"), ("help", HELP.hi[:20])],
)
async def test_deep_links_lead_to_commands(bot: RunningBot, payload: str, begins: str) -> None:
    """t.me/NAME?start=sources and the like do what they name; others say hello."""
    reply = await ask(bot, f"/start {payload}", bot.person())
    assert reply["text"].startswith(begins)


def on_disk(folder: Path) -> bytes:
    """Every byte of the record and its log."""
    return b"".join(path.read_bytes() for path in folder.glob(f"{FILE_NAME}*"))


async def test_forget_erases(bot: RunningBot, data_dir: Path) -> None:
    """/forget erases a reader's questions, answers, marks and choices, and nobody else's."""
    mine, other = bot.person(), bot.person()
    reply = await ask(bot, "एक अनोखा प्रश्न क्या है?", mine)
    await press(bot, reply, "👍", by=mine)
    await press(bot, reply, "👎", by=other)
    bot.answerer.make = lambda text: answer(text, abstained=True, short=None)
    try:
        await ask(bot, "एक अनोखा व्यर्थ प्रश्न क्या है?", mine)
    finally:
        bot.answerer.make = answer
    await ask(bot, "दूसरे का प्रश्न क्या है?", other)
    assert (await ask(bot, "/forget", mine))["text"] == FORGOTTEN.hi
    with contextlib.closing(Record(data_dir / FILE_NAME)) as record:
        questions = [row[0] for row in record.rows("SELECT question FROM exchanges")]
        assert "दूसरे का प्रश्न क्या है?" in questions
        assert not [each for each in questions if "अनोखा" in each]
        assert not record.rows("SELECT 1 FROM feedback WHERE question LIKE '%अनोखा%'")
        assert not record.rows("SELECT 1 FROM unanswered WHERE question LIKE '%अनोखा%'")
    held = on_disk(data_dir)
    assert "दूसरे का".encode() in held
    assert "अनोखा".encode() not in held


async def test_privacy_tells_how_long(bot: RunningBot) -> None:
    """/privacy says what is kept, for as long as the setting says, and who is sent what."""
    told = (await ask(bot, "/privacy", bot.person("en")))["text"]
    assert "30 days" in told
    assert PRIVACY_SENT.en in told
    with BotApi() as api:
        settings = {"memory_days": 1, "writer": "models.example"}
        async with running_bot(api, FakeAnswerer(), settings) as other:
            told = (await ask(other, "/privacy", other.person("en")))["text"]
    assert "1 day:" in told
    assert "a language model at models.example" in told
    assert PRIVACY_SENT.en not in told


def test_the_language_models_host_is_named() -> None:
    """Where answers are written elsewhere, /privacy is told the host, and nothing more of it."""
    settings = Settings(
        telegram_bot_token=SecretStr("1:a"),
        llm_base_url="https://key@models.example:8000/v1",
        llm_model="m",
    )
    config = telegram_config(settings)
    assert config is not None
    assert config.writer == "models.example"


def test_numbers_are_written_as_people_write_them() -> None:
    """Large numbers are grouped as each language groups them, and nouns agree."""
    assert counted(1, ARTICLES, "en") == "1 article"
    assert counted(0, ARTICLES, "en") == "0 articles"
    assert counted(1234567, ARTICLES, "en") == "1,234,567 articles"
    assert [number_text(n, "hi") for n in (999, 1000, 99999, 1234567, 123456789)] == [
        "999",
        "1,000",
        "99,999",
        "12,34,567",
        "12,34,56,789",
    ]


def emptied(record: Record, tables: Sequence[str], seconds: float = 10) -> bool:
    """Whether none of the tables holds a row any more, in so many seconds."""
    deadline = time.monotonic() + seconds
    while any(record.rows(f"SELECT 1 FROM {table}") for table in tables):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


async def test_what_is_old_is_forgotten_though_nobody_writes(tmp_path: Path) -> None:
    """A bot that runs forgets on time: exchanges, marks, what was asked in vain, old updates."""
    path = tmp_path / FILE_NAME
    then = time.time() - 400 * DAY
    with contextlib.closing(Record(path, lambda: then)) as record:
        found = answer("पुराना प्रश्न?", abstained=True)
        exchanges = Exchanges(record, BOT["id"], 30)
        number = exchanges.add(5, 6, 7, question="q", understood="q", answer=found)
        exchanges.sent(number, 5, 8)
        held = exchanges.of_answer(5, 8)
        assert held is not None
        Marks(record).mark(held, 6, "up")
        Marks(record).asked_in_vain("q", found, number)
        Journal(record, BOT["id"]).accept([(1, "{}")])
        with BotApi() as api:
            async with running_bot(api, FakeAnswerer(), {"record_file": path}) as running:
                await running.wait_for(lambda world: world.poller)
                tables = ("exchanges", "feedback", "unanswered", "updates WHERE content NOT NULL")
                assert await asyncio.to_thread(emptied, record, tables)


async def test_admins_see_what_is_asked_in_vain(bot: RunningBot) -> None:
    """/stats and /unanswered answer the bot's admins, in private, and are unknown to others."""
    bot.answerer.make = lambda text: answer(text, abstained=True, short=None)
    try:
        await ask(bot, "चाँद पर कितने लोग रहते हैं?", bot.person())
    finally:
        bot.answerer.make = answer
    admin = {**bot.person(), "id": ADMIN}
    assert "• चाँद पर कितने लोग रहते हैं?" in (await ask(bot, "/unanswered", admin))["text"]
    assert (await ask(bot, "/stats", admin))["text"].startswith("10 लेख\n")
    for command in ("/stats", "/unanswered"):
        assert (await ask(bot, command, bot.person()))["text"] == UNKNOWN_COMMAND.hi
    group = bot.group()
    asked = bot.world.say(f"/stats@{BOT['username']}", by=admin, chat=group)
    assert (await bot.reply_to(asked))["text"] == UNKNOWN_COMMAND.hi


def test_export_writes_csv(pramaan_here: Here, tmp_path: Path) -> None:
    """`pramaan export` writes what was asked in vain as CSV, also while the bot runs."""
    with contextlib.closing(Record(tmp_path / FILE_NAME)) as record:
        asked = answer('क्या, "कब"?\nऔर कहाँ?', abstained=True)
        Marks(record).asked_in_vain(asked.question.text, asked)
        settings = {"PRAMAAN_DATA_DIR": str(tmp_path)}
        status, out, _ = pramaan_here("export", "unanswered", **settings)
        head, row = csv.reader(io.StringIO(out))
        assert (status, tuple(head)) == (0, UNANSWERED_COLUMNS)
        assert row[1:] == ['क्या, "कब"?\nऔर कहाँ?', "hi", "0.9"]
        status, out, _ = pramaan_here("export", "feedback", **settings)
        assert (status, out) == (0, ",".join(FEEDBACK_COLUMNS) + "\n")


def test_export_without_a_record_is_empty(pramaan_here: Here, tmp_path: Path) -> None:
    """Before the bot ever ran there is only the line of names, and no file is made."""
    status, out, _ = pramaan_here("export", "unanswered", PRAMAAN_DATA_DIR=str(tmp_path / "none"))
    assert (status, out) == (0, ",".join(UNANSWERED_COLUMNS) + "\n")
    assert not (tmp_path / "none").exists()
