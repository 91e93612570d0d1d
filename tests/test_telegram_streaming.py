"""Answers shown while a language model writes them, through the Bot API double."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.memory.record import FILE_NAME
from bot.telegram.application import serve
from bot.telegram.config import TelegramConfig
from bot.transport.pace import Pace
from retrieval.answer import Answer, Hear, WrittenSentence
from tests.botapi.faults import Fault
from tests.botapi.running import RunningBot, running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import Json
from tests.sample_answers import FakeAnswerer
from tests.test_telegram_buttons import labels, press

QUESTION = "पुल पर कितना खर्च हुआ?"
FIRST = WrittenSentence("पुल पर 240 करोड़ रुपये खर्च हुए।", (1,))
SECOND = WrittenSentence("उस पर रोज़ 12,000 वाहन चलेंगे।", (2,))
ENGLISH = WrittenSentence("The bridge cost 240 crore rupees.", (1,))


@dataclass
class Dictated(FakeAnswerer):
    """Writes the sentences of its question's language, each once it is `let` out."""

    let: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def write(self, answer: Answer, *, chat: int | None = None, hear: Hear | None = None) -> Answer:
        """The answer in words, told one sentence after the other."""
        written = (ENGLISH,) if answer.question.frame == "en" else (FIRST, SECOND)
        for sentence in written:
            assert self.let.acquire(timeout=20)
            if hear is not None:
                hear(sentence)
        assert self.let.acquire(timeout=20)
        return replace(answer, written=written)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot() -> AsyncIterator[RunningBot]:
    """One bot for all tests here; each test speaks in chats of its own."""
    with BotApi() as api:
        async with running_bot(
            api, Dictated(), pace=Pace(per_chat=(50, 1)), retry_seconds=0.2
        ) as running:
            yield running


def let(bot: RunningBot, sentences: int = 1) -> None:
    """Let the model write on."""
    assert isinstance(bot.answerer, Dictated)
    bot.answerer.let.release(sentences)


def drafts(bot: RunningBot, message: Json) -> list[Json]:
    """What the message's sender saw before the answer."""
    chat = message["chat"]["id"]
    return [each for each in bot.world.drafts if each["chat"]["id"] == chat]


async def test_in_private_a_draft_grows_into_the_answer(bot: RunningBot) -> None:
    """Each sentence is shown in one draft as it comes, with its proof; then the answer is sent."""
    message = bot.world.say(QUESTION, by=bot.person())
    let(bot)
    await bot.wait_for(lambda _: len(drafts(bot, message)) == 1)
    assert not bot.world.replies_to(message)
    let(bot)
    await bot.wait_for(lambda _: len(drafts(bot, message)) == 2)
    let(bot)
    reply = await bot.reply_to(message)
    one, two = drafts(bot, message)
    assert one["text"].startswith(f"{FIRST.text} [1]\n")
    assert SECOND.text not in one["text"]
    assert two["text"].startswith(f"{FIRST.text} [1] {SECOND.text} [2]\n")
    assert one["draft_id"] == two["draft_id"]
    assert reply["text"] == two["text"]
    assert labels(reply)
    with bot.world.changed:
        chat = str(message["chat"]["id"])
        mine = [call.method for call in bot.world.calls if call.params.get("chat_id") == chat]
    assert mine[-1] == "sendMessage"


async def test_elsewhere_the_message_itself_grows(bot: RunningBot) -> None:
    """In a group the first sentence is sent, later ones and the buttons are put into it."""
    group = bot.group()
    message = bot.world.say(f"/ask {QUESTION}", by=bot.person(), chat=group)
    let(bot)
    reply = await bot.reply_to(message)
    assert reply["text"].startswith(f"{FIRST.text} [1]\n")
    assert "reply_markup" not in reply
    let(bot, 2)
    await bot.wait_for(lambda _: SECOND.text in reply["text"] and "reply_markup" in reply)
    assert bot.world.replies_to(message) == [reply]
    assert not [each for each in bot.world.drafts if each["chat"]["id"] == group["id"]]
    await press_english(bot, reply)


async def press_english(bot: RunningBot, reply: Json) -> None:
    """The buttons know the message: the frame and what is written turn English."""
    let(bot, 2)
    await press(bot, reply, "English")
    await bot.wait_for(lambda _: reply["text"].startswith(f"{ENGLISH.text} [1]\n"))
    assert "4 September 2025" in reply["text"]


async def test_a_message_that_grows_is_sent_twice_at_most(bot: RunningBot) -> None:
    """Where Telegram takes its beginning twice and says so neither time, no third copy is sent."""
    bot.world.faults.add("sendMessage", *[Fault("reset_after")] * 2)
    message = bot.world.say(f"/ask {QUESTION}", by=bot.person(), chat=bot.group())
    let(bot)
    await bot.wait_for(lambda world: len(world.replies_to(message)) == 2, 20)
    let(bot, 2)
    await bot.wait_for(lambda world: len(world.replies_to(message)) == 3, 40)
    told = bot.world.replies_to(message)[-1]
    assert FIRST.text not in told["text"]
    assert labels(told) == [["उत्तर दिखाइए"]]


async def test_an_answer_that_is_there_at_once_is_not_drafted(bot: RunningBot) -> None:
    """Where all sentences come together, as from memory, there is the answer alone."""
    let(bot, 3)
    message = bot.world.say(QUESTION, by=bot.person())
    assert SECOND.text in (await bot.reply_to(message))["text"]
    assert not drafts(bot, message)


@pytest.mark.parametrize(
    "fault", [Fault("flood"), Fault("refuse"), Fault("bad_gateway"), Fault("reset_before")]
)
async def test_trouble_with_a_draft_costs_no_answer(bot: RunningBot, fault: Fault) -> None:
    """A draft that fails is not tried again; the answer comes whole."""
    bot.world.faults.add("sendMessageDraft", fault)
    message = bot.world.say(QUESTION, by=bot.person())
    before = len(bot.world.calls_of("sendMessageDraft"))
    let(bot)
    await bot.wait_for(lambda w: sum(c.method == "sendMessageDraft" for c in w.calls) > before)
    let(bot, 2)
    assert SECOND.text in (await bot.reply_to(message))["text"]
    assert not drafts(bot, message)


async def test_the_language_button_has_the_answer_written_anew(bot: RunningBot) -> None:
    """हिन्दी/English turns what the model wrote as well, and back without asking it again."""
    let(bot, 3)
    reply = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    first = reply["text"]
    await press_english(bot, reply)
    await press(bot, reply, "हिन्दी")
    await bot.wait_for(lambda _: reply["text"] == first)


async def test_after_a_restart_the_message_that_had_begun_is_finished(tmp_path: Path) -> None:
    """A process that ends in the middle of an answer leaves no second message behind."""
    answerer = Dictated()
    with BotApi() as api:
        config = TelegramConfig(api.world.token, api.base_url, record_file=tmp_path / FILE_NAME)
        run = asyncio.create_task(serve(config, answerer, asyncio.Event()))
        group = {"id": -100777, "type": "supergroup", "title": "G"}
        message = api.world.say(f"/ask {QUESTION}", chat=group)
        answerer.let.release()
        reply = await asyncio.to_thread(api.world.reply_to, message)
        run.cancel()
        api.world.faults.at_random(1.0, [Fault("bad_gateway")], ["editMessageText", "sendMessage"])
        answerer.let.release(2)
        with contextlib.suppress(asyncio.CancelledError):
            await run
        api.world.faults.at_random(0.0, [], [])
        answerer.let.release(3)
        settings = {"record_file": tmp_path / FILE_NAME}
        async with running_bot(api, answerer, settings):
            await asyncio.to_thread(
                api.world.wait_for, lambda _: SECOND.text in reply["text"] and labels(reply)
            )
        assert api.world.replies_to(message) == [reply]
