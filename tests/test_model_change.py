"""Another model builds its index beside the one that answers; nothing is torn on the way."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.corpus import Corpus, open_corpus
from store.embed import Embedder
from tests.conftest import ROOT, bare_environment
from tests.strange_models import WordEmbedder

ARTICLES = 40


class Renamed(WordEmbedder):
    """The same under another name and with prompts, so that its index is another."""

    name = "new"

    def __init__(self) -> None:
        super().__init__(("question: ", "text: "))


def fill(folder: Path, count: int = ARTICLES) -> None:
    """Articles of their own, each about its number."""
    folder.mkdir(exist_ok=True)
    for n in range(count):
        text = f"विषय{n} की ख़बर\n\nविषय{n} के बारे में संख्या{n} की बात{n} कही गई। अंत{n} में सब ठीक रहा।"
        (folder / f"{n}.txt").write_text(text, "utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose index the old model made."""
    fill(tmp_path / "articles")
    with open_corpus(tmp_path / "data", embedding_model="old", embedder=WordEmbedder()) as corpus:
        corpus.ingest([str(tmp_path / "articles")])
    return tmp_path / "data"


@contextmanager
def opened(data: Path, new: Embedder) -> Iterator[Corpus]:
    """The folder with the new model set, both models at hand."""
    models = {"old": WordEmbedder(), "new": new}
    with open_corpus(data, embedding_model="new", load=models.__getitem__) as corpus:
        yield corpus


def finds(corpus: Corpus, number: int) -> bool:
    """Whether the article about a number is the nearest, for the model that answers."""
    with corpus.view() as view:
        vector = view.embedder.encode_query(f"विषय{number} संख्या{number}").vector
        (nearest, _), *_ = view.nearest(vector, 3)
        article = view.article(view.passages([nearest])[nearest].article_id)
    return article is not None and f"विषय{number} " in article.text


def index_folders(data: Path) -> list[str]:
    """The indexes that lie in the folder."""
    return sorted(path.name for path in data.iterdir() if path.name.startswith("index"))


def test_the_old_model_answers_until_the_new_one_is_done(data: Path) -> None:
    """While the index is being built every question is answered by the old model, articles come and
    go, and afterwards the new one answers, alone, of all of them.
    """
    begun, go_on = threading.Event(), threading.Event()

    def told(done: int, of_all: int) -> None:
        assert of_all == ARTICLES
        begun.set()
        assert go_on.wait(60)

    with opened(data, Renamed()) as corpus:
        assert corpus.another_index_is_wanted()
        assert "reindex" in corpus.status().problems[0]
        builder = threading.Thread(target=corpus.reindex, args=(told,))
        builder.start()
        assert begun.wait(60)
        assert corpus.embedder.name == "words"
        assert all(finds(corpus, n) for n in range(0, ARTICLES, 7))
        late = data.parent / "late"
        late.mkdir()
        (late / "x.txt").write_text("विषय99 की ख़बर\n\nविषय99 के बारे में संख्या99 की बात कही गई।")
        corpus.ingest([str(late)])
        corpus.remove([next(a.id for a in corpus.articles() if a.source == "0.txt")])
        assert finds(corpus, 99)
        go_on.set()
        builder.join()
        assert corpus.embedder.name == "new"
        assert not corpus.another_index_is_wanted()
        assert corpus.status().problems == ()
        assert all(finds(corpus, n) for n in (1, 20, 39, 99))
        assert not finds(corpus, 0)
        assert len(index_folders(data)) == 1


def test_questions_during_the_switch(data: Path) -> None:
    """Eight threads that ask all the while never meet a mixture or an error."""
    done = threading.Event()
    wrong: list[object] = []

    def ask(n: int) -> None:
        while not done.is_set():
            try:
                if not finds(corpus, n * 4):
                    wrong.append(n)
            except Exception as error:  # whatever it is
                wrong.append(error)

    with opened(data, Renamed()) as corpus:
        askers = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
        for asker in askers:
            asker.start()
        corpus.reindex()
        corpus.reindex()
        done.set()
        for asker in askers:
            asker.join()
        assert wrong == []
        assert corpus.embedder.name == "new"


def test_a_build_that_was_cut_short_goes_on(data: Path) -> None:
    """A build that ended in the middle leaves the old index answering, and the next one embeds only
    what is missing.
    """

    class Stop(Exception):
        pass

    def stop(done: int, of_all: int) -> None:
        raise Stop

    new = Renamed()
    with opened(data, new) as corpus, pytest.raises(Stop):
        corpus.reindex(stop)
    begun = len(new.embedded)
    assert 0 < begun < ARTICLES
    with opened(data, new) as corpus:
        assert finds(corpus, 5)
        assert corpus.embedder.name == "words"
        assert len(index_folders(data)) == 2
        corpus.reindex()
        assert finds(corpus, 5)
        assert corpus.embedder.name == "new"
    assert len(new.embedded) == ARTICLES
    assert len(index_folders(data)) == 1


FULL = """
import sys
from pathlib import Path
from store.corpus import open_corpus
from store.errors import StoreError
from tests.strange_models import WordEmbedder

data, articles = sys.argv[1:]
try:
    with open_corpus(Path(data), embedding_model="old", embedder=WordEmbedder()) as corpus:
        corpus.ingest([articles])
except StoreError as error:
    print(error)
    sys.exit(2)
"""


def _small_disk() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))


def test_a_full_disk_loses_nothing(data: Path) -> None:
    """When files cannot grow any more, one line says so, what was there can be searched, and once
    there is room the work is finished.
    """
    folder = data.parent / "articles"
    fill(folder, 600)
    full = subprocess.run(
        [sys.executable, "-c", FULL, str(data), str(folder)],
        cwd=ROOT,
        env=bare_environment(PYTHONPATH=str(ROOT)),
        preexec_fn=_small_disk,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert full.returncode == 2, full.stderr
    assert full.stdout.count("\n") == 1
    with open_corpus(data, embedding_model="old", embedder=WordEmbedder()) as corpus:
        assert corpus.index_trouble() is None
        assert ARTICLES <= len(corpus.articles()) < 600
        assert finds(corpus, 5)
        corpus.ingest([str(folder)])
        assert len(corpus.articles()) == 600
        assert corpus.status().problems == ()
        assert finds(corpus, 599)
