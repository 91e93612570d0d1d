"""What `make run` starts: read the articles folder, then the bot, or the chat without a token."""

from __future__ import annotations

import sys

from bot import commands
from bot.app import opened_corpus, telegram_config
from bot.ending import run_to_exit
from bot.metrics.watch import watched
from bot.settings import Settings
from bot.streams import tell
from bot.telegram.botfather import refuse_wrong_token


def start(settings: Settings) -> int:
    """Ingest PRAMAAN_ARTICLES_DIR, then run the bot if a token is set, else the chat."""
    refuse_wrong_token(settings)
    with watched(settings.metrics_listen) as watch, opened_corpus(settings, tell) as corpus:
        commands.ingest_folder(corpus, settings, watch)
        config = telegram_config(settings)
        if config is not None:
            return commands.run_over(corpus, settings, config, watch)
        return commands.chat_over(corpus, settings)


if __name__ == "__main__":
    sys.exit(run_to_exit(start))
