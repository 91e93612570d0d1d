"""One store, several processes and a Chroma server: who sees what, and what trouble says."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from store.corpus import Corpus, open_corpus
from store.errors import IndexAway, IndexUnusable, InUse, StoreError
from store.index import OnServer
from store.lock import owned
from store.text import index_words
from tests.chroma_server import ChromaServer
from tests.conftest import Here, Pramaan
from tests.loopback import free_port
from tests.strange_models import WordEmbedder

BRIDGE = "---\ntitle: नया पुल\n---\nनदी पर नया पुल बना। उस पर रोज़ हज़ारों गाड़ियाँ चलेंगी।\n"
FAIR = "---\ntitle: The fair\n---\nThe fair opens on Sunday. Tickets are free for children.\n"
FLOOD = "---\ntitle: बाढ़\n---\nबाढ़ से सौ गाँव घिर गए। राहत शिविरों में चार सौ लोग पहुँचे।\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A Chroma server for the tests of this file; whoever stops it starts it again."""
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two articles."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bridge.txt").write_text(BRIDGE, "utf-8")
    (tmp_path / "articles" / "fair.txt").write_text(FAIR, "utf-8")
    return tmp_path / "articles"


@pytest.fixture
def several(tmp_path: Path, server: ChromaServer) -> Iterator[tuple[Corpus, Corpus]]:
    """The same store opened twice, as two processes would."""
    with ExitStack() as stack:
        one, other = (stack.enter_context(opened(tmp_path / "data", server)) for _ in range(2))
        yield one, other


def opened(data: Path, server: ChromaServer) -> AbstractContextManager[Corpus]:
    """The store of a folder, with its vectors on the server."""
    return open_corpus(
        data, embedding_model="words", embedder=WordEmbedder(), chroma_url=server.url
    )


def found(corpus: Corpus, text: str) -> tuple[list[str], list[str]]:
    """Titles of articles found by meaning, nearest first, and by words."""
    query = corpus.embedder.encode_query(text)
    with corpus.view() as view:
        near = [id_ for id_, _ in view.nearest(query.vector, 5)]
        by_words = [id_ for id_, _ in view.lexical.search(dict.fromkeys(index_words(text), 1.0), 5)]
        known = view.passages([*near, *by_words])
        titles = {
            id_: article.title
            for id_, passage in known.items()
            if (article := view.article(passage.article_id)) is not None
        }
    return [titles[n] for n in near if n in titles], [titles[n] for n in by_words if n in titles]


def test_one_takes_in_and_all_read(several: tuple[Corpus, Corpus], articles: Path) -> None:
    """What one process adds, corrects or drops, the others find at once, by meaning and words."""
    one, other = several
    one.ingest([str(articles)])
    assert found(other, "पुल")[0][0] == "नया पुल"
    (articles / "flood.txt").write_text(FLOOD, "utf-8")
    one.ingest([str(articles)])
    assert (found(other, "बाढ़")[0][0], other.counts()) == ("बाढ़", (3, 3))
    assert "बाढ़" in found(other, "गाँव")[1]
    (articles / "flood.txt").write_text(FLOOD.replace("सौ गाँव", "दो सौ गाँव"), "utf-8")
    one.ingest([str(articles)])
    assert "दो सौ" in next(a.text for a in other.articles() if a.title == "बाढ़")
    (articles / "flood.txt").unlink()
    one.ingest([str(articles)], prune=True)
    assert "बाढ़" not in found(other, "बाढ़ गाँव")[0] + found(other, "बाढ़ गाँव")[1]
    assert one.revision == other.revision
    assert other.status().healthy


def test_changes_go_into_the_index_that_another_built(
    several: tuple[Corpus, Corpus], articles: Path
) -> None:
    """What one process takes in after another has built the index anew stands in the new one."""
    one, other = several
    one.ingest([str(articles)])
    other.reindex()
    (articles / "flood.txt").write_text(FLOOD, "utf-8")
    assert one.ingest([str(articles)]).added == 1
    assert found(other, "बाढ़")[0][0] == "बाढ़"
    assert (one.status().healthy, other.status().healthy) == (True, True)


def test_one_at_a_time_changes(
    several: tuple[Corpus, Corpus], articles: Path, tmp_path: Path
) -> None:
    """While one process changes the store another may not, is told so, and can read on."""
    one, other = several
    one.ingest([str(articles)])
    with owned(tmp_path / "data"):
        with pytest.raises(InUse, match="in use by another process"):
            other.ingest([str(articles)])
        assert found(other, "पुल")[0][0] == "नया पुल"
    assert other.ingest([str(articles)]).unchanged == 2


def test_a_server_that_is_away_and_back(
    several: tuple[Corpus, Corpus], articles: Path, server: ChromaServer
) -> None:
    """While the server is down every look says so in one line; once it is back all is as before."""
    one, other = several
    one.ingest([str(articles)])
    vector = other.embedder.encode_query("पुल").vector
    assert other.trouble() is None
    server.stop()
    try:
        with pytest.raises(IndexAway, match=rf"CHROMA_URL={server.url} cannot be used"):
            other.nearest(vector, 3)
        assert server.url in (other.trouble() or "")
        assert not other.status().healthy
        (articles / "flood.txt").write_text(FLOOD, "utf-8")
        with pytest.raises(IndexAway):
            one.ingest([str(articles)])
        assert other.counts() == (2, 2)  # what is not in the index is not shown
    finally:
        server.start()
    assert other.trouble() is None
    assert found(other, "पुल")[0][0] == "नया पुल"
    one.ingest([str(articles)])  # finishes what it had begun
    assert found(other, "बाढ़")[0][0] == "बाढ़"


def test_a_server_that_lost_everything(
    several: tuple[Corpus, Corpus], articles: Path, server: ChromaServer
) -> None:
    """An emptied server is told from an answer without results; `reindex` mends it for all."""
    one, other = several
    one.ingest([str(articles)])
    assert found(other, "पुल")[0][0] == "नया पुल"
    server.empty()
    with pytest.raises(IndexUnusable, match="pramaan reindex"):
        found(other, "पुल")
    assert not other.status().healthy
    one.reindex()
    assert found(one, "पुल")[0][0] == "नया पुल"
    assert found(other, "पुल")[0][0] == "नया पुल"
    assert other.status().healthy


def test_stores_do_not_meet(tmp_path: Path, articles: Path, server: ChromaServer) -> None:
    """Two data folders on one server keep apart, and a reindex leaves nothing behind there."""
    with opened(tmp_path / "a", server) as one, opened(tmp_path / "b", server) as other:
        one.ingest([str(articles)])
        other.ingest([str(articles / "fair.txt")])
        assert found(other, "पुल")[0] == ["The fair"]
        before = one.status().chroma
        one.reindex()
        assert one.status().chroma != before
        assert found(one, "पुल")[0][0] == "नया पुल"
        name = before.partition("(")[2].rstrip(")").rpartition("-index")
        index = OnServer(server.url, name[0].removeprefix("pramaan-")).open(Path("index"))
        assert index.count() == 0
        index.drop()
        index.close()


def test_what_is_no_chroma_server(tmp_path: Path) -> None:
    """An address where nothing answers in time, or at all, is named."""
    silent = socket.create_server(("127.0.0.1", 0))
    with silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(IndexAway, match=f"CHROMA_URL={url} does not answer within 1 seconds"):
            OnServer(url, "x", seconds=1).open(tmp_path)
    with pytest.raises(StoreError, match=f"CHROMA_URL={url} cannot be used"):
        OnServer(url, "x").open(tmp_path)


def test_commands_say_what_is_wrong(pramaan_here: Here, data_dir: Path, articles: Path) -> None:
    """With no server at CHROMA_URL, `ingest` ends with 2 and one line, and loses nothing."""
    url = f"http://127.0.0.1:{free_port()}"
    settings = {"PRAMAAN_DATA_DIR": str(data_dir), "CHROMA_URL": url}
    status, out, told = pramaan_here("ingest", str(articles), **settings)
    assert (status, out) == (2, "")
    assert f"CHROMA_URL={url} cannot be used" in told.splitlines()[-1]
    assert "Traceback" not in told


def test_another_process_takes_in(
    pramaan: Pramaan, data_dir: Path, articles: Path, server: ChromaServer
) -> None:
    """A real `pramaan ingest` beside an open store: its articles are found without a restart."""
    with open_corpus(data_dir, chroma_url=server.url) as reading:
        settings = {"PRAMAAN_DATA_DIR": str(data_dir), "CHROMA_URL": server.url}
        done = pramaan("ingest", "--json", str(articles), **settings)
        assert json.loads(done.stdout)["added"] == 2, done.stderr
        assert found(reading, "नदी पर पुल")[0][0] == "नया पुल"
        shown = json.loads(pramaan("status", "--json", **settings).stdout)
        assert shown["healthy"]
        assert shown["chroma"].startswith(server.url)
