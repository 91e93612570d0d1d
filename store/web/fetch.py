"""Fetches pages and feeds: politely, within limits, and from public addresses only."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

from store.errors import Unfetchable
from store.web import connection
from store.web.address import host_of, shown, web_address
from store.web.robots import (
    EVERYTHING_ALLOWED,
    MAX_BYTES,
    Robots,
    parse_robots,
)
from store.web.turns import Turns
from store.web.unpack import ENCODINGS, unpacked

AGENT: Final = "Pramaan"
_ROBOTS_SECONDS: Final = 3600.0
_MAX_PAUSE: Final = 30.0
_MAX_RETRY_AFTER: Final = 86_400.0
_ACCEPT: Final = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,"
    "application/xml;q=0.9,text/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1"
)
_REDIRECTS: Final = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class FetchRules:
    """Limits of a fetch: bytes (as sent and unpacked), seconds in all, redirects followed.

    `pause` is how many seconds a host is let alone after a request; robots.txt may ask for more.
    `contact` is added to the user agent. `loopback` allows this machine's own address, for tests.
    """

    max_bytes: int = 5_000_000
    seconds: float = 30.0
    redirects: int = 5
    pause: float = 1.0
    contact: str | None = None
    loopback: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `address` is where it was in the end; `body` is unpacked.

    `media_type` and `charset` are what the server says, in lower case. With `changed` false
    (status 304) there is no body: what was fetched before still holds.
    """

    address: str
    body: bytes
    media_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    changed: bool = True


@dataclass(slots=True)
class _Allowance:
    """When a fetch has to be done; pauses for politeness put it off."""

    end: float


class Fetcher:
    """Fetches for any number of threads; keeps each host's robots.txt for an hour."""

    def __init__(
        self,
        rules: FetchRules | None = None,
        *,
        resolve: connection.Resolve = connection.resolve,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rules = rules or FetchRules()
        self._resolve = resolve
        self._clock = clock
        self._turns = Turns(clock)
        self._guard = threading.Lock()
        self._robots: dict[str, tuple[float, Robots]] = {}
        contact = f" (+{self._rules.contact})" if self._rules.contact else ""
        self._agent = f"{AGENT}/1.0{contact}"

    def stop(self) -> None:
        """Refuse what is asked for from now on, and soon what is under way."""
        self._turns.stop()

    def fetch(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """What is at `address`; with the marks of an earlier fetch, only if it has changed.

        Redirects are followed, each step checked as the first. Raises Unfetchable, with a line
        that says why.
        """
        marks = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in marks.items() if value and _is_header(value)}
        address = web_address(address)
        allowance = _Allowance(self._clock() + self._rules.seconds)
        for _ in range(self._rules.redirects + 1):
            robots = self._robots_of(address, allowance)
            if not robots.allows(address):
                raise Unfetchable("the site's robots.txt does not allow it", lasting=True)
            pause = min(max(self._rules.pause, robots.pause or 0.0), _MAX_PAUSE)
            response = self._request(address, headers, pause, self._rules.max_bytes, allowance)
            if response.status not in _REDIRECTS:
                return _fetched(address, response, self._rules.max_bytes)
            address = _redirected(address, response)
        raise Unfetchable(f"redirected more than {self._rules.redirects} times")

    def _request(
        self,
        address: str,
        headers: dict[str, str],
        pause: float,
        max_bytes: int,
        allowance: _Allowance,
    ) -> connection.Response:
        waiting = self._clock()
        with self._turns.turn(host_of(address), pause):
            # A pause for politeness is not the site's slowness.
            allowance.end += self._clock() - waiting
            left = allowance.end - self._clock()
            if left <= 0:
                raise Unfetchable("took too long")
            return connection.request(
                address,
                {
                    "Host": host_of(address),
                    "User-Agent": self._agent,
                    "Accept": _ACCEPT,
                    "Accept-Encoding": ENCODINGS,
                    "Accept-Language": "hi,en;q=0.8",
                    "Connection": "close",
                    **headers,
                },
                seconds=left,
                max_bytes=max_bytes,
                loopback=self._rules.loopback,
                resolve=self._resolve,
                stopped=self._turns.stopped,
            )

    def _robots_of(self, address: str, allowance: _Allowance) -> Robots:
        """The rules of the address's site: those kept, or fetched now."""
        site = re.match(r"https?://[^/]+", address)
        assert site is not None
        with self._guard:
            kept = self._robots.get(site[0])
        if kept is not None and self._clock() - kept[0] < _ROBOTS_SECONDS:
            return kept[1]
        robots = self._fetched_robots(site[0] + "/robots.txt", allowance)
        with self._guard:
            self._robots[site[0]] = (self._clock(), robots)
        return robots

    def _fetched_robots(self, address: str, allowance: _Allowance) -> Robots:
        """As RFC 9309 has it: none there allows everything.

        Raises Unfetchable where the site is in trouble: that allows nothing, until it is over.
        """
        for _ in range(self._rules.redirects + 1):
            response = self._request(address, {}, 0.0, MAX_BYTES * 4, allowance)
            if response.status in _REDIRECTS:
                address = _redirected(address, response)
                continue
            if response.status >= 500 or response.status == 429:
                raise _refused(response)
            if response.status != 200:
                return EVERYTHING_ALLOWED
            packed = response.headers.get("content-encoding", "")
            body = unpacked(response.body, packed, MAX_BYTES * 4)[:MAX_BYTES]
            return parse_robots(body.decode("utf-8", "replace"), AGENT)
        return EVERYTHING_ALLOWED


def _redirected(address: str, response: connection.Response) -> str:
    target = response.headers.get("location", "")
    if not target:
        raise Unfetchable("redirected to nowhere")
    # Header fields are latin-1 on the wire; addresses in them are often raw UTF-8.
    raw = target.encode("latin-1", "replace")
    try:
        target = raw.decode("utf-8")
    except UnicodeDecodeError:
        target = raw.decode("latin-1")
    try:
        return web_address(target, address)
    except Unfetchable as error:
        raise Unfetchable(f"redirected to {shown(target)}: {error}", lasting=True) from None


def _fetched(address: str, response: connection.Response, max_bytes: int) -> Fetched:
    headers = response.headers
    etag, last_modified = headers.get("etag"), headers.get("last-modified")
    if response.status == 304:
        return Fetched(address, b"", etag=etag, last_modified=last_modified, changed=False)
    if response.status not in (200, 203):
        raise _refused(response)
    kind = Message()
    kind["content-type"] = headers.get("content-type", "")
    media_type = kind.get_content_type() if "/" in headers.get("content-type", "") else None
    charset = kind.get_content_charset()
    body = unpacked(response.body, headers.get("content-encoding", ""), max_bytes)
    return Fetched(address, body, media_type, charset, etag, last_modified)


def _refused(response: connection.Response) -> Unfetchable:
    return Unfetchable(
        _refusal(response.status),
        status=response.status,
        retry_after=_retry_after(response.headers.get("retry-after")),
    )


def _refusal(status: int) -> str:
    if status == 404:
        return "there is no such page (404)"
    if status == 410:
        return "the page was taken down (410)"
    if status in (401, 403, 451):
        return f"the site refuses it ({status})"
    if status == 429:
        return "the site asks for fewer requests (429)"
    if status >= 500:
        return f"the site is in trouble ({status})"
    return f"the site answered with status {status}"


def _retry_after(value: str | None) -> float | None:
    """Seconds that the header asks to wait, at most a day; None without one that can be read."""
    if not value:
        return None
    if re.fullmatch(r"\d{1,9}", value):
        return min(float(value), _MAX_RETRY_AFTER)
    try:
        left = parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, OverflowError):
        return None
    return min(max(left, 0.0), _MAX_RETRY_AFTER)


def _is_header(value: str) -> bool:
    return value.isascii() and value.isprintable()
