"""Fetching: what is fetched, what is refused, and how politely."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import logging
import socket
import threading
import zlib
from collections.abc import Iterator, Sequence

import pytest

from store.errors import Unfetchable
from store.web.fetch import Fetcher, FetchRules
from tests.site import Reply, Site, html, redirect

QUICK = FetchRules(loopback=True, pause=0.0, max_bytes=200_000)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on loopback without any page."""
    with Site().running() as site:
        yield site


def known_hosts(**hosts: str) -> Resolver:
    """A resolver that knows these hosts, dots written as underscores."""
    return Resolver({name.replace("_", "."): address for name, address in hosts.items()})


class Resolver:
    """Knows some names; remembers what it was asked."""

    def __init__(self, hosts: dict[str, str]) -> None:
        self.hosts = hosts
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        """The host's addresses."""
        self.asked.append(host)
        if host not in self.hosts:
            raise socket.gaierror
        return self.hosts[host].split()


def refusal(fetcher: Fetcher, address: str) -> Unfetchable:
    """Why the address is not fetched."""
    with pytest.raises(Unfetchable) as refused:
        fetcher.fetch(address)
    return refused.value


def test_a_page_is_fetched(site: Site) -> None:
    """Body, type, encoding and marks come back, from where redirects led in the end."""
    site.replies["/a"] = redirect("/b", 301)
    site.replies["/b"] = redirect("c?x=क")
    site.replies["/c?x=%E0%A4%95"] = html("नमस्ते", ETag='"1"', Last_Modified="then")
    fetched = Fetcher(QUICK).fetch(site.address("/a#top"))
    assert fetched.address == site.address("/c?x=%E0%A4%95")
    assert fetched.body.decode() == "नमस्ते"
    assert (fetched.media_type, fetched.charset) == ("text/html", "utf-8")
    assert (fetched.etag, fetched.last_modified, fetched.changed) == ('"1"', "then", True)


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    """With the marks of an earlier fetch the site may answer that nothing changed."""
    site.replies["/a"] = html("x", ETag='"1"')
    site.replies["/b"] = html("x", Last_Modified="Mon, 05 Jan 2026 10:00:00 GMT")
    fetcher = Fetcher(QUICK)
    assert not fetcher.fetch(site.address("/a"), etag='"1"').changed
    assert fetcher.fetch(site.address("/a"), etag='"0"').changed
    marked = fetcher.fetch(site.address("/b"), last_modified="Mon, 05 Jan 2026 10:00:00 GMT")
    assert not marked.changed


def test_it_says_who_it_is(site: Site) -> None:
    """One user agent with a way to reach the operator, for pages and robots.txt alike."""
    site.replies["/a"] = html("x")
    rules = FetchRules(loopback=True, pause=0.0, contact="https://example.org/bot")
    Fetcher(rules).fetch(site.address("/a"))
    agents = {asked.headers["user-agent"] for asked in site.asked}
    assert [asked.path for asked in site.asked] == ["/robots.txt", "/a"]
    assert agents == {"Pramaan/1.0 (+https://example.org/bot)"}


# Where it may go


def test_loopback_is_for_tests_only(site: Site) -> None:
    """Without the setting, this machine is not fetched from, by address or by name."""
    fetcher = Fetcher(FetchRules(pause=0.0), resolve=known_hosts(here_test="127.0.0.1"))
    for host in ("127.0.0.1", "here.test", "[::1]", "[::ffff:127.0.0.1]"):
        refused = refusal(fetcher, site.address("/a", host))
        assert "private network" in str(refused)
        assert refused.lasting
    assert site.asked == []


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:192.168.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "//192.168.1.1/",
        "http://inside.test/",
    ],
)
def test_redirects_lead_nowhere_inside(site: Site, target: str) -> None:
    """A redirect into a private network is not followed, however it is written."""
    site.replies["/a"] = redirect(target)
    names = known_hosts(inside_test="10.1.2.3")
    # What the system's resolver makes of a number written strangely.
    names.hosts |= {"2130706433": "192.168.0.1", "0x7f.1": "192.168.0.1"}
    assert "private network" in str(refusal(Fetcher(QUICK, resolve=names), site.address("/a")))


def test_redirects_stay_on_the_web(site: Site) -> None:
    """A redirect to another scheme, or into an address with a password, is refused by name."""
    site.replies["/a"] = redirect("file:///etc/passwd")
    site.replies["/b"] = redirect(f"http://me:secret@127.0.0.1:{site.port}/c")
    fetcher = Fetcher(QUICK)
    assert "only http and https" in str(refusal(fetcher, site.address("/a")))
    refused = str(refusal(fetcher, site.address("/b")))
    assert "password" in refused
    assert "secret" not in refused


def test_a_name_is_looked_up_once_for_each_connection(site: Site) -> None:
    """The connection goes to the address that was checked: a name that changes gains nothing."""
    site.replies["/a"] = html("x")
    answers = itertools.chain(["127.0.0.1", "127.0.0.1"], itertools.repeat("10.0.0.1"))

    def changing(host: str, port: int) -> Sequence[str]:
        return [next(answers)]

    fetcher = Fetcher(QUICK, resolve=changing)
    assert fetcher.fetch(site.address("/a", "news.test")).body == b"x"
    assert site.asked[-1].headers["host"] == f"news.test:{site.port}"
    assert "private network" in str(refusal(fetcher, site.address("/a", "news.test")))


def test_only_allowed_ones_of_several_addresses_are_tried(site: Site) -> None:
    """Of a name with addresses inside and outside only the latter are connected to."""
    site.replies["/a"] = html("x")
    fetcher = Fetcher(QUICK, resolve=known_hosts(mixed_test="10.0.0.1 127.0.0.1"))
    assert fetcher.fetch(site.address("/a", "mixed.test")).body == b"x"


def test_unknown_and_silent_hosts_are_named() -> None:
    """No such host and nobody listening are told apart."""
    fetcher = Fetcher(QUICK, resolve=known_hosts())
    assert str(refusal(fetcher, "http://nobody.test/")) == "its host is not known"
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        refused = refusal(fetcher, f"http://127.0.0.1:{bound.getsockname()[1]}/")
    assert "refused" in str(refused)
    assert not refused.lasting


# How much, how long, how far


def test_large_bodies_are_left(site: Site) -> None:
    """A body over the limit is given up while it comes in, also one that never ends."""
    site.replies["/a"] = Reply(b"x" * 300_000)
    site.replies["/b"] = Reply(chunks=itertools.repeat(b"y" * 10_000))
    fetcher = Fetcher(QUICK)
    assert "larger than" in str(refusal(fetcher, site.address("/a")))
    assert "larger than" in str(refusal(fetcher, site.address("/b")))


def test_bodies_that_unpack_without_end_are_left(site: Site) -> None:
    """A small body that unpacks to a huge one is refused."""
    bomb = gzip.compress(b"0" * 50_000_000)
    assert len(bomb) < 200_000
    site.replies["/a"] = Reply(bomb, headers={"Content-Encoding": "gzip"})
    assert "unpacked" in str(refusal(Fetcher(QUICK), site.address("/a")))


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"story")),
        ("deflate", zlib.compress(b"story")),
        ("deflate", zlib.compress(b"story")[2:-4]),
        ("", gzip.compress(b"story")),
        ("gzip", b"story"),
        ("identity", b"story"),
    ],
)
def test_packed_bodies_are_unpacked(site: Site, encoding: str, body: bytes) -> None:
    """gzip and both kinds of deflate, a gzip file, and a server that only says so."""
    site.replies["/a"] = Reply(body, headers={"Content-Encoding": encoding})
    assert Fetcher(QUICK).fetch(site.address("/a")).body == b"story"


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_bodies_that_cannot_be_unpacked_are_named(site: Site, encoding: str) -> None:
    """A broken or unknown packing is a failure in words."""
    broken = gzip.compress(b"story" * 100)[:20]
    site.replies["/a"] = Reply(broken, headers={"Content-Encoding": encoding})
    refusal(Fetcher(QUICK), site.address("/a"))


def test_slow_answers_are_left(site: Site) -> None:
    """The time limit holds for the whole, however steadily bytes trickle in."""

    def trickle() -> Iterator[bytes]:
        while not site.stopped.wait(0.02):
            yield b"."

    site.replies["/robots.txt"] = Reply(status=404)
    site.replies["/a"] = Reply(chunks=trickle())
    rules = FetchRules(loopback=True, pause=0.0, seconds=0.3)
    assert "took too long" in str(refusal(Fetcher(rules), site.address("/a")))


def test_servers_that_never_answer_are_left() -> None:
    """A server that takes the connection and says nothing costs the time limit and no more."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        rules = FetchRules(loopback=True, pause=0.0, seconds=0.2)
        address = f"http://127.0.0.1:{mute.getsockname()[1]}/"
        assert "took too long" in str(refusal(Fetcher(rules), address))


def test_redirects_have_an_end(site: Site) -> None:
    """A circle of redirects is left, and so is a redirect without an address."""
    site.replies["/a"] = redirect("/a")
    site.replies["/b"] = Reply(status=302)
    fetcher = Fetcher(QUICK)
    assert str(refusal(fetcher, site.address("/a"))) == "redirected more than 5 times"
    assert site.paths() == ["/a"] * 6
    assert "nowhere" in str(refusal(fetcher, site.address("/b")))


def test_pauses_for_politeness_are_not_slowness(site: Site) -> None:
    """However long redirects have to wait for their turns, the page is had in the end."""
    for step in range(5):
        site.replies[f"/{step}"] = redirect(f"/{step + 1}")
    site.replies["/5"] = html("x")
    fetcher = Fetcher(FetchRules(loopback=True, pause=0.5, seconds=1.2))
    assert fetcher.fetch(site.address("/0")).address == site.address("/5")


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410, 429, 500, 503])
def test_refusals_carry_their_status(site: Site, status: int) -> None:
    """A failed answer says its status; 404 and 410 mean that the page is gone."""
    site.replies["/a"] = Reply(status=status, headers={"Retry-After": "120"})
    refused = refusal(Fetcher(QUICK), site.address("/a"))
    assert str(status) in str(refused)
    assert (refused.status, refused.retry_after) == (status, 120.0)
    assert refused.gone == (status in (404, 410))


def test_what_is_not_http_is_a_failure() -> None:
    """A server that speaks something else is named as such."""
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer() -> None:
            with contextlib.suppress(OSError):  # closed when the test ends, asked or not
                for _ in range(2):
                    connected, _ = other.accept()
                    with connected:
                        connected.recv(1000)
                        connected.sendall(b"SSH-2.0-x\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        address = f"http://127.0.0.1:{other.getsockname()[1]}/"
        assert "not HTTP" in str(refusal(Fetcher(QUICK), address))


# Manners


def test_robots_are_heeded(site: Site) -> None:
    """What robots.txt forbids is not requested, also after a redirect; it is read once."""
    site.replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /private")
    site.replies["/private/a"] = html("x")
    site.replies["/b"] = redirect("/private/a")
    fetcher = Fetcher(QUICK)
    for path in ("/private/a", "/b"):
        refused = refusal(fetcher, site.address(path))
        assert "robots.txt" in str(refused)
        assert refused.lasting
    assert [asked.path for asked in site.asked] == ["/robots.txt", "/b"]


@pytest.mark.parametrize(("status", "fetched"), [(404, True), (403, True), (503, False)])
def test_a_site_without_robots_allows_all(site: Site, status: int, fetched: bool) -> None:
    """No robots.txt allows everything; one that cannot be had now allows nothing, now."""
    site.replies["/robots.txt"] = Reply(status=status)
    site.replies["/a"] = html("x")
    fetcher = Fetcher(QUICK)
    if fetched:
        assert fetcher.fetch(site.address("/a")).body == b"x"
    else:
        assert not refusal(fetcher, site.address("/a")).lasting
        site.replies["/robots.txt"] = Reply(status=404)
        assert fetcher.fetch(site.address("/a")).body == b"x"


class Clock:
    """A clock that each look moves on by a little."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        self.now += 0.001
        return self.now


def test_robots_are_read_again_after_an_hour(site: Site) -> None:
    """What a site allows is asked for anew in time."""
    site.replies["/a"] = html("x")
    clock = Clock()
    fetcher = Fetcher(QUICK, clock=clock)
    fetcher.fetch(site.address("/a"))
    fetcher.fetch(site.address("/a"))
    clock.now += 3601
    fetcher.fetch(site.address("/a"))
    assert [asked.path for asked in site.asked].count("/robots.txt") == 2


def test_stopping_ends_a_pause(site: Site) -> None:
    """A fetch that waits for its turn is refused as soon as all is to stop."""
    site.replies["/a"] = html("x")
    fetcher = Fetcher(FetchRules(loopback=True, pause=20.0))
    fetcher.fetch(site.address("/a"))
    told: list[str] = []
    address = site.address("/a")
    waiting = threading.Thread(target=lambda: told.append(str(refusal(fetcher, address))))
    waiting.start()
    fetcher.stop()
    waiting.join(10)
    assert told == ["fetching was stopped"]


def test_nothing_of_an_address_is_logged(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """At the level that people run at, fetching writes no address into the log."""
    site.replies["/a?token=secret"] = html("x")
    with caplog.at_level(logging.INFO):
        Fetcher(QUICK).fetch(site.address("/a?token=secret"))
    assert "secret" not in caplog.text
