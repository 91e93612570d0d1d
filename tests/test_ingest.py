"""Ingesting: what changed and nothing else, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from store.article import article_id
from store.corpus import Corpus, open_corpus
from store.gather import find_files
from store.ingest import IngestPlan, IngestReport, plan_ingest
from tests.conftest import ROOT, bare_environment
from tests.strange_models import WordEmbedder


def story(subject: str, sentences: int = 2) -> str:
    """An article of its own about a subject."""
    body = " ".join(f"{subject} के बारे में यह बात संख्या {n} पर लिखी गई है।" for n in range(sentences))
    return f"---\ntitle: {subject} की ख़बर\n---\n{body}\n"


def whole_story(subject: str, sentences: int) -> list[str]:
    """The sentences of that article."""
    return [s.strip() + "।" for s in story(subject, sentences).split("---\n")[-1].split("।")[:-1]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, one in a folder below, one of several passages."""
    folder = tmp_path / "articles"
    (folder / "below").mkdir(parents=True)
    (folder / "पुल.txt").write_text(story("पुल"), "utf-8")
    (folder / "below" / "library.md").write_text(story("library"), "utf-8")
    (folder / "long.txt").write_text(story("सड़क", 60), "utf-8")
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    """An empty corpus with a quick model."""
    with words_corpus(tmp_path / "data") as corpus:
        yield corpus


def words_corpus(data_dir: Path) -> AbstractContextManager[Corpus]:
    """The corpus of a data folder with a quick model."""
    return open_corpus(data_dir, embedding_model="words", embedder=WordEmbedder())


def numbers(report: IngestReport) -> tuple[int, int, int, int]:
    """Added, updated, unchanged, removed."""
    return report.added, report.updated, report.unchanged, report.removed


def sources(corpus: Corpus) -> list[str]:
    """Sources of all searchable articles, in order."""
    return sorted(article.source for article in corpus.articles())


def found_for(corpus: Corpus, words: str) -> set[str]:
    """Texts of all passages that either way of searching finds, of those that may be shown."""
    vector = WordEmbedder().encode_query(words).vector
    ids = [passage for passage, _ in corpus.nearest(vector, 10_000)]
    ids += [passage for passage, _ in corpus.lexical.search({words: 1.0}, 10_000)]
    return {passage.text for passage in corpus.passages(ids).values()}


def whole(corpus: Corpus) -> int:
    """Check that record and index hold the same passages, all exact; how many there are."""
    vector = WordEmbedder().encode_query("पुल").vector
    ids = [passage for passage, _ in corpus.nearest(vector, 10_000)]
    assert len(ids) == len(set(ids))
    passages = corpus.passages(ids)
    assert passages.keys() == set(ids) == set(corpus.lexical.ids)
    assert corpus.tokens(ids).keys() == set(ids)
    for passage in passages.values():
        article = corpus.article(passage.article_id)
        assert article is not None
        assert article.text[passage.start : passage.end] == passage.text
    for article in corpus.articles():
        sentences = corpus.sentences(article.id)
        assert sentences
        assert all(article.text[s.start : s.end] == s.text for s in sentences)
    status = corpus.status()
    assert (status.articles, status.passages) == (len(corpus.articles()), len(ids))
    assert status.problems == ()
    return len(ids)


@pytest.mark.parametrize(
    ("known", "read", "present", "pruned", "plan"),
    [
        ({}, {"a": "1"}, "a", [], IngestPlan(("a",), (), (), ())),
        ({"a": ("/x", "1")}, {"a": "1"}, "a", ["/x"], IngestPlan((), (), ("a",), ())),
        ({"a": ("/x", "1")}, {"a": "2"}, "a", ["/x"], IngestPlan((), ("a",), (), ())),
        ({"a": ("/x", "1")}, {}, "", [], IngestPlan((), (), (), ())),
        ({"a": ("/x", "1")}, {}, "", ["/x"], IngestPlan((), (), (), ("a",))),
        ({"a": ("/x", "1")}, {}, "a", ["/x"], IngestPlan((), (), (), ())),
        ({"a": ("/x", "1")}, {}, "", ["/y"], IngestPlan((), (), (), ())),
        ({"a": ("/x/below", "1")}, {}, "", ["/x"], IngestPlan((), (), (), ("a",))),
        ({"a": ("/xy", "1")}, {}, "", ["/x"], IngestPlan((), (), (), ())),
        ({"a": ("/x", "1")}, {}, "", ["/x/below"], IngestPlan((), (), (), ())),
        (
            {"a": ("/x", "1"), "b": ("/x", "1"), "c": ("/x", "1")},
            {"d": "1", "b": "2", "a": "1"},
            "abd",
            ["/y", "/x"],
            IngestPlan(("d",), ("b",), ("a",), ("c",)),
        ),
    ],
    ids=[
        *("new", "same", "changed", "gone", "gone, pruned", "unreadable", "elsewhere"),
        *("below", "named alike", "above", "all together"),
    ],
)
def test_the_plan(
    known: dict[str, tuple[str, str]],
    read: dict[str, str],
    present: str,
    pruned: list[str],
    plan: IngestPlan,
) -> None:
    """What is added, updated, left and dropped follows from what is known and what is there."""
    hashes = {article: content_hash for article, (_, content_hash) in known.items()}
    roots = {article: root for article, (root, _) in known.items()}
    assert plan_ingest(hashes, read, roots, set(present), pruned) == plan


def test_files_are_found_once(folder: Path) -> None:
    """Folders are searched through; a file given twice, or beside its folder, is found once."""
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "a.txt").write_text("x")
    (folder / "photo.jpg").write_text("x")
    (folder / "LOUD.TXT").write_text("x")
    found, failed = find_files([str(folder), str(folder / "पुल.txt"), str(folder / "below")])
    assert sorted(file.source for file in found) == [
        *("LOUD.TXT", "below/library.md", "long.txt", "पुल.txt")
    ]
    assert failed == []


def test_paths_that_lead_nowhere(tmp_path: Path, folder: Path) -> None:
    """A path that is not there, a link in a circle and a stranger's home are named; the rest is
    found.
    """
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    wrong = [str(tmp_path / "nowhere"), str(tmp_path / "circle"), "~no-such-user/x"]
    found, failed = find_files([*wrong, str(folder)])
    assert [failure.source for failure in failed] == wrong
    assert all(failure.error and "\n" not in failure.error for failure in failed)
    assert len(found) == 3


def test_a_name_that_is_not_utf8(corpus: Corpus, folder: Path) -> None:
    """A file whose name is not UTF-8 is named as well as can be; the rest goes on."""
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text(story("café"))
    report = corpus.ingest([str(folder)])
    assert report.added == 3
    assert [(f.source, f.error) for f in report.failed] == [
        ("caf\ufffd.txt", "its name is not UTF-8")
    ]


def test_added_unchanged_updated_removed(corpus: Corpus, folder: Path) -> None:
    """An ingest counts what it did, and doing it again does nothing."""
    assert numbers(corpus.ingest([str(folder)])) == (3, 0, 0, 0)
    assert sources(corpus) == ["below/library.md", "long.txt", "पुल.txt"]
    before = whole(corpus)
    report = corpus.ingest([str(folder)])
    assert numbers(report) == (0, 0, 3, 0)
    assert report.passages == before == whole(corpus)
    (folder / "पुल.txt").write_text(story("रेल"), "utf-8")
    (folder / "long.txt").unlink()
    assert numbers(corpus.ingest([str(folder)])) == (0, 1, 1, 0)
    assert sources(corpus) == ["below/library.md", "long.txt", "पुल.txt"]
    assert numbers(corpus.ingest([str(folder)], prune=True)) == (0, 0, 2, 1)
    assert sources(corpus) == ["below/library.md", "पुल.txt"]
    assert whole(corpus) == 2


def test_only_what_changed_is_embedded(tmp_path: Path, folder: Path) -> None:
    """Nothing is embedded twice but an article that changed."""
    embedder = WordEmbedder()
    with open_corpus(tmp_path / "data", embedding_model="words", embedder=embedder) as corpus:
        corpus.ingest([str(folder)])
        embedder.embedded.clear()
        (folder / "पुल.txt").write_text(story("रेल"), "utf-8")
        corpus.ingest([str(folder)])
    assert len(embedder.embedded) == 1
    assert embedder.embedded[0].startswith("रेल की ख़बर\nरेल के बारे में")


def test_a_changed_file_replaces_its_passages(corpus: Corpus, folder: Path) -> None:
    """Of a changed file no old passage is found any more, of all its passages."""
    corpus.ingest([str(folder)])
    assert any("सड़क" in text for text in found_for(corpus, "सड़क"))
    (folder / "long.txt").write_text(story("नहर", 20), "utf-8")
    corpus.ingest([str(folder)])
    for words in ("सड़क", "नहर"):
        assert not any("सड़क" in text for text in found_for(corpus, words))
    assert any("नहर" in text for text in found_for(corpus, "नहर"))
    whole(corpus)


def test_a_new_title_is_a_change(corpus: Corpus, folder: Path) -> None:
    """An article whose title alone changed is shown and found with the new one."""
    corpus.ingest([str(folder)])
    text = (folder / "पुल.txt").read_text("utf-8")
    (folder / "पुल.txt").write_text(text.replace("पुल की ख़बर", "Ferry news"), "utf-8")
    assert numbers(corpus.ingest([str(folder)])) == (0, 1, 2, 0)
    assert "Ferry news" in {article.title for article in corpus.articles()}
    assert len(corpus.lexical.search({"ferri": 1.0, "ferry": 1.0}, 5)) == 1


def test_prune_keeps_to_the_given_folders(corpus: Corpus, folder: Path, tmp_path: Path) -> None:
    """Pruning drops what is gone from the given folders and below them, nothing elsewhere."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(story("बाग़"), "utf-8")
    corpus.ingest([str(folder / "below"), str(folder), str(other)])
    (other / "a.txt").unlink()
    (folder / "below" / "library.md").unlink()
    (folder / "long.txt").unlink()
    report = corpus.ingest([str(folder / "पुल.txt")], prune=True)
    assert report.removed == 0
    assert corpus.ingest([str(folder)], prune=True).removed == 2
    assert sources(corpus) == ["a.txt", "पुल.txt"]
    whole(corpus)


def test_prune_drops_nothing_that_is_there(corpus: Corpus, folder: Path) -> None:
    """A file that is there is not dropped, through whichever of the given folders it is found."""
    corpus.ingest([str(folder)])
    for paths in ([folder / "below", folder], [folder, folder / "below"], [folder / "below"]):
        report = corpus.ingest([str(path) for path in paths], prune=True)
        assert report.removed == 0
    assert len(sources(corpus)) == 3


def test_a_folder_that_is_gone_is_not_pruned(corpus: Corpus, folder: Path) -> None:
    """A folder that cannot be found, as when a disk is not mounted, loses no article."""
    corpus.ingest([str(folder)])
    folder.rename(folder.with_name("away"))
    report = corpus.ingest([str(folder)], prune=True)
    assert report.removed == 0
    assert [failure.source for failure in report.failed] == [str(folder)]
    assert len(sources(corpus)) == 3


def test_a_folder_below_that_cannot_be_looked_through(
    corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder below that cannot be listed is named; the rest is read, and none is dropped, as what
    is in it may still be there.
    """
    (folder / "long.txt").rename(folder / "below" / "long.txt")
    corpus.ingest([str(folder)])
    (folder / "below" / "long.txt").unlink()
    (folder / "new.txt").write_text(story("मेला"), "utf-8")
    monkeypatch.chdir(folder)
    for _ in range(20):  # its whole path is longer than a path may be, also for root
        Path("n" * 250).mkdir()
        monkeypatch.chdir("n" * 250)
    Path("deep.txt").write_text(story("बाढ़"), "utf-8")
    report = corpus.ingest([str(folder)], prune=True)
    assert (report.added, report.removed) == (1, 0)
    assert [failure.source.startswith(str(folder / "n")) for failure in report.failed] == [True]
    assert len(sources(corpus)) == 4


def test_unreadable_files(corpus: Corpus, folder: Path) -> None:
    """A file that cannot be read is named, keeps yesterday's article, and the rest goes on."""
    corpus.ingest([str(folder)])
    (folder / "पुल.txt").write_bytes(b"\xff\xfe\x00")
    (folder / "empty.txt").write_text("")
    (folder / "new.txt").write_text(story("मेला"), "utf-8")
    report = corpus.ingest([str(folder)], prune=True)
    assert numbers(report) == (1, 0, 2, 0)
    assert {failure.source for failure in report.failed} == {"पुल.txt", "empty.txt"}
    assert any("पुल के बारे में" in text for text in found_for(corpus, "पुल"))
    whole(corpus)


def test_the_same_name_in_two_folders(corpus: Corpus, tmp_path: Path) -> None:
    """Files of the same relative path under two folders are two articles."""
    for name, subject in (("one", "पुल"), ("two", "बाग़")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(story(subject), "utf-8")
        corpus.ingest([str(tmp_path / name)], prune=True)
    assert sources(corpus) == ["a.txt", "a.txt"]
    ids = {article.id for article in corpus.articles()}
    assert ids == {article_id(str(tmp_path / name / "a.txt")) for name in ("one", "two")}
    whole(corpus)


def test_progress_counts_up(corpus: Corpus, tmp_path: Path) -> None:
    """Progress is told as articles done and in all, up to the last."""
    (tmp_path / "many").mkdir()
    for n in range(40):
        (tmp_path / "many" / f"{n}.txt").write_text(story(f"विषय{n}"), "utf-8")
    told: list[tuple[int, int]] = []
    corpus.ingest([str(tmp_path / "many")], progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (40, 40)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


KILLED_AT = """
import os, signal, sys
from pathlib import Path
from store.corpus import open_corpus
from tests.strange_models import WordEmbedder

data, articles, step, times = sys.argv[1:]
seen = 0

def watch(frame, event, arg):
    global seen
    if event == "call" and frame.f_code.co_name == step:
        seen += 1
        if seen == int(times):
            os.kill(os.getpid(), signal.SIGKILL)

with open_corpus(Path(data), embedding_model="words", embedder=WordEmbedder()) as corpus:
    sys.setprofile(watch)
    corpus.ingest([articles], prune=True)
"""


@pytest.mark.parametrize(
    ("step", "times"),
    [
        ("put", 1),  # nothing is in the record yet
        ("expect", 2),  # the first batch is done, the second waits
        ("upsert", 2),  # the second batch is about to be indexed
        ("_publish", 40),  # all of it is indexed, the record is being changed
        ("forget", 1),  # the index has forgotten, the record does not know
    ],
)
def test_a_kill_leaves_nothing_torn(tmp_path: Path, step: str, times: int) -> None:
    """However an ingest is killed, the next one finishes its work, and nothing old is found."""
    folder, data = tmp_path / "many", tmp_path / "data"
    folder.mkdir()
    for n in range(50):
        (folder / f"{n}.txt").write_text(story(f"पुराना{n}", 12), "utf-8")
    with words_corpus(data) as corpus:
        corpus.ingest([str(folder)])
    for n in range(40):
        (folder / f"{n}.txt").write_text(story(f"ताज़ा{n}", 10), "utf-8")
    for n in range(40, 45):
        (folder / f"{n}.txt").unlink()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(data), str(folder), step, str(times)],
        cwd=ROOT,
        env=bare_environment(PYTHONPATH=str(ROOT)),
        timeout=100,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    with words_corpus(data) as corpus:
        assert len(corpus.articles()) == 50  # what may be shown before the work is finished
        for article in corpus.articles():
            number = article.source.removesuffix(".txt")
            told = corpus.sentences(article.id)
            assert [s.text for s in told] in (
                whole_story(f"पुराना{number}", 12),
                whole_story(f"ताज़ा{number}", 10),
            )
            assert all(
                article.text[s.start : s.end] == s.text for s in corpus.sentences(article.id)
            )
        corpus.ingest([str(folder)], prune=True)
        assert len(sources(corpus)) == 45
        whole(corpus)
        texts = found_for(corpus, "पुराना3")
        assert not any("पुराना3 " in text for text in texts)
        assert any("ताज़ा3 " in text for text in texts)
