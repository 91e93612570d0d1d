"""Buttons under an answer, through the Bot API double."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.memory.exchanges import DAY, Exchanges
from bot.memory.marks import Marks
from bot.memory.record import FILE_NAME, Record
from bot.messages import EXPIRED, NOT_IN_ARTICLES, THANKS, WHAT_WAS_WRONG
from bot.telegram.shown import packed, passage_around, unpacked
from bot.telegram.views import Press, View, buttons, framed, press_of, reasons, shown
from bot.transport.pace import Pace
from retrieval.answer import Citation, Figure
from tests.botapi.faults import Fault
from tests.botapi.running import RunningBot, running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import ASHA, BEN, Json
from tests.sample_answers import BRIDGE, FakeAnswerer, answer, article, cite

QUESTION = "पुल पर कितना खर्च हुआ?"


@pytest.fixture(scope="module")
def record_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shared bot keeps what it was asked."""
    return tmp_path_factory.mktemp("buttons") / FILE_NAME


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(record_file: Path) -> AsyncIterator[RunningBot]:
    """One bot for all tests here; each test speaks in chats of its own."""
    with BotApi() as api:
        settings = {"record_file": record_file}
        async with running_bot(api, FakeAnswerer(), settings, pace=quick()) as running:
            yield running


def quick() -> Pace:
    """Many messages a second."""
    return Pace(per_chat=(50, 1))


def labels(message: Json) -> list[list[str]]:
    """The labels of a message's buttons."""
    rows = message["reply_markup"]["inline_keyboard"]
    return [[each["text"] for each in row] for row in rows]


async def press(bot: RunningBot, message: Json, label: str, *, by: Json = ASHA) -> Json:
    """Press a button and wait for what the bot answers to that."""
    query = bot.world.press(message, label, by=by)
    return await bot.wait_for(lambda world: world.callback_answers.get(query))


async def changed(bot: RunningBot, message: Json, words: str) -> None:
    """Wait until the message shows `words`."""
    await bot.wait_for(lambda world: words in message["text"])


async def test_further_evidence_is_paged_in_place(bot: RunningBot) -> None:
    """The first button shows the next quote in the same message, and in the end the answer."""
    reply = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    first = reply["text"]
    assert labels(reply) == [["और प्रमाण 2/2", "आसपास का अंश"], ["English", "👍", "👎"]]
    await press(bot, reply, "और प्रमाण")
    await bot.wait_for(lambda world: reply["text"] != first)
    assert reply["text"].startswith("पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।\n[2] नगर समाचार")
    assert labels(reply)[0] == ["↩ उत्तर", "आसपास का अंश"]
    await press(bot, reply, "↩")
    await bot.wait_for(lambda world: reply["text"] == first)


async def test_evidence_beyond_the_answer_is_paged_too(bot: RunningBot) -> None:
    """The pages go on through evidence that the answer itself does not show, and lead back."""
    more = article(id="b", title="पुल के बाद", text="पुल से शहर की दूरी आधी रह गई। बाज़ार भी बढ़ा।")
    beyond = (cite(3, "पुल से शहर की दूरी आधी रह गई।", more), cite(4, "बाज़ार भी बढ़ा।", more))
    bot.answerer.make = lambda text: replace(answer(text), further=beyond)
    try:
        reply = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    finally:
        bot.answerer.make = answer
    first = reply["text"]
    assert beyond[0].quote not in first
    await press(bot, reply, "और प्रमाण 2/4")
    await changed(bot, reply, "गुज़रेंगे।\n[2]")
    await press(bot, reply, "और प्रमाण 3/4")
    await changed(bot, reply, beyond[0].quote + "\n[3]")
    assert labels(reply)[0] == ["↩", "और प्रमाण 4/4", "आसपास का अंश"]
    await press(bot, reply, "आसपास")
    await changed(bot, reply, more.text)
    await press(bot, reply, "और प्रमाण 4/4")
    await changed(bot, reply, beyond[1].quote + "\n[4]")
    await press(bot, reply, "↩ उत्तर")
    await bot.wait_for(lambda world: reply["text"] == first)


async def test_the_passage_around_a_quote_is_shown(bot: RunningBot) -> None:
    """The second button shows the article around the quote, the quote in bold, and goes back."""
    reply = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    first = reply["text"]
    await press(bot, reply, "आसपास")
    await changed(bot, reply, BRIDGE)
    quoted = [each for each in reply["entities"] if each["type"] == "bold"][1]
    text = reply["text"][quoted["offset"] : quoted["offset"] + quoted["length"]]
    assert text == "लोक निर्माण विभाग के अनुसार इस पर 240 करोड़ रुपये खर्च हुए।"
    await press(bot, reply, "केवल उद्धरण")
    await bot.wait_for(lambda world: reply["text"] == first)


async def test_the_frame_changes_its_language(bot: RunningBot) -> None:
    """The frame turns English and back; the quotes stay as printed."""
    reply = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    assert "4 सितंबर 2025" in reply["text"]
    await press(bot, reply, "English")
    await changed(bot, reply, "4 September 2025")
    assert "इस पर 240 करोड़ रुपये खर्च हुए।" in reply["text"]
    assert labels(reply) == [["More evidence 2/2", "In context"], ["हिन्दी", "👍", "👎"]]
    await press(bot, reply, "हिन्दी")
    await changed(bot, reply, "4 सितंबर 2025")


async def test_thumbs_are_kept_with_question_answer_and_evidence(
    bot: RunningBot, record_file: Path
) -> None:
    """A reader's last mark on an answer is kept with what it is about, and its reason."""
    asha, ben = bot.person(), bot.person("en")
    reply = await bot.reply_to(bot.world.say("/ask कितना ख़र्च?", by=asha, chat=bot.group()))
    assert (await press(bot, reply, "👍", by=asha))["text"] == THANKS.hi
    assert (await press(bot, reply, "👎", by=ben))["text"] == WHAT_WAS_WRONG.hi
    await bot.wait_for(lambda world: labels(reply)[0] == ["उत्तर ग़लत है"])
    assert labels(reply)[1:] == [["स्रोत में ऐसा नहीं लिखा"], ["बात पुरानी हो चुकी है"], ["↩ उत्तर"]]
    await press(bot, reply, "स्रोत", by=ben)
    await bot.wait_for(lambda world: labels(reply)[1] == ["English", "👍", "👎"])
    with contextlib.closing(Record(record_file)) as record:
        kept = [row[1:] for row in Marks(record).feedback() if row[3] == "कितना ख़र्च?"]
    evidence = kept[0][-1]
    assert [row[:-1] for row in kept] == [
        ("up", None, "कितना ख़र्च?", "240 करोड़ रुपये"),
        ("down", "not in the source", "कितना ख़र्च?", "240 करोड़ रुपये"),
    ]
    assert "पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।" in str(evidence)


async def test_an_abstention_has_no_evidence_to_page(bot: RunningBot) -> None:
    """Where the articles do not say, there is the language and the thumbs; both work."""
    bot.answerer.make = lambda text: answer(text, abstained=True, short=None)
    try:
        reply = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    finally:
        bot.answerer.make = answer
    assert labels(reply) == [["English", "👍", "👎"]]
    await press(bot, reply, "English")
    await changed(bot, reply, NOT_IN_ARTICLES.en)


async def test_a_button_of_another_message_leads_nowhere(bot: RunningBot) -> None:
    """A button works only under its own answer, in its own chat."""
    mine = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    other = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    for message in (
        {**other, "reply_markup": mine["reply_markup"]},
        {**mine, "message_id": 10**6},
    ):
        told = await press(bot, message, "आसपास")
        assert (told["text"], told["show_alert"]) == (EXPIRED.hi, True)
    assert "आसपास का अंश" in labels(other)[0]


async def test_unknown_data_is_told_kindly(bot: RunningBot) -> None:
    """A button that an earlier version made says that it has expired, in the reader's language."""
    reply = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    keyboard = {"inline_keyboard": [[{"text": "old", "callback_data": "more|1"}]]}
    told = await press(bot, {**reply, "reply_markup": keyboard}, "old", by=BEN)
    assert told["text"] == EXPIRED.en


async def test_a_press_is_acknowledged_while_the_chat_is_busy(bot: RunningBot) -> None:
    """A slow answer in the same chat does not keep a button turning."""
    person = bot.person()
    reply = await bot.reply_to(bot.world.say(QUESTION, by=person))
    bot.answerer.gate.clear()
    try:
        slow = bot.world.say(QUESTION, by=person)
        await press(bot, reply, "आसपास", by=person)
    finally:
        bot.answerer.gate.set()
    await bot.reply_to(slow)


async def test_pressing_twice_does_no_harm(bot: RunningBot) -> None:
    """Two quick presses of one button are both acknowledged and change the message once."""
    reply = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    before = dict(reply)
    first = bot.world.press(before, "आसपास")
    second = bot.world.press(before, "आसपास")
    await bot.wait_for(lambda world: {first, second} <= set(world.callback_answers))
    await changed(bot, reply, BRIDGE)


async def test_many_presses_change_a_message_few_times() -> None:
    """Somebody who presses without end is shown the last press, and holds up nobody's answer."""
    with BotApi() as api:
        async with running_bot(api, FakeAnswerer(), pace=Pace(per_chat=(1, 0.3))) as bot:
            reply = await bot.reply_to(api.world.say(QUESTION))
            before = dict(reply)
            queries = [api.world.press(before, "और प्रमाण") for _ in range(30)]
            queries.append(api.world.press(before, "आसपास"))
            await bot.wait_for(lambda world: set(queries) <= set(world.callback_answers))
            await changed(bot, reply, BRIDGE)
            await bot.reply_to(api.world.say(QUESTION), 3)
            assert len(api.world.calls_of("editMessageText")) <= 3
            assert BRIDGE in reply["text"]


@pytest.mark.parametrize("kind", ["bad_gateway", "reset_before", "flood"])
async def test_buttons_outlast_trouble(bot: RunningBot, kind: str) -> None:
    """A failing network delays what a button does, and no more."""
    reply = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    for method in ("answerCallbackQuery", "editMessageText"):
        bot.world.faults.add(method, Fault(kind))  # type: ignore[arg-type]
    bot.world.press(reply, "आसपास")
    await changed(bot, reply, BRIDGE)


async def test_a_deleted_answer_costs_nothing(
    bot: RunningBot, caplog: pytest.LogCaptureFixture
) -> None:
    """A button pressed under a message that is gone is acknowledged and forgotten."""
    reply = await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    with bot.world.changed:
        del bot.world.messages[reply["chat"]["id"], reply["message_id"]]
    await press(bot, reply, "आसपास")
    await bot.reply_to(bot.world.say(QUESTION, by=bot.person()))
    assert not [each for each in caplog.records if each.levelname == "ERROR"]


async def test_buttons_work_after_a_restart(tmp_path: Path) -> None:
    """A new process serves the buttons of the last one's answers."""
    settings = {"record_file": tmp_path / FILE_NAME}
    with BotApi() as api:
        async with running_bot(api, FakeAnswerer(), settings, pace=quick()) as bot:
            reply = await bot.reply_to(api.world.say(QUESTION))
        async with running_bot(api, FakeAnswerer(), settings, pace=quick()) as bot:
            await press(bot, reply, "आसपास")
            await changed(bot, reply, BRIDGE)


async def test_an_edited_question_is_answered_in_place_once(bot: RunningBot) -> None:
    """The answer follows the first edit of its question; no second message is sent."""
    bot.answerer.asked.clear()
    message = bot.world.say(QUESTION, by=bot.person())
    reply = await bot.reply_to(message)
    before = reply["text"]
    bot.answerer.make = lambda text: answer(text, short="12,000 वाहन", citations=(_second(),))
    try:
        bot.world.edit(message, "पुल से कितने वाहन गुज़रेंगे?")
        await bot.wait_for(lambda world: reply["text"] != before)
    finally:
        bot.answerer.make = answer
    after = reply["text"]
    assert after.startswith("12,000 वाहन [1]")
    await press(bot, reply, "आसपास")
    await bot.wait_for(lambda world: reply["text"] != after)
    bot.world.edit(message, "पुल कब बना?")
    assert await bot.quiet_after(message)
    assert [text for text, _ in bot.answerer.asked][:2] == [QUESTION, "पुल से कितने वाहन गुज़रेंगे?"]
    assert len(bot.world.replies_to(message)) == 1


async def test_an_edited_question_is_asked_in_vain_once(bot: RunningBot, record_file: Path) -> None:
    """Of a question without an answer, before its edit and after, the last words are kept."""
    first, then = "चाँद पर कौन रहता है?", "चाँद पर कौन-कौन रहता है?"
    bot.answerer.make = lambda text: answer(text, short=None, citations=(), abstained=True)
    try:
        message = bot.world.say(first, by=bot.person())
        await bot.reply_to(message)
        with contextlib.closing(Record(record_file)) as record:
            rows = "SELECT question FROM unanswered WHERE question LIKE 'चाँद पर कौन%'"
            assert record.rows(rows) == [(first,)]
            bot.world.edit(message, then)
            await bot.wait_for(lambda _: record.rows(rows) == [(then,)])
    finally:
        bot.answerer.make = answer


async def test_an_edit_during_the_answer_is_followed(bot: RunningBot) -> None:
    """A question edited while it is being answered ends with the answer to the edit."""
    bot.answerer.gate.clear()
    bot.answerer.asked.clear()
    message = bot.world.say(QUESTION, by=bot.person())
    await bot.wait_for(lambda world: bot.answerer.asked)
    bot.world.edit(message, "पुल कब बना?")
    bot.answerer.make = lambda text: answer(text, short=text)
    bot.answerer.gate.set()
    try:
        reply = await bot.reply_to(message)
        await changed(bot, reply, "पुल कब बना? [1]")
    finally:
        bot.answerer.make = answer
    assert len(bot.world.replies_to(message)) == 1


async def test_an_edit_that_changes_no_word_is_no_edit(bot: RunningBot) -> None:
    """Telegram's own edits, such as a link's preview, do not use up the one that counts."""
    message = bot.world.say(QUESTION, by=bot.person())
    await bot.reply_to(message)
    bot.answerer.asked.clear()
    bot.world.edit(message, QUESTION)
    await bot.quiet_after(message)
    assert len(bot.answerer.asked) == 1  # the question that `quiet_after` asks


async def test_a_message_edited_into_a_question_is_answered(bot: RunningBot) -> None:
    """Somebody who adds the bot's name at once is answered; to an old message that is no call."""
    for seconds, replies in ((30, 1), (3 * 3600, 0)):
        group = bot.group()
        message = bot.world.say(QUESTION, by=bot.person(), chat=group)
        bot.world.edit(message, f"/ask {QUESTION}", seconds=seconds)
        assert await bot.quiet_after(message) == (replies == 0)
        assert len(bot.world.replies_to(message)) == replies


def _second() -> Citation:
    return cite(1, "पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।")


views = st.builds(
    View, st.integers(0, 9), around=st.booleans(), frame=st.sampled_from(["hi", "en"])
)


@given(view=views, number=st.integers(1, 10**18 - 1))
def test_callback_data_is_short_and_true(view: View, number: int) -> None:
    """Every button's data has at most 64 bytes and stands for just what the button does."""
    many = replace(answer(), further=(_second(),) * 12)
    rows = (*buttons(many, number, view), *reasons(number, view))
    for button in (each for row in rows for each in row):
        assert len(button.press.data.encode()) <= 64
        assert press_of(button.press.data) == button.press


@given(data=st.one_of(st.text(max_size=64), st.from_regex(r"[sudr]:\d+:\d:[01]:(hi|en):[-wso]")))
def test_foreign_data_is_no_press(data: str) -> None:
    """Whatever arrives as callback data is read as a press of ours or as nothing."""
    press = press_of(data)
    assert press is None or press_of(press.data) == press


@given(view=views)
def test_every_view_is_one_message(view: View) -> None:
    """Whatever page a button names, it shows one message that says something."""
    (only,) = shown(unpacked(packed(answer())), view)
    assert only.plain.strip()


paragraphs = st.text(st.sampled_from("कखग ।.ab?\n"), min_size=1, max_size=3000)


@given(text=paragraphs, data=st.data())
def test_what_is_kept_of_an_answer_shows_the_same(text: str, data: st.DataObject) -> None:
    """Packed and unpacked, quotes are the same characters inside a passage of the article."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    whole = answer(citations=(cite(1, text[start:end], article(text=text)),), short=None)
    kept = unpacked(packed(whole))
    assert [each.quote for each in kept.citations] == [each.quote for each in whole.citations]
    passage = kept.citations[0].article.text.removeprefix("… ").removesuffix(" …")
    assert passage in text
    assert kept.question == whole.question


@given(text=paragraphs, data=st.data(), reach=st.integers(1, 60))
def test_the_passage_holds_the_quote(text: str, data: st.DataObject, reach: int) -> None:
    """The passage around a quote holds it whole and reaches no further than asked."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = passage_around(text, start, end, reach)
    assert max(0, start - reach) <= first <= start
    assert end <= last <= min(len(text), end + reach)


def test_exchanges_are_forgotten_in_time() -> None:
    """After the set days neither a button nor a follow-up finds an exchange, nor the file."""
    now = [1_700_000_000.0]
    record = Record(now=lambda: now[0])
    exchanges = Exchanges(record, 1, days=3)
    number = exchanges.add(5, 6, 7, question="?", understood="?", answer=answer())
    exchanges.sent(number, 5, 8)
    now[0] += 2.9 * DAY
    assert exchanges.of_button(number, (5, 8)) is not None
    now[0] += 0.2 * DAY
    assert exchanges.of_button(number, (5, 8)) is None
    exchanges.forget_old()
    assert record.rows("SELECT * FROM exchanges") == []


def test_no_figure_leads_a_passage_where_figures_differ() -> None:
    """The passage around a quote stands without a fact that other articles tell otherwise."""
    view = View(0, around=True, frame="hi")
    one = answer()
    differing = (Figure(1, "240 करोड़ रुपये"), Figure(2, "12,000"))
    assert shown(one, view)[0].plain.startswith("240 करोड़ रुपये [1]")
    assert shown(replace(one, differing=differing), view)[0].plain.startswith(BRIDGE[:20])


def test_what_a_question_leans_on_is_kept() -> None:
    """Kept for its buttons or shown in another language, a follow-up still leans on the first."""
    one = answer()
    leaning = replace(one, question=replace(one.question, before="पुल कब खुला?"))
    assert framed(unpacked(packed(leaning)), "en").question.before == "पुल कब खुला?"


def test_press_is_a_value() -> None:
    """A press without a reason and one with differ in their data."""
    view = View(0, around=False, frame="hi")
    assert Press("d", 1, view).data != Press("r", 1, view, "w").data


async def test_a_lost_acknowledgement_leaves_no_dead_button(bot: RunningBot) -> None:
    """Where an answer arrived twice, the buttons under the one the bot knows of work."""
    bot.world.faults.add("sendMessage", Fault("reset_after"))
    message = bot.world.say(QUESTION, by=bot.person())
    await bot.wait_for(lambda world: len(world.replies_to(message)) == 2)
    await asyncio.sleep(0.1)
    second = bot.world.replies_to(message)[1]
    await press(bot, second, "आसपास")
    await changed(bot, second, BRIDGE)
