"""The real application against the Bot API double: who is answered, and with what."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.messages import HELP, HOW_TO_ASK, NO_WORDS, NOT_TEXT, UNKNOWN_COMMAND, WELCOME, WENT_WRONG
from bot.transport.pace import Pace
from retrieval.answer import Answer
from tests.botapi.running import RunningBot, running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import BOT, Json
from tests.sample_answers import FakeAnswerer, answer, article, cite

QUESTION = "पुल पर कितना खर्च हुआ?"
NAME = f"@{BOT['username']}"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot() -> AsyncIterator[RunningBot]:
    """One bot for all tests here; each test speaks in chats of its own."""
    with BotApi() as api:
        async with running_bot(api, FakeAnswerer(), pace=Pace(per_chat=(50, 1))) as running:
            yield running


def asked(bot: RunningBot) -> list[str]:
    """The questions that reached the answerer."""
    return [text for text, _ in bot.answerer.asked]


async def test_a_private_question_gets_its_proof(bot: RunningBot) -> None:
    """A private question is answered by a reply with fact, quotation and no link preview."""
    message = bot.world.say(QUESTION, by=bot.person())
    reply = await bot.reply_to(message)
    assert reply["text"].startswith("240 करोड़ रुपये [1]\n")
    kinds = [entity["type"] for entity in reply["entities"]]
    assert kinds == ["bold", "blockquote", "bold", "text_link", "expandable_blockquote"]
    assert reply["link_preview_options"] == {"is_disabled": True}


async def test_typing_is_shown_while_an_answer_is_made(bot: RunningBot) -> None:
    """The typing sign reaches the asking chat, and reaches it before the answer."""
    message = bot.world.say(QUESTION, by=bot.person())
    await bot.reply_to(message)
    chat = str(message["chat"]["id"])
    with bot.world.changed:
        mine = [call for call in bot.world.calls if call.params.get("chat_id") == chat]
    assert [call.method for call in mine] == ["sendChatAction", "sendMessage"]
    assert mine[0].params["action"] == "typing"


@pytest.mark.parametrize(
    "text",
    [
        f"{NAME} {QUESTION}",
        f"{NAME}, {QUESTION}",
        f"{NAME.upper()} {QUESTION}",
        f"{QUESTION} {NAME.lower()}",
        f"🏟🏟 {NAME}\n{QUESTION}",
        f"/ask {QUESTION}",
        f"/ask{NAME} {QUESTION}",
        f"/ASK{NAME.upper()} {QUESTION}",
        f"/ask {NAME} {QUESTION}",
        f"{BOT['username']} {QUESTION}",
        f"{BOT['username'].lower()}: {QUESTION}",
        f"{QUESTION} {BOT['username'].upper()}",
        f"{BOT['first_name']}, {QUESTION}",
    ],
)
async def test_a_group_is_answered_when_it_asks_the_bot(bot: RunningBot, text: str) -> None:
    """Its name in any case, with and without @, and /ask with or without it, ask the bot."""
    bot.answerer.asked.clear()
    message = bot.world.say(text, by=bot.person(), chat=bot.group())
    await bot.reply_to(message)
    assert [question.replace("🏟🏟", "").strip() for question in asked(bot)] == [QUESTION]


async def test_a_reply_to_the_bot_in_a_group_is_answered(bot: RunningBot) -> None:
    """Whoever replies to one of the bot's messages is answered without naming it."""
    group = bot.group()
    first = await bot.reply_to(bot.world.say(f"/ask {QUESTION}", chat=group))
    bot.answerer.asked.clear()
    question = "शहर की नई मेट्रो लाइन का उद्घाटन किसने किया?"
    await bot.reply_to(bot.world.say(question, chat=group, reply_to=first))
    assert asked(bot) == [question]


async def test_a_mention_by_link_is_answered(bot: RunningBot) -> None:
    """A mention made from the bot's profile counts, though its text is not the bot's name."""
    bot.answerer.asked.clear()
    text = f"प्रमाण {QUESTION}"
    mention = {"type": "text_mention", "offset": 0, "length": 6, "user": BOT}
    await bot.reply_to(bot.world.say(text, chat=bot.group(), entities=[mention]))
    assert asked(bot) == [QUESTION]


@pytest.mark.parametrize("words", ["/ask", f"/ask{NAME}", NAME, f"{NAME} /ask"])
async def test_asking_without_words_asks_the_message_replied_to(
    bot: RunningBot, words: str
) -> None:
    """/ask or a mention alone, as a reply to somebody's message, asks that message."""
    group = bot.group()
    message = bot.world.say(QUESTION, by=bot.person(), chat=group)
    bot.answerer.asked.clear()
    await bot.reply_to(bot.world.say(words, by=bot.person(), chat=group, reply_to=message))
    assert asked(bot) == [QUESTION]


@pytest.mark.parametrize(
    "fields",
    [
        {"text": QUESTION},
        {"text": "/help"},
        {"text": "/start"},
        {"text": f"/ask@OtherBot {QUESTION}"},
        {"text": f"/help@OtherBot {NAME}"},
        {"text": f"@OtherBot {QUESTION}"},
        {"text": f"@{BOT['username']}Two {QUESTION}"},
        {"text": f"me{NAME} {QUESTION}"},
        {"text": f"{BOT['username']}Two {QUESTION}"},
        {"text": f"यह देखो: t.me/{BOT['username']}"},
        {"text": f"{BOT['first_name']} {QUESTION}"},
        {"text": f"इसका {BOT['first_name']}, {QUESTION}"},
        {"text": f"{NAME} 😀"},
        {"photo": [{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}]},
        {"new_chat_title": "नया नाम"},
        {"text": f"{NAME} {QUESTION}", "is_automatic_forward": True},
    ],
)
async def test_a_group_that_does_not_ask_is_left_in_peace(bot: RunningBot, fields: Json) -> None:
    """Talk, other bots' names and commands, and wordless messages get no reply in a group."""
    message = bot.world.say(by=bot.person(), chat=bot.group(), **fields)
    assert await bot.quiet_after(message)


async def test_other_bots_are_not_answered(bot: RunningBot) -> None:
    """A message by a bot is ignored, so that two bots never talk without end."""
    machine = {**bot.person(), "is_bot": True}
    message = bot.world.say(f"{NAME} {QUESTION}", by=machine, chat=bot.group())
    assert await bot.quiet_after(message)


async def test_an_anonymous_admin_is_answered(bot: RunningBot) -> None:
    """An admin who writes as the group itself counts as a person."""
    group = bot.group()
    shadow = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    await bot.reply_to(
        bot.world.say(f"{NAME} {QUESTION}", by=shadow, chat=group, sender_chat=group)
    )


async def test_a_message_in_a_topic_is_no_reply_to_who_opened_it(bot: RunningBot) -> None:
    """In a topic that the bot opened, ordinary talk is not taken for a reply to it."""
    group = bot.group(is_forum=True)
    opened = {"name": "x", "icon_color": 1}
    with bot.world.changed:
        root = bot.world.new_message(group, {"forum_topic_created": opened}, BOT)
    message = bot.world.say(
        QUESTION, chat=group, reply_to=root, message_thread_id=9, is_topic_message=True
    )
    assert await bot.quiet_after(message)


async def test_an_answer_stays_in_its_topic(bot: RunningBot) -> None:
    """A question in a forum's topic is answered in that topic."""
    group = bot.group(is_forum=True)
    message = bot.world.say(
        f"/ask {QUESTION}", chat=group, message_thread_id=9, is_topic_message=True
    )
    assert (await bot.reply_to(message))["message_thread_id"] == 9


async def test_a_channel_post_that_asks_is_answered(bot: RunningBot) -> None:
    """A post that begins with /ask is answered in its channel."""
    channel = bot.group(type="channel", title="समाचार")
    await bot.reply_to(bot.world.post(channel, f"/ask {QUESTION}"))


async def test_a_caption_is_read(bot: RunningBot) -> None:
    """The caption of a photo is as good as a text message."""
    bot.answerer.asked.clear()
    photo = [{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}]
    await bot.reply_to(bot.world.say(by=bot.person(), photo=photo, caption=QUESTION))
    assert asked(bot) == [QUESTION]


@pytest.mark.parametrize(
    ("code", "language"), [("hi", "hi"), ("hi-IN", "hi"), (None, "hi"), ("en", "en"), ("de", "en")]
)
async def test_help_is_in_the_readers_language(
    bot: RunningBot, code: str | None, language: str
) -> None:
    """/start and /help speak Hindi to readers of Hindi or of an unknown language, else English."""
    person = bot.person(code)
    started = await bot.reply_to(bot.world.say("/start", by=person))
    assert started["text"].startswith(getattr(WELCOME, language))
    helped = await bot.reply_to(bot.world.say("/help", by=person))
    assert helped["text"] == getattr(HELP, language).format(name=NAME)


async def test_help_in_a_group_needs_the_bots_name(bot: RunningBot) -> None:
    """/help with the bot's name is answered in a group."""
    reply = await bot.reply_to(bot.world.say(f"/help{NAME}", chat=bot.group()))
    assert reply["text"] == HELP.hi.format(name=NAME)


STICKER = {
    "file_id": "x",
    "file_unique_id": "x",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
}
VOICE = {"file_id": "x", "file_unique_id": "x", "duration": 1}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sticker": STICKER}, NOT_TEXT.hi),
        ({"voice": VOICE}, NOT_TEXT.hi),
        ({"text": "😀🏟"}, NO_WORDS.hi),
        ({"text": "?!"}, NO_WORDS.hi),
        ({"text": "\u200b\u200f"}, NO_WORDS.hi),
        ({"text": "https://a.in/b"}, NO_WORDS.hi),
        ({"text": "/ask"}, HOW_TO_ASK.hi),
        ({"text": "/nothing"}, UNKNOWN_COMMAND.hi),
    ],
)
async def test_a_private_message_without_a_question_gets_a_kind_word(
    bot: RunningBot, fields: Json, words: str
) -> None:
    """Stickers, emoji and the like are told, in private, how to be a question."""
    reply = await bot.reply_to(bot.world.say(by=bot.person(), **fields))
    assert reply["text"] == words


async def test_service_messages_are_no_questions(bot: RunningBot) -> None:
    """A private service message, such as a changed timer, gets no reply."""
    message = bot.world.say(
        None, by=bot.person(), message_auto_delete_timer_changed={"message_auto_delete_time": 9}
    )
    assert await bot.quiet_after(message)


async def test_the_chats_language_is_remembered(bot: RunningBot) -> None:
    """A text that carries no language comes with the language of the chat's last answer."""
    person = bot.person()
    bot.answerer.make = lambda text: answer(text, "en")
    try:
        await bot.reply_to(bot.world.say("How much?", by=person))
    finally:
        bot.answerer.make = answer
    bot.answerer.asked.clear()
    await bot.reply_to(bot.world.say("2025?", by=person))
    assert bot.answerer.asked == [("2025?", "en")]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (QUESTION, "en", WENT_WRONG.hi),
        ("How much?", "en", WENT_WRONG.en),
        ("kitna?", "hi", WENT_WRONG.hi),
    ],
)
async def test_a_failure_is_told_in_the_readers_language(
    bot: RunningBot, text: str, code: str, words: str
) -> None:
    """When an answer fails, its reader learns so in their language."""
    bot.answerer.make = _failing
    try:
        reply = await bot.reply_to(bot.world.say(text, by=bot.person(code)))
    finally:
        bot.answerer.make = answer
    assert reply["text"] == words


async def test_answers_are_made_side_by_side_but_not_without_bound(bot: RunningBot) -> None:
    """Questions do not wait for a slow one, and only a few are answered at once."""
    bot.answerer.gate.clear()
    bot.answerer.most_at_once = 0
    try:
        messages = [bot.world.say(QUESTION, by=bot.person()) for _ in range(12)]
        # Other updates are handled meanwhile.
        await bot.reply_to(bot.world.say("/help", by=bot.person()))
    finally:
        bot.answerer.gate.set()
    for message in messages:
        await bot.reply_to(message)
    assert 1 < bot.answerer.most_at_once <= 4


async def test_the_event_loop_stays_free_while_answers_are_made(bot: RunningBot) -> None:
    """The answerer runs in threads of its own, never in the loop's."""
    seen = list[str]()

    def make(text: str) -> Answer:
        seen.append(threading.current_thread().name)
        return answer(text)

    bot.answerer.make = make
    try:
        await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    finally:
        bot.answerer.make = answer
    assert seen[0].startswith("answer")


async def test_commands_are_registered_in_both_languages(bot: RunningBot) -> None:
    """Telegram learns the commands, with Hindi descriptions for readers of Hindi."""
    commands = await bot.wait_for(
        lambda world: world.commands if len(world.commands) == 4 else None
    )
    names = ["ask", "sources", "lang", "help", "privacy", "forget", "start"]
    assert [each["command"] for each in commands[""]] == names
    assert "प्रश्न" in commands["hi"][0]["description"]


async def test_a_long_answer_arrives_whole_and_in_order(bot: RunningBot) -> None:
    """An answer beyond Telegram's limit arrives as several messages, the first a reply."""
    source = article(text="पुल " * 3000)
    quotes = tuple(cite(n, source.text[: 4000 * n].strip(), source) for n in (1, 2))
    bot.answerer.make = lambda text: answer(text, short=None, citations=quotes)
    person = bot.person()
    try:
        message = bot.world.say(QUESTION, by=person)
        sent = await bot.wait_for(lambda world: _in_chat(world.sent, person, 3))
    finally:
        bot.answerer.make = answer
    assert ["reply_to_message" in each for each in sent] == [True] + [False] * (len(sent) - 1)
    assert sent[0]["reply_to_message"]["message_id"] == message["message_id"]
    assert sum(each["text"].count("पुल") for each in sent) == 3000 + 1


def _in_chat(sent: list[Json], person: Json, count: int) -> list[Json] | None:
    found = [each for each in sent if each["chat"]["id"] == person["id"]]
    return found if len(found) >= count else None


def _failing(text: str) -> Answer:
    raise RuntimeError("the index is gone")


async def test_nothing_is_lost_in_a_burst(bot: RunningBot) -> None:
    """Many questions at once from many readers are each answered once."""
    messages = [bot.world.say(f"{QUESTION} {n}", by=bot.person()) for n in range(40)]
    for message in messages:
        await bot.reply_to(message, 20)
    await asyncio.sleep(0.1)
    with bot.world.changed:
        assert [len(bot.world.replies_to(message)) for message in messages] == [1] * 40
