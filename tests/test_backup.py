"""Backups hold the whole record; restoring one loses nothing of what is held until it is proven."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.memory.record import CHATS_FILE, FILE_NAME, Record
from store.backup import Held, finish_restore, restore_backup, write_backup
from store.corpus import Corpus, open_corpus
from store.errors import StoreError
from store.lock import owned
from tests.conftest import ROOT, Here, bare_environment
from tests.strange_models import WordEmbedder

OTHERS = (CHATS_FILE,)


@contextlib.contextmanager
def opened(data: Path) -> Iterator[Corpus]:
    """The corpus of a folder, with a quick model."""
    with open_corpus(data, embedding_model="words", embedder=WordEmbedder()) as corpus:
        yield corpus


def fill(data: Path, *subjects: str) -> None:
    """Let the folder hold an article about each subject, and one mention of a chat each."""
    folder = data.with_name(f"{data.name}-articles")
    folder.mkdir(exist_ok=True)
    for subject in subjects:
        text = f"{subject} की ख़बर\n\n{subject} के बारे में यह बात आज पहली बार लिखी गई है।\n"
        (folder / f"{subject}.txt").write_text(text, "utf-8")
    with opened(data) as corpus:
        corpus.ingest([str(folder)])
    with contextlib.closing(Record(data / FILE_NAME)) as record, record.change() as db:
        db.execute(
            "INSERT OR REPLACE INTO chats (bot_id, chat_id, frame) VALUES (1, ?, 'hi')",
            (len(subjects),),
        )


def held(data: Path) -> tuple[list[str], list[int]]:
    """Titles of articles and ids of chats, after checking that every article is found."""
    with opened(data) as corpus:
        if corpus.index_trouble() is not None:
            corpus.reindex()
        titles = sorted(article.title for article in corpus.articles())
        found = set()
        for title in titles:
            nearest = corpus.nearest(WordEmbedder().encode_query(title).vector, 100)
            found |= {p.article_id for p in corpus.passages([id_ for id_, _ in nearest]).values()}
            assert corpus.passages([id_ for id_, _ in nearest]).keys() == {i for i, _ in nearest}
        assert found == {article.id for article in corpus.articles()}
        assert corpus.status().problems == ()
    with contextlib.closing(Record(data / FILE_NAME)) as record:
        return titles, [row[0] for row in record.rows("SELECT chat_id FROM chats")]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with two articles and a chat, backed up to `b` beside it."""
    data = tmp_path / "data"
    fill(data, "पुल", "मेला")
    write_backup(data, tmp_path / "b", OTHERS)
    return data


def test_a_backup_comes_back(data: Path, tmp_path: Path) -> None:
    """A backup restored into an empty folder holds every article and chat of the first one."""
    (tmp_path / "new").mkdir()
    assert restore_backup(tmp_path / "new", tmp_path / "b", OTHERS) is None
    assert held(tmp_path / "new") == held(data) == (["पुल की ख़बर", "मेला की ख़बर"], [2])


def test_restoring_goes_back(data: Path, tmp_path: Path) -> None:
    """What came after the backup is gone after restoring it, kept aside, and of the index what
    still fits is used again.
    """
    fill(data, "पुल", "मेला", "रेल")
    replaced = restore_backup(data, tmp_path / "b", OTHERS)
    assert replaced is not None
    with sqlite3.connect(replaced / "catalog.sqlite3") as db:
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    db.close()
    embedder = WordEmbedder()
    with open_corpus(data, embedding_model="words", embedder=embedder) as corpus:
        assert corpus.index_trouble() is not None
        assert not corpus.status().healthy
        corpus.reindex()
        assert embedder.embedded == []
    assert held(data) == (["पुल की ख़बर", "मेला की ख़बर"], [2])


def test_a_backup_is_private_and_one_file(data: Path, tmp_path: Path) -> None:
    """Others cannot read a backup, and nothing is left beside it; writing it again replaces it."""
    assert write_backup(data, tmp_path / "b", OTHERS).keys() == {"catalog.sqlite3", FILE_NAME}
    assert (tmp_path / "b").stat().st_mode & 0o077 == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b", "data", "data-articles"]


def rewritten(backup: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Write the backup anew with other contents."""
    with zipfile.ZipFile(backup) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    with zipfile.ZipFile(backup, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def _garble(parts: dict[str, bytes]) -> None:
    parts["catalog.sqlite3"] = parts["catalog.sqlite3"][:-500] + b"\xa5" * 500


def _leave_out_chats(parts: dict[str, bytes]) -> None:
    del parts[FILE_NAME]


def _come_from_the_future(parts: dict[str, bytes]) -> None:
    told = json.loads(parts["pramaan-backup.json"])
    told["files"]["catalog.sqlite3"]["schema"] = 999
    parts["pramaan-backup.json"] = json.dumps(told).encode()


def _name_another_place(parts: dict[str, bytes]) -> None:
    told = json.loads(parts["pramaan-backup.json"])
    told["files"]["../escaped"] = told["files"].pop(FILE_NAME)
    parts["../escaped"] = parts.pop(FILE_NAME)
    parts["pramaan-backup.json"] = json.dumps(told).encode()


CHANGES = [_garble, _leave_out_chats, _come_from_the_future, _name_another_place]


@pytest.mark.parametrize("change", CHANGES)
def test_a_wrong_backup_changes_nothing(
    data: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    """A backup that is damaged, not whole or from a newer version is refused in one line; what is
    held stays.
    """
    before = held(data)
    rewritten(tmp_path / "b", change)
    with pytest.raises(StoreError) as refused:
        restore_backup(data, tmp_path / "b", OTHERS)
    assert str(tmp_path / "b") in str(refused.value)
    assert "\n" not in str(refused.value)
    assert held(data) == before
    assert not (tmp_path / "escaped").exists()
    assert not (data / "restoring").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"x" * 5000])
def test_a_file_that_is_no_backup(data: Path, tmp_path: Path, content: bytes) -> None:
    """Any other file is refused in one line that names it."""
    (tmp_path / "b").write_bytes(content)
    with pytest.raises(StoreError, match=r"^\S+b is no backup of Pramaan, or it is damaged$"):
        restore_backup(data, tmp_path / "b", OTHERS)
    assert held(data)[0] == ["पुल की ख़बर", "मेला की ख़बर"]


def test_a_packed_part_that_is_damaged(data: Path, tmp_path: Path) -> None:
    """Damage that unpacking stumbles over is refused in one line too."""
    with zipfile.ZipFile(tmp_path / "b") as packed:
        about = packed.getinfo("catalog.sqlite3")
    garbled = bytearray((tmp_path / "b").read_bytes())
    start = about.header_offset + 30 + len(about.filename)  # after the member's header
    garbled[start : start + 60] = b"\xff" * 60
    (tmp_path / "b").write_bytes(garbled)
    with pytest.raises(StoreError, match=r"^\S+b is no backup of Pramaan, or it is damaged$"):
        restore_backup(data, tmp_path / "b", OTHERS)
    assert held(data)[0] == ["पुल की ख़बर", "मेला की ख़बर"]


@pytest.mark.parametrize("name", ["catalog.sqlite3", FILE_NAME])
def test_a_backup_does_not_replace_what_it_is_of(data: Path, name: str) -> None:
    """A backup is not written over the record itself."""
    before = held(data)
    with pytest.raises(StoreError, match="name another file"):
        write_backup(data, data / name, OTHERS)
    assert held(data) == before


def test_a_schema_of_a_newer_version(data: Path, tmp_path: Path) -> None:
    """A part of the record that a newer version wrote is refused by that name."""
    with pytest.raises(StoreError, match="newer version"):
        restore_backup(data, tmp_path / "b", (Held(FILE_NAME, 0),))


@pytest.mark.parametrize("moved", range(3))
def test_a_restore_that_was_cut_short_is_finished(data: Path, tmp_path: Path, moved: int) -> None:
    """However many files had taken their places when the process ended, the next one finishes."""
    fill(data, "पुल", "मेला", "रेल")
    other = tmp_path / "other"
    other.mkdir()
    restore_backup(other, tmp_path / "b", OTHERS)
    proven = data / "restored"
    proven.mkdir()
    names = ["catalog.sqlite3", FILE_NAME]
    for name in names:
        (other / name).replace(proven / name)
    if moved:
        (proven / ".begun").touch()
    (data / "before-restore").mkdir()
    for name in names[:moved]:
        (data / name).replace(data / "before-restore" / name)
        (proven / name).replace(data / name)
    finish_restore(data)
    assert not proven.exists()
    assert held(data) == (["पुल की ख़बर", "मेला की ख़बर"], [2])
    assert sorted(p.name for p in (data / "before-restore").iterdir()) == names


WRITER = """
import sys
from pathlib import Path
from store.corpus import open_corpus
from tests.strange_models import WordEmbedder
data, folder = map(Path, sys.argv[1:])
with open_corpus(data, embedding_model="words", embedder=WordEmbedder()) as corpus:
    n = 0
    while True:
        n += 1
        path = folder / f"{n}.txt"
        path.write_text(f"ख़बर {n}\\n\\nखबर संख्या {n} आज लिखी गई। इसके दो वाक्य {n} हैं।", "utf-8")
        corpus.ingest([str(path)])
        print(n, flush=True)
"""


def test_backup_while_another_process_writes(tmp_path: Path) -> None:
    """Backups made while articles arrive are whole: each restores to a sound store with no fewer
    articles than the one before.
    """
    (tmp_path / "articles").mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "data"), str(tmp_path / "articles")],
        cwd=ROOT,
        env=bare_environment(PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE,
    ) as writer:
        assert writer.stdout is not None
        sizes: list[int] = []
        for at in range(4):
            writer.stdout.readline()
            write_backup(tmp_path / "data", tmp_path / "b")
            (tmp_path / f"restored{at}").mkdir()
            restore_backup(tmp_path / f"restored{at}", tmp_path / "b")
            sizes.append(len(held(tmp_path / f"restored{at}")[0]))
        os.kill(writer.pid, signal.SIGKILL)
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]


def test_the_commands(data: Path, tmp_path: Path, pramaan_here: Here) -> None:
    """`backup` works while another process owns the folder, `restore` is refused with status 2;
    wrong paths are one line.
    """
    settings = {"PRAMAAN_DATA_DIR": str(data)}
    with owned(data):
        status, out, err = pramaan_here("backup", str(tmp_path / "c"), **settings)
        assert (status, err) == (0, "")
        assert "catalog.sqlite3" in out
        status, out, err = pramaan_here("restore", str(tmp_path / "c"), **settings)
        assert (status, out) == (2, "")
        assert "in use by another process" in err
    for arguments in (
        ("restore", str(tmp_path / "nowhere")),
        ("backup", str(tmp_path)),
        ("backup", str(tmp_path / "no" / "folder")),
    ):
        status, out, err = pramaan_here(*arguments, **settings)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert err.startswith(f"pramaan: {arguments[1]}")
    empty = {"PRAMAAN_DATA_DIR": str(tmp_path / "empty")}
    assert pramaan_here("backup", str(tmp_path / "d"), **empty)[0] == 2
