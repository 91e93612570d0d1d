"""The real process, `pramaan run`, against the Bot API double: articles in, answers out."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

from tests.botapi.faults import Fault
from tests.botapi.server import BotApi
from tests.botapi.world import ASHA, BEN, BOT, GROUP, World
from tests.conftest import ROOT, Pramaan, bare_environment, with_models
from tests.loopback import free_port
from tests.newsroom import put, rss, story
from tests.site import Reply, Site
from tests.test_metrics import fetched, samples, until

BRIDGE = """---
title: कोसी पर नया पुल खुला
publisher: नगर समाचार
published: 2025-09-04
url: https://samachar.example.in/pul
---
रामपुर में कोसी नदी पर बना नया पुल गुरुवार को यातायात के लिए खोल दिया गया।
लोक निर्माण विभाग के अनुसार इस पुल पर 240 करोड़ रुपये खर्च हुए।
विभाग का कहना है कि पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।
"""
LIBRARY = """---
title: Town library stays open late
publisher: Millbrook Post
---
The town library of Millbrook will stay open until ten in the evening from October. The librarian,
Asha Verma, said that 850 students had asked for longer hours. The council approved the plan.
"""
START_SECONDS = 120.0
ANSWER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Process:
    """The running bot: its Telegram, where its standard error goes, the port of its metrics."""

    world: World
    log: Path
    watched_at: int


def environment(api: BotApi, data_dir: Path, articles: Path, **settings: str) -> dict[str, str]:
    """The settings of a bot on the double."""
    return bare_environment(
        PYTHONPATH=str(ROOT),
        PRAMAAN_DATA_DIR=str(data_dir),
        PRAMAAN_ARTICLES_DIR=str(articles),
        TELEGRAM_API_BASE_URL=api.base_url,
        LOG_LEVEL="DEBUG",
        **{"TELEGRAM_BOT_TOKEN": api.world.token, **settings},
    )


@pytest.fixture(scope="session")
def process(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[Process]:
    """One bot process for the whole session; afterwards SIGTERM must end it with status 0."""
    folder = tmp_path_factory.mktemp("process")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "pul.txt").write_text(BRIDGE, "utf-8")
    (articles / "library.txt").write_text(LIBRARY, "utf-8")
    data_dir = with_models(folder / "data", models_dir)
    log = folder / "log.txt"
    port = free_port()
    watched = {
        "METRICS_LISTEN": f"127.0.0.1:{port}",
        "LOG_FORMAT": "json",
        "PRAMAAN_FETCH_LOOPBACK": "on",
    }
    with BotApi() as api, log.open("wb") as stderr:
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder,
            env=environment(api, data_dir, articles, **watched),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )
        try:
            api.world.wait_for(lambda world: world.poller, START_SECONDS)
            yield Process(api.world, log, port)
            last = api.world.say("इस पुल पर कितने रुपये खर्च हुए?", by=ASHA)
            api.world.wait_for(lambda world: not world.pending)
            time.sleep(0.05)
            bot.send_signal(signal.SIGTERM)
            out, _ = bot.communicate(timeout=40)
            assert (bot.returncode, out) == (0, b"")
            assert len(api.world.replies_to(last)) == 1
        finally:
            bot.kill()
            bot.wait()


def test_a_private_question_is_answered_from_the_articles(process: Process) -> None:
    """A Hindi question gets the figure from the Hindi article, quoted and attributed."""
    message = process.world.say("कोसी के पुल पर कितने रुपये खर्च हुए?", by=ASHA)
    reply = process.world.reply_to(message, ANSWER_SECONDS)
    assert "240 करोड़" in reply["text"]
    assert "नगर समाचार · 4 सितंबर 2025 (" in reply["text"]
    assert "पहले) · कोसी पर नया पुल खुला" in reply["text"]
    assert {"blockquote", "text_link"} <= {entity["type"] for entity in reply["entities"]}


def test_a_group_is_answered_when_it_mentions_the_bot(process: Process) -> None:
    """An English mention in a group is answered there in English, other talk is not."""
    talk = process.world.say("How many students asked for longer hours?", by=BEN, chat=GROUP)
    text = f"@{BOT['username']} How many students asked for longer library hours?"
    reply = process.world.reply_to(process.world.say(text, by=BEN, chat=GROUP), ANSWER_SECONDS)
    assert "850" in reply["text"]
    assert "Millbrook Post" in reply["text"]
    assert not process.world.replies_to(talk)


def test_what_the_articles_do_not_say_is_said_so(process: Process) -> None:
    """A question about something else is not answered from unrelated articles."""
    message = process.world.say("भारत का राष्ट्रीय पशु कौन सा है?", by=ASHA)
    reply = process.world.reply_to(message, ANSWER_SECONDS)
    assert reply["text"].startswith("लेखों में इसका उत्तर नहीं मिला।")


def test_the_log_never_holds_the_token(process: Process) -> None:
    """Even at DEBUG, with failed requests, no log line holds the token or its secret half."""
    process.world.faults.add("sendMessage", Fault("bad_gateway"), Fault("reset_before"))
    process.world.faults.add("getUpdates", Fault("bad_gateway"))
    message = process.world.say("पुल से रोज़ कितने वाहन गुज़रेंगे?", by=ASHA)
    process.world.reply_to(message, ANSWER_SECONDS)
    log = process.log.read_text("utf-8")
    assert "Receiving messages" in log
    assert process.world.token not in log
    assert process.world.token.partition(":")[2] not in log


def test_the_numbers_of_a_running_bot(process: Process) -> None:
    """The real process is alive and ready, and its numbers tell of questions, stages and store."""
    message = process.world.say("पुल से रोज़ कितने वाहन गुज़रेंगे?", by=ASHA)
    process.world.reply_to(message, ANSWER_SECONDS)
    assert fetched(process.watched_at, "/healthz")[0] == 200
    assert fetched(process.watched_at, "/readyz") == (200, "ok\n")
    found = samples(fetched(process.watched_at, "/metrics")[1])
    assert found['pramaan_questions_total{language="hi",outcome="answered"}'] >= 1
    assert found['pramaan_answer_seconds_count{stage="embed"}'] >= 1
    assert found['pramaan_ingested_articles_total{outcome="added"}'] >= 2
    assert (found["pramaan_articles"] >= 2, found["pramaan_updates_waiting"] <= 1) == (True, True)
    assert found["pramaan_index_revision"] >= 1


def test_a_request_can_be_followed_through_the_log(process: Process) -> None:
    """The lines of an answer and of its message, from two threads, name the same update."""
    message = process.world.say("How many students asked for longer hours?", by=BEN)
    process.world.reply_to(message, ANSWER_SECONDS)
    until(lambda: _followed(process.log))
    assert "longer hours" not in process.log.read_text("utf-8")


def test_news_is_answered_from_without_a_restart(process: Process, pramaan: Pramaan) -> None:
    """A feed that another process adds and a file put into the folder count while the bot runs."""
    folder = process.log.parent
    with Site().running() as site:
        put(site, story(4))
        site.replies["/feed"] = Reply(rss(site, [story(4)]))
        added = pramaan(
            "sources",
            "add",
            site.address("/feed"),
            PRAMAAN_DATA_DIR=str(folder / "data"),
            PRAMAAN_FETCH_LOOPBACK="on",
        )
        assert added.returncode == 0
        new = BRIDGE.replace("कोसी", "घाघरा").replace("रामपुर", "बहराइच").replace("240", "375")
        (folder / "articles" / "new.txt").write_text(new, "utf-8")
        until(lambda: _held(process) >= 4, ANSWER_SECONDS)
        assert _feed_is_known(process)
    message = process.world.say("घाघरा के पुल पर कितने रुपये खर्च हुए?", by=ASHA)
    assert "375 करोड़" in process.world.reply_to(message, ANSWER_SECONDS)["text"]


def _held(process: Process) -> float:
    return samples(fetched(process.watched_at, "/metrics")[1])["pramaan_articles"]


def _feed_is_known(process: Process) -> bool:
    return "pramaan_feed_lag_seconds{" in fetched(process.watched_at, "/metrics")[1]


def _followed(log: Path) -> bool:
    lines = _requests(log)
    answered = [
        line for line in lines if (line["event"], line.get("language")) == ("answered", "en")
    ]
    own = [line["event"] for line in lines if line["request"] == answered[-1]["request"]]
    return "sendMessage was taken by Telegram." in own


def _requests(log: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line[:1] == "{"]
    return [line for line in lines if str(line.get("request", "")).startswith("update-")]


def test_a_burst_survives_kill_9(tmp_path: Path, models_dir: Path) -> None:
    """Killed in the middle of a burst and started again, the bot has answered everything.

    A message on its way at that moment may have been sent twice; none more often.
    """
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "pul.txt").write_text(BRIDGE, "utf-8")
    data_dir = with_models(tmp_path / "data", models_dir)
    readers = [{**ASHA, "id": 9000 + number} for number in range(30)]

    def start(api: BotApi, stderr: IO[bytes]) -> subprocess.Popen[bytes]:
        before = api.world.poller
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=tmp_path,
            env=environment(api, data_dir, articles),
            stdin=subprocess.DEVNULL,
            stderr=stderr,
        )
        api.world.wait_for(lambda world: world.poller > before, START_SECONDS)
        return bot

    with BotApi() as api, (tmp_path / "log.txt").open("wb") as stderr:
        bot = start(api, stderr)
        try:
            asked = [api.world.say("पुल पर कितने रुपये खर्च हुए?", by=reader) for reader in readers]
            api.world.wait_for(lambda world: len(world.sent) >= 5, ANSWER_SECONDS)
            bot.kill()
            bot.wait()
            with api.world.changed:
                answered = len(api.world.sent)
            bot = start(api, stderr)
            for message in asked:
                api.world.reply_to(message, ANSWER_SECONDS)
        finally:
            bot.kill()
            bot.wait()
    counts = [len(api.world.replies_to(message)) for message in asked]
    assert answered < len(asked)
    assert set(counts) <= {1, 2}
    assert counts.count(2) <= 4


def test_a_wrong_token_is_exit_status_2_and_one_line(
    pramaan: Pramaan, data_dir: Path, tmp_path: Path
) -> None:
    """A token that Telegram does not know ends `run` with status 2 and one line naming it."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "pul.txt").write_text(BRIDGE, "utf-8")
    with BotApi() as api:
        ended = pramaan(
            "run",
            PRAMAAN_DATA_DIR=str(data_dir),
            PRAMAAN_ARTICLES_DIR=str(articles),
            TELEGRAM_API_BASE_URL=api.base_url,
            TELEGRAM_BOT_TOKEN="123456:not-the-token-of-any-bot",
            LOG_LEVEL="ERROR",
        )
    assert ended.returncode == 2
    assert ended.stdout == ""
    last = ended.stderr.strip().splitlines()[-1]
    assert "TELEGRAM_BOT_TOKEN" in last
    assert "not-the-token" not in ended.stderr
    assert "Traceback" not in ended.stderr
