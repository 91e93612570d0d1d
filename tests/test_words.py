"""The lexical index as it grows: like one made anew, and found again after a restart."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from store.article import Article
from store.catalog.catalog import Catalog, Ready
from store.lexical import LexicalIndex, lexical_index, over
from store.postings import load, postings, save
from store.spelled import SpelledWords
from store.split import split_article
from store.words import Words

WORDS = ["जल", "पुल", "खेत", "zebra", "42"]
TEXTS = st.dictionaries(
    st.sampled_from(["a", "aa", "b", "c", "d"]),
    st.lists(st.lists(st.sampled_from(WORDS), max_size=5), max_size=3),
)


def passages(articles: dict[str, list[list[str]]]) -> list[tuple[str, str]]:
    """Passages of articles, named as the splitter names them."""
    return [
        (f"{article}:0{n}:{n}", " ".join(words))
        for article, texts in articles.items()
        for n, words in enumerate(texts)
    ]


def same(one: LexicalIndex, other: LexicalIndex) -> bool:
    """Whether two indexes hold the same and score alike."""
    weights = dict.fromkeys(WORDS, 0.7)
    found, expected = one.search(weights, 50), other.search(weights, 50)
    return (
        one.count == other.count
        and one.ids == other.ids
        and np.allclose([s for _, s in found], [s for _, s in expected], rtol=1e-5)
        and {id_ for id_, _ in found} == {id_ for id_, _ in expected}
        and all(np.isclose(one.rarity(word), other.rarity(word)) for word in WORDS)
    )


@settings(deadline=None, max_examples=60)
@given(
    TEXTS,
    st.lists(TEXTS, max_size=4),
    st.lists(st.sampled_from(["a", "aa", "b"]), max_size=2),
    st.sampled_from([0, 2, 500]),
)
def test_grown_is_as_made_anew(
    first: dict[str, list[list[str]]],
    changes: list[dict[str, list[list[str]]]],
    removed: list[str],
    fresh: int,
) -> None:
    """After any changes and removals the index scores as one made from what is there now, however
    few passages a set of postings is made for.
    """
    index, there = lexical_index(passages(first)), dict(first)
    for change in changes:
        index = index.changed(list(change), passages(change), fresh=fresh)
        there |= change
    index = index.changed(removed, [], fresh=fresh)
    there = {article: texts for article, texts in there.items() if article not in removed}
    assert same(index, lexical_index(passages(there)))


def test_files_hold_it(tmp_path: Path) -> None:
    """What is saved is read back the same; what is cut short or of another version is not read."""
    held = postings([("a:0:0", ["जल", "जल"]), ("b:0:0", ["पुल", "x" * 500])])
    save(held, tmp_path, "1")
    read = load(tmp_path, "1")
    assert read is not None
    assert same(over(read), over(held))
    assert len(read.of("x" * 500)[0]) == 1
    assert load(tmp_path, "2") is None
    (tmp_path / "places.npy").write_bytes((tmp_path / "places.npy").read_bytes()[:-4])
    assert load(tmp_path, "1") is None
    assert load(tmp_path / "nowhere", "1") is None


def article(number: int, text: str) -> Ready:
    """An article with its passages."""
    id_ = f"n{number}"
    written = Article(id_, f"{id_}.txt", None, f"खबर {number}", None, None, None, "hi", text)
    return Ready("root", written, *split_article(written))


def test_it_follows_the_catalog_and_outlives_the_process(tmp_path: Path) -> None:
    """Articles that come, change or go are seen at once, and after a restart, files or none."""
    catalog = Catalog(tmp_path / "catalog.sqlite3")
    catalog.publish([article(n, f"गाँव {n} में पुल बना।") for n in range(6)])
    words = Words(catalog, tmp_path, worth_keeping=2)
    first = words.index()
    assert words.index() is first
    assert first.count == 6
    assert [path.name for path in tmp_path.glob("words-*")] == ["words-1"]
    catalog.publish([article(6, "नदी में बाढ़ आई।"), article(0, "गाँव में मेला लगा।")])
    catalog.remove(["n1"])
    index = words.index()
    again = Words(catalog, tmp_path, worth_keeping=2).index()
    for each in (index, again):
        assert each.count == 6
        assert len(each.search({"बाढ": 1.0}, 5)) == len(each.search({"मेल": 1.0}, 5)) == 1
        assert each.ids == set(catalog.passage_ids())
    (kept,) = tmp_path.glob("words-*")
    (kept / "ids.npy").write_bytes(b"")
    assert Words(catalog, tmp_path, worth_keeping=2).index().ids == set(catalog.passage_ids())
    catalog.close()


def test_sets_that_became_one_stay_one(tmp_path: Path) -> None:
    """Sets of postings of which a killed process left the older ones too hold each passage once
    after the next start, which removes what is of no use any more.
    """
    catalog = Catalog(tmp_path / "catalog.sqlite3")
    catalog.publish([article(n, f"गाँव {n} में पुल बना।") for n in range(6)])
    Words(catalog, tmp_path, worth_keeping=2).index()
    shutil.copytree(tmp_path / "words-1", tmp_path / "words-2")
    shutil.copytree(tmp_path / "words-1", tmp_path / "words-3")
    (tmp_path / "words-3" / "about.json").write_text("{}")  # of another version
    index = Words(catalog, tmp_path, worth_keeping=2).index()
    assert index.count == 6
    assert len(index.search({"पुल": 1.0}, 50)) == 6
    assert [path.name for path in tmp_path.glob("words-*")] == ["words-2"]
    catalog.close()


def test_spelled_words_are_counted_once(tmp_path: Path) -> None:
    """After a restart the words come from the file, and those of newer articles are added."""
    catalog = Catalog(tmp_path / "catalog.sqlite3")
    catalog.publish([article(n, "पुल बना।") for n in range(4)])
    revision, counts = SpelledWords(catalog, tmp_path, worth_keeping=2).counts()
    assert (revision, counts["पुल"], counts["खबर"]) == (catalog.revision(), 4, 4)
    (file,) = tmp_path.glob("spelled-*.json")
    file.write_text(json.dumps({"पुल": 40}))
    catalog.publish([article(9, "पुल पर मेला")])
    _, counts = SpelledWords(catalog, tmp_path, worth_keeping=2).counts()
    assert (counts["पुल"], counts["मेला"]) == (41, 1)
    catalog.close()


def test_spelled_words_of_another_catalog(tmp_path: Path) -> None:
    """A file that is gone, damaged, or was counted from another catalog is not used."""
    catalog = Catalog(tmp_path / "catalog.sqlite3")
    catalog.publish([article(n, "पुल बना।") for n in range(4)])
    SpelledWords(catalog, tmp_path, worth_keeping=2).counts()
    (file,) = tmp_path.glob("spelled-*.json")
    for spoil in (lambda: file.write_text("{"), file.unlink):
        spoil()
        assert SpelledWords(catalog, tmp_path, worth_keeping=9).counts()[1]["पुल"] == 4
    SpelledWords(catalog, tmp_path, worth_keeping=2).counts()
    other = Catalog(tmp_path / "other.sqlite3")
    other.publish([article(n, "नदी बही।") for n in range(5)])
    assert SpelledWords(other, tmp_path, worth_keeping=9).counts()[1]["पुल"] == 0
    catalog.close()
    other.close()


def test_spelled_words_forget(tmp_path: Path) -> None:
    """Once as many articles have changed as there are, words that went are not counted any more."""
    catalog = Catalog(tmp_path / "catalog.sqlite3")
    catalog.publish([article(n, "पुल बना।") for n in range(4)])
    SpelledWords(catalog, tmp_path, worth_keeping=2).counts()
    catalog.publish([article(0, "नदी बही।")])
    assert SpelledWords(catalog, tmp_path, worth_keeping=2).counts()[1]["पुल"] == 4
    catalog.publish([article(n, "नदी बही।") for n in range(4)])
    catalog.remove(["n3"])
    counts = SpelledWords(catalog, tmp_path, worth_keeping=2).counts()[1]
    assert (counts["पुल"], counts["नदी"]) == (0, 3)
    catalog.close()
