"""Inline mode, guest mode, and coming to a chat and leaving it, through the Bot API double."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.memory.record import FILE_NAME, Record
from bot.messages import (
    EXPIRED,
    HELLO_GROUP,
    HELP,
    NOT_IN_ARTICLES,
    TO_PRIVATE_CHAT,
    TYPE_A_QUESTION,
    WHAT_WAS_WRONG,
    say,
)
from bot.telegram.inline import EXAMPLES, PAUSE, results_of
from bot.transport.limits import Limits
from bot.transport.pace import Pace
from tests.botapi.faults import Fault
from tests.botapi.running import RunningBot, running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import ASHA, BEN, BOT, Json
from tests.sample_answers import FakeAnswerer, answer, article, cite
from tests.test_telegram_buttons import labels, press

QUESTION = "पुल पर कितना खर्च हुआ?"
NAME = f"@{BOT['username']}"
HELD = [article(id=f"a{n}", title=f"समाचार {n}") for n in range(9)]


@pytest.fixture(scope="module")
def record_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shared bot keeps what it was asked."""
    return tmp_path_factory.mktemp("elsewhere") / FILE_NAME


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(record_file: Path) -> AsyncIterator[RunningBot]:
    """One bot with nine articles for all tests here."""
    with BotApi() as api:
        settings = {"record_file": record_file, "limits": Limits(reader=3)}
        pace = Pace(per_chat=(50, 1))
        async with running_bot(
            api, FakeAnswerer(), settings, pace=pace, articles=lambda: HELD
        ) as running:
            yield running


async def typed(bot: RunningBot, text: str, by: Json) -> Json:
    """What is shown to somebody who has typed `text` after the bot's name."""
    query = bot.world.type_inline(text, by=by)
    return await bot.wait_for(lambda world: world.inline_answers.get(query))


async def test_each_result_is_one_piece_of_evidence(bot: RunningBot) -> None:
    """Results have the fact as title and the source below, and send the cited answer."""
    shown = await typed(bot, QUESTION, bot.person())
    first, second = shown["results"]
    assert first["title"] == "240 करोड़ रुपये"
    assert second["title"] == "पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।"
    assert first["description"] == "नगर समाचार · 4 सितंबर 2025 · नदी पर नया पुल खुला"
    assert first["message"]["text"].startswith("240 करोड़ रुपये [1]")
    assert "[1] नगर समाचार" in first["message"]["text"]
    assert second["message"]["text"].startswith("पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।\n[2]")
    content = first["input_message_content"]
    assert content["link_preview_options"] == {"is_disabled": True}
    assert int(shown["cache_time"]) > 0


async def test_a_button_leads_to_the_private_chat(bot: RunningBot) -> None:
    """Above the results a button opens the private chat, in the person's language."""
    for code, words in (("hi", TO_PRIVATE_CHAT.hi), ("en", TO_PRIVATE_CHAT.en)):
        shown = await typed(bot, "2025", bot.person(code))
        assert shown["button"] == {"text": words, "start_parameter": "inline"}


@pytest.mark.parametrize("text", ["", "  ", "?"])
async def test_an_empty_query_gives_examples(bot: RunningBot, text: str) -> None:
    """Before anything is typed, how to ask and the newest articles are shown."""
    shown = await typed(bot, text, bot.person())
    titles = [each["title"] for each in shown["results"]]
    assert titles == [TYPE_A_QUESTION.hi, *(each.title for each in HELD[:EXAMPLES])]
    assert shown["is_personal"] is True  # in the reader's own language
    assert shown["results"][0]["message"]["text"] == say(HELP, "hi", name=NAME)
    assert shown["results"][1]["message"]["text"] == "समाचार 0\nनगर समाचार · 4 सितंबर 2025"


async def test_superseded_queries_are_dropped(bot: RunningBot) -> None:
    """While a person types, only the last words are searched for and answered."""
    person = bot.person()
    bot.answerer.asked.clear()
    queries = [bot.world.type_inline(QUESTION[:end], by=person) for end in (5, 8, 12)]
    shown = await typed(bot, QUESTION, person)
    assert shown["results"]
    assert [text for text, _ in bot.answerer.asked] == [QUESTION]
    assert not set(queries) & set(bot.world.inline_answers)


async def test_a_query_superseded_during_its_answer_is_dropped(bot: RunningBot) -> None:
    """Results that come too late do not take the place of newer ones."""
    person = bot.person()
    bot.answerer.asked.clear()
    bot.answerer.gate.clear()
    old = bot.world.type_inline("पुल", by=person)
    await asyncio.sleep(2 * PAUSE)
    assert bot.answerer.asked
    new = bot.world.type_inline(QUESTION, by=person)
    await asyncio.sleep(0.4)
    bot.answerer.gate.set()
    await bot.wait_for(lambda world: new in world.inline_answers)
    assert old not in bot.world.inline_answers


def test_an_abstention_is_one_result() -> None:
    """Where the articles do not say, the only result says so."""
    (only,) = results_of(answer(abstained=True, short=None))
    assert only.title == NOT_IN_ARTICLES.hi


def test_long_evidence_fits() -> None:
    """However long quotes and titles are, a result's title and description stay short."""
    source = article(text="क" * 5000, title="ट" * 5000)
    for each in results_of(answer(short=None, citations=(cite(1, source.text, source),))):
        assert len(each.title) <= 100
        assert len(each.description or "") <= 140


@pytest.mark.parametrize("kind", ["refuse", "bad_gateway", "reset_before"])
async def test_inline_mode_outlasts_trouble(bot: RunningBot, kind: str) -> None:
    """If answering a query fails, the next one is answered."""
    bot.world.faults.add("answerInlineQuery", Fault(kind))  # type: ignore[arg-type]
    happened = len(bot.world.faults.happened)
    bot.world.type_inline(QUESTION, by=bot.person())
    await bot.wait_for(lambda world: len(world.faults.happened) > happened)
    await typed(bot, QUESTION, bot.person())


async def test_inline_queries_are_not_written_down(bot: RunningBot, record_file: Path) -> None:
    """What people type elsewhere never reaches the file."""
    await typed(bot, "कुछ निजी शब्द", bot.person())
    assert "कुछ निजी शब्द".encode() not in record_file.with_name(f"{FILE_NAME}-wal").read_bytes()


async def guest_answer(bot: RunningBot, text: str, **fields: object) -> Json:
    """What the bot answers to a mention in a chat that it is not in."""
    query = bot.world.call_guest(text, bot.group(), **fields)  # type: ignore[arg-type]
    return await bot.wait_for(lambda world: world.guest_answers.get(query))


async def test_a_guest_answers_where_it_is_mentioned(bot: RunningBot) -> None:
    """In a group that it never joined, a mention with a question gets the cited answer."""
    bot.answerer.asked.clear()
    told = await guest_answer(bot, f"{NAME} {QUESTION}", by=bot.person())
    assert told["text"].startswith("240 करोड़ रुपये [1]")
    assert bot.answerer.asked == [(QUESTION, None)]


async def test_a_guests_answer_has_buttons(bot: RunningBot) -> None:
    """Where the bot is a guest, its buttons page, mark and change language as elsewhere."""
    told = await guest_answer(bot, f"{NAME} {QUESTION}", by=bot.person())
    assert labels(told)[0] == ["और प्रमाण 2/2", "आसपास का अंश"]
    await press(bot, told, "और प्रमाण", by=BEN)
    await bot.wait_for(lambda _: "गुज़रेंगे।\n[2]" in told["text"])
    await press(bot, told, "English", by=BEN)
    await bot.wait_for(lambda _: labels(told)[0][0] == "↩ Answer")
    assert (await press(bot, told, "👎", by=BEN))["text"] == WHAT_WAS_WRONG.en
    await bot.wait_for(lambda _: labels(told)[0] == ["The answer is wrong"])
    other = await guest_answer(bot, f"{NAME} {QUESTION}", by=bot.person())
    stolen = {**other, "reply_markup": told["reply_markup"]}
    assert (await press(bot, stolen, "The answer is wrong", by=BEN))["text"] == EXPIRED.en


async def test_a_guests_answer_is_forgotten_on_demand(bot: RunningBot) -> None:
    """/forget in private ends the buttons of what was asked where the bot was a guest."""
    person = bot.person()
    told = await guest_answer(bot, f"{NAME} {QUESTION}", by=person)
    await bot.reply_to(bot.world.say("/forget", by=person))
    assert (await press(bot, told, "और प्रमाण", by=person))["text"] == EXPIRED.hi


async def test_a_guest_answers_the_message_replied_to(bot: RunningBot) -> None:
    """A mention alone, as a reply, asks the message replied to; without one it tells how to ask."""
    bot.answerer.asked.clear()
    replied = {"message_id": 5, "date": 0, "chat": bot.group(), "from": BEN, "text": QUESTION}
    await guest_answer(bot, NAME, by=bot.person(), reply_to_message=replied)
    assert bot.answerer.asked == [(QUESTION, None)]
    told = await guest_answer(bot, NAME, by=bot.person("en"))
    assert told["text"] == say(HELP, "en", name=NAME)


async def test_a_guest_has_limits_too(bot: RunningBot) -> None:
    """Beyond their questions a minute a person is told to wait, as everywhere."""
    person = bot.person("en")
    for _ in range(3):
        await guest_answer(bot, f"{NAME} How much?", by=person)
    told = await guest_answer(bot, f"{NAME} How much?", by=person)
    assert told["text"].startswith("I can take 3 questions a minute")


async def test_a_guest_answer_outlasts_trouble(bot: RunningBot) -> None:
    """A failing network delays a guest's answer."""
    bot.world.faults.add("answerGuestQuery", Fault("bad_gateway"), Fault("reset_before"))
    await guest_answer(bot, f"{NAME} {QUESTION}", by=bot.person())


async def test_an_added_bot_says_one_short_hello(bot: RunningBot) -> None:
    """Added to a group it tells how to ask, once; made an admin, or in a channel, it is silent."""
    group, channel = bot.group(), bot.group(type="channel")
    adder = bot.person("en")
    bot.world.change_membership(channel, "left", "administrator", by=adder)
    bot.world.change_membership(group, "left", "member", by=adder)
    bot.world.change_membership(group, "member", "administrator", by=adder)
    asked = await bot.reply_to(bot.world.say(f"/ask {QUESTION}", by=adder, chat=group))
    said = [each for each in bot.world.sent if each["chat"]["id"] in (group["id"], channel["id"])]
    assert [each["text"] for each in said] == [say(HELLO_GROUP, "en", name=NAME), asked["text"]]


async def test_a_removed_bot_forgets_the_chat(bot: RunningBot, record_file: Path) -> None:
    """Removed from a group, or blocked, it erases what it kept of that chat, marks too."""
    group, person = bot.group(), bot.person()
    bot.answerer.make = lambda text: answer(text, short=None, citations=(), abstained=True)
    try:
        question = "अनसुना प्रश्न क्या है?"
        reply = await bot.reply_to(bot.world.say(f"/ask {question}", by=person, chat=group))
    finally:
        bot.answerer.make = answer
    await press(bot, reply, "👎", by=bot.person())
    await bot.reply_to(bot.world.say(QUESTION, by=person))
    chats = (group["id"], person["id"])
    marks = "SELECT question FROM feedback UNION ALL SELECT question FROM unanswered"
    with contextlib.closing(Record(record_file)) as record:
        query = "SELECT 1 FROM exchanges WHERE chat_id IN (?, ?)"
        assert len(record.rows(query, chats)) == 2
        assert record.rows(marks).count((question,)) == 2
        bot.world.change_membership(group, "member", "kicked", by=person)
        private = {"id": person["id"], "type": "private", "first_name": "R"}
        bot.world.change_membership(private, "member", "kicked", by=person)
        await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
        await asyncio.sleep(0.05)
        assert record.rows(query, chats) == []
        assert (question,) not in record.rows(marks)


async def test_a_group_takes_its_choices_along(bot: RunningBot) -> None:
    """When a group becomes a supergroup, its language is still the one it chose."""
    group, moved = bot.group(type="group"), bot.group()
    bot.world.admins[group["id"]] = {ASHA["id"]}
    menu = await bot.reply_to(bot.world.say(f"/lang{NAME}", by=ASHA, chat=group))
    await press(bot, menu, "English", by=ASHA)
    await bot.wait_for(lambda _: "reply_markup" not in menu)
    bot.world.say(None, by=ASHA, chat=group, migrate_to_chat_id=moved["id"])
    await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    reply = await bot.reply_to(bot.world.say(f"/ask {QUESTION}", by=bot.person(), chat=moved))
    assert "4 September 2025" in reply["text"]


async def test_the_start_says_what_botfather_allows(caplog: pytest.LogCaptureFixture) -> None:
    """When the bot starts, its log says whether groups, inline and guest mode are on."""
    caplog.set_level("INFO", "bot")
    with BotApi() as api:
        api.world.me["supports_guest_queries"] = True
        async with running_bot(api, FakeAnswerer()) as bot:
            await bot.reply_to(api.world.say(QUESTION))
    said = "\n".join(each.getMessage() for each in caplog.records)
    assert "Guest mode is on" in said
    assert "Inline mode is off; @BotFather, /setinline turns it on" in said
