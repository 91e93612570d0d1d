"""The HTTP server at METRICS_LISTEN: /healthz, /readyz and /metrics.

It runs in threads of its own, so that it answers while the store opens and tells of an event
loop that hangs.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from bot.metrics.health import Health

if TYPE_CHECKING:
    from bot.metrics.numbers import Metrics

_PLAIN = "text/plain; charset=utf-8"
_REQUEST_SECONDS = 10.0


@contextlib.contextmanager
def listening(listen: str, metrics: Metrics, health: Health) -> Iterator[int]:
    """Serve at `listen` (host:port) until the block ends; gives the port.

    Errors: OSError where it cannot listen there.
    """
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    server = _server(host, int(port), metrics, health)
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _server(host: str, port: int, metrics: Metrics, health: Health) -> ThreadingHTTPServer:
    class Server(ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        daemon_threads = True

    class Handler(_Handler):
        shown = metrics
        judged = health

    return Server((host, port), Handler)


class _Handler(BaseHTTPRequestHandler):
    shown: Metrics
    judged: Health
    timeout = _REQUEST_SECONDS
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer one of the three pages."""
        match self.path.partition("?")[0]:
            case "/healthz":
                problem = self.judged.alive()
                self._send(503 if problem else 200, f"{problem or 'ok'}\n".encode())
            case "/readyz":
                found = self.judged.problems()
                lines = [f"{part}: {problem}" for part, problem in found.items()] or ["ok"]
                self._send(503 if found else 200, "\n".join([*lines, ""]).encode())
            case "/metrics":
                from bot.metrics.numbers import CONTENT_TYPE

                self._send(200, self.shown.page(), CONTENT_TYPE)
            case _:
                self._send(404, b"not here\n")

    do_HEAD = do_GET  # noqa: N815

    def _send(self, status: int, body: bytes, content_type: str = _PLAIN) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Not logged: they come every few seconds."""

    def version_string(self) -> str:
        """Who answers, without versions."""
        return "pramaan"
