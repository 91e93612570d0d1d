"""The index of passages: vectors in Chroma, token vectors beside them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from store.arrays import Floats
from store.article import Passage
from store.dense import DenseIndex
from store.errors import IndexUnusable
from store.index import ChromaIndex, FolderIndex
from store.tokens import codec_for
from store.tokenstore import TokenStore
from tests.strange_models import WordEmbedder

CODEC = codec_for(64, bundled=False)


@pytest.fixture
def chroma(tmp_path: Path) -> Iterator[ChromaIndex]:
    """A new vector index."""
    index = FolderIndex(tmp_path / "chroma")
    yield index
    index.close()


@pytest.fixture
def dense(tmp_path: Path) -> Iterator[DenseIndex]:
    """A new index of passages with their tokens."""
    index = DenseIndex(tmp_path / "index")
    yield index
    index.close()


def passages(count: int) -> list[Passage]:
    """So many passages p0, p1, …"""
    return [Passage(f"p{n}", "a", f"text {n}", 0, 6) for n in range(count)]


def vectors(count: int, seed: int = 0) -> Floats:
    """So many random unit vectors of 8 dimensions."""
    found = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    normed: Floats = found / np.linalg.norm(found, axis=1, keepdims=True)
    return normed


def test_nearest_first_by_cosine(chroma: ChromaIndex) -> None:
    """A search gives exactly the cosine similarities, nearest first."""
    stored = vectors(50)
    chroma.upsert(passages(50), stored)
    query = vectors(1, seed=1)[0]
    found = chroma.search(query, 10)
    cosines = stored @ query
    assert [passage for passage, _ in found] == [f"p{n}" for n in np.argsort(-cosines)[:10]]
    for passage, cosine in found:
        assert abs(cosine - cosines[int(passage[1:])]) < 1e-5


def test_more_asked_for_than_there_is(chroma: ChromaIndex) -> None:
    """A search of an empty index finds nothing, of a small one everything."""
    assert chroma.search(vectors(1)[0], 5) == []
    chroma.upsert(passages(3), vectors(3))
    assert len(chroma.search(vectors(1)[0], 5)) == 3


def test_upsert_replaces(chroma: ChromaIndex) -> None:
    """A passage written again has its new vector only."""
    chroma.upsert(passages(3), vectors(3))
    other = vectors(1, seed=9)
    chroma.upsert(passages(1), other)
    assert chroma.count() == 3
    assert np.allclose(chroma.vectors(["p0"])["p0"], other[0], atol=1e-6)
    assert chroma.search(other[0], 1)[0][1] > 0.9999


def test_deleted_passages_are_not_found(chroma: ChromaIndex) -> None:
    """Deleted passages are gone; ids that are not there do not matter."""
    chroma.upsert(passages(5), vectors(5))
    chroma.delete(["p1", "p3", "unknown"])
    assert {passage for passage, _ in chroma.search(vectors(1)[0], 9)} == {"p0", "p2", "p4"}
    assert chroma.vectors(["p1", "p2"]).keys() == {"p2"}
    assert chroma.vectors([]) == {}
    chroma.delete([])
    assert chroma.count() == 3


def test_thousands_at_once(chroma: ChromaIndex) -> None:
    """More passages than Chroma takes in a batch are all written and all deleted."""
    chroma.upsert(passages(2500), vectors(2500))
    assert chroma.count() == 2500
    chroma.delete([f"p{n}" for n in range(2400)])
    assert {passage for passage, _ in chroma.search(vectors(1)[0], 100)} == {
        f"p{n}" for n in range(2400, 2500)
    }


def test_it_is_on_disk(tmp_path: Path) -> None:
    """What was written is there when the folder is opened again."""
    for n in range(2):
        index = FolderIndex(tmp_path / "chroma")
        assert index.count() == n * 4
        index.upsert(passages(4), vectors(4))
        index.close()


def _garble(path: Path) -> None:
    path.write_bytes(b"garbage " * 500)


def _overwrite_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)


def _halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("damage", [_garble, _overwrite_pages, _halve])
def test_a_damaged_folder_is_one_line(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """A damaged index is one line that names it and `pramaan reindex`; the same process can then
    make it anew.
    """
    folder = tmp_path / "chroma"
    index = FolderIndex(folder)
    index.upsert(passages(20), vectors(20))
    index.close()
    damage(folder / "chroma.sqlite3")
    with pytest.raises(IndexUnusable, match=r"^The index in \S+chroma .+`pramaan reindex`.+$"):
        index = FolderIndex(folder)
    shutil.rmtree(folder)
    index = FolderIndex(folder)
    index.upsert(passages(20), vectors(20))
    assert index.search(vectors(20)[7], 1)[0][0] == "p7"
    index.close()


def test_vectors_that_are_gone_are_noticed(tmp_path: Path) -> None:
    """An index whose folder of vectors was lost says so instead of finding next to nothing."""
    folder = tmp_path / "chroma"
    index = FolderIndex(folder)
    index.upsert(passages(2500), vectors(2500))
    index.close()
    (lost,) = (path for path in folder.iterdir() if path.is_dir())
    shutil.rmtree(lost)
    with pytest.raises(IndexUnusable, match="`pramaan reindex`"):
        FolderIndex(folder)


def test_a_file_in_its_place(tmp_path: Path) -> None:
    """A file where the folder should be is one line."""
    (tmp_path / "chroma").write_text("")
    with pytest.raises(IndexUnusable, match=r"^The index in \S+chroma .+$"):
        FolderIndex(tmp_path / "chroma")


def test_token_bytes_come_back(tmp_path: Path) -> None:
    """Packed tokens are kept by passage, replaced, deleted, and on disk."""
    store = TokenStore(tmp_path / "tokens")
    store.put([("a", b"1"), ("b", b""), ("c", bytes(range(256)))])
    store.put([("a", b"2")])
    store.delete(["b", "unknown"])
    assert store.count() == 2
    store.close()
    store = TokenStore(tmp_path / "tokens")
    assert store.get(["a", "b", "c", "d"]) == {"a": b"2", "c": bytes(range(256))}
    assert store.get([]) == {}
    store.close()


def test_damaged_token_vectors_are_one_line(tmp_path: Path) -> None:
    """Damaged token vectors are one line that names `pramaan reindex`, whenever it is noticed."""
    path = tmp_path / "tokens"
    store = TokenStore(path)
    store.put((f"p{n}", b"x" * 900) for n in range(50))
    store.close()
    _overwrite_pages(path)
    store = TokenStore(path)
    with pytest.raises(IndexUnusable, match=r"^The token vectors in \S+ .+`pramaan reindex`.+$"):
        store.get(["p1"])
    with pytest.raises(IndexUnusable, match="`pramaan reindex`"):
        store.put([("p1", b"")])
    with pytest.raises(IndexUnusable, match="`pramaan reindex`"):
        store.delete(["p1"])
    store.close()
    _garble(path)
    with pytest.raises(IndexUnusable, match="`pramaan reindex`"):
        TokenStore(path)


def test_a_passage_is_kept_with_its_own_tokens(dense: DenseIndex) -> None:
    """The title is context for the embedding; the tokens kept are the passage's own, every one."""
    passage = Passage("p", "a", "नदी पर पुल खुला", 100, 115)
    embedder = WordEmbedder()
    dense.add([(passage, "नगर की ख़बर")], embedder, CODEC)
    assert embedder.embedded == ["नगर की ख़बर\nनदी पर पुल खुला"]
    kept = dense.tokens(["p", "unknown"], CODEC)
    assert kept.keys() == {"p"}
    assert [passage.text[a:b] for a, b in kept["p"].spans] == ["नदी", "पर", "पुल", "खुला"]
    own = CODEC.project(embedder.encode_query(passage.text).tokens)
    assert ((own * kept["p"].vectors).sum(axis=1) > 0.97).all()


def test_a_passage_written_anew_is_read_anew(dense: DenseIndex) -> None:
    """What was kept of a passage for the next questions goes when it is written or deleted."""
    embedder = WordEmbedder()
    vectors = []
    for text in ("नदी पर पुल खुला", "मेला लगा"):
        dense.add([(Passage("p", "a", text, 0, len(text)), "नगर")], embedder, CODEC)
        assert len(dense.tokens(["p"], CODEC)["p"].spans) == len(text.split())
        vectors.append(dense.vectors(["p"])["p"])
    assert (vectors[0] != vectors[1]).any()
    dense.delete(["p"])
    assert dense.tokens(["p"], CODEC) == {}
    assert dense.vectors(["p"]) == {}


def test_nothing_to_add(dense: DenseIndex) -> None:
    """Adding no passages does nothing."""
    dense.add([], WordEmbedder(), CODEC)
    assert dense.count() == 0
    assert dense.nearest(WordEmbedder().encode_query("पुल").vector, 3) == []


def test_a_passage_lost_from_either_half_is_not_counted(tmp_path: Path) -> None:
    """Only passages that have both a vector and tokens count."""
    index = DenseIndex(tmp_path)
    index.add([(passage, "title") for passage in passages(3)], WordEmbedder(), CODEC)
    assert index.count() == 3
    index.delete(["p0"])
    assert index.count() == 2
    index.close()
    store = TokenStore(tmp_path / "tokens.sqlite3")
    store.delete(["p1"])
    store.close()
    index = DenseIndex(tmp_path)
    assert index.count() == 1
    index.close()
