"""Pure: a page's headline among the titles it gives itself, without the site's own name."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final
from urllib.parse import urlsplit

from store.text import normalise, words

_BEHIND: Final = re.compile(r"\s*(?:\s[-–—:]\s|\s?[|»]\s?|\s?::\s?)\s*")
_BEFORE: Final = re.compile(r"[^:|]{2,30}\s?[:|]\s+")
_CUT: Final = re.compile(r"(?:…|\.{2,})$")
# What sites put beside their name: Hindi News, Latest News in Hindi, समाचार.
_BESIDE: Final = frozenset(
    "hindi news latest breaking live today in online the of india हिंदी हिन्दी न्यूज न्यूज़ समाचार खबर खबरें"
    " ताजा ताज़ा लेटेस्ट ब्रेकिंग आज की में amp com".split()
)
_SAME: Final = 0.5
_HEADINGS: Final = 10
MAX_CHARS: Final = 500


def headline(printed: Sequence[str], told: Sequence[str | None], names: Collection[str]) -> str:
    """The headline: as printed on the page where one of its headings is what it says it is.

    `printed` are its first-level headings, `told` its titles for machines, best first; `names` are
    what the site is called. Empty where there is none.
    """
    printed = [title for title in printed if len(title) <= MAX_CHARS][:_HEADINGS]
    given = [without_site(title[:MAX_CHARS], names) for title in told if title]
    whole = [title for title in given if title and not _CUT.search(title)]
    headings = [without_site(title, names) for title in printed]
    for heading in headings:
        if any(_alike(heading, title) for title in given):
            return heading
    if whole:
        return whole[0]
    return next((title for title in [*given, *headings] if title), "")


def _alike(one: str, other: str) -> bool:
    ours, theirs = set(words(one)), set(words(other))
    if not ours or not theirs:
        return False
    return len(ours & theirs) / min(len(ours), len(theirs)) >= _SAME


def without_site(title: str, names: Collection[str]) -> str:
    """The title without what stands for the site behind (or before) its last dash or bar."""
    title = " ".join(title.split())
    known = {word for name in names for word in words(name)} | {normalise(word) for word in _BESIDE}
    own = {normalise(name).replace(" ", "") for name in names}
    while True:
        marks = list(_BEHIND.finditer(title))
        before = _BEFORE.match(title)
        if marks and _stands_for_site(title[marks[-1].end() :], own, known):
            title = title[: marks[-1].start()].rstrip()
        elif before and _stands_for_site(before[0], own, known):
            title = title[before.end() :]
        else:
            return title


def _stands_for_site(part: str, own: set[str], known: set[str]) -> bool:
    said = words(part)
    return bool(said) and (
        "".join(said) in own
        or normalise(part).replace(" ", "") in own
        or all(word in known for word in said)
    )


def site_names(address: str | None, named: Sequence[str | None]) -> list[str]:
    """What the site at `address` is called: what it calls itself, and its host's own label."""
    names = [name for name in named if name]
    host = (urlsplit(address).hostname or "") if address else ""
    labels = [label for label in host.split(".") if label not in ("www", "m", "amp", "hindi")]
    if len(labels) > 1:
        names.append(labels[0])
    return names
