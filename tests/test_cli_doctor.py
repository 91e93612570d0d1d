"""What `doctor` finds out from a Bot API server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.telegram.botfather import about, ask_telegram

TOKEN = "123456789:" + "AbCd-_" * 6


@contextmanager
def server(status: int, body: bytes) -> Iterator[str]:
    """A server on loopback that answers everything alike; gives its address for tokens."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path == f"/bot{TOKEN}/getMe"
            self.send_response(status if known else 418)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}/bot"
        finally:
            running.shutdown()
            thread.join()


def found(base_url: str) -> list[tuple[str, str]]:
    """The findings about TOKEN at that server; none holds it."""
    settings = Settings(telegram_bot_token=SecretStr(TOKEN), telegram_api_base_url=base_url)
    findings: list[tuple[str, str]] = [
        (finding.grade, finding.text) for finding in ask_telegram(settings)
    ]
    assert TOKEN not in str(findings)
    return findings


def test_no_token_is_a_warning() -> None:
    """Without a token nothing is asked, and the terminal commands are pointed to."""
    (finding,) = ask_telegram(Settings.model_construct())
    assert finding.grade == "warning"
    assert "`chat`" in finding.text


def test_known_token() -> None:
    """A good token is told with the bot's name and what it is allowed."""
    bot = {
        "id": 1,
        "is_bot": True,
        "first_name": "P",
        "username": "pramaan_bot",
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
    with server(200, json.dumps({"ok": True, "result": bot}).encode()) as base_url:
        findings = found(base_url)
    assert [grade for grade, _ in findings] == ["ok"] * 5
    assert "@pramaan_bot" in findings[0][1]


def test_refused_token() -> None:
    """A token that Telegram does not know is a problem, with the way to a good one."""
    body = b'{"ok": false, "error_code": 401, "description": "Unauthorized"}'
    with server(401, body) as base_url:
        ((grade, text),) = found(base_url)
    assert grade == "problem"
    assert "does not accept TELEGRAM_BOT_TOKEN" in text
    assert "@BotFather" in text


@pytest.mark.parametrize("body", [b"<html>hello</html>", b"[]", b'{"ok": true, "result": 5}'])
def test_another_kind_of_server(body: bytes) -> None:
    """A server that is no Bot API server points to TELEGRAM_API_BASE_URL."""
    with server(200, body) as base_url:
        ((grade, text),) = found(base_url)
    assert grade == "problem"
    assert "TELEGRAM_API_BASE_URL" in text


def test_no_answer() -> None:
    """A server that is not there is a problem, named without the token."""
    ((grade, text),) = found("http://127.0.0.1:1/bot")
    assert grade == "problem"
    assert "127.0.0.1:1" in text


def test_what_botfather_does_not_allow() -> None:
    """Groups that are forbidden and privacy that is off are warnings with the command to send."""
    findings = list(about({"username": "x", "can_read_all_group_messages": True}))
    warnings = [finding.text for finding in findings if finding.grade == "warning"]
    assert len(warnings) == 2
    assert "/setjoingroups" in warnings[0]
    assert "/setprivacy" in warnings[1]
