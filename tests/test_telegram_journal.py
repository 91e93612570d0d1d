"""Nothing is lost and nothing is answered twice, whatever happens to the process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.memory.journal import MOST_BEGINNINGS, TELEGRAM_KEEPS, UNSURE_TRIES, Journal
from bot.memory.record import FILE_NAME, Record
from bot.telegram.application import build_application
from bot.telegram.config import TelegramConfig
from bot.transport.limits import Limits
from bot.transport.pace import Pace
from bot.transport.polling import Trouble, poll
from store.errors import StoreError
from tests.botapi.faults import Fault
from tests.botapi.running import running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import ASHA, BEN
from tests.loopback import free_port
from tests.sample_answers import FakeAnswerer, answer, article, cite
from tests.test_telegram_webhook import PUBLIC, SECRET, private_question

QUESTION = "पुल पर कितना खर्च हुआ?"


async def briefly(seconds: float) -> None:
    """A sleep of a twentieth."""
    await asyncio.sleep(seconds / 20)


def quick() -> Pace:
    """Many messages a second."""
    return Pace(per_chat=(50, 1))


def impatient() -> dict[str, Any]:
    """Little time between tries."""
    return {"retry_seconds": 0.2, "pace": Pace(per_chat=(50, 1), sleep=briefly)}


class Clock:
    """Unix time that moves only when told."""

    def __init__(self) -> None:
        self.time = 1_700_000_000.0

    def __call__(self) -> float:
        """The time."""
        return self.time


@pytest.fixture
def clock() -> Clock:
    """A clock of the test's own."""
    return Clock()


@pytest.fixture
def journal(clock: Clock) -> Journal:
    """A journal in memory."""
    return Journal(Record(now=clock), 1)


def numbers(journal: Journal) -> list[int]:
    """The updates waiting."""
    return [each.update_id for each in journal.waiting()]


def test_an_update_is_new_once(journal: Journal) -> None:
    """An update that comes again is not new, neither while it waits nor once it is answered."""
    assert journal.accept([(7, "{}"), (8, "{}"), (7, "{}")]) == {7, 8}
    journal.done(7)
    assert journal.accept([(7, "{}"), (8, "{}"), (9, "{}")]) == {9}
    assert numbers(journal) == [8, 9]


def test_what_an_answered_update_said_is_forgotten(tmp_path: Path) -> None:
    """Once an update is answered, no byte of its text is left in the file."""
    path = tmp_path / FILE_NAME
    record = Record(path)
    journal = Journal(record, 1)
    journal.accept([(1, "a secret of a reader"), (2, "another matter")])
    journal.done(1)
    record.close()
    kept = path.read_bytes()
    assert b"another matter" in kept
    assert b"a secret" not in kept


def test_bots_do_not_share_updates() -> None:
    """With another bot's token in the same folder, equal numbers are different updates."""
    record = Record()
    Journal(record, 1).accept([(7, "{}")])
    assert Journal(record, 2).accept([(7, "{}")]) == {7}
    assert numbers(Journal(record, 1)) == [7]


def test_a_stale_update_is_let_go(journal: Journal, clock: Clock) -> None:
    """After a day, when Telegram itself would have dropped it, an update is not answered."""
    journal.accept([(7, "{}")])
    clock.time += TELEGRAM_KEEPS + 1
    assert numbers(journal) == []
    assert journal.accept([(7, "{}")]) == set()


def test_an_update_that_ends_the_process_is_given_up(journal: Journal) -> None:
    """An update whose answer never comes to an end is not begun for ever."""
    journal.accept([(7, "{}")])
    assert [journal.begin(7) for _ in range(MOST_BEGINNINGS + 1)] == [True] * MOST_BEGINNINGS + [
        False
    ]


def test_an_unsure_message_is_tried_twice_over_all_lives(journal: Journal) -> None:
    """What Telegram may have taken is sent at most twice, restarts included."""
    journal.accept([(7, "{}")])
    for _ in range(UNSURE_TRIES):
        delivery = journal.delivery(7)
        assert delivery.may_try()
        delivery.trying()
    assert not journal.delivery(7).may_try()
    journal.delivery(7).not_taken()
    assert journal.delivery(7).may_try()


def test_parts_sent_are_remembered(journal: Journal) -> None:
    """After a restart an answer goes on with the first message that Telegram has not taken."""
    journal.accept([(7, "{}")])
    delivery = journal.delivery(7)
    delivery.trying()
    delivery.taken()
    assert (journal.delivery(7).sent, journal.delivery(7).may_try()) == (1, True)


def test_a_newer_file_is_refused_in_one_line(tmp_path: Path) -> None:
    """A file of a later version, or one that is no database, is said so and left alone."""
    newer, broken = tmp_path / "newer", tmp_path / "broken"
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    broken.write_bytes(b"no database " * 100)
    for path, words in ((newer, "newer version"), (broken, "cannot be used")):
        before = path.read_bytes()
        with pytest.raises(StoreError, match=words) as refused:
            Record(path)
        assert "\n" not in str(refused.value)
        assert path.read_bytes() == before


async def test_a_duplicate_update_is_answered_once() -> None:
    """An update that Telegram delivers again, during its answer or later, gets one answer."""
    with BotApi() as api:
        port = free_port()
        api.webhook_proxy = f"http://127.0.0.1:{port}/telegram/hook"
        settings = {
            "webhook_url": PUBLIC,
            "webhook_secret": SECRET,
            "webhook_listen": f"127.0.0.1:{port}",
        }
        async with running_bot(api, FakeAnswerer(), settings) as bot:
            await bot.wait_for(lambda world: world.webhook)
            update = private_question(api, 81)
            for _ in range(2):
                assert await asyncio.to_thread(api.post, update, SECRET) == 200
            await bot.reply_to(update["message"])
            assert await asyncio.to_thread(api.post, update, SECRET) == 200
            await bot.reply_to(api.world.say(QUESTION, by=BEN))
        assert len(api.world.replies_to(update["message"])) == 1


async def test_an_answer_outlasts_a_long_outage(caplog: pytest.LogCaptureFixture) -> None:
    """An answer that cannot be delivered for longer than the tries take comes all the same."""
    with BotApi() as api:
        api.world.faults.add("sendMessage", *[Fault("bad_gateway")] * 7)
        async with running_bot(api, FakeAnswerer(), **impatient()) as bot:
            message = api.world.say(QUESTION)
            await bot.reply_to(message, 40)
            assert len(api.world.replies_to(message)) == 1


async def test_what_a_killed_run_left_is_answered_by_the_next(tmp_path: Path) -> None:
    """Updates that were acknowledged and not answered when the process died are answered next."""
    settings = {"record_file": tmp_path / FILE_NAME}
    with BotApi() as api:
        messages = [api.world.say(QUESTION, by=ASHA) for _ in range(3)]
        with api.world.changed:
            left = list(api.world.pending)
            api.world.pending.clear()
        with contextlib.closing(Record(settings["record_file"])) as record:
            journal = Journal(record, api.world.me["id"])
            journal.accept([(each["update_id"], json.dumps(each)) for each in left])
            # The last run sent the second answer, and tried the third twice without hearing.
            journal.delivery(left[1]["update_id"]).taken()
            for _ in range(2):
                journal.delivery(left[2]["update_id"]).trying()
        async with running_bot(api, FakeAnswerer(), settings) as bot:
            await bot.reply_to(messages[0])
            await bot.reply_to(api.world.say(QUESTION, by=BEN))
            told = await bot.reply_to(messages[2])
        assert [len(api.world.replies_to(message)) for message in messages] == [1, 0, 1]
        assert told["text"].startswith("पक्का नहीं कि मेरा उत्तर आप तक पहुँचा।")
        with contextlib.closing(Record(settings["record_file"])) as record:
            assert numbers(Journal(record, api.world.me["id"])) == []


async def test_a_second_part_that_was_lost_is_sent_alone() -> None:
    """If one message of several fails for long, only that one is sent again, under the first."""
    source = article(text="पुल " * 3000)
    quotes = tuple(cite(n, source.text[: 4000 * n].strip(), source) for n in (1, 2))
    answerer = FakeAnswerer(lambda text: answer(text, short=None, citations=quotes))
    with BotApi() as api:
        async with running_bot(api, answerer, **impatient()) as bot:
            api.world.faults.add("sendMessage", *[None, *[Fault("bad_gateway")] * 7])
            message = api.world.say(QUESTION)
            first = await bot.reply_to(message)
            await bot.wait_for(lambda world: len(world.sent) >= 3, 40)
            sent = [each["text"] for each in api.world.sent]
            answerer.make = answer
            api.world.edit(message, "पुल कब बना?")  # the bot knows where its answer stands
            await bot.wait_for(lambda _: "240" in first["text"])
        assert len(set(sent)) == len(sent)
        assert sum(text.count("पुल") for text in sent) == 3000 + 1


async def test_a_full_line_is_told_once_and_honestly() -> None:
    """When a chat asks more than may wait, it is told so once; what waits is answered."""
    with BotApi() as api:
        answerer = FakeAnswerer()
        answerer.gate.clear()
        async with running_bot(api, answerer, {"limits": Limits(waiting=2)}, pace=quick()) as bot:
            messages = [api.world.say(f"{QUESTION} {n}") for n in range(6)]
            busy = await bot.reply_to(messages[3])
            answerer.gate.set()
            for message in messages[:3]:
                await bot.reply_to(message)
            await asyncio.sleep(0.2)
            assert "2 प्रश्न उत्तर की प्रतीक्षा में" in busy["text"]
            assert [len(api.world.replies_to(message)) for message in messages] == [
                1,
                1,
                1,
                1,
                0,
                0,
            ]
            # Once the line is empty the chat is served as before.
            await bot.reply_to(api.world.say(QUESTION))


async def test_one_reader_cannot_ask_without_end() -> None:
    """Beyond their questions a minute a reader is told once to wait; others are answered."""
    with BotApi() as api:
        async with running_bot(
            api, FakeAnswerer(), {"limits": Limits(reader=2)}, pace=quick()
        ) as bot:
            for _ in range(2):
                await bot.reply_to(api.world.say("How much?", by=BEN))
            told = await bot.reply_to(api.world.say("How much?", by=BEN))
            assert told["text"].startswith("I can take 2 questions a minute here.")
            third = api.world.say("How much?", by=BEN)
            await bot.reply_to(api.world.say(QUESTION, by=ASHA))
            assert not api.world.replies_to(third)


async def test_one_group_cannot_ask_without_end() -> None:
    """A group has a limit of its own, whoever of its members asks."""
    with BotApi() as api:
        async with running_bot(
            api, FakeAnswerer(), {"limits": Limits(group=1)}, pace=quick()
        ) as bot:
            group = bot.group()
            await bot.reply_to(api.world.say(f"/ask {QUESTION}", by=ASHA, chat=group))
            told = await bot.reply_to(api.world.say("/ask How much?", by=BEN, chat=group))
            assert told["text"].startswith("I can take 1 question a minute here.")
            await bot.reply_to(api.world.say("How much?", by=BEN))


async def test_a_talkative_chat_does_not_hold_up_another() -> None:
    """While many questions of one chat wait for the pace, another chat is answered at once."""
    with BotApi() as api:
        async with running_bot(api, FakeAnswerer(), pace=Pace(per_chat=(1, 0.2))) as bot:
            slow = [api.world.say(QUESTION, by=ASHA) for _ in range(15)]
            await bot.wait_for(lambda world: world.sent)
            await bot.reply_to(api.world.say(QUESTION, by=BEN))
            assert not api.world.replies_to(slow[-1])


async def test_talk_in_a_group_is_not_written_down(tmp_path: Path) -> None:
    """What people say to each other never reaches the file."""
    path = tmp_path / FILE_NAME
    with BotApi() as api:
        async with running_bot(api, FakeAnswerer(), {"record_file": path}) as bot:
            api.world.say("between ourselves", chat=bot.group())
            await bot.reply_to(api.world.say(QUESTION))
            assert b"between ourselves" not in path.with_name(f"{FILE_NAME}-wal").read_bytes()


async def test_a_record_that_cannot_be_written_acknowledges_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """If updates cannot be written down, Telegram is left to keep them."""
    with BotApi() as api:
        stop = asyncio.Event()
        bot = build_application(TelegramConfig(api.world.token, api.base_url)).bot
        await bot.initialize()

        async def refuse(_: object) -> None:
            stop.set()
            raise StoreError("disk full")

        api.world.say(QUESTION)
        await asyncio.wait_for(poll(bot, refuse, stop, ("message",), Trouble()), 5)
        await bot.shutdown()
        assert len(api.world.pending) == 1
    assert any("disk full" in each.getMessage() for each in caplog.records)
