"""An answer as plain text, as JSON and in colour; the chat through a pipe."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from bot.chat import converse, print_answer
from bot.terminal import answer_object, heading, plain_text
from tests.conftest import ROOT, bare_environment
from tests.sample_answers import BRIDGE, FakeAnswerer, answer, article, cite

FIRST = "लोक निर्माण विभाग के अनुसार इस पर 240 करोड़ रुपये खर्च हुए।"
SECOND = "पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।"


def test_plain_text() -> None:
    """The short answer leads; each citation has title, publisher, date, quote and link."""
    assert plain_text(answer()).split("\n") == [
        "240 करोड़ रुपये [1]",
        "[1] नदी पर नया पुल खुला · नगर समाचार · 4 सितंबर 2025",
        f"    “{FIRST}”",
        "    https://samachar.example.in/pul?id=1&p=2",
        "[2] नदी पर नया पुल खुला · नगर समाचार · 4 सितंबर 2025",
        f"    “{SECOND}”",
        "    https://samachar.example.in/pul?id=1&p=2",
    ]


def test_best_quote_leads_where_nothing_shorter_answers() -> None:
    """Without a short answer the best quote leads, and is not printed a second time."""
    text = plain_text(answer(short=None))
    assert text.split("\n")[0] == f"“{FIRST}” [1]"
    assert text.count(FIRST) == 1
    assert text.count(SECOND) == 1


def test_frame_follows_the_question() -> None:
    """Around Hindi quotes an English question gets English words; the quotes stay as printed."""
    text = plain_text(answer("What did it cost?", "en"))
    assert "4 September 2025" in text
    assert FIRST in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("hi", "लेखों में इसका उत्तर नहीं मिला।"),
        ("hi-Latn", "लेखों में इसका उत्तर नहीं मिला।"),
        ("en", "The articles do not say."),
    ],
)
def test_abstaining_is_said_first(language: str, said: str) -> None:
    """An abstention says so in the question's language, before any related article."""
    held = answer("?", language, short=None, abstained=True)  # type: ignore[arg-type]
    lines = plain_text(held).split("\n")
    assert lines[0] == said
    assert any(line.startswith("[1] ") for line in lines)
    bare = answer("?", language, short=None, citations=(), abstained=True)  # type: ignore[arg-type]
    assert plain_text(bare) == said


def test_dateline_stands_in_for_the_date() -> None:
    """Without a full date the dateline is shown as printed; unknown parts leave no gap."""
    dated = article(published=None, dateline="पटना, 4 सितंबर (वार्ता)", publisher=None)
    assert heading(cite(1, FIRST, dated), "hi") == "नदी पर नया पुल खुला · पटना, 4 सितंबर (वार्ता)"
    assert heading(cite(1, FIRST, article(published=None, publisher=None)), "en") == (
        "नदी पर नया पुल खुला"
    )


def test_articles_cannot_steer_the_terminal() -> None:
    """Escape sequences and line breaks in an article do not reach the screen."""
    quote = "पहली पंक्ति\x1b[2J\nदूसरी \u202eपंक्ति"
    tricky = article(text=quote, title="शीर्षक\x1b]0;x\x07", url=None)
    held = answer(short=None, citations=(cite(1, quote, tricky),))
    text = plain_text(held)
    assert text.split("\n")[0] == "“पहली पंक्ति[2J दूसरी पंक्ति” [1]"
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
    assert answer_object(held)["citations"][0]["quote"] == quote


def test_json_object() -> None:
    """The object has exactly the documented keys, and quotes that its offsets cut out."""
    held = json.loads(json.dumps(answer_object(answer()), ensure_ascii=False))
    assert list(held) == [
        "question",
        "language",
        "abstained",
        "confidence",
        "answer",
        "short_answer",
        "citations",
        "latency_ms",
        "timings_ms",
    ]
    first = held["citations"][0]
    assert first == {
        "n": 1,
        "source": "pul.txt",
        "title": "नदी पर नया पुल खुला",
        "publisher": "नगर समाचार",
        "published": "2025-09-04",
        "dateline": None,
        "url": "https://samachar.example.in/pul?id=1&p=2",
        "quote": FIRST,
        "start": BRIDGE.index(FIRST),
        "end": BRIDGE.index(FIRST) + len(FIRST),
        "also_in": [],
    }
    assert held["answer"] == plain_text(answer())


def in_colour(held: object) -> str:
    """What `print_answer` writes to a wide terminal."""
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=200, highlight=False)
    print_answer(console, held)  # type: ignore[arg-type]
    return out.getvalue()


def test_colours_and_marks() -> None:
    """In a terminal the answer has colours, and citation marks are not taken for markup."""
    shown = in_colour(answer())
    assert "\x1b[" in shown
    assert "240 करोड़ रुपये [1]" in re.sub("\x1b\\[[0-9;]*m", "", shown)


def test_further_evidence_is_folded() -> None:
    """A long further quote shows its beginning and how to unfold it; the first one is whole."""
    long = " ".join(["यह वाक्य बहुत लंबा है और आगे भी चलता रहता है,"] * 4) + " समाप्त।"
    source = article(text=f"{FIRST} {long}")
    shown = in_colour(answer(citations=(cite(1, FIRST, source), cite(2, long, source))))
    assert FIRST in shown
    assert "…" in shown
    assert "समाप्त" not in shown
    assert "संख्या लिखिए: 2" in shown


def test_chat_through_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a terminal the chat answers line by line, without colours, and skips blank lines."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\ufeffपहला?\n\n  \nदूसरा?\r\n"))
    answerer = FakeAnswerer()
    converse(answerer, articles=1)
    shown = capsys.readouterr().out
    assert answerer.asked == [("पहला?", None), ("दूसरा?", "hi")]
    assert shown == f"❯ पहला?\n{plain_text(answer())}\n\n❯ दूसरा?\n{plain_text(answer())}\n"


CHAT_OVER_A_FAKE = """
from bot.chat import converse
from tests.conftest import ROOT, bare_environment
from tests.sample_answers import FakeAnswerer
converse(FakeAnswerer(), articles=3)
"""


def test_chat_in_a_terminal(tmp_path: Path) -> None:
    """In a terminal the chat greets in both languages, prompts, answers, and ends at Ctrl-D."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", CHAT_OVER_A_FAKE],
        cwd=tmp_path,
        env=bare_environment(PYTHONPATH=str(ROOT), TERM="xterm-256color", COLUMNS="100"),
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
    ) as chatting:
        os.close(theirs)
        assert chatting.stderr is not None
        greeting = read_until(ours, "❯ ")
        assert "नमस्ते" in greeting
        assert "3 articles" in greeting
        os.write(ours, "पुल पर कितना खर्च हुआ?\n".encode())
        shown = read_until(ours, "❯ ")
        assert "240 करोड़ रुपये [1]" in shown
        assert "\x1b[" in shown
        os.write(ours, b"2\n")
        unfolded = read_until(ours, "❯ ")
        assert SECOND in unfolded
        assert FIRST not in unfolded
        os.write(ours, b"\x04")
        assert chatting.wait(30) == 0
        assert chatting.stderr.read() == b""
    os.close(ours)


def read_until(terminal: int, mark: str) -> str:
    """What the terminal shows until `mark`, waiting at most half a minute."""
    shown, ends = b"", time.monotonic() + 30
    while mark.encode() not in shown:
        assert time.monotonic() < ends, shown.decode("utf-8", "replace")
        if select.select([terminal], [], [], 0.5)[0]:
            shown += os.read(terminal, 65536)
    return shown.decode("utf-8", "replace")


def test_an_ingest_draws_a_bar_with_counts_and_rate(data_dir: Path, tmp_path: Path) -> None:
    """On a terminal an ingest shows how many articles of all are done, and how many a second."""
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(70):
        (folder / f"{n}.txt").write_text(f"खबर {n}\n\nपुल {n} पर {n} करोड़ रुपये खर्च हुए।\n", "utf-8")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ingest", str(folder)],
        cwd=tmp_path,
        env=bare_environment(
            PYTHONPATH=str(ROOT), PRAMAAN_DATA_DIR=str(data_dir), TERM="xterm", COLUMNS="80"
        ),
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as ingesting:
        os.close(theirs)
        shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", read_until(ours, "70/70"))
        assert "Reading articles" in shown
        assert re.search(r"(32|64)/70", shown)
        assert re.search(r"\d+\.\d/s", shown)
        assert ingesting.stdout is not None
        told = ingesting.stdout.read().decode("utf-8")
        assert ingesting.wait(30) == 0
    os.close(ours)
    assert "70" in told.splitlines()[0]
