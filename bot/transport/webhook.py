"""Receives updates that Telegram posts, and acknowledges each once it is accepted."""

from __future__ import annotations

import hmac
import json
import logging
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from telegram import Bot, Update
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_unix_socket
from tornado.web import Application, RequestHandler

from bot.transport.polling import read_update
from store.errors import StoreError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not a secret
BODY_LIMIT = 1 << 20  # bytes; updates have a few thousand
CONNECTION_SECONDS = 60.0
SOCKET_MODE = 0o660  # owner and group, so that a proxy in the same group can connect

_log = logging.getLogger(__name__)

Accept = Callable[[Sequence[Update]], Awaitable[None]]


class Webhook:
    """An HTTP server at `listen` (`host:port` or `unix:/path`) for the path of `url`.

    Errors: OSError where it cannot listen.
    """

    def __init__(self, bot: Bot, accept: Accept, url: str, listen: str, secret: str) -> None:
        path = urlsplit(url).path or "/"
        context = {"bot": bot, "accept": accept, "secret": secret}
        application = Application([(re.escape(path), _Receiver, context)], log_function=_unlogged)
        self._server = HTTPServer(
            application, max_body_size=BODY_LIMIT, idle_connection_timeout=CONNECTION_SECONDS
        )
        self._unix = Path(listen.removeprefix("unix:")) if listen.startswith("unix:") else None
        self._server.add_socket(
            bind_unix_socket(str(self._unix), SOCKET_MODE)
            if self._unix is not None
            else _tcp_socket(listen)
        )

    async def close(self) -> None:
        """Stop listening; the posts being received are finished first."""
        self._server.stop()
        await self._server.close_all_connections()
        if self._unix is not None:
            self._unix.unlink(missing_ok=True)


class _Receiver(RequestHandler):
    def initialize(self, bot: Bot, accept: Accept, secret: str) -> None:
        self.bot, self.accept, self.secret = bot, accept, secret

    async def post(self) -> None:
        given = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            self.set_status(403)
            return
        try:
            raw = json.loads(self.request.body)
            known = isinstance(raw, dict) and isinstance(raw.get("update_id"), int)
        except ValueError:
            known = False
        if not known:
            self.set_status(400)
            return
        # What cannot be read is acknowledged all the same: Telegram would send it for ever.
        update = read_update(self.bot, raw)
        if update is None:
            return
        try:
            await self.accept([update])
        except StoreError as error:
            _log.error("A message cannot be written down, so it is not taken: %s", error)
            self.set_status(503)


def _tcp_socket(listen: str) -> socket.socket:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, int(port)), family=family, backlog=128)
    listening.setblocking(False)
    return listening


def _unlogged(_: RequestHandler) -> None:
    """Requests are not logged: each would be a line for every message."""
