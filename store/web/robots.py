"""Pure: what a site's robots.txt allows, read as RFC 9309 says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

MAX_BYTES: Final = 500_000
_MAX_RULES: Final = 5000
_MAX_PATTERN_CHARS: Final = 1000
_SAFE: Final = "/%:@!$&'()*+,;=~-._?"


@dataclass(frozen=True, slots=True)
class Robots:
    """One reader's rules at one site, (whether allowed, path pattern), and its pause in seconds."""

    rules: tuple[tuple[bool, str], ...] = ()
    pause: float | None = None

    def allows(self, address: str) -> bool:
        """Whether the page at `address` may be fetched: the longest pattern decides."""
        parts = urlsplit(address)
        path = _escaped((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        fitting = [
            (len(pattern), allowed) for allowed, pattern in self.rules if _fits(pattern, path)
        ]
        return max(fitting, default=(0, True))[1]


EVERYTHING_ALLOWED: Final = Robots()


def parse_robots(text: str, agent: str) -> Robots:
    """The rules for `agent` (a product's name): of its own groups, else of the groups for all."""
    own, general = _Group(), _Group()
    named: list[str] = []
    naming = False
    for line in text.lstrip("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().casefold(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            named = [*named, value.casefold()] if naming else [value.casefold()]
            naming = True
            if _product(value) == agent.casefold():
                own.there = True
            continue
        if key in ("allow", "disallow", "crawl-delay"):
            naming = False
            for name in named:
                if _product(name) == agent.casefold():
                    own.take(key, value)
                elif name == "*":
                    general.take(key, value)
    group = own if own.there else general
    return Robots(tuple(group.rules), group.pause)


class _Group:
    def __init__(self) -> None:
        self.there = False
        self.rules: list[tuple[bool, str]] = []
        self.pause: float | None = None

    def take(self, key: str, value: str) -> None:
        if key == "crawl-delay":
            if re.fullmatch(r"\d{1,4}(?:\.\d+)?", value):
                self.pause = float(value)
        elif value and len(value) <= _MAX_PATTERN_CHARS and len(self.rules) < _MAX_RULES:
            self.rules.append((key == "allow", _escaped(value)))


def _escaped(path: str) -> str:
    quoted = quote(path, safe=_SAFE)
    return re.sub(r"%[0-9a-f]{2}", lambda match: match[0].upper(), quoted, flags=re.IGNORECASE)


def _product(name: str) -> str:
    return re.split(r"[/\s]", name.strip().casefold())[0]


def _fits(pattern: str, path: str) -> bool:
    """Whether `path` begins as `pattern` says: * is any run of characters, $ the end."""
    anchored = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    if len(pieces) == 1:
        return not anchored or at == len(path)
    for piece in pieces[1:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if anchored:
        return path.endswith(pieces[-1]) and len(path) - len(pieces[-1]) >= at
    return path.find(pieces[-1], at) >= 0
