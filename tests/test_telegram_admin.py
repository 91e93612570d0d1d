"""What the bot's admins do from Telegram, through the Bot API double, over a real store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from bot.curating import Curator
from bot.gathering import Reach
from bot.messages import ADMINS_OF_BOT_ONLY, HOW_TO_ADD, HOW_TO_REMOVE, KEPT, NOTHING_NAMED, READING
from bot.transport.pace import Pace
from retrieval.answer import Answer
from retrieval.question import Question
from store.article import Article
from store.corpus import Corpus, open_corpus
from store.errors import StoreError
from store.sources.kept import Source, Sources
from store.sources.web import Web
from store.web.fetch import Fetcher, FetchRules
from tests.botapi.faults import Fault
from tests.botapi.running import RunningBot, running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import Json
from tests.newsroom import put, story
from tests.sample_answers import FakeAnswerer, cite
from tests.site import Reply, Site, html, redirect
from tests.strange_models import WordEmbedder
from tests.test_telegram_buttons import changed, labels, press

ADMIN = 77
TEXT = "---\ntitle: नहर की सफ़ाई पूरी\n---\nनहर की सफ़ाई सोमवार को पूरी हुई। इस पर 12 लाख रुपये लगे।\n"


class FromCorpus(FakeAnswerer):
    """Answers each question with the first sentence of the article whose title it names."""

    corpus: Corpus | None = None

    def __init__(self) -> None:
        """Nothing to look in yet."""
        super().__init__(make=self._answer)

    def _answer(self, text: str) -> Answer:
        held = self.corpus.articles() if self.corpus is not None else []
        found = [each for each in held if each.title and text.startswith(each.title)]
        if not found:
            return Answer(Question(text, "hi"), (), True, 0.1, None, {}, 1.0)
        quote = found[0].text[:20].strip()
        citations = (cite(1, quote, found[0]),)
        short = quote[:5] if "कितने" in text else None
        return Answer(Question(text, "hi"), citations, False, 0.9, short, {}, 1.0)


@contextmanager
def curating(
    folder: Path, kind: type[Curator] = Curator
) -> Iterator[tuple[Corpus, Curator, Sources]]:
    """A corpus of words in `folder` with its curator, who may read pages on loopback."""
    data = folder / "data"
    with (
        open_corpus(data, embedding_model="words", embedder=WordEmbedder()) as corpus,
        closing(Sources(data)) as sources,
    ):
        fetcher = Fetcher(FetchRules(loopback=True, pause=0.0, seconds=5.0))
        reach = Reach(Web(fetcher, sources), sources, fetcher.stop)
        yield corpus, kind(corpus, reach, folder / "articles"), sources


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A news site."""
    with Site().running() as running:
        yield running


@pytest.fixture(scope="module")
def store(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Corpus, Curator, Sources]]:
    """One store for all tests here."""
    with curating(tmp_path_factory.mktemp("admin")) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bot(store: tuple[Corpus, Curator, Sources]) -> AsyncIterator[RunningBot]:
    """One bot with an admin, who alone writes here from the admin's chat."""
    corpus, curator, _ = store
    answerer = FromCorpus()
    answerer.corpus = corpus
    with BotApi() as api:
        async with running_bot(
            api,
            answerer,
            {"admins": frozenset({ADMIN})},
            pace=Pace(per_chat=(50, 1)),
            articles=corpus.newest,
            curator=curator,
        ) as running:
            yield running


def admin(language_code: str = "hi") -> Json:
    """The admin."""
    return {"id": ADMIN, "is_bot": False, "first_name": "A", "language_code": language_code}


async def answer_to(bot: RunningBot, message: Json, begins: str = "") -> Json:
    """The one message that answers, once the work it tells of is over."""
    reply = await bot.reply_to(message, 30)
    await bot.wait_for(lambda _: not reply["text"].startswith((READING.hi, READING.en)), 30)
    assert reply["text"].startswith(begins)
    assert bot.world.replies_to(message) == [reply]
    return reply


async def test_a_page_is_added_and_answers(
    bot: RunningBot, store: tuple[Corpus, Curator, Sources], site: Site
) -> None:
    """/add URL reads the page; the same message tells its title and a question that it answers."""
    told = story(3)
    put(site, told)
    reply = await answer_to(
        bot, bot.world.say(f"/add {site.address(told.path)}", by=admin()), "1 लेख जोड़ा गया"
    )
    assert told.title in reply["text"]
    assert reply["text"].endswith(f"अब यह पूछकर देखिए:\n{told.title}: कितने?")
    assert [each.title for each in store[0].articles()] == [told.title]
    again = await answer_to(bot, bot.world.say(f"/add {site.address(told.path)}", by=admin()))
    assert again["text"].startswith("1 लेख पहले जैसा है")
    assert told.title in again["text"]


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("nahar.txt", TEXT.encode(), "नहर की सफ़ाई पूरी"),
        ("nahar.md", TEXT.replace("नहर", "तालाब").encode(), "तालाब की सफ़ाई पूरी"),
    ],
)
async def test_a_document_is_added(
    bot: RunningBot,
    store: tuple[Corpus, Curator, Sources],
    name: str,
    content: bytes,
    title: str,
) -> None:
    """A text or Markdown file that an admin sends becomes an article; sent again, it is known."""
    reply = await answer_to(bot, bot.world.send_file(name, content, by=admin()), "1 लेख जोड़ा गया")
    assert title in reply["text"]
    assert title in [each.title for each in store[0].articles()]
    changed_text = content.replace("12 लाख".encode(), "15 लाख".encode())
    await answer_to(
        bot, bot.world.send_file(name, changed_text, by=admin()), "1 लेख नए रूप में लिया गया"
    )
    texts = [each.text for each in store[0].articles() if each.title == title]
    assert len(texts) == 1
    assert "15 लाख" in texts[0]


async def test_a_web_page_as_a_file_is_added(bot: RunningBot, site: Site) -> None:
    """An .html file is read as the page that it is."""
    told = story(7)
    put(site, told)
    content = site.replies[told.path].body
    reply = await answer_to(bot, bot.world.send_file("page.html", content, by=admin()), "1 लेख")
    assert told.title in reply["text"]


async def test_a_forwarded_post_is_added(
    bot: RunningBot, store: tuple[Corpus, Curator, Sources]
) -> None:
    """A channel's post that an admin forwards becomes an article with its address and day."""
    channel = {"id": -1009, "type": "channel", "title": "नगर वाणी", "username": "nagarvani"}
    text = "बाज़ार में नई दुकानें\nबाज़ार में शनिवार को 40 नई दुकानें खुलीं।"
    post = {"chat": channel, "message_id": 12, "date": 1_760_000_000, "text": text}
    reply = await answer_to(bot, bot.world.forward(post, by=admin()), "1 लेख जोड़ा गया")
    assert "नगर वाणी · 9 अक्टूबर 2025" in reply["text"]
    (held,) = [each for each in store[0].articles() if each.publisher == "नगर वाणी"]
    assert (held.url, held.title) == ("https://t.me/nagarvani/12", "बाज़ार में नई दुकानें")


async def test_a_post_has_the_day_that_it_was_in_india(bot: RunningBot) -> None:
    """A post of the evening in UTC is of the next day where it was written."""
    channel = {"id": -1010, "type": "channel", "title": "ग्राम वाणी", "username": "gramvani"}
    text = "मेले में भीड़\nमेले में रात को 900 लोग आए।"
    post = {"chat": channel, "message_id": 3, "date": 1_760_040_000, "text": text}
    reply = await answer_to(bot, bot.world.forward(post, by=admin()), "1 लेख जोड़ा गया")
    assert "ग्राम वाणी · 10 अक्टूबर 2025" in reply["text"]


async def test_only_add_takes_in_the_file_it_replies_to(
    bot: RunningBot, store: tuple[Corpus, Curator, Sources]
) -> None:
    """A question or /help in reply to a file is answered; /add in reply to it adds the file."""
    content = TEXT.replace("नहर", "सड़क").encode()
    file = bot.world.send_file("sadak.txt", content, by=admin())
    await answer_to(bot, file, "1 लेख जोड़ा गया")
    for text in ("/help", "सड़क पर कितना खर्च हुआ?"):
        reply = await bot.reply_to(bot.world.say(text, by=admin(), reply_to=file))
        assert not reply["text"].startswith((READING.hi, "1 लेख", "फिर"))
    await answer_to(bot, bot.world.say("/add", by=admin(), reply_to=file), "1 लेख पहले जैसा")
    assert [each.title for each in store[0].articles()].count("सड़क की सफ़ाई पूरी") == 1


class Full(Curator):
    """On a disk that is full."""

    def remove(self, held_id: str) -> Article | None:
        """It cannot be."""
        raise StoreError("the disk is full")


async def test_a_removal_that_fails_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the store cannot be changed, the message with the buttons says why; no traceback."""
    settings = {"admins": frozenset({ADMIN})}
    with BotApi() as api, curating(tmp_path, Full) as (_, curator, _):
        async with running_bot(api, FromCorpus(), settings, curator=curator) as bot:
            content = TEXT.encode()
            await answer_to(bot, bot.world.send_file("a.txt", content, by=admin()), "1 लेख")
            offer = await bot.reply_to(bot.world.say("/remove नहर", by=admin()))
            await press(bot, offer, "🗑", by=admin())
            await changed(bot, offer, "यह नहीं हो पाया: the disk is full")
    assert not [record for record in caplog.records if record.exc_info]


async def test_what_cannot_be_read_is_said_in_one_line(bot: RunningBot, site: Site) -> None:
    """A dead page, a redirect to a private address and a binary file each say why; nothing else."""
    site.replies["/gone"] = Reply(status=404)
    site.replies["/inside"] = redirect("http://10.0.0.1/secret")
    site.replies["/nothing"] = html("<p></p>")
    for path in ("/gone", "/inside", "/nothing"):
        asked = bot.world.say(f"/add {site.address(path)}", by=admin("en"))
        reply = await answer_to(bot, asked, "Nothing was added\n\n• ")
        assert len(reply["text"].splitlines()) == 3
    reply = await answer_to(
        bot, bot.world.send_file("a.txt", b"\x00\x01" * 50, by=admin("en")), "Nothing was added"
    )
    assert "binary" in reply["text"]


async def test_nothing_named_tells_how(bot: RunningBot) -> None:
    """/add and /remove alone, or without an address, say how; unknown words name nothing."""
    for text, words in (
        ("/add", HOW_TO_ADD),
        ("/add नहर", HOW_TO_ADD),
        ("/remove", HOW_TO_REMOVE),
        ("/remove कखगघ", NOTHING_NAMED),
    ):
        assert (await bot.reply_to(bot.world.say(text, by=admin())))["text"] == words.hi


async def test_a_file_that_is_hard_to_get_is_asked_for_again(bot: RunningBot) -> None:
    """A failing download is tried again; a file that is gone is said so."""
    bot.world.faults.add("getFile", Fault("bad_gateway"))
    bot.world.faults.add("file", Fault("bad_gateway"))
    content = TEXT.replace("नहर", "कुएँ").encode()
    await answer_to(bot, bot.world.send_file("kua.txt", content, by=admin()), "1 लेख जोड़ा गया")
    bot.world.faults.add("getFile", Fault("refuse", description="Bad Request: file is too big"))
    await answer_to(
        bot, bot.world.send_file("kua.txt", content, by=admin("en")), "Telegram did not give"
    )


async def test_an_article_is_removed_after_a_press(
    bot: RunningBot, store: tuple[Corpus, Curator, Sources], site: Site
) -> None:
    """/remove offers what the words name; only a press removes, and only an admin's."""
    told = story(21)
    put(site, told)
    address = site.address(told.path)
    await answer_to(bot, bot.world.say(f"/add {address}", by=admin()), "1 लेख")
    offer = await bot.reply_to(bot.world.say(f"/remove {address}", by=admin()))
    assert [len(row) for row in labels(offer)] == [1, 1]
    stranger = bot.person()
    assert (await press(bot, offer, "🗑", by=stranger))["text"] == ADMINS_OF_BOT_ONLY.hi
    await press(bot, offer, "कोई नहीं", by=admin())
    await changed(bot, offer, KEPT.hi)
    assert told.title in [each.title for each in store[0].articles()]
    offer = await bot.reply_to(bot.world.say(f"/remove {told.title}", by=admin()))
    await press(bot, offer, "🗑", by=admin())
    await changed(bot, offer, f"हटा दिया: {told.title}")
    assert told.title not in [each.title for each in store[0].articles()]
    assert store[2].page(address) is None


async def test_refresh_reads_again_and_tells_how_far(
    bot: RunningBot, store: tuple[Corpus, Curator, Sources], site: Site
) -> None:
    """/refresh reads added pages again, taking in what changed, in one message."""
    told = story(33)
    put(site, told)
    address = site.address(told.path)
    await answer_to(bot, bot.world.say(f"/add {address}", by=admin()), "1 लेख जोड़ा गया")
    page = site.replies[told.path].body.replace(b"</h1>", " संशोधित</h1>".encode())
    site.replies[told.path] = Reply(page, headers={"Content-Type": "text/html; charset=utf-8"})
    page_text = page.decode().replace("लाख रुपये", "करोड़ रुपये")
    site.replies[told.path] = html(page_text)
    reply = await answer_to(bot, bot.world.say("/refresh", by=admin()), "फिर से पढ़ लिया। ")
    assert "बदले हुए: 1 लेख" in reply["text"]
    (held,) = [each for each in store[0].articles() if each.url == address]
    assert "करोड़ रुपये" in held.text


async def test_status_says_what_is_held(
    bot: RunningBot, store: tuple[Corpus, Curator, Sources]
) -> None:
    """/status counts articles and passages, and names the sources that are in trouble."""
    store[2].add(Source("https://feed.example/x", "feed", error="no answer", failures=2))
    try:
        reply = await bot.reply_to(bot.world.say("/status", by=admin("en")))
    finally:
        store[2].remove("https://feed.example/x")
    articles, passages = store[0].counts()
    assert reply["text"].startswith(f"{articles} articles, {passages} passages\nAll is well.")
    assert reply["text"].endswith("Keeping up with 1 source\n• https://feed.example/x: no answer")


async def test_others_are_told_no_once(
    bot: RunningBot, store: tuple[Corpus, Curator, Sources], site: Site
) -> None:
    """Whoever is no admin, and an admin in a group, is told no; then there is silence."""
    before = store[0].articles()
    stranger, group = bot.person(), bot.group()
    asked = bot.world.say(f"/add {site.address('/x')}", by=stranger)
    assert (await bot.reply_to(asked))["text"] == ADMINS_OF_BOT_ONLY.hi
    assert await bot.quiet_after(bot.world.say("/remove नहर", by=stranger))
    assert await bot.quiet_after(bot.world.say("/status", by=stranger))
    named = f"/status@{bot.world.me['username']}"
    asked = bot.world.say(named, by=admin(), chat=group)
    assert (await bot.reply_to(asked))["text"] == ADMINS_OF_BOT_ONLY.hi
    file = bot.world.send_file("x.txt", TEXT.encode(), by=stranger)
    assert (await bot.reply_to(file))["text"] not in (READING.hi, ADMINS_OF_BOT_ONLY.hi)
    assert store[0].articles() == before


async def test_questions_are_answered_while_a_page_is_slow(bot: RunningBot, site: Site) -> None:
    """Reading holds up nobody's question, the admin's own neither; progress is one message."""
    slow, ready = asyncio.Event(), asyncio.Event()
    quick, told = story(43), story(44)
    put(site, quick)
    put(site, told)
    body = site.replies[told.path].body
    loop = asyncio.get_running_loop()

    def chunks() -> Iterator[bytes]:
        loop.call_soon_threadsafe(ready.set)
        asyncio.run_coroutine_threadsafe(slow.wait(), loop).result(20)
        yield body

    site.replies[told.path] = Reply(
        headers={"Content-Type": "text/html; charset=utf-8"}, chunks=chunks()
    )
    addresses = f"{site.address(quick.path)}\n{site.address(told.path)}"
    adding = bot.world.say(f"/add {addresses}", by=admin())
    await asyncio.wait_for(ready.wait(), 10)
    await bot.reply_to(bot.world.say("पुल पर कितना खर्च हुआ?", by=admin()))
    await changed(bot, await bot.reply_to(adding), f"{READING.hi} 2 पृष्ठों में से 1")
    slow.set()
    await answer_to(bot, adding, "2 लेख जोड़े गए")


async def test_what_a_stop_cuts_off_is_done_at_the_next_start(tmp_path: Path, site: Site) -> None:
    """Told to stop while it reads a page, the bot ends at once and reads it after the start."""
    told = story(55)
    put(site, told)
    whole = site.replies[told.path]
    stopped = asyncio.Event()
    ready, loop = asyncio.Event(), asyncio.get_running_loop()

    def chunks() -> Iterator[bytes]:
        loop.call_soon_threadsafe(ready.set)
        for _ in range(200):
            if stopped.is_set():
                return
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0.02), loop).result(5)
            yield b" "

    site.replies[told.path] = Reply(headers=whole.headers, chunks=chunks())
    settings = {"admins": frozenset({ADMIN}), "record_file": tmp_path / "chats.sqlite3"}
    with BotApi() as api:
        with curating(tmp_path) as (_, curator, _):
            async with running_bot(api, FromCorpus(), settings, curator=curator):
                message = api.world.say(f"/add {site.address(told.path)}", by=admin())
                await asyncio.wait_for(ready.wait(), 10)
        stopped.set()
        site.replies[told.path] = whole
        with curating(tmp_path) as (corpus, curator, _):
            async with running_bot(api, FromCorpus(), settings, curator=curator) as bot:
                await bot.wait_for(
                    lambda w: any("जोड़ा गया" in each["text"] for each in w.replies_to(message)), 20
                )
            assert [each.title for each in corpus.articles()] == [told.title]
