"""A bot process over made-up answers, quick to start: the rest is the program's own.

python -m tests.botapi.bot_process BASE_URL TOKEN FOLDER
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bot.memory.record import FILE_NAME
from bot.telegram.application import run_bot
from bot.telegram.config import TelegramConfig
from retrieval.answer import Answer
from tests.sample_answers import FakeAnswerer, answer

THINKING_SECONDS = 0.03  # about what a real answer takes


def _answer(text: str) -> Answer:
    time.sleep(THINKING_SECONDS)
    return answer(text)


def main() -> None:
    """Run until SIGTERM."""
    base_url, token, folder = sys.argv[1:]
    config = TelegramConfig(token, base_url, record_file=Path(folder) / FILE_NAME)
    run_bot(config, FakeAnswerer(_answer), tuple)


if __name__ == "__main__":
    main()
