"""What the admins of a group choose, and where commands are listed, through the Bot API double."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.memory.chats import Chats, Choices
from bot.memory.record import FILE_NAME, Record
from bot.messages import ADMINS_ONLY, CHOOSE_LANGUAGE, GROUP_SETTINGS, SAVED
from bot.telegram.choosing import CHECKED_WITHIN
from bot.transport.pace import Pace
from tests.botapi.faults import Fault
from tests.botapi.running import RunningBot, running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import BOT, Json
from tests.sample_answers import FakeAnswerer
from tests.test_telegram_buttons import changed, labels, press

QUESTION = "पुल पर कितना खर्च हुआ?"
SHORT = "और वाहन?"
NAME = f"@{BOT['username']}"
ADMIN = 77


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot() -> AsyncIterator[RunningBot]:
    """One bot for all tests here; each test speaks in chats of its own."""
    with BotApi() as api:
        pace = Pace(per_chat=(50, 1))
        async with running_bot(
            api, FakeAnswerer(), {"admins": frozenset({ADMIN})}, pace=pace
        ) as running:
            yield running


async def settings_of(bot: RunningBot, group: Json, by: Json) -> Json:
    """The settings message, asked for by somebody."""
    return await bot.reply_to(bot.world.say(f"/settings{NAME}", by=by, chat=group))


async def test_admins_choose_how_a_group_is_served(bot: RunningBot) -> None:
    """/settings shows how it is; an admin's press changes it in place, a member's is refused."""
    group, admin, member = bot.group(), bot.person(), bot.person()
    bot.world.admins[group["id"]] = {admin["id"]}
    menu = await settings_of(bot, group, member)
    assert menu["text"].startswith(GROUP_SETTINGS.hi[:30])
    assert labels(menu) == [
        ["✓ प्रश्न की भाषा में", "हिन्दी", "English"],
        ["✓ नाम, जवाब, आदेश", "केवल आदेश"],
        ["✓ जवाब की कड़ी", "पूछने वाला", "पूरा समूह"],
    ]
    assert (await press(bot, menu, "केवल आदेश", by=member))["text"] == ADMINS_ONLY.hi
    assert (await press(bot, menu, "केवल आदेश", by=admin))["text"] == SAVED.hi
    await bot.wait_for(lambda _: labels(menu)[1] == ["नाम, जवाब, आदेश", "✓ केवल आदेश"])
    assert (await press(bot, menu, "English", by=admin))["text"] == SAVED.en
    await changed(bot, menu, GROUP_SETTINGS.en[:30])
    assert labels(menu)[1] == ["All calls", "✓ Commands only"]


async def test_with_commands_only_other_calls_are_left_alone(bot: RunningBot) -> None:
    """Such a group is answered at /ask; a mention, a reply or an edit into one gets silence."""
    group, admin = bot.group(), bot.person()
    bot.world.admins[group["id"]] = {admin["id"]}
    await press(bot, await settings_of(bot, group, admin), "केवल आदेश", by=admin)
    answered = await bot.reply_to(bot.world.say(f"/ask {QUESTION}", by=admin, chat=group))
    for message in (
        bot.world.say(f"{NAME} {QUESTION}", by=admin, chat=group),
        bot.world.say(QUESTION, by=admin, chat=group, reply_to=answered),
    ):
        await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
        await asyncio.sleep(0.05)
        assert not bot.world.replies_to(message)
    await press(bot, await settings_of(bot, group, admin), "नाम, जवाब", by=admin)
    await bot.reply_to(bot.world.say(f"{NAME} {QUESTION}", by=admin, chat=group))


async def test_a_group_chooses_its_memory(bot: RunningBot) -> None:
    """With the group's last question as memory, a short one leans on it, whoever asked that."""
    group, admin = bot.group(), bot.person()
    bot.world.admins[group["id"]] = {admin["id"]}
    await bot.reply_to(bot.world.say(f"/ask {QUESTION}", by=admin, chat=group))
    bot.answerer.asked.clear()
    await bot.reply_to(bot.world.say(f"/ask {SHORT}", by=bot.person(), chat=group))
    assert [text for text, _ in bot.answerer.asked] == [SHORT]
    await press(bot, await settings_of(bot, group, admin), "पूरा समूह", by=admin)
    await bot.reply_to(bot.world.say(f"/ask {QUESTION}", by=admin, chat=group))
    bot.answerer.asked.clear()
    await bot.reply_to(bot.world.say(f"/ask {SHORT}", by=bot.person(), chat=group))
    assert any(text.startswith("पुल") for text, _ in bot.answerer.asked)


async def test_in_private_settings_are_the_language(bot: RunningBot) -> None:
    """In a private chat only the language is to be chosen."""
    reply = await bot.reply_to(bot.world.say("/settings", by=bot.person()))
    assert reply["text"] == CHOOSE_LANGUAGE.hi


async def test_a_slow_telegram_keeps_no_button_turning(bot: RunningBot) -> None:
    """Where Telegram does not say in time who is an admin, the press is answered all the same."""
    group, admin = bot.group(), bot.person()
    bot.world.admins[group["id"]] = {admin["id"]}
    menu = await settings_of(bot, group, admin)
    bot.world.faults.add("getChatMember", Fault("hang", seconds=2 * CHECKED_WITHIN))
    assert (await press(bot, menu, "केवल आदेश", by=admin))["text"] == ADMINS_ONLY.hi
    assert (await press(bot, menu, "केवल आदेश", by=admin))["text"] == SAVED.hi


async def test_commands_are_listed_where_they_work(caplog: pytest.LogCaptureFixture) -> None:
    """Groups' admins see /settings, the bot's own admins theirs once they have written to it."""
    caplog.set_level(logging.INFO, "bot")
    with BotApi() as api:
        api.world.chats[ADMIN] = {"id": ADMIN, "type": "private", "first_name": "A"}
        async with running_bot(
            api, FakeAnswerer(), {"admins": frozenset({ADMIN - 1, ADMIN})}
        ) as bot:
            commands = (await bot.wait_for(lambda w: w if len(w.commands) == 6 else None)).commands
            names = {kind: [each["command"] for each in them] for kind, them in commands.items()}
            assert "settings" not in names["hi"]
            assert names["all_chat_administrators:hi"][-1] == "settings"
            assert names["chat:"][-2:] == ["stats", "unanswered"]
    assert [each.levelname for each in caplog.records if "commands are not" in each.message] == [
        "INFO"
    ]


def test_an_older_record_is_brought_up_to_date(tmp_path: Path) -> None:
    """Choices made before there were so many are kept."""
    path = tmp_path / FILE_NAME
    Record(path).close()
    with contextlib.closing(sqlite3.connect(path)) as db:
        for column in ("commands_only", "memory"):
            db.execute(f"ALTER TABLE chats DROP COLUMN {column}")
        db.execute("ALTER TABLE exchanges DROP COLUMN inline_id")
        db.execute("ALTER TABLE unanswered DROP COLUMN exchange_id")
        db.execute("PRAGMA user_version = 3")
        db.execute("INSERT INTO chats (bot_id, chat_id, frame) VALUES (1, 2, 'en')")
        db.commit()
    with contextlib.closing(Record(path)) as record:
        assert Chats(record, 1).choices(2) == Choices("en")
