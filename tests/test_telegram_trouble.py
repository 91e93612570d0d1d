"""What goes wrong between the bot and Telegram, and what readers notice of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.telegram.application import serve
from bot.telegram.config import TelegramConfig, TelegramUnusable
from bot.transport.pace import Pace
from tests.botapi.faults import Fault
from tests.botapi.running import RunningBot, running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import ASHA, BEN, World
from tests.sample_answers import FakeAnswerer

QUESTION = "पुल पर कितना खर्च हुआ?"


@pytest_asyncio.fixture(loop_scope="session")
async def bot() -> AsyncIterator[RunningBot]:
    """A bot of its own for each test."""
    with BotApi() as api:
        async with running_bot(api, FakeAnswerer()) as running:
            yield running


async def test_a_wrong_token_ends_the_bot_with_one_line() -> None:
    """A token that Telegram does not know is an error of one line that does not repeat it."""
    with BotApi() as api:
        for token in ("1:wrong-token-of-nobody", "no-token-at-all"):
            config = TelegramConfig(token, api.base_url)
            with pytest.raises(TelegramUnusable) as unusable:
                await serve(config, FakeAnswerer(), asyncio.Event())
            assert "TELEGRAM_BOT_TOKEN" in str(unusable.value)
            assert "\n" not in str(unusable.value)
            assert token not in str(unusable.value) + repr(config)
            assert unusable.value.__suppress_context__


async def test_a_token_taken_back_ends_the_bot() -> None:
    """When Telegram stops knowing the token, the bot ends rather than wait for ever."""
    with BotApi() as api:
        stop = asyncio.Event()
        config = TelegramConfig(api.world.token, api.base_url)
        task = asyncio.create_task(serve(config, FakeAnswerer(), stop))
        message = api.world.say(QUESTION)
        await asyncio.to_thread(api.world.reply_to, message)
        api.world.token = "1:another"
        api.world.say(QUESTION)
        with pytest.raises(TelegramUnusable):
            await asyncio.wait_for(task, 10)


@pytest.mark.parametrize(
    ("fault", "times"),
    [
        (Fault("flood", retry_after=1), 1),
        (Fault("bad_gateway"), 1),
        (Fault("reset_before"), 1),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
async def test_an_answer_survives_trouble_on_the_way(
    bot: RunningBot, fault: Fault, times: int
) -> None:
    """A 429, a bad gateway or a cut connection delays an answer; it still comes, once."""
    bot.world.faults.add("sendMessage", fault)
    message = bot.world.say(QUESTION)
    await bot.reply_to(message)
    await asyncio.sleep(0.2)
    assert len(bot.world.replies_to(message)) == times
    assert len(bot.world.calls_of("sendMessage")) == 2


async def test_a_lost_acknowledgement_repeats_an_answer_at_most_once(bot: RunningBot) -> None:
    """If Telegram takes an answer but its reply is lost, the reader sees it twice at most."""
    bot.world.faults.add("sendMessage", Fault("reset_after"))
    message = bot.world.say(QUESTION)
    await bot.wait_for(lambda world: len(world.calls) and len(world.replies_to(message)) == 2)
    await asyncio.sleep(0.5)
    assert len(bot.world.replies_to(message)) == 2


async def test_waiting_in_one_chat_does_not_delay_another(bot: RunningBot) -> None:
    """A chat that Telegram told to wait leaves all others as fast as before."""
    bot.world.faults.add("sendMessage", Fault("flood", retry_after=2))
    slow = bot.world.say(QUESTION, by=ASHA)
    await bot.wait_for(lambda world: world.faults.happened)
    quick = bot.world.say(QUESTION, by=BEN)
    await bot.reply_to(quick, 1.5)
    assert not bot.world.replies_to(slow)
    await bot.reply_to(slow)


async def test_telegrams_pace_is_kept(bot: RunningBot) -> None:
    """With Telegram's limits on, quick questions in one chat are all answered, none refused."""
    bot.world.flood.on = True
    messages = [bot.world.say(QUESTION) for _ in range(3)]
    for message in messages:
        await bot.reply_to(message)
    assert len(bot.world.calls_of("sendMessage")) == 3


async def test_refused_html_is_sent_as_plain_text(bot: RunningBot) -> None:
    """Should Telegram refuse the formatting, the same words arrive without it."""
    reason = 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 1'
    bot.world.faults.add("sendMessage", Fault("refuse", description=reason))
    reply = await bot.reply_to(bot.world.say(QUESTION))
    assert reply["text"].startswith("240 करोड़ रुपये [1]\n")
    assert "entities" not in reply


async def test_an_answer_to_a_deleted_question_still_comes(bot: RunningBot) -> None:
    """If the question is deleted meanwhile, the answer comes without being a reply."""
    bot.answerer.gate.clear()
    message = bot.world.say(QUESTION)
    await bot.wait_for(lambda world: bot.answerer.asked)
    with bot.world.changed:
        del bot.world.messages[message["chat"]["id"], message["message_id"]]
    bot.answerer.gate.set()
    sent = await bot.wait_for(lambda world: world.sent)
    assert "reply_to_message" not in sent[0]


async def test_a_group_that_became_a_supergroup_gets_its_answer(bot: RunningBot) -> None:
    """When a group moves to a new id, the answer goes there."""
    group = bot.group(type="group")
    moved = bot.group()
    with bot.world.changed:
        bot.world.chats[moved["id"]] = moved
        bot.world.migrated[group["id"]] = moved["id"]
    bot.world.say(f"/ask {QUESTION}", chat=group)
    sent = await bot.wait_for(lambda world: world.sent)
    assert sent[0]["chat"]["id"] == moved["id"]


async def test_a_reader_who_blocked_the_bot_costs_one_line(
    bot: RunningBot, caplog: pytest.LogCaptureFixture
) -> None:
    """A blocked bot tries once, logs once, and goes on answering others."""
    caplog.set_level(logging.INFO, "bot")
    with bot.world.changed:
        bot.world.closed[ASHA["id"]] = "bot was blocked by the user"
    bot.world.say(QUESTION, by=ASHA)
    await bot.wait_for(lambda world: [call for call in world.calls if call.method == "sendMessage"])
    await bot.reply_to(bot.world.say(QUESTION, by=BEN))
    assert sum("blocked by the user" in record.getMessage() for record in caplog.records) == 1


@pytest.mark.parametrize("kind", ["bad_gateway", "reset_before", "flood"])
async def test_polling_outlasts_trouble(bot: RunningBot, kind: str) -> None:
    """When fetching messages fails for a while, the bot comes back and answers."""
    await bot.reply_to(bot.world.say(QUESTION))
    bot.world.faults.add("getUpdates", Fault(kind), Fault(kind))  # type: ignore[arg-type]
    await bot.reply_to(bot.world.say(QUESTION), 15)


async def test_a_second_instance_is_named_as_the_trouble(
    bot: RunningBot, caplog: pytest.LogCaptureFixture
) -> None:
    """A conflict over getUpdates is said once, in words an operator understands."""
    conflict = Fault("refuse", code=409, description="Conflict: terminated by other getUpdates")
    bot.world.faults.add("getUpdates", conflict, conflict)
    await bot.reply_to(bot.world.say(QUESTION))
    await bot.reply_to(bot.world.say(QUESTION), 15)
    said = [each for each in caplog.records if "Another program" in each.getMessage()]
    assert len(said) == 1


async def test_an_update_that_cannot_be_read_is_skipped(
    bot: RunningBot, caplog: pytest.LogCaptureFixture
) -> None:
    """Content that the library cannot read costs that update only, and is not logged."""
    bot.world.say("रहस्य", entities="broken")
    await bot.reply_to(bot.world.say(QUESTION))
    ours = [each.getMessage() for each in caplog.records if each.name.startswith("bot")]
    assert any("cannot be read" in line for line in ours)
    assert not any("रहस्य" in line for line in ours)


async def test_no_commands_is_no_end(caplog: pytest.LogCaptureFixture) -> None:
    """If the commands cannot be registered, the bot warns and works."""
    with BotApi() as api:
        api.world.faults.add("setMyCommands", Fault("refuse"))
        async with running_bot(api, FakeAnswerer()) as bot:
            await bot.reply_to(bot.world.say(QUESTION))
    assert any("commands could not be registered" in each.getMessage() for each in caplog.records)


async def test_the_start_waits_for_telegram() -> None:
    """A Telegram that cannot be reached at first is waited for."""
    with BotApi() as api:
        api.world.faults.add("getMe", Fault("bad_gateway"), Fault("reset_before"))
        api.world.faults.add("deleteWebhook", Fault("bad_gateway"))
        async with running_bot(api, FakeAnswerer()) as bot:
            await bot.reply_to(bot.world.say(QUESTION), 15)


async def test_a_stop_finishes_what_is_in_hand() -> None:
    """When told to stop, the bot still sends the answers it is working on."""
    with BotApi() as api:
        answerer = FakeAnswerer()
        async with running_bot(api, answerer) as bot:
            answerer.gate.clear()
            messages = [bot.world.say(QUESTION, by=bot.person()) for _ in range(6)]
            await bot.wait_for(lambda world: answerer.asked)
            await asyncio.sleep(0.2)
            bot.stop.set()
            await asyncio.sleep(0.2)
            answerer.gate.set()
        assert [len(api.world.replies_to(message)) for message in messages] == [1] * 6


async def test_what_was_answered_is_not_answered_again_after_a_restart() -> None:
    """The last messages are acknowledged on the way out."""
    with BotApi() as api:
        async with running_bot(api, FakeAnswerer()) as bot:
            message = bot.world.say(QUESTION)
            await bot.reply_to(message)
        async with running_bot(api, FakeAnswerer()) as bot:
            await bot.reply_to(bot.world.say(QUESTION, by=BEN))
        assert len(api.world.replies_to(message)) == 1


async def test_a_stop_does_not_wait_for_an_unreachable_telegram() -> None:
    """Told to stop while Telegram cannot be reached, the bot ends at once."""
    config = TelegramConfig(World().token, "http://127.0.0.1:9/bot")
    stop = asyncio.Event()
    task = asyncio.create_task(serve(config, FakeAnswerer(), stop, pace=Pace()))
    await asyncio.sleep(0.3)
    stop.set()
    await asyncio.wait_for(task, 5)
