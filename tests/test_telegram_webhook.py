"""Webhook mode: the double posts to where the bot listens, as a proxy in front of it would."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
from pathlib import Path

import pytest

from bot.telegram.application import serve
from bot.telegram.config import TelegramConfig, TelegramUnusable
from tests.botapi.faults import Fault
from tests.botapi.running import running_bot
from tests.botapi.server import BotApi
from tests.botapi.world import Json
from tests.loopback import free_port
from tests.sample_answers import FakeAnswerer

PUBLIC = "https://bot.example.in/telegram/hook"
SECRET = "a-secret-of-the-tests"
QUESTION = "पुल पर कितना खर्च हुआ?"


def private_question(api: BotApi, number: int) -> Json:
    """An update that holds a private question."""
    with api.world.changed:
        person = {"id": number, "is_bot": False, "first_name": "R"}
        chat = {"id": number, "type": "private", "first_name": "R"}
        message = api.world.new_message(chat, {"text": QUESTION}, person)
    return {"update_id": number, "message": message}


async def test_updates_arrive_by_webhook() -> None:
    """With an address set, Telegram posts updates with the secret and the bot answers."""
    with BotApi() as api:
        port = free_port()
        api.webhook_proxy = f"http://127.0.0.1:{port}/telegram/hook"
        settings = {
            "webhook_url": PUBLIC,
            "webhook_secret": SECRET,
            "webhook_listen": f"127.0.0.1:{port}",
        }
        async with running_bot(api, FakeAnswerer(), settings) as bot:
            await bot.reply_to(bot.world.say(QUESTION))
            assert bot.world.webhook == {"url": PUBLIC, "secret_token": SECRET}
            assert not bot.world.calls_of("getUpdates")


async def test_a_wrong_secret_is_turned_away() -> None:
    """A post without the secret, or with another, is refused and answered by nothing."""
    with BotApi() as api:
        port = free_port()
        api.webhook_proxy = f"http://127.0.0.1:{port}/telegram/hook"
        answerer = FakeAnswerer()
        settings = {"webhook_url": PUBLIC, "webhook_listen": f"127.0.0.1:{port}"}
        # No secret is set: the bot makes its own.
        async with running_bot(api, answerer, settings) as bot:
            await bot.wait_for(lambda world: world.webhook)
            assert len(bot.world.webhook["secret_token"]) >= 32
            statuses = [
                await asyncio.to_thread(api.post, private_question(api, 71), secret)
                for secret in ("", "no")
            ]
            assert statuses == [403, 403]
            await bot.reply_to(bot.world.say(QUESTION))
        assert len(answerer.asked) == 1


async def test_a_unix_socket_can_be_listened_at(tmp_path: Path) -> None:
    """`unix:/path` listens at a socket file, for a proxy on the same machine."""
    with BotApi() as api:
        path = tmp_path / "hook.sock"
        settings = {
            "webhook_url": PUBLIC,
            "webhook_secret": SECRET,
            "webhook_listen": f"unix:{path}",
        }
        async with running_bot(api, FakeAnswerer(), settings) as bot:
            await bot.wait_for(lambda world: world.webhook)
            posted = private_question(api, 72)
            assert await asyncio.to_thread(_post_by_socket, path, posted) == 200
            await bot.reply_to(posted["message"])


async def test_the_start_outlasts_trouble_with_the_webhook() -> None:
    """If Telegram fails while the webhook is being set, it is set again."""
    with BotApi() as api:
        port = free_port()
        api.webhook_proxy = f"http://127.0.0.1:{port}/telegram/hook"
        api.world.faults.add("setWebhook", Fault("bad_gateway"), Fault("reset_before"))
        settings = {"webhook_url": PUBLIC, "webhook_listen": f"127.0.0.1:{port}"}
        async with running_bot(api, FakeAnswerer(), settings) as bot:
            await bot.reply_to(bot.world.say(QUESTION), 15)


async def test_a_refused_address_ends_the_bot_with_one_line() -> None:
    """An address that Telegram does not take, or a place taken already, names its setting."""
    with BotApi() as api, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        for url, at, name in (
            ("http://bot.example.in/hook", f"127.0.0.1:{free_port()}", "TELEGRAM_WEBHOOK_URL"),
            (PUBLIC, listen, "TELEGRAM_WEBHOOK_LISTEN"),
        ):
            config = TelegramConfig(
                api.world.token, api.base_url, webhook_url=url, webhook_listen=at
            )
            with pytest.raises(TelegramUnusable, match=name) as unusable:
                await serve(config, FakeAnswerer(), asyncio.Event())
            assert "\n" not in str(unusable.value)


async def test_polling_after_a_webhook_works() -> None:
    """A webhook that an earlier run left behind is removed before polling."""
    with BotApi() as api:
        api.world.webhook = {"url": PUBLIC, "secret_token": ""}
        async with running_bot(api, FakeAnswerer()) as bot:
            await bot.reply_to(bot.world.say(QUESTION))


def _post_by_socket(path: Path, content: Json) -> int:
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(path))
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET}
    try:
        connection.request("POST", "/telegram/hook", json.dumps(content), headers)
        return connection.getresponse().status
    finally:
        connection.close()
