"""The double for a person: type a line and it becomes a private message to the bot.

    python -m tests.botapi [--port 8081] [--flood]

Then start the bot with the two settings that are printed. `/group TEXT` speaks in a group, `/en
TEXT` as a reader whose Telegram is English, `/reply TEXT` as a reply to the bot's last message.
"""

from __future__ import annotations

import argparse
import sys
import threading

from tests.botapi.server import BotApi
from tests.botapi.world import ASHA, BEN, GROUP, World


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--flood", action="store_true", help="enforce Telegram's limits")
    options = parser.parse_args()
    world = World()
    world.flood.on = options.flood
    with BotApi(world, options.port) as api:
        _tell(f"TELEGRAM_API_BASE_URL={api.base_url}\nTELEGRAM_BOT_TOKEN={world.token}")
        threading.Thread(target=_show, args=(world,), daemon=True).start()
        for line in sys.stdin:
            if line.strip():
                _speak(world, line.strip())


def _speak(world: World, line: str) -> None:
    word, _, rest = line.partition(" ")
    last = world.sent[-1] if world.sent else None
    if word == "/group":
        world.say(rest, chat=GROUP)
    elif word == "/en":
        world.say(rest, by=BEN)
    elif word == "/reply" and last is not None:
        world.say(rest, chat=last["chat"], reply_to=last)
    else:
        world.say(line, by=ASHA)


def _show(world: World) -> None:
    shown = 0
    while not world.closing:
        with world.changed:
            world.changed.wait(0.5)
            fresh, shown = world.sent[shown:], len(world.sent)
        for message in fresh:
            _tell(f"\n[{message['chat'].get('title', 'private')}]\n{message['text']}\n")


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
