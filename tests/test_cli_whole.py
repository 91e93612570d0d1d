"""The real commands over a real store: ingest, ask, chat, reindex, and nothing leaves the machine.

One store is made for all tests here; those that change a store make their own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from store.lock import owned
from tests.conftest import ROOT, Here, Pramaan, bare_environment, with_models

BRIDGE = """---
title: नदी पर नया पुल खुला
publisher: नगर समाचार
published: 2025-09-04
---
रामपुर में कोसी नदी पर बना नया पुल गुरुवार को यातायात के लिए खोल दिया गया। लोक निर्माण विभाग के
अनुसार इस पुल पर 240 करोड़ रुपये खर्च हुए। विभाग का कहना है कि पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।
"""
LIBRARY = """---
title: Town library stays open late
---
The town library of Millbrook will stay open until ten in the evening from October. The librarian,
Asha Verma, said that 850 students had asked for longer hours. The council approved the plan.
"""
TOKEN = "123456789:" + "AbCd-_" * 6

Watched = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles, one in a folder below."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / "पुल.txt").write_text(BRIDGE, "utf-8")
    (folder / "english").mkdir()
    (folder / "english" / "library.txt").write_text(LIBRARY, "utf-8")
    return folder


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """The real command, which fails with status 99 when it tries to leave this machine."""
    folder = tmp_path_factory.mktemp("watched")
    (folder / "sitecustomize.py").write_text(
        "import os, sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from tests.loopback import hear_of_distant_hosts\n"
        "def leave(attempt):\n"
        "    os.write(2, f'left the machine: {attempt}\\n'.encode())\n"
        "    os._exit(99)\n"
        "hear_of_distant_hosts(leave)\n"
    )

    def run(*arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=folder,
            env=bare_environment(PYTHONPATH=f"{folder}:{ROOT}", **settings),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=240,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def store(
    tmp_path_factory: pytest.TempPathFactory, models_dir: Path, articles: Path, watched: Watched
) -> Path:
    """A data folder that the real `ingest` has filled, watched for connections."""
    data = with_models(tmp_path_factory.mktemp("store") / "data", models_dir)
    done = watched("bot", "ingest", "--json", str(articles), PRAMAAN_DATA_DIR=str(data))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["passages"] >= 2
    assert report.pop("seconds") > 0
    del report["passages"]
    assert report == {
        "added": 2,
        "updated": 0,
        "unchanged": 0,
        "removed": 0,
        "duplicates": 0,
        "failed": [],
    }
    return data


def test_watching_works(watched: Watched) -> None:
    """The watched command does fail when something looks up a host elsewhere."""
    done = watched(
        "bot",
        "doctor",
        TELEGRAM_BOT_TOKEN=TOKEN,
        TELEGRAM_API_BASE_URL="https://telegram.invalid/bot",
        EMBEDDING_MODEL=str(ROOT),
    )
    assert done.returncode == 99
    assert "left the machine: socket.getaddrinfo telegram.invalid" in done.stderr


def test_one_question(store: Path, articles: Path, watched: Watched) -> None:
    """`ask --json QUESTION` gives one object whose quote stands in the article, and stays here."""
    done = watched(
        "bot", "ask", "--json", "--no-llm", "पुल पर कितना खर्च हुआ?", PRAMAAN_DATA_DIR=str(store)
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert "\\u" not in line
    held = json.loads(line)
    assert held["question"] == "पुल पर कितना खर्च हुआ?"
    assert held["language"] == "hi"
    assert held["abstained"] is False
    assert 0 <= held["confidence"] <= 1
    first = held["citations"][0]
    assert "240 करोड़" in " ".join(first["quote"].split())
    assert first["end"] - first["start"] == len(first["quote"])
    assert first["source"] == "पुल.txt"
    assert (first["title"], first["published"]) == ("नदी पर नया पुल खुला", "2025-09-04")
    assert "[1]" in held["answer"]
    assert set(held["timings_ms"]) == {"question", "embed", "search", "evidence", "answer"}


def test_questions_a_line(store: Path, pramaan: Pramaan) -> None:
    """`ask --json` answers each line of standard input in order and skips blank ones."""
    asked = ["How many students asked for longer hours?", "पुल से कितने वाहन गुज़रेंगे?", "गेहूँ?"]
    done = pramaan("ask", "--json", stdin="\n\n".join(asked) + "\r\n", PRAMAAN_DATA_DIR=str(store))
    assert done.returncode == 0, done.stderr
    held = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["question"] for one in held] == asked
    assert held[0]["citations"][0]["source"] == "english/library.txt"
    assert held[1]["citations"][0]["source"] == "पुल.txt"


def test_utf_8_whatever_the_locale(store: Path, pramaan: Pramaan) -> None:
    """In a locale without Devanagari, questions and answers are UTF-8 all the same."""
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = pramaan("ask", "पुल पर कितना खर्च हुआ?", PRAMAAN_DATA_DIR=str(store), **plain)
    assert done.returncode == 0, done.stderr
    assert "240 करोड़" in done.stdout


def test_chat_reads_lines(store: Path, pramaan: Pramaan) -> None:
    """`chat` without a terminal answers line by line until the input ends, without colours."""
    done = pramaan(
        "chat", stdin="पुल पर कितना खर्च हुआ?\nWho is the librarian?\n", PRAMAAN_DATA_DIR=str(store)
    )
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.strip().split("\n\n")
    assert first.startswith("❯ पुल पर कितना खर्च हुआ?\n")
    assert "240 करोड़" in first
    assert "Asha Verma" in second
    assert "\x1b" not in done.stdout


def test_status_counts(store: Path, pramaan: Pramaan) -> None:
    """`status` tells what was ingested, for people and for machines."""
    done = pramaan("status", "--json", PRAMAAN_DATA_DIR=str(store))
    held = json.loads(done.stdout)
    assert (held["articles"], held["healthy"], held["embedding_model"]) == (2, True, "bundled")
    assert held["index_fingerprint"]
    shown = pramaan("status", PRAMAAN_DATA_DIR=str(store)).stdout
    assert "articles" in shown
    assert "yes" in shown


def test_folder_in_use(store: Path, pramaan: Pramaan) -> None:
    """While another process owns the data folder: exit status 2 and one line that names it."""
    with owned(store):
        for arguments in (["status"], ["ask", "x"], ["ingest", "."], ["reindex"], ["chat"]):
            done = pramaan(*arguments, PRAMAAN_DATA_DIR=str(store))
            assert done.returncode == 2
            assert done.stdout == ""
            assert done.stderr.count("\n") == 1
            assert str(store) in done.stderr


def test_doctor(store: Path, articles: Path, watched: Watched) -> None:
    """`doctor` finds a good store good, one line a check, and only warns of a missing token."""
    done = watched("bot", "doctor", PRAMAAN_DATA_DIR=str(store), PRAMAAN_ARTICLES_DIR=str(articles))
    assert done.returncode == 0, done.stdout + done.stderr
    grades = [line.split()[0] for line in done.stdout.splitlines()]
    assert grades.count("ok") >= 4
    assert grades.count("warning") == 1
    assert "2 articles" in done.stdout


def test_ingest_of_what_changed(
    data_dir: Path, articles: Path, tmp_path: Path, pramaan_here: Here
) -> None:
    """Ingesting again embeds only changes; broken files are named, the rest kept, status 1."""
    folder = tmp_path / "mine"
    shutil.copytree(articles, folder)
    settings = {"PRAMAAN_DATA_DIR": str(data_dir)}
    status, out, err = pramaan_here("ingest", str(folder), **settings)
    assert status == 0, err
    assert out.startswith("2 added, 0 updated, 0 unchanged, 0 removed, 0 duplicates; ")

    (folder / "broken.txt").write_bytes(b"\xff\xfe\x00broken\x00")
    (folder / "english" / "library.txt").unlink()
    status, out, err = pramaan_here("ingest", "--json", "--prune", str(folder), **settings)
    assert status == 1, err
    report = json.loads(out)
    assert (report["added"], report["unchanged"], report["removed"]) == (0, 1, 1)
    (failed,) = report["failed"]
    assert failed["source"] == "broken.txt"
    assert failed["error"]

    status, out, err = pramaan_here("ingest", str(folder), "no/such/file", **settings)
    assert status == 1, err
    assert [line.split(": ")[:2] for line in sorted(out.splitlines()[1:])] == [
        ["failed", "broken.txt"],
        ["failed", "no/such/file"],
    ]


def test_another_model_takes_over_by_reindex(
    store: Path, tmp_path: Path, models_dir: Path, pramaan_here: Here
) -> None:
    """When another model is set, the old one goes on answering, `status` says so, and `reindex`
    switches.
    """
    data = tmp_path / "data"
    shutil.copytree(store, data, symlinks=True)
    (model,) = (path for path in models_dir.iterdir() if not path.name.startswith("."))
    other = tmp_path / "model"
    shutil.copytree(model, other)
    told = json.loads((other / "config_sentence_transformers.json").read_text("utf-8"))
    told["prompts"]["query"] = "question: "
    (other / "config_sentence_transformers.json").write_text(json.dumps(told), "utf-8")
    settings = {"PRAMAAN_DATA_DIR": str(data), "EMBEDDING_MODEL": str(other)}

    assert "240 करोड़" in pramaan_here("ask", "पुल पर कितना खर्च हुआ?", **settings)[1]
    status, out, _ = pramaan_here("status", "--json", **settings)
    assert status == 1
    assert json.loads(out)["embedding_model"] == "bundled"
    assert "pramaan reindex" in json.loads(out)["problems"][0]

    status, _, err = pramaan_here("reindex", **settings)
    assert status == 0, err
    status, out, _ = pramaan_here("status", "--json", **settings)
    assert (status, json.loads(out)["embedding_model"]) == (0, str(other))
    assert "240 करोड़" in pramaan_here("ask", "पुल पर कितना खर्च हुआ?", **settings)[1]
    assert len([path for path in data.iterdir() if path.name.startswith("index")]) == 1


def test_nothing_ingested_yet(data_dir: Path, tmp_path: Path, pramaan_here: Here) -> None:
    """Over an empty store `ask` says, in both languages and not among the results, what to do."""
    (tmp_path / "articles").mkdir()
    status, out, err = pramaan_here("ask", "--json", "क्या हुआ?", PRAMAAN_DATA_DIR=str(data_dir))
    assert status == 0
    assert json.loads(out)["abstained"] is True
    assert err.count("pramaan ingest articles") == 2


def test_start_reads_the_articles_first(data_dir: Path, articles: Path, watched: Watched) -> None:
    """What `make run` starts reads the articles folder, then chats where no token is set."""
    done = watched(
        "bot.start",
        stdin="पुल पर कितना खर्च हुआ?\n",
        PRAMAAN_DATA_DIR=str(data_dir),
        PRAMAAN_ARTICLES_DIR=str(articles),
    )
    assert done.returncode == 0, done.stderr
    assert "240 करोड़" in done.stdout
    assert "added" not in done.stdout
    assert "2 added" in done.stderr
