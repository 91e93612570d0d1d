"""The record of articles keeps what it is given, whole."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.article import Article, Passage, Sentence, article_id
from store.catalog.catalog import Catalog, Ready
from store.catalog.history import KEPT
from store.catalog.newest import Newest
from store.catalog.schema import MIGRATIONS
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


def publish(catalog: Catalog, article: Article = ARTICLE, version: int = 1) -> Passage:
    """Let an article of one passage and one sentence wait, publish it, and give the passage."""
    passage = Passage(f"{article.id}:{version}:0", article.id, article.text, 0, len(article.text))
    catalog.put([("/root", article)])
    catalog.publish(
        [ready(article, [passage], [Sentence(article.id, article.text, 0, passage.end)])]
    )
    return passage


def ready(
    article: Article = ARTICLE,
    passages: Sequence[Passage] = PASSAGES,
    sentences: Sequence[Sentence] = SENTENCES,
) -> Ready:
    """An article that the index holds."""
    return Ready("/root", article, passages, sentences)


def test_an_article_comes_back_as_it_was(catalog: Catalog) -> None:
    """Every field of an article, its passages and its sentences come back as they were."""
    catalog.publish([ready()])
    assert catalog.article(ARTICLE.id) == ARTICLE
    assert catalog.articles() == [ARTICLE]
    assert catalog.passages() == catalog.passages(ARTICLE.id) == PASSAGES
    assert catalog.sentences(ARTICLE.id) == SENTENCES
    assert catalog.article_with_sentences(ARTICLE.id) == (ARTICLE, SENTENCES)
    assert catalog.searchable_passages([p.id for p in PASSAGES]) == {p.id: p for p in PASSAGES}
    assert catalog.hashes([ARTICLE.id, "?"]) == {ARTICLE.id: ("/root", ARTICLE.content_hash())}
    assert catalog.titled_passages([ARTICLE.id]) == [(p, ARTICLE.title) for p in PASSAGES]
    assert catalog.article_ids() == [ARTICLE.id]
    assert catalog.roots() == {ARTICLE.id: "/root"}
    assert catalog.counts() == (1, 2)


def test_an_article_with_little_known(catalog: Catalog) -> None:
    """What is not known of an article stays unknown."""
    bare = replace(ARTICLE, url=None, publisher=None, published=None, dateline=None)
    publish(catalog, bare)
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
    catalog.put([("/root", article)])
    assert [found.article for found in catalog.waiting(5)] == [article]
    catalog.publish([ready(article, [passage], sentences)])
    assert catalog.article(article.id) == article
    assert catalog.sentences(article.id) == sentences
    assert catalog.passages() == [passage]
    catalog.close()


def test_it_is_on_disk(tmp_path: Path) -> None:
    """What was put is there for the next process."""
    first = Catalog(tmp_path / "c")
    publish(first)
    first.set_facts(model="x")
    first.close()
    second = Catalog(tmp_path / "c")
    assert second.article(ARTICLE.id) == ARTICLE
    assert second.fact("model") == "x"
    second.close()


def test_what_waits_is_not_searchable(catalog: Catalog) -> None:
    """An article is shown nowhere until it is published, and then waits no more."""
    catalog.put([("/root", ARTICLE)])
    assert catalog.article(ARTICLE.id) is None
    assert catalog.articles() == []
    assert (catalog.counts(), catalog.how_many_wait()) == ((0, 0), 1)
    assert catalog.hashes([ARTICLE.id]) == {ARTICLE.id: ("/root", ARTICLE.content_hash())}
    passage = publish(catalog)
    assert catalog.article(ARTICLE.id) == ARTICLE
    assert catalog.searchable_passages([passage.id]) == {passage.id: passage}
    assert (catalog.counts(), catalog.how_many_wait()) == ((1, 1), 0)


def test_a_new_version_takes_over_when_published(catalog: Catalog) -> None:
    """The old version is searchable until the new one is; then it is history, with its dates, and
    its passages are remembered as to be forgotten.
    """
    old = publish(catalog)
    changed = replace(ARTICLE, text="पुल बंद है।")
    catalog.put([("/root", changed)])
    assert catalog.article(ARTICLE.id) == ARTICLE
    assert catalog.history(ARTICLE.id) == []
    new = publish(catalog, changed, version=2)
    assert catalog.articles() == [changed]
    assert catalog.passages() == [new]
    assert [s.text for s in catalog.sentences(ARTICLE.id)] == ["पुल बंद है।"]
    assert catalog.forgotten_passages() == [old.id]
    (version,) = catalog.history(ARTICLE.id)
    assert version.article == ARTICLE
    assert version.read_at <= version.superseded_at


def test_history_is_bounded(catalog: Catalog) -> None:
    """Of many versions the last ones are kept, the newest first; the same again is none."""
    for n in range(KEPT + 5):
        publish(catalog, replace(ARTICLE, text=f"पुल {n}"), version=n)
        publish(catalog, replace(ARTICLE, text=f"पुल {n}"), version=n)
    kept = [version.article.text for version in catalog.history(ARTICLE.id)]
    assert kept == [f"पुल {n}" for n in reversed(range(4, KEPT + 4))]


def test_a_newer_version_goes_on_waiting(catalog: Catalog) -> None:
    """What was read while an earlier version was being indexed waits on."""
    changed = replace(ARTICLE, text="पुल बंद है।")
    catalog.put([("/root", changed)])
    catalog.publish([ready()])
    assert [each.article for each in catalog.waiting(5)] == [changed]
    assert catalog.article(ARTICLE.id) == ARTICLE


def test_a_version_that_returns_is_not_forgotten(catalog: Catalog) -> None:
    """Passages that come back before the index forgot them are not to be forgotten any more."""
    old = publish(catalog)
    new = publish(catalog, replace(ARTICLE, text="पुल बंद है।"), version=2)
    publish(catalog)
    assert catalog.forgotten_passages() == [new.id]
    assert catalog.passages() == [old]


def test_passages_that_are_expected_are_forgotten_unless_published(catalog: Catalog) -> None:
    """Passages the index was about to get must go, but those that are or become published."""
    old = publish(catalog)
    catalog.expect([old.id, PASSAGES[1].id])
    assert catalog.forgotten_passages() == [PASSAGES[1].id]
    catalog.publish([ready()])
    assert catalog.forgotten_passages() == []


def test_removed_articles_leave_nothing_but_what_to_forget(catalog: Catalog) -> None:
    """A removed article is gone with passages, sentences and history; the index is told until it
    forgot.
    """
    publish(catalog, replace(ARTICLE, text="पुल बंद है।"), version=2)
    passage = publish(catalog)
    other = replace(ARTICLE, id="other")
    publish(catalog, other)
    catalog.forget(catalog.forgotten_passages())
    catalog.put([("/root", replace(ARTICLE, id="waits"))])
    catalog.remove([ARTICLE.id, "waits", "unknown"])
    assert catalog.articles() == [other]
    assert [p.article_id for p in catalog.passages()] == ["other"]
    assert catalog.sentences(ARTICLE.id) == []
    assert catalog.history(ARTICLE.id) == []
    assert catalog.how_many_wait() == 0
    assert catalog.forgotten_passages() == [passage.id]
    catalog.forget([passage.id])
    assert catalog.forgotten_passages() == []


def test_changes_are_numbered(catalog: Catalog) -> None:
    """Every change of what can be searched has a number, and since each one the changed articles
    are known, once each.
    """
    assert catalog.revision() == 0
    catalog.put([("/root", ARTICLE)])
    assert catalog.revision() == 0
    publish(catalog)
    first = catalog.revision()
    publish(catalog, replace(ARTICLE, id="other"))
    publish(catalog, replace(ARTICLE, text="पुल बंद है।"), version=2)
    assert catalog.changed_since(0) == ["other", ARTICLE.id]
    assert catalog.changed_since(first) == ["other", ARTICLE.id]
    second = catalog.revision()
    catalog.remove(["other", "unknown"])
    assert catalog.changed_since(second) == ["other"]
    assert catalog.revision() > second


def test_a_failing_publication_changes_nothing(catalog: Catalog) -> None:
    """Articles are published whole or not at all."""
    publish(catalog)
    twice = Passage("same id", ARTICLE.id, "प", 0, 1)
    with pytest.raises(StoreError):
        catalog.publish([ready(replace(ARTICLE, text="प"), [twice, twice], [])])
    assert catalog.articles() == [ARTICLE]
    assert [p.text for p in catalog.passages()] == [TEXT]
    assert catalog.forgotten_passages() == []
    assert catalog.history(ARTICLE.id) == []


def test_another_cut(catalog: Catalog) -> None:
    """An article that is cut otherwise keeps its text; passages that are gone are forgotten."""
    publish(catalog)
    catalog.cut(ARTICLE.id, PASSAGES, SENTENCES)
    assert catalog.passages() == PASSAGES
    assert catalog.sentences(ARTICLE.id) == SENTENCES
    before = catalog.revision()
    catalog.cut(ARTICLE.id, PASSAGES, SENTENCES)
    assert catalog.revision() == before


OLD_SCHEMA = (
    MIGRATIONS[0]
    + """
    INSERT INTO articles VALUES
        ('a', '/root', 'a.txt', NULL, 'Fair', NULL, '2025-09-04', NULL, 'en', 'It opened.', 'x',
         '2025-09-05T00:00:00+00:00', 1),
        ('b', '/root', 'b.txt', 'https://b.example', 'पुल', 'प', NULL, 'रामपुर', 'hi', 'पुल खुला।', 'y',
         '2025-09-06T00:00:00+00:00', 0);
    INSERT INTO passages VALUES ('a:1:0', 'a', 0, 10), ('b:1:0', 'b', 0, 9);
    INSERT INTO sentences VALUES ('a', 0, 10), ('b', 0, 9);
    INSERT INTO facts VALUES ('index_fingerprint', 'f');
    PRAGMA user_version = 1;
"""
)


def test_an_older_schema_is_upgraded(tmp_path: Path) -> None:
    """Of a catalog of the first schema nothing is lost: what was searchable still is, what was not
    indexed yet waits, and its passages are taken out of the index first.
    """
    db = sqlite3.connect(tmp_path / "c")
    db.executescript(OLD_SCHEMA)
    db.close()
    catalog = Catalog(tmp_path / "c")
    assert [(a.id, a.published, a.text) for a in catalog.articles()] == [
        ("a", date(2025, 9, 4), "It opened.")
    ]
    assert [p.id for p in catalog.passages()] == ["a:1:0"]
    (waiting,) = catalog.waiting(5)
    assert (waiting.root, waiting.article.id) == ("/root", "b")
    assert (waiting.article.url, waiting.article.dateline) == ("https://b.example", "रामपुर")
    assert (waiting.article.published, waiting.article.text) == (None, "पुल खुला।")
    assert catalog.forgotten_passages() == ["b:1:0"]
    assert catalog.fact("index_fingerprint") == "f"
    assert catalog.changed_since(0) == ["a"]
    catalog.close()


def test_newest_articles_first(catalog: Catalog) -> None:
    """Articles come newest first, those without a date last."""
    days = [date(2025, 9, 4), None, date(2025, 10, 1)]
    for n, published in enumerate(days):
        publish(catalog, replace(ARTICLE, id=str(n), published=published))
    assert [article.id for article in catalog.articles()] == ["2", "0", "1"]
    assert [article.id for article in catalog.some_articles(1, 1)] == ["0"]


def test_newest_articles_a_stretch_at_a_time(catalog: Catalog) -> None:
    """The sequence of all articles is as the list of them, and follows what comes and goes."""
    newest = Newest(catalog)
    assert (len(newest), newest[:4], list(newest)) == (0, [], [])
    for n in range(7):
        publish(catalog, replace(ARTICLE, id=str(n), published=date(2025, 9, 1 + n)))
    catalog.remove(["3"])
    whole = catalog.articles()
    assert [article.id for article in whole] == ["6", "5", "4", "2", "1", "0"]
    assert list(newest) == whole
    for stretch in (slice(0, 4), slice(4, 9), slice(9, 12), slice(-2, None), slice(0, 6, 2)):
        assert newest[stretch] == whole[stretch]
    assert (newest[0], newest[-1]) == (whole[0], whole[-1])
    with pytest.raises(IndexError):
        newest[6]


def test_facts_are_replaced(catalog: Catalog) -> None:
    """A fact is the last one set under its name."""
    assert catalog.fact("index_fingerprint") is None
    catalog.set_facts(index_fingerprint="a", other="c")
    catalog.set_facts(index_fingerprint="b")
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


def test_a_new_file_is_opened_by_several_at_once(tmp_path: Path) -> None:
    """Whoever opens a new catalog while others do finds it whole."""
    together = threading.Barrier(4)

    def opened(number: int) -> int:
        together.wait()
        with closing(Catalog(tmp_path / f"{number}.sqlite3")) as catalog:
            return catalog.counts()[0]

    with ThreadPoolExecutor(4) as threads:
        for number in range(8):
            assert list(threads.map(opened, [number] * 4)) == [0] * 4


def test_a_newer_schema_is_left_alone(tmp_path: Path) -> None:
    """A catalog from a newer version is refused in one line and stays as it is."""
    path = tmp_path / "c"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 999")
    db.close()
    with pytest.raises(StoreError, match=r"^The catalog \S+ was written by a newer version.+$"):
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
    """Write over the first page of every table and index, as a failing disk does."""
    with closing(sqlite3.connect(path)) as db:
        (size,) = db.execute("PRAGMA page_size").fetchone()
        roots = [root for (root,) in db.execute("SELECT rootpage FROM sqlite_master") if root]
    content = bytearray(path.read_bytes())
    for root in roots:
        content[(root - 1) * size : root * size] = b"\xa5" * size
    path.write_bytes(content)


def test_damage_within_is_found(tmp_path: Path) -> None:
    """A catalog whose pages are damaged says so when checked, and reading it is a StoreError."""
    path = tmp_path / "c"
    catalog = Catalog(path)
    for n in range(20):
        publish(catalog, replace(ARTICLE, id=str(n), text=TEXT * 20))
    assert catalog.check() is None
    catalog.close()
    damage(path)
    catalog = Catalog(path)
    assert catalog.check() is not None
    with pytest.raises(StoreError, match=r"^The catalog .+ cannot be used: .+$"):
        catalog.articles()
    with pytest.raises(StoreError, match=r"^The catalog .+ cannot be used: .+$"):
        catalog.put([("/root", ARTICLE)])
    catalog.close()


def test_a_version_is_read_with_its_own_sentences(catalog: Catalog) -> None:
    """However fast an article changes, it is never read with another version's sentences."""
    versions = [replace(ARTICLE, text="क" * n) for n in (5, 50)]
    done = threading.Event()

    def change() -> None:
        for n in range(150):
            publish(catalog, versions[n % 2], n)
        done.set()

    writer = threading.Thread(target=change)
    writer.start()
    while not done.is_set():
        article, sentences = catalog.article_with_sentences(ARTICLE.id)
        if article is not None:
            assert [s.text for s in sentences] == [article.text]
    writer.join()
