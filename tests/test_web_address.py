"""Which addresses are fetched, and how they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import Unfetchable
from store.web.address import identity, literal, may_reach, shown, web_address

INSIDE = (
    "10.0.0.1 172.16.5.4 192.168.1.1 127.0.0.1 127.8.8.8 169.254.169.254 100.64.0.1 0.0.0.0 0.1.2.3"
    " 192.0.0.8 192.0.2.5 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.1.1.1 240.0.0.1"
    " 255.255.255.255 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ff02::1 fec0::1 2001:db8::1"
    " ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::10.0.0.1 64:ff9b::10.0.0.1"
    " 64:ff9b::7f00:1 2002:7f00:1:: 2002:a00:1:: 2001:0:7f00:1::f5ff:fffe ::ffff:0:127.0.0.1"
).split()


@pytest.mark.parametrize("text", INSIDE)
def test_addresses_inside_are_not_reached(text: str) -> None:
    """Private, local, shared, reserved and multicast addresses, also inside IPv6, are refused."""
    address = literal(text)
    assert address is not None
    assert not may_reach(address)


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_reached(text: str) -> None:
    """Public addresses of both kinds are allowed."""
    address = literal(text)
    assert address is not None
    assert may_reach(address)


@pytest.mark.parametrize("text", INSIDE)
def test_the_setting_for_tests_opens_loopback_only(text: str) -> None:
    """With loopback allowed, nothing else inside is."""
    address = literal(text)
    assert address is not None
    looped = text.startswith("127.") or text in ("::1", "::ffff:127.0.0.1")
    looped = looped or text in ("64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:0:127.0.0.1")
    assert may_reach(address, loopback=True) == looped


@pytest.mark.parametrize(
    ("given", "requested"),
    [
        (
            "HTTPS://Example.ORG:443/a b?q=खबर#part",
            "https://example.org/a%20b?q=%E0%A4%96%E0%A4%AC%E0%A4%B0",
        ),
        ("http://example.org", "http://example.org/"),
        ("http://example.org:8080/x", "http://example.org:8080/x"),
        ("http://example.org/%E0%A4%95", "http://example.org/%E0%A4%95"),
        ("https://समाचार.example/क", "https://xn--61b3bh3a5ab.example/%E0%A4%95"),
        ("http://[2606:4700::1111]:81/", "http://[2606:4700::1111]:81/"),
    ],
)
def test_an_address_is_requested_in_ascii(given: str, requested: str) -> None:
    """Hindi hosts, paths and queries are written as they go over the wire, without a fragment."""
    assert web_address(given) == requested


@pytest.mark.parametrize(
    "text",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//example.org/",
        "http://",
        "http:///x",
        "http://user:secret@example.org/",
        "http://user@example.org/",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://[::1/",
        "http://exa mple.org/",
        "http://example.org\\@127.0.0.1/",
        "http://" + "a" * 300 + ".org/",
        "http://example.org/" + "a" * 3000,
        "",
    ],
)
def test_other_addresses_are_refused_without_repeating_them(text: str) -> None:
    """What is no plain http(s) address is refused, and the reason holds no secret of it."""
    with pytest.raises(Unfetchable) as refused:
        web_address(text)
    assert "secret" not in str(refused.value)


def test_relative_addresses_are_taken_from_their_page() -> None:
    """A link is read as a browser reads it."""
    assert web_address("../b?c=1", "http://example.org/x/y/z") == "http://example.org/x/b?c=1"
    assert web_address("//other.org/p", "https://example.org/") == "https://other.org/p"


def test_tracking_is_no_part_of_what_a_page_is() -> None:
    """Fields that say where a reader came from do not make another page; others do."""
    tracked = "https://example.org/s?id=7&utm_source=rss&utm_medium=x&fbclid=1"
    assert identity(tracked) == "https://example.org/s?id=7"
    assert identity("https://example.org/s?id=8") == "https://example.org/s?id=8"


def test_names_and_passwords_are_not_shown() -> None:
    """An address in a log or report has lost its user name and password, and line ends."""
    assert shown("https://me:pa@ss@example.org/x\n?a=1@2") == "https://example.org/x ?a=1@2"


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    """No text ends in anything but an ASCII address or Unfetchable."""
    for given_text in (text, "http://" + text, "http://example.org/" + text):
        try:
            address = web_address(given_text)
        except Unfetchable:
            continue
        assert address.isascii()
        assert address.startswith(("http://", "https://"))
        assert web_address(address) == address
