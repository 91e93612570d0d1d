"""A bot process over made-up answers, quick to start: the rest is the program's own.

python -m tests.botapi.bot_process BASE_URL TOKEN FOLDER
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bot.memory.record import FILE_NAME
from bot.metrics.watch import Watch
from bot.telegram.application import run_bot
from bot.telegram.config import TelegramConfig
from bot.transport.waits import Waits
from retrieval.answer import Answer
from tests.sample_answers import FakeAnswerer, answer

WAITS_FILE = "waits.jsonl"  # own, attempted, limiter, behind, retries of each update, a line each
THINKING_SECONDS = 0.03  # about what a real answer takes


def _answer(text: str) -> Answer:
    time.sleep(THINKING_SECONDS)
    return answer(text)


def main() -> None:
    """Run until SIGTERM."""
    base_url, token, folder = sys.argv[1:]
    config = TelegramConfig(token, base_url, record_file=Path(folder) / FILE_NAME)
    with (Path(folder) / WAITS_FILE).open("a", buffering=1) as file:

        def keep(waits: Waits) -> None:
            times = (waits.own, waits.attempted, waits.limiter, waits.behind, waits.retries)
            file.write(json.dumps(times) + "\n")

        run_bot(config, FakeAnswerer(_answer), tuple, Watch(waits=keep))


if __name__ == "__main__":
    main()
