"""Hears of every attempt to reach another machine, from inside a Python process.

Standard library only, so that a process under test can load it before anything else.
"""

import ipaddress
import socket
import sys
from collections.abc import Callable
from typing import Any


def is_near(host: object) -> bool:
    """Whether `host` is this machine: loopback, or a name or socket that cannot leave it."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def free_port() -> int:
    """A port on loopback that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def hear_of_distant_hosts(hear: Callable[[str], None]) -> None:
    """From now on `hear` gets each host that is connected, sent to or looked up, but this one."""

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            address = arguments[1]
            # A text or bytes address is a socket in the file system.
            if isinstance(address, tuple) and not is_near(address[0]):
                hear(f"{event} {address[0]}")
        elif event in ("socket.getaddrinfo", "socket.gethostbyname") and not is_near(arguments[0]):
            hear(f"{event} {arguments[0]}")

    sys.addaudithook(audit)
