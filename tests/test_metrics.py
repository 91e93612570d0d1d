"""Metrics and health: what they say, and that they say nothing of what people wrote."""

from __future__ import annotations

import asyncio
import http.client
import io
import json
import socket
import threading
import time
from collections.abc import Callable

import pytest
import structlog

from bot import logs
from bot.metrics.counting import CountedAnswerer
from bot.metrics.health import STALLED_AFTER, STARTING, Health
from bot.metrics.listening import listening
from bot.metrics.numbers import Metrics
from bot.metrics.watch import Watch, watched
from bot.settings import WrongSetting
from bot.transport.workers import Workers
from store.gather import Failure
from store.ingest import IngestReport
from tests.botapi.faults import Fault
from tests.botapi.running import running_bot
from tests.botapi.server import BotApi
from tests.loopback import free_port
from tests.sample_answers import FakeAnswerer, answer

QUESTION = "पुल पर कितना खर्च हुआ?"


def fetched(port: int, path: str) -> tuple[int, str]:
    """Status and body of a page of the bot on this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def until(found: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until `found` is true. Errors: AssertionError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline, f"nothing after {seconds} s"
        time.sleep(0.02)


def samples(page: str) -> dict[str, float]:
    """The values of a page of metrics by name and labels, as they are printed."""
    lines = [line for line in page.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_questions_are_counted_by_language_and_outcome() -> None:
    """Answers, refusals and failures each count in their language; no word of them is kept."""
    metrics = Metrics()
    broken = threading.Event()

    def make(text: str) -> object:
        if broken.is_set():
            raise RuntimeError(text)
        return answer(text, "hi", abstained="राष्ट्रीय" in text)

    answerer = CountedAnswerer(FakeAnswerer(make), metrics)  # type: ignore[arg-type]
    answerer.answer(QUESTION)
    answerer.answer("राष्ट्रीय पशु कौन सा है?")
    broken.set()
    with pytest.raises(RuntimeError):
        answerer.answer("Where is the bridge over the river?")
    page = metrics.page().decode()
    found = samples(page)
    assert found['pramaan_questions_total{language="hi",outcome="answered"}'] == 1
    assert found['pramaan_questions_total{language="hi",outcome="abstained"}'] == 1
    assert found['pramaan_questions_total{language="en",outcome="failed"}'] == 1
    assert found['pramaan_answer_seconds_count{stage="whole"}'] == 2
    assert "पुल" not in page


def test_ingests_feeds_and_store_are_shown() -> None:
    """Counts add up over ingests, a feed has a lag while it is kept, gauges are read live."""
    metrics = Metrics()
    report = IngestReport(3, 1, 0, 0, 0, (Failure("a.txt", "why"),), 9, 0.1)
    metrics.ingested(report)
    metrics.ingested(report)
    metrics.feed_read("https://samachar.example.in/feed")
    held = [(3, 9), 4]
    metrics.watch_store(lambda: held[0], lambda: held[1])  # type: ignore[arg-type, return-value]
    held[:] = [(5, 12), 6]
    found = samples(metrics.page().decode())
    assert found['pramaan_ingested_articles_total{outcome="added"}'] == 6
    assert found['pramaan_ingested_articles_total{outcome="failed"}'] == 2
    assert 0 <= found['pramaan_feed_lag_seconds{feed="https://samachar.example.in/feed"}'] < 60
    assert found["pramaan_articles"] == 5
    assert found["pramaan_passages"] == 12
    assert found["pramaan_index_revision"] == 6
    metrics.feed_removed("https://samachar.example.in/feed")
    assert "pramaan_feed_lag_seconds{" not in metrics.page().decode()


def test_two_registries_do_not_meet() -> None:
    """Each process part has numbers of its own: nothing is global."""
    one, other = Metrics(), Metrics()
    one.requested("sent")
    assert samples(one.page().decode())['pramaan_telegram_requests_total{outcome="sent"}'] == 1
    assert samples(other.page().decode())['pramaan_telegram_requests_total{outcome="sent"}'] == 0


def test_health_by_parts() -> None:
    """Ready only once every part says so; what a check raises is that part's problem."""
    health = Health(["store", "telegram"])
    assert health.problems() == {"store": STARTING, "telegram": STARTING}
    health.reports("telegram", lambda: None)

    def broken() -> str | None:
        raise OSError("the disk is gone")

    health.reports("store", broken)
    assert health.problems() == {"store": "the disk is gone"}
    health.reports("store", lambda: None)
    assert health.problems() == {}


def test_a_stalled_event_loop_is_not_alive() -> None:
    """Without a beat for a minute it is not; before the first one it is starting, and well."""
    now = [0.0]
    health = Health([], clock=lambda: now[0])
    now[0] = 1000.0
    assert health.alive() is None
    health.beat()
    now[0] += STALLED_AFTER + 1
    assert "has not turned for 61 seconds" in (health.alive() or "")
    health.stops_beating()
    assert health.alive() is None


def test_pages() -> None:
    """Each page has its status; what is not there is 404."""
    health = Health(["store"])
    with listening("127.0.0.1:0", Metrics(), health) as port:
        assert fetched(port, "/healthz") == (200, "ok\n")
        assert fetched(port, "/readyz") == (503, "store: starting\n")
        health.reports("store", lambda: None)
        assert fetched(port, "/readyz?verbose") == (200, "ok\n")
        assert "pramaan_questions_total" in fetched(port, "/metrics")[1]
        assert fetched(port, "/")[0] == 404


def test_a_port_in_use_is_a_wrong_setting() -> None:
    """Where something listens already, the setting is named."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(WrongSetting, match=f"METRICS_LISTEN=127.0.0.1:{port}: Address"),
            watched(f"127.0.0.1:{port}"),
        ):
            pass


async def test_a_bot_tells_of_its_messages() -> None:
    """A message that needs a second try counts as retried and sent; nothing is left waiting."""
    port = free_port()
    with BotApi() as api, watched(f"127.0.0.1:{port}") as watch:
        watch.health.reports("store", lambda: None)
        async with running_bot(api, FakeAnswerer(), watch=watch) as bot:
            bot.world.faults.add("sendMessage", Fault("bad_gateway"))
            await bot.reply_to(bot.world.say(QUESTION))
            await asyncio.to_thread(
                until,
                lambda: samples(fetched(port, "/metrics")[1])["pramaan_updates_waiting"] == 0,
            )
            page = await asyncio.to_thread(fetched, port, "/metrics")
            found = samples(page[1])
            assert found['pramaan_telegram_requests_total{outcome="retried"}'] == 1
            assert found['pramaan_telegram_requests_total{outcome="sent"}'] == 1
            for part in ("own", "limiter", "retries", "behind"):
                assert found[f'pramaan_telegram_seconds_count{{part="{part}"}}'] == 1
            assert found['pramaan_telegram_seconds_sum{part="retries"}'] > 0
            assert await asyncio.to_thread(fetched, port, "/readyz") == (200, "ok\n")


async def test_telegram_out_of_reach_is_not_ready() -> None:
    """While Telegram answers nothing, the bot says so at /readyz, and not once it answers again."""
    watch = Watch()
    watch.health.reports("store", lambda: None)
    with BotApi() as api:
        async with running_bot(api, FakeAnswerer(), watch=watch) as bot:
            await asyncio.to_thread(until, lambda: not watch.health.problems())
            bot.world.faults.add("getUpdates", Fault("bad_gateway"))
            bot.world.say(QUESTION)  # ends the poll that waits
            await asyncio.to_thread(until, lambda: "telegram" in watch.health.problems())
            await asyncio.to_thread(until, lambda: not watch.health.problems())


@pytest.mark.usefixtures("restored_logging")
def test_worker_threads_log_for_their_request() -> None:
    """What a worker logs names the request that gave it its work."""
    out = io.StringIO()
    logs.configure("INFO", "json", [], stream=out)
    answerer = CountedAnswerer(FakeAnswerer(), None)
    with Workers(2) as workers:
        for number in range(4):
            with structlog.contextvars.bound_contextvars(request=f"update-{number}"):
                workers.submit(answerer.answer, QUESTION)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert sorted(line["request"] for line in lines) == [f"update-{n}" for n in range(4)]
    assert QUESTION not in out.getvalue()
