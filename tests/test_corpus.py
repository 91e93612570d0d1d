"""A data folder as a whole: its health, what is wrong with it and how that is mended."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Barrier

import pytest

from store.corpus import Corpus, open_corpus
from store.embed import Embedder, Encoding
from store.errors import IndexUnusable, InUse, ModelUnavailable, StoreError
from tests.conftest import ROOT, bare_environment
from tests.strange_models import WordEmbedder

BRIDGE = "---\ntitle: नया पुल\n---\nनदी पर नया पुल बना। उस पर रोज़ हज़ारों गाड़ियाँ चलेंगी।\n"
FAIR = "---\ntitle: The fair\n---\nThe fair opens on Sunday. Tickets are free for children.\n"
QUERY = WordEmbedder().encode_query("नदी पर पुल").vector


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with two articles, indexed by a quick model."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bridge.txt").write_text(BRIDGE, "utf-8")
    (tmp_path / "articles" / "fair.txt").write_text(FAIR, "utf-8")
    with open_corpus(tmp_path / "data", embedding_model="words", embedder=WordEmbedder()) as corpus:
        corpus.ingest([str(tmp_path / "articles")])
    return tmp_path / "data"


@pytest.fixture
def corpus(data: Path) -> Iterator[Corpus]:
    """Those two articles, open."""
    with reopened(data) as corpus:
        yield corpus


def reopened(
    data: Path, embedder: Embedder | None = None, model: str = "words"
) -> AbstractContextManager[Corpus]:
    """The corpus of the folder."""
    return open_corpus(data, embedding_model=model, embedder=embedder or WordEmbedder())


def works(corpus: Corpus) -> bool:
    """Whether the bridge is found both ways and nothing is wrong."""
    (nearest, _), *_ = corpus.nearest(QUERY, 2)
    passage = corpus.passages([nearest])[nearest]
    article = corpus.article(passage.article_id)
    assert corpus.tokens([nearest])[nearest].vectors.shape[0] > 5
    assert corpus.vectors([nearest]).keys() == {nearest}
    return (
        article is not None
        and article.title == "नया पुल"
        and len(corpus.lexical.search({"पुल": 1.0}, 5)) == 1
        and corpus.status().healthy
    )


def test_a_healthy_status(corpus: Corpus, data: Path) -> None:
    """Of a healthy folder the status says what it holds."""
    status = corpus.status()
    assert (status.articles, status.passages) == (2, 2)
    assert status.embedding_model == "words"
    assert status.index_fingerprint == corpus.fingerprint
    assert Path(status.chroma).is_dir()
    assert status.chroma.startswith(str(data))
    assert status.healthy
    assert status.problems == ()


def test_articles_by_what_they_are_called(corpus: Corpus) -> None:
    """Articles are found by source and title, newest first and no more than asked for."""
    assert [one.title for one in corpus.named(lambda *_: True, 1)] == [corpus.articles()[0].title]
    (found,) = corpus.named(lambda source, url, title: (source, url) == ("fair.txt", None), 5)
    assert found == corpus.article(found.id)
    assert corpus.named(lambda source, url, title: "पुल" in title, 5)[0].title == "नया पुल"
    assert corpus.named(lambda *_: False, 5) == []


def test_the_status_of_nothing(tmp_path: Path) -> None:
    """An empty folder is healthy, and looking at it makes no index."""
    with reopened(tmp_path / "data") as corpus:
        status = corpus.status()
        assert (status.articles, status.passages, status.healthy) == (0, 0, True)
        assert status.embedding_model == "words"
    assert not (tmp_path / "data" / "index").exists()


def test_the_status_needs_no_model(data: Path) -> None:
    """Status and the check of the bundled model's fingerprint load no model library."""
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from store.corpus import open_corpus\n"
        "with open_corpus(Path(sys.argv[1])) as corpus:\n"
        "    assert not corpus.status().healthy\n"
        "    assert corpus.fingerprint\n"
        "print(sorted({'torch', 'sentence_transformers'} & set(sys.modules)))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(data)],
        env=bare_environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert told.stdout == "[]\n"


def test_one_owner(corpus: Corpus, data: Path) -> None:
    """An open data folder cannot be opened again, and is left as it is."""
    with pytest.raises(InUse), reopened(data):
        pass
    assert works(corpus)


def test_nothing_is_held_back(data: Path) -> None:
    """A closed folder can be opened again, in the same process."""
    for _ in range(3):
        with reopened(data) as corpus:
            assert works(corpus)


class Prompted(WordEmbedder):
    """The same model with a prompt."""

    def __init__(self) -> None:
        super().__init__(("question: ", "text: "))


def test_a_model_that_changed_under_its_name_is_refused(data: Path) -> None:
    """Where a model of the same name is another one now, nothing is searched or ingested until
    reindexing has mended it.
    """
    with reopened(data, Prompted()) as corpus:
        for attempt in (lambda: corpus.nearest(QUERY, 1), lambda: corpus.ingest([str(data)])):
            with pytest.raises(IndexUnusable, match=r"^The index was built by .+ reindex`$"):
                attempt()
        report = corpus.reindex()
        assert (report.updated, report.passages) == (2, 2)
        assert works(corpus)
    with reopened(data) as corpus, pytest.raises(IndexUnusable):
        corpus.nearest(QUERY, 1)


def _garble_chroma(index: Path) -> None:
    (index / "chroma" / "chroma.sqlite3").write_bytes(b"garbage " * 900)


def _garble_tokens(index: Path) -> None:
    (index / "tokens.sqlite3").write_bytes(b"garbage " * 900)


def _lose_chroma(index: Path) -> None:
    shutil.rmtree(index / "chroma")


def _lose_tokens(index: Path) -> None:
    (index / "tokens.sqlite3").unlink()


def _replace_by_a_file(index: Path) -> None:
    shutil.rmtree(index)
    index.write_text("a file")


DAMAGES = [_garble_chroma, _garble_tokens, _lose_chroma, _lose_tokens, shutil.rmtree]


@pytest.mark.parametrize("damage", [*DAMAGES, _replace_by_a_file])
def test_reindexing_mends_a_damaged_index(data: Path, damage: Callable[[Path], None]) -> None:
    """Whatever became of the index, the status and one line say so, the articles are safe, and
    reindexing in the same process builds it anew.
    """
    damage(data / "index")
    with reopened(data) as corpus:
        assert not corpus.status().healthy
        for attempt in (lambda: corpus.nearest(QUERY, 1), lambda: corpus.ingest([])):
            with pytest.raises(IndexUnusable, match=r"^.*reindex`.*$") as said:
                attempt()
            assert "\n" not in str(said.value)
        assert len(corpus.articles()) == 2
        assert corpus.reindex().updated == 2
        assert works(corpus)
    with reopened(data) as corpus:
        assert works(corpus)


def test_a_missing_index_is_a_problem(data: Path) -> None:
    """The status names a missing index and what mends it."""
    shutil.rmtree(data / "index")
    with reopened(data) as corpus:
        status = corpus.status()
        assert not status.healthy
        assert status.problems == ("The index is missing; run `pramaan reindex`",)


def test_unfinished_work_is_a_problem(data: Path) -> None:
    """The status names articles that an interrupted ingest left unindexed, whose earlier version
    can be searched meanwhile; ingesting again ends that.
    """

    class Interrupted(WordEmbedder):
        def encode_documents(self, texts: Sequence[str]) -> list[Encoding]:
            raise ModelUnavailable("no more")

    fair = data.parent / "articles" / "fair.txt"
    fair.write_text(FAIR.replace("Sunday", "Monday"))
    with reopened(data, Interrupted()) as corpus:
        with pytest.raises(ModelUnavailable):
            corpus.ingest([str(fair)])
        (problem,) = corpus.status().problems
        assert "pramaan ingest" in problem
        texts = {article.title: article.text for article in corpus.articles()}
        assert "Sunday" in texts["The fair"]  # until the new version can be searched
    with reopened(data) as corpus:
        report = corpus.ingest([str(fair)])
        assert (report.added, report.updated, report.unchanged) == (0, 0, 1)
        assert corpus.status().healthy
        assert "Monday" in next(a.text for a in corpus.articles() if a.title == "The fair")


def test_a_damaged_catalog_is_a_problem(data: Path) -> None:
    """A catalog with damaged pages is named, by the status or in one line."""
    path = data / "catalog.sqlite3"
    content = bytearray(path.read_bytes())
    at = 0
    while (at := content.find("उस पर रोज़".encode(), at)) >= 0:  # the pages with an article's text
        page = at // 4096 * 4096
        content[page : page + 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    with reopened(data) as corpus, pytest.raises(StoreError, match=r"^The catalog \S+ .+$"):
        corpus.nearest(QUERY, 1)
    with reopened(data) as corpus:
        status = corpus.status()
        assert not status.healthy
        assert any("damaged" in problem for problem in status.problems)


def test_reindexing_nothing(tmp_path: Path) -> None:
    """An empty folder can be reindexed, and filled afterwards."""
    (tmp_path / "a.txt").write_text(BRIDGE, "utf-8")
    with reopened(tmp_path / "data") as corpus:
        report = corpus.reindex()
        assert (report.added, report.updated, report.passages) == (0, 0, 0)
        assert corpus.status().healthy
        corpus.ingest([str(tmp_path / "a.txt")])
        assert works(corpus)


def test_reindexing_a_healthy_index(corpus: Corpus) -> None:
    """Reindexing what is healthy embeds everything anew and finds the same."""
    before = corpus.nearest(QUERY, 5)
    told: list[tuple[int, int]] = []
    assert corpus.reindex(progress=lambda done, total: told.append((done, total))).updated == 2
    assert told[-1] == (2, 2)
    assert [passage for passage, _ in corpus.nearest(QUERY, 5)] == [p for p, _ in before]
    assert works(corpus)


def test_a_model_that_cannot_be_loaded_costs_nothing(data: Path, tmp_path: Path) -> None:
    """Reindexing with a model that cannot be loaded leaves the index as it was."""
    (tmp_path / "empty").mkdir()
    wrong = open_corpus(data, embedding_model=str(tmp_path / "empty"))
    with wrong as corpus, pytest.raises(ModelUnavailable):
        corpus.reindex()
    with reopened(data) as corpus:
        assert works(corpus)


def test_changes_are_seen_at_once(corpus: Corpus, data: Path) -> None:
    """After an ingest every way of looking shows the new text, none the old."""
    assert works(corpus)
    bridge = data.parent / "articles" / "bridge.txt"
    bridge.write_text(BRIDGE.replace("नया", "लंबा"), "utf-8")
    corpus.ingest([str(bridge)])
    assert corpus.lexical.search({"नय": 1.0, "नया": 1.0}, 5) == []
    (nearest, _), *_ = corpus.nearest(QUERY, 1)
    passage = corpus.passages([nearest])[nearest]
    assert "लंबा पुल बना" in passage.text
    assert corpus.sentences(passage.article_id)[0].text == "नदी पर लंबा पुल बना।"


def test_eight_threads_open_it_once(data: Path) -> None:
    """Eight threads that ask at once find the same, and the words are indexed once."""
    with reopened(data) as corpus:
        together = Barrier(8)

        def look(n: int) -> tuple[list[str], int]:
            together.wait()
            nearest = corpus.nearest(QUERY, 2)
            lexical = corpus.lexical
            assert corpus.article(corpus.articles()[n % 2].id) is not None
            return [passage for passage, _ in nearest], id(lexical)

        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(look, range(8)))
        assert len({tuple(nearest) for nearest, _ in found}) == 1
        assert len({lexical for _, lexical in found}) == 1
