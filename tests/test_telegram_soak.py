"""Long loads and kill loops: `make soak`."""

from __future__ import annotations

import contextlib
import json
import math
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.memory.journal import Journal
from bot.memory.record import FILE_NAME, Record
from bot.messages import BUTTON_SHOW, say
from tests.botapi.bot_process import WAITS_FILE
from tests.botapi.faults import Fault
from tests.botapi.server import BotApi
from tests.botapi.world import Call, Json
from tests.conftest import ROOT, bare_environment, with_models
from tests.test_telegram_process import START_SECONDS, environment

QUESTION = "पुल पर कितना खर्च हुआ?"
FACT = "240 करोड़ रुपये"
CHATS = 200
QUESTIONS = 1000
SECONDS = 60.0
KILLS = 8
A_SECOND = 2.0  # real questions
WARM_UP = 0.15  # of the time, in which caches fill
ABOUT = [
    "उत्तर कोरिया के सैनिक",
    "लावरोव की यात्रा",
    "किम और पुतिन की बातचीत",
    "North Korean troops",
    "the partnership treaty",
    "uttar korea ke sainik",
    "वॉनसान के पर्यटक",
    "भारत का राष्ट्रीय पशु",
]
ASKING = ["कितने?", "कब?", "कहाँ?", "how many?", "when?", "who said so?", "kitne?", "kyun?"]


def start(api: BotApi, folder: Path) -> subprocess.Popen[bytes]:
    """A bot process that has begun to poll."""
    before = api.world.poller
    command = [sys.executable, "-m", "tests.botapi.bot_process"]
    bot = subprocess.Popen(
        [*command, api.base_url, api.world.token, str(folder)],
        cwd=folder,
        env=bare_environment(PYTHONPATH=str(ROOT)),
    )
    api.world.wait_for(lambda world: world.poller > before, 60)
    return bot


def readers() -> list[Json]:
    """People with a private chat each."""
    return [{"id": 10_000 + n, "is_bot": False, "first_name": "R"} for n in range(CHATS)]


def everything_answered(api: BotApi, asked: list[Json], seconds: float) -> list[int]:
    """Wait until each question has an answer; gives how many each has."""
    for message in asked:
        api.world.reply_to(message, seconds)
    return [len(api.world.replies_to(message)) for message in asked]


def nothing_waits(api: BotApi, path: Path, seconds: float) -> None:
    """Wait until the bot's file holds no update that is still to be answered."""
    deadline = time.monotonic() + seconds
    with contextlib.closing(Record(path)) as record:
        journal = Journal(record, api.world.me["id"])
        while left := journal.waiting():
            assert time.monotonic() < deadline, f"{len(left)} updates are still not answered"
            time.sleep(0.5)


def ask_for_what_is_in_doubt(api: BotApi, asked: list[Json]) -> int:
    """Press the button of each line about an answer that did not arrive; gives how many."""
    missing = [
        replies[0]
        for replies in map(api.world.replies_to, asked)
        if not any(map(is_answer, replies))
    ]
    for told in missing:
        api.world.press(told, say(BUTTON_SHOW, "hi"))
        api.world.wait_for(lambda _: is_answer(told), 30)  # noqa: B023 - called at once
    return len(missing)


def is_answer(message: Json) -> bool:
    """Whether the message answers the question."""
    return FACT in str(message["text"])


def key_of(message: Json) -> tuple[int, int]:
    """The message's chat and number."""
    return message["chat"]["id"], message["message_id"]


def replied_to(call: Call) -> tuple[int, int]:
    """The chat and number of the message that a call replies to; zeros where to none."""
    replied = call.params.get("reply_parameters")
    return (int(call.params["chat_id"]), int(replied["message_id"])) if replied else (0, 0)


def p95(times: list[float]) -> float:
    """What 95% of the sorted times do not exceed."""
    return times[math.ceil(0.95 * len(times)) - 1]


def spread(times: list[float]) -> str:
    """Median, 95th percentile and longest of sorted times."""
    middle, longest = times[len(times) // 2], times[-1]
    return f"p50 {middle:.2f}, p95 {p95(times):.2f}, longest {longest:.2f} s"


def tell(*lines: str) -> None:
    """Print what was measured; `make soak` lets it through."""
    sys.stderr.write("\n" + "\n".join(lines) + "\n")


def worked(bot: subprocess.Popen[bytes]) -> float:
    """Seconds that the process has kept a core busy."""
    fields = Path(f"/proc/{bot.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(bot: subprocess.Popen[bytes]) -> float:
    """Memory of the process in MB."""
    status = Path(f"/proc/{bot.pid}/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@pytest.mark.soak
def test_a_load_with_faults_loses_nothing(tmp_path: Path) -> None:
    """1,000 questions of 200 chats in a minute with 5% faults: none lost, none answered too often.

    An answer comes exactly once unless Telegram took it and its acknowledgement was cut off: then
    at most twice. The first try to send it comes within 1.5 s for 95% of the questions, what
    Telegram's pace and retries take apart.
    """
    kinds = [
        Fault("flood", retry_after=1),
        Fault("bad_gateway"),
        Fault("reset_before"),
        Fault("reset_after"),
    ]
    people, order = readers(), random.Random(7)
    asked, pressed = list[Json](), dict[str, float]()
    at = dict[tuple[int, int], float]()
    with BotApi() as api:
        bot = start(api, tmp_path)
        try:
            troubled = ["sendMessage", "getUpdates", "editMessageText"]
            api.world.faults.at_random(0.05, kinds, troubled)
            begun = time.monotonic()
            for number in range(QUESTIONS):
                time.sleep(max(0.0, begun + number * SECONDS / QUESTIONS - time.monotonic()))
                message = api.world.say(QUESTION, by=order.choice(people))
                asked.append(message)
                at[key_of(message)] = time.monotonic()
                if number % 10 == 9 and (
                    sent := [each for each in api.world.sent if is_answer(each)]
                ):
                    pressed[api.world.press(order.choice(sent), "👍")] = time.monotonic()
            for message in asked:
                api.world.reply_to(message, 90)
            api.world.wait_for(lambda world: set(pressed) <= set(world.callback_answers), 60)
            nothing_waits(api, tmp_path / FILE_NAME, 120)
            in_doubt = sum(not is_answer(each) for each in api.world.sent)
            shown = ask_for_what_is_in_doubt(api, asked)
            acknowledged = {
                str(call.params["callback_query_id"]): call.at
                for call in api.world.calls_of("answerCallbackQuery")
            }
            memory, busy = resident(bot), worked(bot)
        finally:
            bot.terminate()
            assert bot.wait(40) == 0
    calls = [call for call in api.world.calls_of("sendMessage") if replied_to(call) in at]
    cut_after = Counter(replied_to(call) for call in calls if call.fault == "reset_after")
    cut_before = {replied_to(call) for call in calls if call.fault == "reset_before"}
    answers = {key_of(each): sum(map(is_answer, api.world.replies_to(each))) for each in asked}
    after = [count for key, count in answers.items() if cut_after[key]]
    before = [count for key, count in answers.items() if key in cut_before - cut_after.keys()]
    quiet = [n for key, n in answers.items() if key not in cut_before | cut_after.keys()]
    waits = [json.loads(line) for line in (tmp_path / WAITS_FILE).read_text().splitlines()]
    own, whole, limiter, behind, retries = map(sorted, zip(*waits, strict=True))
    seen = sorted(_first_waits(calls, at))
    presses = sorted(acknowledged[query] - when for query, when in pressed.items())
    tell(
        f"{QUESTIONS} questions of {CHATS} chats in {SECONDS:.0f} s, faults met: "
        f"{len(api.world.faults.happened)}",
        f"lost: {list(answers.values()).count(0)}; told to be in doubt: {in_doubt}, of these "
        f"missing and shown by the button: {shown}",
        f"no cut: {len(quiet)}, answered once: {quiet.count(1)}",
        f"cut before Telegram took it: {len(before)}, answered once: {before.count(1)}",
        f"cut after: {len(after)}, answered once: {after.count(1)}, twice: {after.count(2)}",
        f"received to send attempted: {spread(own)}",
        f"apart from that: pace {spread(limiter)}; retries {spread(retries)}; pace and retries of "
        f"the chat's earlier questions {spread(behind)}",
        f"all of it, to the first attempt: {spread(whole)}; from asking, as Telegram sees it, with "
        f"the faults of getUpdates: {spread(seen)}",
        f"buttons pressed: {len(pressed)}, answered after {spread(presses)}",
        f"memory: {memory:.0f} MB; processor: {busy:.1f} s",
    )
    assert min(answers.values()) >= 1
    assert set(quiet) == set(before) == {1}
    assert set(after) <= {1, 2}
    assert len(waits) == QUESTIONS
    assert p95(own) <= 1.5
    assert p95(presses) <= 1.0  # the rest meets the faults of getUpdates


@pytest.mark.soak
def test_memory_stays_flat(tmp_path: Path, models_dir: Path) -> None:
    """Ten minutes of real questions over articles/ leave the process as large as one did.

    With PRAMAAN_SOAK_SECONDS it is another time.
    """
    seconds = float(os.environ.get("PRAMAAN_SOAK_SECONDS", "600"))
    people, order = readers(), random.Random(3)
    sizes, asked = list[float](), list[Json]()
    with BotApi() as api, (tmp_path / "log.txt").open("wb") as log:
        data_dir = with_models(tmp_path / "data", models_dir)
        settings = environment(api, data_dir, ROOT / "articles", TELEGRAM_READER_LIMIT="0")
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=tmp_path,
            env={**settings, "LOG_LEVEL": "WARNING"},
            stdin=subprocess.DEVNULL,
            stderr=log,
        )
        try:
            api.world.wait_for(lambda world: world.poller, START_SECONDS)
            begun = time.monotonic()
            while (now := time.monotonic() - begun) < seconds:
                question = f"{order.choice(ABOUT)} {order.choice(ASKING)}"
                asked.append(api.world.say(question, by=order.choice(people)))
                if now > seconds * WARM_UP and len(asked) % 10 == 0:
                    sizes.append(resident(bot))
                time.sleep(max(0.0, begun + len(asked) / A_SECOND - time.monotonic()))
            counts = everything_answered(api, asked, 120)
        finally:
            bot.terminate()
            assert bot.wait(60) == 0
    middle = sorted(sizes)[len(sizes) // 2]
    tell(
        f"{len(asked)} questions in {seconds:.0f} s; memory in MB, warmed up: {sizes[0]:.0f} at "
        f"first, {min(sizes):.0f} to {max(sizes):.0f}, {sizes[-1]:.0f} at last; the middle "
        f"{middle:.0f}, within {max(max(sizes) / middle - 1, 1 - min(sizes) / middle):.1%} of it"
    )
    assert set(counts) == {1}
    assert max(sizes) <= 1.1 * middle
    assert min(sizes) >= 0.9 * middle


def _first_waits(calls: list[Call], at: dict[tuple[int, int], float]) -> list[float]:
    """Seconds from asking each question to the first attempt at its answer."""
    waits = dict[tuple[int, int], float]()
    for call in calls:
        key = replied_to(call)
        waits.setdefault(key, call.at - at[key])
    return list(waits.values())


@pytest.mark.soak
def test_a_kill_loop_loses_nothing(tmp_path: Path) -> None:
    """Killed again and again in the middle of bursts, the bot answers every question."""
    people = readers()
    asked = list[Json]()
    with BotApi() as api:
        bot = start(api, tmp_path)
        try:
            for round_ in range(KILLS):
                asked += [api.world.say(QUESTION, by=person) for person in people[:40]]
                time.sleep(0.2 + 0.15 * round_)
                bot.kill()
                bot.wait()
                bot = start(api, tmp_path)
            everything_answered(api, asked, 120)
            shown = ask_for_what_is_in_doubt(api, asked)
            counts = [sum(map(is_answer, api.world.replies_to(each))) for each in asked]
        finally:
            bot.kill()
            bot.wait()
    tell(
        f"{len(asked)} questions over {KILLS} kills; lost: {counts.count(0)}, doubled: "
        f"{counts.count(2)}, in doubt and shown by the button: {shown}"
    )
    assert set(counts) <= {1, 2}
