"""The record of articles keeps what it is given, whole."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.article import Article, Passage, Sentence, article_id
from store.catalog import Catalog
from store.errors import StoreError

TEXT = "पुल खुल गया। The ferry stopped on Monday. 😀 लोग ख़ुश हैं।"
ARTICLE = Article(
    id=article_id("पुल.txt"),
    source="पुल.txt",
    url="https://news.example/bridge",
    title="नया पुल",
    publisher="नगर समाचार",
    published=date(2025, 9, 4),
    dateline="रामपुर, 4 सितंबर",
    language="hi",
    text=TEXT,
)
PASSAGES = [
    Passage(f"{ARTICLE.id}:1:0", ARTICLE.id, TEXT[:41], 0, 41),
    Passage(f"{ARTICLE.id}:1:1", ARTICLE.id, TEXT[13:], 13, len(TEXT)),
]
SENTENCES = [
    Sentence(ARTICLE.id, TEXT[start:end], start, end)
    for start, end in ((0, 12), (13, 41), (42, len(TEXT)))
]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """A new catalog."""
    catalog = Catalog(tmp_path / "catalog.sqlite3")
    yield catalog
    catalog.close()


def put(catalog: Catalog, article: Article = ARTICLE, version: int = 1) -> list[Passage]:
    """Put an article of one passage and one sentence, and give the passage."""
    passage = Passage(f"{article.id}:{version}:0", article.id, article.text, 0, len(article.text))
    catalog.put("/root", article, [passage], [Sentence(article.id, article.text, 0, passage.end)])
    return [passage]


def test_an_article_comes_back_as_it_was(catalog: Catalog) -> None:
    """Every field of an article, its passages and its sentences come back as they were."""
    catalog.put("/root", ARTICLE, PASSAGES, SENTENCES)
    catalog.mark_indexed([ARTICLE.id])
    assert catalog.article(ARTICLE.id) == ARTICLE
    assert catalog.articles() == [ARTICLE]
    assert catalog.passages() == catalog.passages(ARTICLE.id) == PASSAGES
    assert catalog.sentences(ARTICLE.id) == SENTENCES
    assert catalog.article_with_sentences(ARTICLE.id) == (ARTICLE, SENTENCES)
    assert catalog.searchable_passages([p.id for p in PASSAGES]) == {p.id: p for p in PASSAGES}
    assert catalog.hashes() == {ARTICLE.id: ("/root", ARTICLE.content_hash())}
    assert catalog.counts() == (1, 2)


def test_an_article_with_little_known(catalog: Catalog) -> None:
    """What is not known of an article stays unknown."""
    bare = replace(ARTICLE, url=None, publisher=None, published=None, dateline=None)
    put(catalog, bare)
    catalog.mark_indexed([bare.id])
    assert catalog.article(bare.id) == bare


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_texts_and_places_are_kept_to_the_character(text: str) -> None:
    """Whatever characters a text has, every stretch of it comes back exactly."""
    catalog = Catalog(Path(":memory:"))
    article = replace(ARTICLE, text=text)
    middle = len(text) // 2
    sentences = [
        Sentence(article.id, text[start:end], start, end)
        for start, end in ((0, middle), (middle, len(text)))
        if start < end
    ]
    passage = Passage("p", article.id, text[middle:], middle, len(text))
    catalog.put("/root", article, [passage], sentences)
    assert [found.text for found in catalog.unindexed()] == [text]
    assert catalog.sentences(article.id) == sentences
    assert catalog.passages() == [passage]
    catalog.close()


def test_it_is_on_disk(tmp_path: Path) -> None:
    """What was put is there for the next process."""
    first = Catalog(tmp_path / "c")
    put(first)
    first.mark_indexed([ARTICLE.id])
    first.set_fact("model", "x")
    first.close()
    second = Catalog(tmp_path / "c")
    assert second.article(ARTICLE.id) == ARTICLE
    assert second.fact("model") == "x"
    second.close()


def test_what_is_not_indexed_is_not_searchable(catalog: Catalog) -> None:
    """An article is shown nowhere until the index holds it."""
    (passage,) = put(catalog)
    assert catalog.article(ARTICLE.id) is None
    assert catalog.articles() == []
    assert catalog.searchable_passages([passage.id]) == {}
    assert catalog.counts() == (0, 0)
    assert catalog.unindexed() == [ARTICLE]
    catalog.mark_indexed([ARTICLE.id])
    assert catalog.article(ARTICLE.id) == ARTICLE
    assert catalog.searchable_passages([passage.id]) == {passage.id: passage}
    assert catalog.unindexed() == []
    catalog.mark_unindexed()
    assert catalog.article(ARTICLE.id) is None


def test_put_replaces(catalog: Catalog) -> None:
    """A new version takes the place of the old one, which is remembered as to be forgotten."""
    (old,) = put(catalog)
    catalog.mark_indexed([ARTICLE.id])
    changed = replace(ARTICLE, text="पुल बंद है।")
    (new,) = put(catalog, changed, version=2)
    assert catalog.article(ARTICLE.id) is None
    assert catalog.unindexed() == [changed]
    assert catalog.passages() == [new]
    assert [s.text for s in catalog.sentences(ARTICLE.id)] == ["पुल बंद है।"]
    assert catalog.forgotten_passages() == [old.id]


def test_a_version_that_returns_is_not_forgotten(catalog: Catalog) -> None:
    """Passages that come back before the index forgot them are not to be forgotten any more."""
    (old,) = put(catalog)
    (new,) = put(catalog, replace(ARTICLE, text="पुल बंद है।"), version=2)
    put(catalog)
    assert catalog.forgotten_passages() == [new.id]
    assert catalog.passages() == [old]


def test_removed_articles_leave_nothing_but_what_to_forget(catalog: Catalog) -> None:
    """A removed article is gone with passages and sentences; the index is told until it forgot."""
    (passage,) = put(catalog)
    other = replace(ARTICLE, id="other")
    put(catalog, other)
    catalog.mark_indexed([ARTICLE.id, "other"])
    catalog.remove([ARTICLE.id, "unknown"])
    assert catalog.articles() == [other]
    assert [p.article_id for p in catalog.passages()] == ["other"]
    assert catalog.sentences(ARTICLE.id) == []
    assert catalog.forgotten_passages() == [passage.id]
    catalog.forget([passage.id])
    assert catalog.forgotten_passages() == []


def test_a_failing_put_changes_nothing(catalog: Catalog) -> None:
    """An article is written whole or not at all."""
    put(catalog)
    twice = Passage("same id", ARTICLE.id, "प", 0, 1)
    with pytest.raises(StoreError):
        catalog.put("/root", replace(ARTICLE, text="प"), [twice, twice], [])
    assert catalog.unindexed() == [ARTICLE]
    assert [p.text for p in catalog.passages()] == [TEXT]
    assert catalog.forgotten_passages() == []


def test_newest_articles_first(catalog: Catalog) -> None:
    """Articles come newest first, those without a date last."""
    days = [date(2025, 9, 4), None, date(2025, 10, 1)]
    for n, published in enumerate(days):
        put(catalog, replace(ARTICLE, id=str(n), published=published))
    catalog.mark_indexed(["0", "1", "2"])
    assert [article.id for article in catalog.articles()] == ["2", "0", "1"]


def test_facts_are_replaced(catalog: Catalog) -> None:
    """A fact is the last one set under its name."""
    assert catalog.fact("index_fingerprint") is None
    catalog.set_fact("index_fingerprint", "a")
    catalog.set_fact("index_fingerprint", "b")
    assert catalog.fact("index_fingerprint") == "b"


def test_an_empty_file_becomes_a_catalog(tmp_path: Path) -> None:
    """A file of schema version 0 is brought up to date, and again opened as it is."""
    path = tmp_path / "c"
    path.touch()
    for _ in range(2):
        catalog = Catalog(path)
        assert catalog.counts() == (0, 0)
        catalog.close()
    with sqlite3.connect(path) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
    db.close()
    assert version > 0


def test_a_newer_schema_is_left_alone(tmp_path: Path) -> None:
    """A catalog from a newer version is refused in one line and stays as it is."""
    path = tmp_path / "c"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 999")
    db.close()
    with pytest.raises(StoreError, match=r"^The data folder was written by a newer version.+$"):
        Catalog(path)
    db = sqlite3.connect(path)
    assert db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    db.close()


def test_a_file_that_is_no_catalog(tmp_path: Path) -> None:
    """A file of anything else is refused in one line that names it."""
    path = tmp_path / "catalog.sqlite3"
    path.write_bytes(b"not a database " * 400)
    with pytest.raises(StoreError, match=r"^The catalog \S+catalog\.sqlite3 cannot be used: .+$"):
        Catalog(path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A catalog that cannot be made is one line that names it."""
    with pytest.raises(StoreError, match=r"^The catalog \S+ cannot be used: .+$"):
        Catalog(tmp_path / "nowhere" / "catalog.sqlite3")


def damage(path: Path) -> None:
    """Write over every page but the first, as a failing disk does."""
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)


def test_damage_within_is_found(tmp_path: Path) -> None:
    """A catalog whose pages are damaged says so when checked, and reading it is a StoreError."""
    path = tmp_path / "c"
    catalog = Catalog(path)
    for n in range(20):
        put(catalog, replace(ARTICLE, id=str(n), text=TEXT * 20))
    assert catalog.check() is None
    catalog.close()
    damage(path)
    catalog = Catalog(path)
    assert catalog.check() is not None
    with pytest.raises(StoreError, match=r"^The catalog .+ cannot be used: .+$"):
        catalog.articles()
    with pytest.raises(StoreError, match=r"^The catalog .+ cannot be used: .+$"):
        put(catalog)
    catalog.close()


def test_a_version_is_read_with_its_own_sentences(catalog: Catalog) -> None:
    """However fast an article changes, it is never read with another version's sentences."""
    versions = [replace(ARTICLE, text="क" * n) for n in (5, 50)]
    done = threading.Event()

    def change() -> None:
        for n in range(150):
            put(catalog, versions[n % 2], n)
            catalog.mark_indexed([ARTICLE.id])
        done.set()

    writer = threading.Thread(target=change)
    writer.start()
    while not done.is_set():
        article, sentences = catalog.article_with_sentences(ARTICLE.id)
        if article is not None:
            assert [s.text for s in sentences] == [article.text]
    writer.join()
