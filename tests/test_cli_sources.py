"""`pramaan sources`, and `pramaan ingest` with addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from store.sources.kept import Source, Sources
from tests.conftest import Here, Pramaan
from tests.newsroom import PUBLISHER, page, put, rss, story
from tests.site import Reply, Site, html


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with a feed of two stories."""
    with Site().running() as site:
        for number in (1, 2):
            put(site, story(number))
        site.replies["/feed"] = Reply(rss(site, [story(1), story(2)]))
        site.replies["/"] = html(
            "<html><head><link type='application/rss+xml' href='/feed'></head><body>x</body></html>"
        )
        yield site


@pytest.fixture
def known(data_dir: Path) -> dict[str, str]:
    """Settings with which this machine may be fetched from."""
    return {
        "PRAMAAN_DATA_DIR": str(data_dir),
        "PRAMAAN_FETCH_LOOPBACK": "on",
        "PRAMAAN_FETCH_PAUSE": "0",
    }


def test_sources_come_and_go(
    pramaan_here: Here, site: Site, known: dict[str, str], tmp_path: Path
) -> None:
    """Folders and feeds are added once, listed with what is known of them, and removed."""
    folder = tmp_path / "news"
    folder.mkdir()
    feed = site.address("/feed")
    status, out, _ = pramaan_here("sources", "add", "news", feed, **known)
    assert (status, out) == (0, f"added: folder {folder}\nadded: feed {feed} ({PUBLISHER})\n")
    status, out, _ = pramaan_here("sources", "add", feed, "--every", "30", **known)
    assert (status, out) == (0, f"known already: feed {feed} ({PUBLISHER})\n")
    status, out, _ = pramaan_here("sources", "list", "--json", **known)
    first, second = map(json.loads, out.splitlines())
    assert (status, first["kind"], first["address"]) == (0, "folder", str(folder))
    assert (second["address"], second["every_minutes"], second["pages"]) == (feed, 30.0, 0)
    status, out, _ = pramaan_here("sources", "list", **known)
    assert out == (
        f"folder {folder}\nfeed   {feed} · {PUBLISHER} · every 30 min, 0 pages · not read yet\n"
    )
    status, out, err = pramaan_here("sources", "remove", "news", feed, "gone", **known)
    assert (status, out) == (1, f"removed: {folder}\nremoved: {feed}\n")
    assert err == "failed: gone: not among the sources\n"
    status, out, err = pramaan_here("sources", "list", **known)
    assert (status, out) == (0, "")
    assert "No sources yet" in err


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("SITE/", "a page, not a feed; it names this feed: SITE/feed"),
        ("SITE/none", "there is no such page (404)"),
        ("ftp://example.org/feed", "only http and https addresses are fetched"),
        ("http://me:secret@127.0.0.1/", "an address with a user name or password is not fetched"),
        ("http://10.0.0.1/feed", "leads into a private network, which is not fetched from"),
        ("nowhere", "there is no such folder"),
    ],
)
def test_what_cannot_be_a_source_is_named(
    pramaan_here: Here, site: Site, known: dict[str, str], given: str, reason: str
) -> None:
    """One line says why, no secret in it; nothing is added."""
    status, out, err = pramaan_here(
        "sources", "add", given.replace("SITE", site.address("")), **known
    )
    assert (status, out) == (1, "")
    assert err.endswith(f": {reason}\n".replace("SITE", site.address("")))
    assert "secret" not in err
    assert pramaan_here("sources", "list", **known)[1] == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("sources",),
        ("sources", "add"),
        ("sources", "add", "x", "--every", "0"),
        ("sources", "add", "x", "--every", "often"),
        ("sources", "add", ".", "--every", "5"),
        ("sources", "remove", "ftp://example.org/"),
    ],
)
def test_wrong_arguments_are_refused(
    pramaan: Pramaan, known: dict[str, str], arguments: tuple[str, ...]
) -> None:
    """Exit status 2 and one line."""
    told = pramaan(*arguments, **known)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.count("\n") == 1


def test_pages_feeds_and_folders_are_read_in_one_go(
    pramaan_here: Here, site: Site, known: dict[str, str], tmp_path: Path
) -> None:
    """One report for all of them; each failure is named with its reason; status 1 for any."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "5.html").write_text(page(story(5)), "utf-8")
    put(site, story(3))
    given = (str(folder), site.address("/feed"), site.address(story(3).path), site.address("/no"))
    status, out, _ = pramaan_here("ingest", "--json", *given, **known)
    report = json.loads(out)
    assert (status, report["added"], report["unchanged"]) == (1, 4, 0)
    assert report["failed"] == [
        {"source": site.address("/no"), "error": "there is no such page (404)"}
    ]
    status, out, _ = pramaan_here("ingest", *given[:3], **known)
    assert status == 0
    assert out.startswith("0 added, 0 updated, 4 unchanged, 0 removed")
    status, out, _ = pramaan_here("ask", "--json", story(3).paragraphs[0], **known)
    citation = json.loads(out)["citations"][0]
    assert (citation["source"], citation["publisher"]) == (site.address(story(3).path), PUBLISHER)
    assert citation["published"] == story(3).day.isoformat()


def test_without_the_setting_this_machine_is_not_fetched_from(
    pramaan_here: Here, site: Site, known: dict[str, str]
) -> None:
    """Loopback is refused where nobody allowed it, and nothing is asked for."""
    del known["PRAMAAN_FETCH_LOOPBACK"]
    status, out, _ = pramaan_here("ingest", site.address("/feed"), **known)
    assert status == 1
    assert "private network" in out
    assert site.asked == []


def test_doctor_names_sources_in_trouble(
    pramaan_here: Here, known: dict[str, str], tmp_path: Path
) -> None:
    """A folder that is gone and a feed that fails are warnings, each with what it is about."""
    with closing(Sources(Path(known["PRAMAAN_DATA_DIR"]))) as sources:
        sources.add(Source(str(tmp_path / "gone"), "folder"))
        feed = Source("https://example.org/feed", "feed")
        sources.add(feed)
        sources.update(replace(feed, failures=3, error="took too long"))
    _, out, _ = pramaan_here("doctor", **known)
    told = [line for line in out.splitlines() if "Sources:" in line]
    assert told == [
        f"warning  Sources: there is no folder {tmp_path / 'gone'};"
        f" make it, or pramaan sources remove {tmp_path / 'gone'}",
        "warning  Sources: https://example.org/feed failed 3 times in a row: took too long",
        "ok       Sources: 1 folders, 1 feeds",
    ]
