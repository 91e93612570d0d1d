"""The double's HTTP: https://core.telegram.org/bots/api#making-requests."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.botapi.methods import Refused, parameters, perform
from tests.botapi.world import Call, Json, World

WEBHOOK_RETRY_SECONDS = 0.2


class BotApi:
    """A Bot API server on loopback; use it as a context manager.

    `world` is its Telegram. Where a webhook is set, updates are posted to `webhook_proxy` in place
    of the public address, as a reverse proxy in front of the bot would.
    """

    def __init__(self, world: World | None = None, port: int = 0) -> None:
        self.world = world or World()
        self.webhook_proxy: str | None = None
        self.webhook_replies: list[int] = []
        self._http = _Server(("127.0.0.1", port), _handler_of(self.world))
        self._threads = [
            threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True),
            threading.Thread(target=self._post_updates, daemon=True),
        ]

    @property
    def base_url(self) -> str:
        """What the token is appended to."""
        return f"http://127.0.0.1:{self._http.server_port}/bot"

    def __enter__(self) -> BotApi:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self.world.changed:
            self.world.closing = True
            self.world.changed.notify_all()
        self._http.shutdown()
        self._http.server_close()
        for thread in self._threads:
            thread.join(5)

    def _post_updates(self) -> None:
        """https://core.telegram.org/bots/api#setwebhook: repeats until the answer is 2xx."""
        world = self.world
        while not world.closing:
            with world.changed:
                ready = world.webhook and world.pending and self.webhook_proxy
                if not ready:
                    world.changed.wait(0.5)
                    continue
                update, hook = world.pending[0], dict(world.webhook)
            status = self.post(update, hook["secret_token"])
            with world.changed:
                self.webhook_replies.append(status)
                if 200 <= status < 300 and world.pending and world.pending[0] is update:
                    world.pending.popleft()
                world.changed.notify_all()
            if not 200 <= status < 300:
                time.sleep(WEBHOOK_RETRY_SECONDS)

    def post(self, update: Json, secret: str) -> int:
        """Post one update to the webhook; gives the HTTP status, 0 where there is no answer."""
        request = urllib.request.Request(
            self.webhook_proxy or "",
            json.dumps(update).encode(),
            {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret},
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error of the server."""


def _handler_of(world: World) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def log_message(self, *_: object) -> None:
            """Stay silent: the path holds the token."""

        def _answer(self) -> None:
            path = urlsplit(self.path)
            raw = dict(parse_qsl(path.query, keep_blank_values=True))
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kind = self.headers.get("Content-Type", "")
            if path.path.startswith("/file/bot"):
                self._give_file(path.path)
                return
            _, _, rest = path.path.partition("/bot")
            token, _, method = rest.partition("/")
            try:
                params = {**parameters(raw), **_body(body, kind)}
                result = self._result(token, method, params)
            except Refused as refused:
                self._write(refused.code, _refusal(refused))
            else:
                if result is not None:
                    self._write(200, {"ok": True, "result": result})

        def _give_file(self, path: str) -> None:
            """https://core.telegram.org/bots/api#getfile: /file/bot<token>/<file_path>."""
            with world.changed:
                token, _, place = unquote(path).removeprefix("/file/bot").partition("/")
                content = world.files.get(place.removeprefix("documents/"))
                world.calls.append(Call("file", {"path": place}, time.monotonic()))
                fault = world.faults.next("file")
            if fault is not None:
                self._write(502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})
            elif token != world.token or content is None:
                self._write(404, {"ok": False, "error_code": 404, "description": "Not Found"})
            else:
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def _result(self, token: str, method: str, params: Json) -> object | None:
            """The method's result; None where the connection was cut instead."""
            with world.changed:
                if ":" not in token:
                    raise Refused(404, "Not Found")  # not the shape of a token
                if token != world.token:
                    raise Refused(401, "Unauthorized")
                fault = world.faults.next(method)
                kind = None if fault is None else fault.kind
                world.calls.append(Call(method, params, time.monotonic(), kind))
                world.changed.notify_all()
                if fault is not None and fault.kind == "flood":
                    raise Refused(
                        429,
                        f"Too Many Requests: retry after {fault.retry_after}",
                        retry_after=fault.retry_after,
                    )
                if fault is not None and fault.kind == "refuse":
                    raise Refused(fault.code, fault.description)
                if fault is not None and fault.kind == "bad_gateway":
                    raise Refused(502, "Bad Gateway")
                if fault is not None and fault.kind == "reset_before":
                    self._cut()
                    return None
                result = perform(world, method, params)
                world.changed.notify_all()
            if fault is not None and fault.kind == "reset_after":
                self._cut()
                return None
            if fault is not None and fault.kind == "hang":
                time.sleep(fault.seconds)
            return result

        def _cut(self) -> None:
            """Reset the connection: closing with linger 0 sends RST in place of FIN."""
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            self.rfile.close()
            self.wfile.close()
            self.connection.close()

        def _write(self, status: int, content: Json) -> None:
            payload = json.dumps(content, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

    return Handler


def _body(body: bytes, kind: str) -> Json:
    if kind.startswith("application/json"):
        try:
            content = json.loads(body or b"{}")
        except ValueError:
            raise Refused(400, "Bad Request: can't parse request body as JSON") from None
        return dict(content)
    if kind.startswith("application/x-www-form-urlencoded"):
        return parameters(dict(parse_qsl(body.decode(), keep_blank_values=True)))
    if body:
        raise Refused(400, "Bad Request: unsupported content type")
    return {}


def _refusal(refused: Refused) -> Json:
    content: Json = {
        "ok": False,
        "error_code": refused.code,
        "description": refused.description,
    }
    if refused.parameters:
        content["parameters"] = refused.parameters
    return content
