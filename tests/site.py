"""A web site on loopback for tests: replies by path, kept or changed while it runs."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Reply:
    """What a path answers. With an ETag or Last-Modified among `headers`, 304 where it is known.

    `chunks` are sent one by one instead of `body`, for as long as the other side listens.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: Iterable[bytes] | None = None


def html(text: str, **headers: str) -> Reply:
    """A page in UTF-8; `headers` with underscores for dashes."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(text.encode(), headers={"Content-Type": "text/html; charset=utf-8", **named})


def redirect(target: str, status: int = 302) -> Reply:
    """A redirect to `target`."""
    return Reply(status=status, headers={"Location": target})


@dataclass(frozen=True)
class Asked:
    """A request as it came in, its headers' names in lower case."""

    path: str
    headers: Mapping[str, str]


class Site:
    """Replies by path (with its query); everything else is 404. `asked` has what was requested."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[Asked] = []
        self.stopped = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def address(self, path: str, host: str = "127.0.0.1") -> str:
        """The whole address of a path."""
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was requested, in order, but robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    @contextmanager
    def running(self) -> Iterator[Site]:
        """Answer requests until the block ends."""
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.stopped.set()
            self._server.shutdown()
            self._server.server_close()
            thread.join()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.asked.append(Asked(self.path, headers))
            reply = site.replies.get(self.path, Reply(b"not here", 404))
            known = any(
                name in reply.headers and reply.headers[name] == headers.get(asking)
                for name, asking in (
                    ("ETag", "if-none-match"),
                    ("Last-Modified", "if-modified-since"),
                )
            )
            status = 304 if known else reply.status
            try:
                self.send_response(status)
                for name, value in reply.headers.items():
                    self.send_header(name, value.encode().decode("latin-1"))
                if status != 304 and reply.chunks is None:
                    self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                if status != 304:
                    self.wfile.write(reply.body)
                    for chunk in reply.chunks or ():
                        if site.stopped.is_set():
                            return
                        self.wfile.write(chunk)
            except OSError:
                pass  # whoever asked has heard enough

        def log_message(self, *_: object) -> None:
            pass

    return Handler
