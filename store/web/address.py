"""Pure: web addresses as they are fetched, shown and compared, and where they may lead."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

import idna

from store.errors import Unfetchable

MAX_CHARS: Final = 2000
_PORTS: Final = {"http": 80, "https": 443}
_PATH_SAFE: Final = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE: Final = _PATH_SAFE + "?"
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?")
# What sites and networks append to tell where a reader came from; the page is the same.
_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|igshid|mc_[ce]id|ref_src|_ga|cmpid|wt\.mc_id|xtor", re.IGNORECASE
)
_NAT64: Final = IPv6Network("64:ff9b::/96")
# Set aside, but public to some versions of Python: protocol assignments, relays, local NAT64.
_SET_ASIDE: Final = (
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("2001::/23"),
    IPv6Network("3fff::/20"),
    IPv6Network("5f00::/16"),
)
_V4_IN_V6: Final = (IPv6Network("::/96"), IPv6Network("::ffff:0:0:0/96"), _NAT64)

Address = IPv4Address | IPv6Address


def is_web_address(text: str) -> bool:
    """Whether `text` names something on the web rather than a file here."""
    return re.match(r"[a-z][a-z0-9+.-]*://", text.strip(), re.IGNORECASE) is not None


def web_address(text: str, base: str | None = None) -> str:
    """The address in `text` in ASCII, as it is requested: no fragment, host in lower case.

    Relative ones are taken from `base`. Raises Unfetchable for what is no http(s) address of a
    host, holds a user name or password, or is longer than `MAX_CHARS`.
    """
    text = text.strip()
    try:
        parts = urlsplit(urljoin(base, text) if base else text)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        raise Unfetchable("not a web address") from None
    if scheme not in _PORTS:
        raise Unfetchable("only http and https addresses are fetched")
    if parts.username is not None or parts.password is not None:
        raise Unfetchable("an address with a user name or password is not fetched")
    if not host or port == 0:
        raise Unfetchable("not a web address: it names no host")
    at = _host(host) + ("" if port in (None, _PORTS[scheme]) else f":{port}")
    path = quote(parts.path, safe=_PATH_SAFE) or "/"
    address = urlunsplit((scheme, at, path, quote(parts.query, safe=_QUERY_SAFE), ""))
    if len(address) > MAX_CHARS:
        raise Unfetchable(f"the address is longer than {MAX_CHARS} characters")
    return address


def _host(host: str) -> str:
    if ":" in host:
        try:
            return f"[{IPv6Address(host).compressed}]"
        except ValueError:
            raise Unfetchable("not a web address: its host is malformed") from None
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            raise Unfetchable("not a web address: its host is malformed") from None
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise Unfetchable("not a web address: its host is malformed")
    return host


def host_of(address: str) -> str:
    """Host and port of an address as `web_address` gives it: who is asked, and at whose pace."""
    return urlsplit(address).netloc


def identity(address: str) -> str:
    """The address without what only tells where a reader came from."""
    parts = urlsplit(address)
    fields = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in fields if not _TRACKING.fullmatch(name)]
    query = parts.query if len(kept) == len(fields) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def story_key(address: str) -> str:
    """What stays the same of a story's address over http and https, with and without www."""
    parts = urlsplit(identity(address))
    query = f"?{parts.query}" if parts.query else ""
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/") + query


def shown(text: str) -> str:
    """An address as it may stand in a log or a report: on one line, without name and password."""
    text = " ".join(text.split())
    text = re.sub(r"(?<=//)[^/?#]*@", "", text)
    return text if len(text) <= MAX_CHARS else text[:MAX_CHARS] + "…"


def may_reach(address: Address, *, loopback: bool = False) -> bool:
    """Whether a page may be fetched from this machine's address: public ones only.

    Not private, shared, link-local, multicast, reserved or unspecified ones, nor IPv6 addresses
    that stand for such an IPv4 address. Loopback only where `loopback` allows it.
    """
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner:
            return all(may_reach(one, loopback=loopback) for one in inner)
        if address.scope_id is not None or address.is_site_local:
            return False
    if address.is_loopback:
        return loopback
    return address.is_global and not (
        address.is_private
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or any(address in network for network in _SET_ASIDE)
    )


def _inner(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that packets to this IPv6 address may end at."""
    if address.is_loopback or address.is_unspecified:
        return []
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address.sixtofour is not None:
        return [address.sixtofour]
    if address.teredo is not None:
        return list(address.teredo)
    if any(address in network for network in _V4_IN_V6):
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    return []


def literal(host: str) -> Address | None:
    """The address that `host` is, or None for a name."""
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
