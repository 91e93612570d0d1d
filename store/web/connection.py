"""One request over a connection to a checked address, with a limit on its time and its size."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import httpcore

from store.errors import Unfetchable
from store.web.address import literal, may_reach

_TOO_SLOW: Final = "took too long"
_CONNECT_SECONDS: Final = 10.0
_LOOK_SECONDS: Final = 1.0  # between two looks at the clock, and at whether to stop

Resolve = Callable[[str, int], Sequence[str]]
"""The addresses, as text, of a host's name."""


@dataclass(frozen=True, slots=True)
class Response:
    """What came back: status, headers (names in lower case), the body as sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def resolve(host: str, port: int) -> Sequence[str]:
    """The host's addresses as the system resolves them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(sockaddr[0]) for *_, sockaddr in found]


def request(
    address: str,
    headers: Mapping[str, str],
    *,
    seconds: float,
    max_bytes: int,
    loopback: bool = False,
    resolve: Resolve = resolve,
    stopped: Callable[[], bool] = lambda: False,
) -> Response:
    """GET `address`, following nothing. The body of a redirect is not read.

    The name is resolved once, and the connection goes to an address that was checked. Raises
    Unfetchable: for an address that must not be reached, a body over `max_bytes`, more than
    `seconds` in all, whatever else goes wrong on the way, and soon after `stopped` says so.
    """
    deadline = _Deadline(seconds, stopped)
    backend = _CheckedBackend(deadline, resolve, loopback=loopback)
    try:
        with (
            httpcore.ConnectionPool(_tls(), network_backend=backend) as pool,
            pool.stream("GET", address, headers=list(headers.items())) as response,
        ):
            named: dict[str, str] = {}
            for name, value in response.headers:
                named.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip())
            redirects = 300 <= response.status < 400
            body = b"" if redirects else _body(response.iter_stream(), max_bytes, deadline)
            return Response(response.status, named, body)
    except httpcore.TimeoutException:
        raise Unfetchable(_TOO_SLOW) from None
    except httpcore.ConnectError as error:
        raise Unfetchable(_no_connection(error)) from None
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol):
        raise Unfetchable("the server's answer is not HTTP, or is broken off") from None
    except (httpcore.NetworkError, ssl.SSLError):
        raise Unfetchable("the connection broke") from None


def _body(chunks: Iterable[bytes], max_bytes: int, deadline: _Deadline) -> bytes:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) > max_bytes:
            raise Unfetchable(f"larger than {max_bytes // 1_000_000} MB", lasting=True)
        deadline.left()
    return bytes(held)


def _no_connection(error: Exception) -> str:
    reason = error.__context__ or error.__cause__ or error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return "its certificate is not valid"
    if isinstance(reason, ssl.SSLError):
        return "no encrypted connection could be made"
    if isinstance(reason, ConnectionRefusedError):
        return "the connection was refused"
    return "no connection could be made"


@cache
def _tls() -> ssl.SSLContext:
    return httpcore.default_ssl_context()


class _Deadline:
    """The end of a request's time."""

    def __init__(self, seconds: float, stopped: Callable[[], bool]) -> None:
        self._stopped = stopped
        self._end = time.monotonic() + seconds

    def left(self, timeout: float | None = None) -> float:
        """Seconds left, at most `timeout`. Raises Unfetchable when there are none."""
        if self._stopped():
            raise Unfetchable("fetching was stopped")
        left = self._end - time.monotonic()
        if left <= 0:
            raise Unfetchable(_TOO_SLOW)
        return left if timeout is None else min(left, timeout)


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to addresses that may be reached, and to no others."""

    def __init__(self, deadline: _Deadline, resolve: Resolve, *, loopback: bool) -> None:
        self._deadline = deadline
        self._resolve = resolve
        self._loopback = loopback
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first of the host's addresses that answers."""
        trouble: Exception | None = None
        for address in self._allowed(host, port):
            try:
                seconds = self._deadline.left(min(timeout or _CONNECT_SECONDS, _CONNECT_SECONDS))
                stream = self._sockets.connect_tcp(
                    address, port, seconds, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
            else:
                return _TimedStream(stream, self._deadline)
        raise trouble or httpcore.ConnectError()

    def _allowed(self, host: str, port: int) -> list[str]:
        """The host's addresses that may be reached, each once, at least one."""
        found = [host] if literal(host) else self._resolved(host, port)
        addresses = {one: literal(one) for one in found}
        allowed = [
            str(address)
            for address in addresses.values()
            if address is not None and may_reach(address, loopback=self._loopback)
        ]
        if not allowed:
            raise Unfetchable(
                "leads into a private network, which is not fetched from", lasting=True
            )
        return list(dict.fromkeys(allowed))

    def _resolved(self, host: str, port: int) -> Sequence[str]:
        """The host's addresses; in a thread, as the system's resolver has no limit on its time."""
        found: list[Sequence[str]] = []

        def ask() -> None:
            try:
                found.append(self._resolve(host, port))
            except (OSError, UnicodeError):
                found.append(())

        thread = threading.Thread(target=ask, name="resolve", daemon=True)
        thread.start()
        while not found:
            thread.join(self._deadline.left(_LOOK_SECONDS))
        if not found[0]:
            raise Unfetchable("its host is not known")
        return found[0]


class _TimedStream(httpcore.NetworkStream):
    """A connection that ends with the request's time, however slowly bytes trickle in."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes; none at the end."""
        while True:
            try:
                look = min(timeout or _LOOK_SECONDS, _LOOK_SECONDS)
                return self._inner.read(max_bytes, self._deadline.left(look))
            except httpcore.ReadTimeout:
                continue  # until the deadline has passed

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`."""
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """End the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted, with the certificate checked against the name."""
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._inner.get_extra_info(info)
