"""An OpenAI-compatible chat endpoint on loopback that does what a test tells it to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-test-" + "Qz7" * 8


@dataclass(frozen=True, slots=True)
class Says:
    """What the endpoint does with a request.

    It streams `text` in `pieces` with `delay` seconds before each, unless `status` is an error,
    told as `error` with a Retry-After, or `raw` is what it sends instead. It ends the stream as it
    should only where `ends`, with `raw_end` before; after the pieces it hangs where `hangs`.
    """

    text: str = ""
    pieces: int = 3
    delay: float = 0.0
    status: int = 200
    error: str = "no"
    retry_after: str | None = None
    raw: bytes | None = None
    raw_end: bytes = b""
    ends: bool = True
    hangs: bool = False
    streams: bool = True


@dataclass
class Endpoint:
    """A running double: its address and what it was asked."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def purposes(self) -> list[str]:
        """What each request was for: answer, translate or rewrite."""
        return [purpose_of(request) for request in self.asked]


def purpose_of(request: dict[str, Any]) -> str:
    """What a request is for: answer, translate or rewrite."""
    if is_translation(request):
        return "translate"
    system = request["messages"][0]["content"]
    rewrites = "one question after another" in system or "एक के बाद एक प्रश्न" in system
    return "rewrite" if rewrites else "answer"


def is_translation(request: dict[str, Any]) -> bool:
    """Whether a request asks for a quote's translation."""
    system = request["messages"][0]["content"]
    return "translate quotes" in system or "अनुवाद करते हैं" in system


def to_each(answer: Says, translation: Says) -> Callable[[dict[str, Any]], Says]:
    """One thing for answers, another for translations."""
    return lambda request: translation if is_translation(request) else answer


@contextmanager
def endpoint(does: Callable[[dict[str, Any]], Says]) -> Iterator[Endpoint]:
    """A double that does what `does` says for each request, until the block ends."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            running.asked.append(request)
            running.keys.append(self.headers["Authorization"])
            self.close_connection = True
            with suppress(OSError):  # the client may have gone
                self._do(does(request))

        def _do(self, says: Says) -> None:
            if says.status != 200:
                said = {"message": f"{says.error}: {KEY}", "type": "x"}
                self._whole(says.status, {"error": said}, says.retry_after)
                return
            if not says.streams:
                message = {"role": "assistant", "content": says.text}
                self._whole(200, {"id": "1", "object": "x", "choices": [{"message": message}]})
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            if says.raw is not None:
                self.wfile.write(says.raw)
            else:
                self._stream(says)
            self.wfile.flush()
            if says.hangs:
                over.wait(60)

        def _stream(self, says: Says) -> None:
            size = max(1, -(-len(says.text) // says.pieces))
            for start in range(0, len(says.text), size):
                if says.delay and over.wait(says.delay):
                    return
                self._event({"content": says.text[start : start + size]})
            self.wfile.write(says.raw_end)
            if says.ends and not says.hangs:
                self._event({}, reason="stop")
                self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, delta: dict[str, str], reason: str | None = None) -> None:
            chunk = {
                "id": "1",
                "object": "chat.completion.chunk",
                "created": int(time.time()),
                "model": "double",
                "choices": [{"index": 0, "delta": delta, "finish_reason": reason}],
            }
            self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
            self.wfile.flush()

        def _whole(self, status: int, body: dict[str, Any], wait: str | None = None) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            if wait is not None:
                self.send_header("Retry-After", wait)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256

    with Server(("127.0.0.1", 0), Handler) as server:
        running = Endpoint(f"http://127.0.0.1:{server.server_port}/v1")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield running
        finally:
            over.set()
            server.shutdown()
            thread.join()
