"""Each method that the bot uses, with each kind of trouble, through the Bot API double."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from bot.transport.pace import Pace
from tests.botapi.faults import Fault, Kind
from tests.botapi.methods import METHODS
from tests.botapi.running import RunningBot, running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import BOT
from tests.sample_answers import BRIDGE, FakeAnswerer
from tests.test_telegram_buttons import changed

QUESTION = "पुल पर कितना खर्च हुआ?"
NAME = f"@{BOT['username']}"
KINDS: tuple[Kind, ...] = ("flood", "bad_gateway", "reset_before", "reset_after")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot() -> AsyncIterator[RunningBot]:
    """One bot for all tests here; each test speaks in chats of its own."""
    with BotApi() as api:
        async with running_bot(api, FakeAnswerer(), pace=Pace(per_chat=(50, 1))) as running:
            yield running


async def ask(bot: RunningBot) -> None:
    """A question in private is answered."""
    await bot.reply_to(bot.world.say(QUESTION, by=bot.person()), 20)


async def turn(bot: RunningBot) -> None:
    """A button changes an answer."""
    reply = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    bot.world.press(reply, "आसपास")
    await changed(bot, reply, BRIDGE)


async def judge(bot: RunningBot) -> None:
    """👎 asks for the reason in other buttons."""
    reply = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    bot.world.press(reply, "👎")
    await bot.wait_for(lambda _: len(reply["reply_markup"]["inline_keyboard"]) == 4, 20)


async def type_inline(bot: RunningBot) -> None:
    """What is typed after the bot's name elsewhere finds results."""
    query = bot.world.type_inline(QUESTION, by=bot.person())
    await bot.wait_for(lambda world: world.inline_answers.get(query), 20)


async def call_guest(bot: RunningBot) -> None:
    """A mention in a chat without the bot is answered."""
    query = bot.world.call_guest(f"{NAME} {QUESTION}", bot.group(), by=bot.person())
    await bot.wait_for(lambda world: world.guest_answers.get(query), 20)


USES: dict[str, Callable[[RunningBot], Awaitable[None]]] = {
    "getUpdates": ask,
    "sendChatAction": ask,
    "sendMessage": ask,
    "answerCallbackQuery": turn,
    "editMessageText": turn,
    "editMessageReplyMarkup": judge,
    "answerInlineQuery": type_inline,
    "answerGuestQuery": call_guest,
}
# When the bot starts, or tested where they are used: the other test below and those of settings,
# streaming, webhooks and admins.
ELSEWHERE = "getMe deleteWebhook setMyCommands setWebhook getChatMember sendMessageDraft getFile"


def test_every_method_is_met_with_trouble() -> None:
    """No method of the double is left out of the tests of trouble."""
    assert {each.lower() for each in (*USES, *ELSEWHERE.split())} == set(METHODS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", USES)
async def test_trouble_delays_and_no_more(bot: RunningBot, method: str, kind: Kind) -> None:
    """Whatever goes wrong with a request once, the reader gets what was asked for."""
    bot.world.faults.add(method, Fault(kind))
    await USES[method](bot)
    assert not bot.world.faults.queued[method]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_start_outlasts_trouble(kind: Kind, caplog: pytest.LogCaptureFixture) -> None:
    """A start with trouble at every step ends in a bot that answers; at INFO no line says what."""
    caplog.set_level(logging.INFO, "bot")
    caplog.set_level(logging.INFO, "telegram")
    with BotApi() as api:
        for method in ("getMe", "deleteWebhook", "getUpdates"):
            api.world.faults.add(method, Fault(kind))
        async with running_bot(api, FakeAnswerer()) as bot:
            await ask(bot)
            assert not any(api.world.faults.queued.values())
    assert QUESTION not in caplog.text


@pytest.mark.parametrize(
    "text",
    [
        "पुल\n" * 300,
        "क" * 10_000,
        ("पुल पर कितना खर्च हुआ? " * 500)[:10_000],
        "كم كلف الجسر؟",
        "\u202eपुल पर\u202c कितना खर्च\u200d\u200b हुआ?",
        "👨‍👩‍👧‍👦 पुल 🏟 कितना?",
        "<b>&amp; पुल & <i>",
    ],
    ids=["newlines", "one word", "long", "right to left", "zero width", "emoji", "html"],
)
async def test_strange_messages_are_answered_once(bot: RunningBot, text: str) -> None:
    """Long, right-to-left, zero-width and HTML-like questions get one answer, in private alone."""
    in_group = bot.world.say(text, by=bot.person(), chat=bot.group())
    message = bot.world.say(text, by=bot.person())
    await bot.reply_to(message)
    assert await bot.quiet_after(in_group)
    assert len(bot.world.replies_to(message)) == 1


async def test_a_channel_post_is_answered_there_alone(bot: RunningBot) -> None:
    """A post that mentions the bot is answered in its channel, not under its copy elsewhere."""
    channel, discussion = bot.group(type="channel", title="समाचार"), bot.group()
    post = bot.world.post(channel, f"{NAME} {QUESTION}")
    copy = bot.world.say(
        f"{NAME} {QUESTION}",
        chat=discussion,
        is_automatic_forward=True,
        sender_chat=channel,
    )
    assert (await bot.reply_to(post))["chat"]["id"] == channel["id"]
    assert await bot.quiet_after(copy)
    comment = bot.world.say(f"{NAME} {QUESTION}", chat=discussion, reply_to=copy)
    await bot.reply_to(comment)


async def test_a_question_that_is_gone_by_then_is_answered_all_the_same(bot: RunningBot) -> None:
    """A message deleted before its answer is sent gets it without being replied to."""
    bot.answerer.gate.clear()
    person = bot.person()
    message = bot.world.say(QUESTION, by=person)
    await bot.wait_for(lambda _: bot.answerer.at_once or None)
    with bot.world.changed:
        del bot.world.messages[person["id"], message["message_id"]]
        before = len(bot.world.sent)
    bot.answerer.gate.set()
    await bot.wait_for(
        lambda world: [each for each in world.sent[before:] if each["chat"]["id"] == person["id"]]
    )
