"""Talk on Telegram, through the Bot API double."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.messages import INSTEAD
from bot.transport.pace import Pace
from retrieval.answer import Answer
from retrieval.dialogue.listening import ListeningAnswerer
from retrieval.question import Language
from tests.botapi.running import RunningBot, running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import Json
from tests.sample_answers import FakeAnswerer

FIRST = "बाढ़ में कितने गाँव डूबे?"


class Attentive(FakeAnswerer):
    """An answerer that listens first, as the program's does."""

    def answer(self, text: str, *, last_language: Language | None = None) -> Answer:
        """The prepared answer, or a kind word."""
        inner = FakeAnswerer(self.make, self.asked)
        return ListeningAnswerer(inner, lambda: True).answer(text, last_language=last_language)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot() -> AsyncIterator[RunningBot]:
    """One bot for all tests here; each test speaks in chats of its own."""
    with BotApi() as api:
        async with running_bot(api, Attentive(), pace=Pace(per_chat=(50, 1))) as running:
            yield running


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("नमस्ते!", INSTEAD["greeting"].hi),
        ("thank you so much", INSTEAD["thanks"].en),
        ("tum kaun ho", INSTEAD["who"].hi),
        ("🙏", INSTEAD["greeting"].hi),
        ("why?", INSTEAD["no_subject"].en),
    ],
)
async def test_talk_gets_a_kind_word_and_nothing_to_press(
    bot: RunningBot, text: str, words: str
) -> None:
    """In private a greeting is answered in its own language, without quotes and buttons."""
    asha = bot.person()
    await bot.reply_to(bot.world.say(FIRST, by=asha))  # else nothing tells the chat's language

    reply = await bot.reply_to(bot.world.say(text, by=bot.person() if text == "why?" else asha))

    assert reply["text"] == words
    assert "reply_markup" not in reply


async def test_a_group_is_spoken_to_only_where_it_speaks_to_the_bot(bot: RunningBot) -> None:
    """A greeting with the bot's name is answered, one among people is not."""
    group, asha = bot.group(), bot.person()
    first: Json = bot.world.say("नमस्ते!", by=asha, chat=group)
    assert await bot.quiet_after(first)

    reply = await bot.reply_to(bot.world.say("/ask नमस्ते", by=asha, chat=group))

    assert reply["text"] == INSTEAD["greeting"].hi


async def test_thanks_between_two_questions_do_not_break_the_thread(bot: RunningBot) -> None:
    """A short question after thanks still leans on the question before them."""
    asha = bot.person()
    await bot.reply_to(bot.world.say(FIRST, by=asha))
    await bot.reply_to(bot.world.say("धन्यवाद", by=asha))
    bot.answerer.asked.clear()

    await bot.reply_to(bot.world.say("अच्छा, और कितने मारे गए?", by=asha))

    assert "बाढ़ में गाँव डूबे कितने मारे गए?" in [text for text, _ in bot.answerer.asked]


async def test_thanks_as_a_reply_are_no_question(bot: RunningBot) -> None:
    """Thanks under an answer are not searched together with its question."""
    asha = bot.person()
    answered = await bot.reply_to(bot.world.say(FIRST, by=asha))
    bot.answerer.asked.clear()

    reply = await bot.reply_to(bot.world.say("धन्यवाद जी", by=asha, reply_to=answered))

    assert reply["text"] == INSTEAD["thanks"].hi
    assert bot.answerer.asked == []
