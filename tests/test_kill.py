"""Killed at any moment, the store starts, shows whole articles only and finishes its work."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.corpus import Corpus, open_corpus
from tests.conftest import ROOT, bare_environment
from tests.strange_models import WordEmbedder

WORKER = """
import sys
from pathlib import Path
from store.corpus import open_corpus
from tests.strange_models import WordEmbedder

data, articles, work = sys.argv[1:]
with open_corpus(Path(data), embedding_model="words", embedder=WordEmbedder()) as corpus:
    print("begun", flush=True)
    if work == "reindex":
        corpus.reindex()
    else:
        corpus.ingest([articles], prune=work == "prune")
    print("done", flush=True)
"""
PER_ROUND = 24
QUERY = WordEmbedder().encode_query("ख़बर बात").vector


def text_of(number: int, version: int) -> str:
    """An article that tells in each sentence what it is; each version in other words."""
    sentences = (
        f"ख़बर{number} में बात{n} यह है कि गिनती{number * 37 + n} और विषय{version * 91 + n} आए।"
        for n in range(4 + version % 5)
    )
    return " ".join(sentences)


def write(folder: Path, number: int, version: int) -> None:
    """Write a version of an article."""
    content = f"---\ntitle: ख़बर{number}\n---\n{text_of(number, version)}\n"
    (folder / f"{number}.txt").write_text(content, "utf-8")


class Site:
    """A folder of articles that changes, and what the store may show of it."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.chance = chance
        self.versions: dict[int, int] = {}
        """The version of each article that is in the folder."""
        self.told: dict[int, set[str]] = {}
        """Every text that each article ever had."""
        self.next = 0

    def change(self) -> None:
        """Some articles come, some change, some go."""
        held = sorted(self.versions)
        for number in self.chance.sample(held, min(len(held), PER_ROUND // 2)):
            self._put(number, self.versions[number] + 1)
        for number in self.chance.sample(held, min(len(held), PER_ROUND // 4)):
            del self.versions[number]
            (self.folder / f"{number}.txt").unlink()
        for _ in range(PER_ROUND):
            self._put(self.next, 0)
            self.next += 1

    def _put(self, number: int, version: int) -> None:
        write(self.folder, number, version)
        self.versions[number] = version
        self.told.setdefault(number, set()).add(text_of(number, version))

    def texts(self) -> dict[str, str]:
        """What the folder holds, by source."""
        return {f"{n}.txt": text_of(n, version) for n, version in self.versions.items()}


def shows_whole_articles(corpus: Corpus, site: Site) -> dict[str, str]:
    """Check everything that can be shown; the texts by source."""
    assert corpus.index_trouble() is None
    shown = {article.source: article for article in corpus.articles()}
    for source, article in shown.items():
        assert article.text in site.told[int(source.removesuffix(".txt"))]
        assert " ".join(s.text for s in corpus.sentences(article.id)) == article.text
    by_id = {article.id: article for article in shown.values()}
    nearest = [passage for passage, _ in corpus.nearest(QUERY, 100_000)]
    for passage in corpus.passages([*nearest, *corpus.lexical.ids]).values():
        assert by_id[passage.article_id].text[passage.start : passage.end] == passage.text
    return {source: article.text for source, article in shown.items()}


def kill_rounds(tmp_path: Path, rounds: int, seed: int) -> int:
    """Kill so many workers at random moments, and check the store after each; how many of them had
    not been done yet.
    """
    chance = random.Random(seed)
    site = Site(tmp_path / "articles", chance)
    site.folder.mkdir()
    data = tmp_path / "data"
    site.change()
    with open_corpus(data, embedding_model="words", embedder=WordEmbedder()) as corpus:
        corpus.ingest([str(site.folder)])
        before = shows_whole_articles(corpus, site)
    assert before == site.texts()
    longest = 0.5
    killed = 0
    for round_ in range(rounds):
        work = ("ingest", "prune", "reindex")[round_ % 3]
        if work != "reindex":
            site.change()
        with subprocess.Popen(
            [sys.executable, "-c", WORKER, str(data), str(site.folder), work],
            cwd=ROOT,
            env=bare_environment(PYTHONPATH=str(ROOT)),
            stdout=subprocess.PIPE,
        ) as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline() == b"begun\n"
            begun = time.monotonic()
            time.sleep(chance.uniform(0, longest))  # the moment is what is drawn by chance
            os.kill(worker.pid, signal.SIGKILL)
            done = worker.stdout.readline() == b"done\n"
        killed += not done
        took = time.monotonic() - begun
        longest = max(0.1, took * 0.8) if done else longest * 1.25
        with open_corpus(data, embedding_model="words", embedder=WordEmbedder()) as corpus:
            shown = shows_whole_articles(corpus, site)
            assert before.keys() - shown.keys() <= before.keys() - site.texts().keys()
            if chance.random() < 0.5:  # else the next worker finds what this one left
                corpus.ingest([str(site.folder)], prune=True)
                assert shows_whole_articles(corpus, site) == site.texts()
                if chance.random() < 0.5:
                    corpus.reindex()
                assert corpus.status().problems == ()
                shown = site.texts()
        before = shown
    with open_corpus(data, embedding_model="words", embedder=WordEmbedder()) as corpus:
        corpus.ingest([str(site.folder)], prune=True)
        assert shows_whole_articles(corpus, site) == site.texts()
        assert corpus.status().problems == ()
        ids = {passage for passage, _ in corpus.nearest(QUERY, 100_000)}
        assert ids == set(corpus.lexical.ids) == corpus.passages(list(ids)).keys()
        assert corpus.tokens(list(ids)).keys() == ids
    return killed


def test_a_few_kills(tmp_path: Path) -> None:
    """Killed at random while ingesting, pruning and reindexing, nothing is torn or lost and nobody
    has to mend anything.
    """
    kill_rounds(tmp_path, 3, seed=int.from_bytes(os.urandom(2)))


@pytest.mark.soak
def test_fifty_kills(tmp_path: Path) -> None:
    """The same, fifty times over; most of the workers are killed in the middle of their work."""
    assert kill_rounds(tmp_path, 50, seed=int.from_bytes(os.urandom(2))) >= 25
