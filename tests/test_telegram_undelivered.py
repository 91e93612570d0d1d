"""Answers that are late or in doubt: edits are followed, and nothing is lost or sent thrice."""

from __future__ import annotations

import asyncio
import contextlib
import json
from pathlib import Path

import pytest

from bot.memory.journal import TELLING_TRIES, UNSURE_TRIES, Journal
from bot.memory.record import FILE_NAME, Record
from bot.transport.pace import TRIES, Pace
from tests.botapi.faults import Fault, Kind
from tests.botapi.running import running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import ASHA, BEN, Json
from tests.sample_answers import FakeAnswerer, answer
from tests.test_telegram_buttons import changed, labels, press
from tests.test_telegram_journal import briefly, impatient

QUESTION = "पुल पर कितना खर्च हुआ?"
EDITED = "पुल से कितने वाहन गुज़रेंगे?"
DOUBT = "पक्का नहीं कि मेरा उत्तर आप तक पहुँचा।"
OUTAGE = [Fault("bad_gateway")] * TRIES


def echoing() -> FakeAnswerer:
    """Answers begin with their question."""
    return FakeAnswerer(lambda text: answer(text, short=text))


def unanswered(api: BotApi, path: Path) -> list[int]:
    """The updates that the bot's file still holds."""
    with contextlib.closing(Record(path)) as record:
        return [each.update_id for each in Journal(record, api.world.me["id"]).waiting()]


async def all_settled(api: BotApi, path: Path) -> None:
    """Wait until the bot's file holds nothing more to answer."""
    async with asyncio.timeout(20):
        while unanswered(api, path):  # noqa: ASYNC110 - the file tells nobody when it changes
            await asyncio.sleep(0.05)


def shown(replies: list[Json]) -> list[str]:
    """The first line of each message."""
    return [each["text"].partition("\n")[0] for each in replies]


@pytest.mark.parametrize("edits", [(EDITED,), ("पुल कब बना?", EDITED)], ids=["one", "two"])
async def test_an_edit_of_a_question_whose_answer_is_late_is_answered(
    tmp_path: Path, edits: tuple[str, ...]
) -> None:
    """A question edited while its answer cannot be delivered gets one answer: to its last words."""
    path = tmp_path / FILE_NAME
    answerer = echoing()
    with BotApi() as api:
        api.world.faults.add("sendMessage", *OUTAGE)
        pace = Pace(per_chat=(50, 1), sleep=briefly)
        settings = {"record_file": path}
        async with running_bot(api, answerer, settings, pace=pace, retry_seconds=1.0) as bot:
            message = api.world.say(QUESTION)
            await bot.wait_for(lambda w: sum(c.method == "sendMessage" for c in w.calls) >= TRIES)
            for number, text in enumerate(edits):
                api.world.edit(message, text, seconds=number + 1)
            reply = await bot.reply_to(message)
            assert shown([reply]) == [f"{EDITED} [1]"]
            await all_settled(api, path)
            assert shown(api.world.replies_to(message)) == [f"{EDITED} [1]"]
            assert not api.world.calls_of("editMessageText")
    assert [text for text, _ in answerer.asked] == [QUESTION, EDITED]


async def test_an_edit_outlasts_the_process_with_its_question(tmp_path: Path) -> None:
    """Question and edit, both left by a killed run, end in one answer: to the edited question."""
    path = tmp_path / FILE_NAME
    with BotApi() as api:
        message = api.world.say(QUESTION)
        api.world.edit(message, EDITED)
        with api.world.changed:
            left = list(api.world.pending)
            api.world.pending.clear()
        with contextlib.closing(Record(path)) as record:
            Journal(record, api.world.me["id"]).accept(
                [(each["update_id"], json.dumps(each)) for each in left]
            )
        async with running_bot(api, echoing(), {"record_file": path}) as bot:
            reply = await bot.reply_to(message)
            await changed(bot, reply, f"{EDITED} [1]")
        assert len(api.world.replies_to(message)) == 1
    assert unanswered(api, path) == []


@pytest.mark.parametrize(
    ("cuts", "copies"),
    [
        (("reset_before", "reset_before"), 0),
        (("reset_before", "reset_after"), 1),
        (("reset_after", "reset_after"), 2),
    ],
)
async def test_an_answer_cut_off_twice_is_a_button_away(
    cuts: tuple[Kind, Kind], copies: int
) -> None:
    """Where nobody can know whether the answer arrived, a line says so and turns into it."""
    with BotApi() as api:
        api.world.faults.add("sendMessage", *map(Fault, cuts))
        async with running_bot(api, FakeAnswerer(), **impatient()) as bot:
            message = api.world.say(QUESTION)
            await bot.wait_for(
                lambda world: any(DOUBT in each["text"] for each in world.replies_to(message)), 20
            )
            replies = api.world.replies_to(message)
            assert [DOUBT in each["text"] for each in replies] == [False] * copies + [True]
            told = replies[-1]
            assert labels(told) == [["उत्तर दिखाइए"]]
            await press(bot, told, "उत्तर दिखाइए")
            await changed(bot, told, "240 करोड़ रुपये")
            # From now on it is the answer like any other.
            await press(bot, told, "English")
            await changed(bot, told, "4 September 2025")
            api.world.edit(message, EDITED)
            await bot.wait_for(lambda _: EDITED in [text for text, _ in bot.answerer.asked])
        assert len(api.world.replies_to(message)) == copies + 1


async def test_the_line_about_a_doubt_is_tried_longer_and_not_for_ever(tmp_path: Path) -> None:
    """Cut off again and again, the line itself is sent a few times; then the bot moves on."""
    tries, path = UNSURE_TRIES + TELLING_TRIES, tmp_path / FILE_NAME
    with BotApi() as api:
        api.world.faults.add("sendMessage", *[Fault("reset_before")] * (tries - 1))
        async with running_bot(api, FakeAnswerer(), {"record_file": path}, **impatient()) as bot:
            message = api.world.say(QUESTION)
            assert DOUBT in (await bot.reply_to(message, 30))["text"]
            api.world.faults.add("sendMessage", *[Fault("reset_before")] * tries)
            given_up = api.world.say(QUESTION, by=BEN)
            await bot.wait_for(lambda world: not world.faults.queued["sendMessage"], 30)
            await all_settled(api, path)
            assert not api.world.replies_to(given_up)
            await bot.reply_to(api.world.say(QUESTION, by=ASHA))


async def test_a_reply_in_doubt_says_so() -> None:
    """A command whose reply was cut off twice is answered with the request to write again."""
    with BotApi() as api:
        api.world.faults.add("sendMessage", *[Fault("reset_before")] * UNSURE_TRIES)
        async with running_bot(api, FakeAnswerer(), **impatient()) as bot:
            told = await bot.reply_to(api.world.say("/privacy", by=BEN), 20)
            assert told["text"].startswith("I cannot tell whether my reply reached you.")
            assert "reply_markup" not in told


async def test_an_edit_of_a_question_whose_answer_is_in_doubt_is_answered() -> None:
    """An edit that cannot be put in place, as nobody knows where that is, is answered anew."""
    with BotApi() as api:
        api.world.faults.add("sendMessage", *[Fault("reset_before")] * UNSURE_TRIES)
        async with running_bot(api, echoing(), **impatient()) as bot:
            message = api.world.say(QUESTION)
            assert DOUBT in (await bot.reply_to(message, 20))["text"]
            api.world.edit(message, EDITED)
            await bot.wait_for(lambda world: len(world.replies_to(message)) == 2)
            assert shown(api.world.replies_to(message))[1] == f"{EDITED} [1]"
