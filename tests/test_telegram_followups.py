"""Follow-up questions, through the Bot API double."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import partial

import pytest
import pytest_asyncio

from bot.memory.exchanges import Exchanges
from bot.memory.record import Record
from bot.telegram.conversation import SOON
from bot.transport.pace import Pace
from retrieval.answer import Answer
from retrieval.dialogue.readings import better
from tests.botapi.faults import Fault
from tests.botapi.running import RunningBot, running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import ASHA, BEN
from tests.sample_answers import FakeAnswerer, answer, article, cite

FIRST = "बाढ़ में कितने गाँव डूबे?"
SECOND = "और कितने मारे गए?"
TOGETHER = "बाढ़ में गाँव डूबे कितने मारे गए?"
FULL = "मेट्रो की नई लाइन का उद्घाटन किसने किया?"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot() -> AsyncIterator[RunningBot]:
    """One bot for all tests here; each test speaks in chats of its own."""
    with BotApi() as api:
        async with running_bot(api, FakeAnswerer(), pace=Pace(per_chat=(50, 1))) as running:
            yield running


@pytest.fixture
def asked(bot: RunningBot) -> Sequence[tuple[str, object]]:
    """What reaches the answerer from now on."""
    bot.answerer.asked.clear()
    return bot.answerer.asked


def questions(asked: Sequence[tuple[str, object]]) -> list[str]:
    """The questions in the order of the alphabet: both readings are searched at once."""
    return sorted(text for text, _ in asked)


async def test_a_short_question_soon_after_is_read_with_the_one_before(
    bot: RunningBot, asked: Sequence[tuple[str, object]]
) -> None:
    """In private, an elliptical question is searched with the earlier topic and by itself."""
    person = bot.person()
    await bot.reply_to(bot.world.say(FIRST, by=person))
    await bot.reply_to(bot.world.say(SECOND, by=person))
    assert questions(asked) == sorted([FIRST, SECOND, TOGETHER])


async def test_a_full_question_is_not(bot: RunningBot, asked: Sequence[tuple[str, object]]) -> None:
    """A question that names its subject is searched alone, also as a reply to an answer."""
    person = bot.person()
    first = await bot.reply_to(bot.world.say(FIRST, by=person))
    await bot.reply_to(bot.world.say(FULL, by=person))
    await bot.reply_to(bot.world.say(FULL, by=person, reply_to=first))
    assert questions(asked) == sorted([FIRST, FULL, FULL])


async def test_a_chain_reaches_back(bot: RunningBot, asked: Sequence[tuple[str, object]]) -> None:
    """A follow-up to a follow-up still knows what the first question was about."""
    bot.answerer.make = lambda text: answer(text, abstained="बाढ़" not in text)
    person = bot.person()
    try:
        first = await bot.reply_to(bot.world.say(FIRST, by=person))
        second = await bot.reply_to(bot.world.say(SECOND, by=person, reply_to=first))
        await bot.reply_to(bot.world.say("कब?", by=person, reply_to=second))
    finally:
        bot.answerer.make = answer
    assert "बाढ़ में गाँव डूबे कितने मारे गए कब?" in questions(asked)


async def test_in_a_group_only_a_reply_is_a_follow_up(
    bot: RunningBot, asked: Sequence[tuple[str, object]]
) -> None:
    """By default a group's memory is the chain of replies, whoever replies."""
    group = bot.group()
    first = await bot.reply_to(bot.world.say(f"/ask {FIRST}", by=ASHA, chat=group))
    await bot.reply_to(bot.world.say(f"/ask {SECOND}", by=ASHA, chat=group))
    assert questions(asked) == sorted([FIRST, SECOND])
    await bot.reply_to(bot.world.say(SECOND, by=BEN, chat=group, reply_to=first))
    assert TOGETHER in questions(asked)


@pytest.mark.parametrize(
    ("memory", "by", "together"),
    [("reader", ASHA, True), ("reader", BEN, False), ("chat", BEN, True)],
)
async def test_a_groups_memory_can_be_set(
    memory: str, by: dict[str, object], together: bool
) -> None:
    """With TELEGRAM_MEMORY a group's short questions lean on the reader's or the chat's last."""
    with BotApi() as api:
        answerer = FakeAnswerer()
        settings = {"memory": memory}
        async with running_bot(api, answerer, settings, pace=Pace(per_chat=(50, 1))) as bot:
            group = bot.group()
            await bot.reply_to(api.world.say(f"/ask {FIRST}", by=ASHA, chat=group))
            await bot.reply_to(api.world.say(f"/ask {SECOND}", by=by, chat=group))
        assert (TOGETHER in questions(answerer.asked)) == together


async def test_a_reply_that_quotes_asks_about_that_part(
    bot: RunningBot, asked: Sequence[tuple[str, object]]
) -> None:
    """A reply with a quotation of a part of the answer asks about that part."""
    person = bot.person()
    first = await bot.reply_to(bot.world.say(FIRST, by=person))
    quote = {"text": "पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।", "position": 90}
    await bot.reply_to(bot.world.say("यह कब से होगा?", by=person, reply_to=first, quote=quote))
    assert "पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे यह कब से होगा?" in questions(asked)


async def test_the_answer_speaks_the_follow_ups_language(bot: RunningBot) -> None:
    """The frame is in the language of the new question, not of the one it leans on."""
    bot.answerer.make = lambda text: answer(text, "en" if text == "and how many died?" else "hi")
    person = bot.person()
    try:
        await bot.reply_to(bot.world.say(FIRST, by=person))
        reply = await bot.reply_to(bot.world.say("and how many died?", by=person))
    finally:
        bot.answerer.make = answer
    assert "4 September 2025" in reply["text"]


async def test_a_question_that_is_tried_again_does_not_lean_on_itself() -> None:
    """Where its answer could not be sent, it is answered again as it was at first."""

    def made(text: str) -> Answer:
        return answer(text, short="240 करोड़ रुपये" if text == FIRST else "12,000")

    briefly = partial(asyncio.sleep, 0.05)
    pace = Pace(per_chat=(50, 1), sleep=lambda _: briefly())
    with BotApi() as api:
        async with running_bot(api, FakeAnswerer(made), pace=pace, retry_seconds=0.2) as bot:
            person = bot.person()
            await bot.reply_to(bot.world.say(FIRST, by=person))
            api.world.faults.add("sendMessage", *[Fault("bad_gateway")] * 7)
            reply = await bot.reply_to(bot.world.say(SECOND, by=person), 40)
            assert len(api.world.faults.happened) == 7
            assert questions(bot.answerer.asked).count(TOGETHER) == 2
    assert reply["text"].startswith("12,000 [1]")


def test_only_the_last_minutes_count() -> None:
    """A short question long after the last one stands alone."""
    now = [1_700_000_000.0]
    exchanges = Exchanges(Record(now=lambda: now[0]), 1, days=30)
    exchanges.add(5, 6, 7, question=FIRST, understood=FIRST, answer=answer())
    assert exchanges.latest(5, None, SOON) is not None
    now[0] += SOON + 1
    assert exchanges.latest(5, None, SOON) is None


OTHER = article(id="b2", source="anya.txt", text="बाज़ार में आग लगी। आग में 12 दुकानें जलीं।")
SPENT = cite(1, "लोक निर्माण विभाग के अनुसार इस पर 240 करोड़ रुपये खर्च हुए।")
CARS = cite(1, "पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।")
FIRE = cite(1, "आग में 12 दुकानें जलीं।", OTHER)
PREVIOUS = answer(citations=(SPENT,))


def of(cited: object, short: str | None = None, *, abstained: bool = False) -> Answer:
    """An answer with one citation."""
    return answer(short=short, citations=(cited,), abstained=abstained)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("alone", "together", "wanted"),
    [
        (of(CARS), of(SPENT), "alone"),  # together only repeats the answer before
        (of(FIRE), of(CARS), "together"),  # the same story goes on
        (of(FIRE), of(SPENT, "240 करोड़"), "together"),  # another part of the same sentence
        (of(CARS, abstained=True), of(SPENT), "together"),
        (of(CARS), of(SPENT, abstained=True), "alone"),
        (of(FIRE, abstained=True), of(SPENT, abstained=True), "alone"),
    ],
)
def test_the_reading_that_says_more_wins(alone: Answer, together: Answer, wanted: str) -> None:
    """Repeating the earlier answer counts against a reading, its article in favour of one."""
    assert better(alone, together, PREVIOUS) is {"alone": alone, "together": together}[wanted]
