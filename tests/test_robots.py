"""What robots.txt allows."""

from __future__ import annotations

import pytest

from store.web.robots import Robots, parse_robots

SITE = "https://example.org"


def allowed(text: str, path: str) -> bool:
    """Whether the rules in `text` allow Pramaan this path."""
    return parse_robots(text, "Pramaan").allows(SITE + path)


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        ("Disallow: /a", "/abc", False),
        ("Disallow: /a", "/b", True),
        ("Disallow:", "/a", True),
        ("Disallow: /", "/", False),
        ("Disallow: /a\nAllow: /a/open", "/a/open/1", True),
        ("Allow: /a\nDisallow: /a", "/a", True),
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /*?print=", "/s?print=1", False),
        ("Disallow: /a*b*c", "/a-x-b-y-c/z", False),
        ("Disallow: /a*b*c", "/a-c-b", True),
        ("Disallow: /खबर", "/%e0%a4%96%e0%a4%ac%e0%a4%b0/1", False),
        ("Disallow: /a # not b", "/a", False),
        ("Disallow: /", "/robots.txt", True),
    ],
)
def test_rules_fit_as_the_standard_says(rules: str, path: str, expected: bool) -> None:
    """The longest rule decides, allowing wins a tie; * and $ work; escapes compare equal."""
    assert allowed(f"User-agent: *\n{rules}", path) is expected


def test_own_rules_come_before_those_for_all() -> None:
    """A group that names us is the only one that counts, in any case, also when it is empty."""
    text = "User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: PRAMAAN/2\nDisallow: /x"
    assert allowed(text, "/a")
    assert not allowed(text, "/x")
    assert allowed("User-agent: *\nDisallow: /\nUser-agent: pramaan\nDisallow:", "/a")


def test_groups_for_the_same_reader_are_one() -> None:
    """Rules in several groups for all count together, as does a pause."""
    first = "User-agent: *\nDisallow: /a\nCrawl-delay: 2.5\n\n"
    text = first + "User-agent: x\nDisallow: /\n\nUser-agent: *\nDisallow: /b"
    robots = parse_robots(text, "Pramaan")
    assert not robots.allows(SITE + "/a")
    assert not robots.allows(SITE + "/b")
    assert robots.allows(SITE + "/c")
    assert robots.pause == 2.5


@pytest.mark.parametrize("text", ["", "<html>not found</html>", "\ufeffDisallow: /", "::::\n#"])
def test_what_is_no_robots_file_forbids_nothing(text: str) -> None:
    """Rules before any user agent, and anything else, are passed over."""
    assert parse_robots(text, "Pramaan") == Robots()


def test_hostile_patterns_end_quickly() -> None:
    """A pattern full of stars takes no more than a walk along the path."""
    text = "User-agent: *\n" + f"Disallow: /{'a*' * 400}b\n" * 100
    assert allowed(text, "/" + "a" * 1900)
