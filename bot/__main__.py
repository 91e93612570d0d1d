"""The `pramaan` command: its arguments, and how it ends."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from bot import commands, keeping, sources
from bot.ending import REFUSED, run_to_exit
from bot.settings import Settings
from bot.streams import prepare_streams, tell


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        """One line to standard error, exit status 2."""
        tell(f"{self.prog}: {' '.join(message.split())} (see {self.prog} --help)")
        sys.exit(REFUSED)


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments; `command` holds the function that does it."""
    top = _Parser(
        prog="pramaan",
        description="Answers from news articles, each with the sentence it stands on.",
    )
    add = top.add_subparsers(required=True, metavar="COMMAND", title="commands").add_parser

    run = add("run", help="the Telegram bot")
    run.set_defaults(command=commands.run)

    chat = add("chat", help="the same conversation in the terminal; no token needed")
    chat.set_defaults(command=commands.chat)

    ask = add("ask", help="one answer, or one for each line of standard input")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="one JSON object a line")
    ask.add_argument("--no-llm", action="store_true", help="use no language model")
    ask.set_defaults(command=commands.ask)

    ingest = add("ingest", help="read files, folders, web pages and feeds")
    ingest.add_argument(
        "paths",
        nargs="+",
        metavar="PATH_OR_URL",
        help="a file, a folder with files, the address of a web page or of an RSS or Atom feed",
    )
    ingest.add_argument(
        "--prune", action="store_true", help="drop articles no longer under the given folders"
    )
    ingest.add_argument("--json", action="store_true", help="the report as one JSON object")
    ingest.set_defaults(command=commands.ingest)

    _add_sources(add("sources", help="folders and feeds that `run` keeps up with"))

    status = add("status", help="what the store holds and whether it is healthy")
    status.add_argument("--json", action="store_true", help="one JSON object")
    status.set_defaults(command=commands.status)

    doctor = add("doctor", help="check settings, model, store and the Telegram token")
    doctor.set_defaults(command=commands.doctor)

    reindex = add("reindex", help="rebuild the index from the stored articles")
    reindex.set_defaults(command=commands.reindex)

    backup = add("backup", help="articles and chats in one file; the bot may be running")
    backup.add_argument("file", metavar="FILE")
    backup.set_defaults(command=keeping.backup)

    restore = add("restore", help="put a backup in the place of what is held")
    restore.add_argument("file", metavar="FILE")
    restore.set_defaults(command=keeping.restore)

    export = add("export", help="what readers asked in vain, or marked, as CSV")
    export.add_argument("what", choices=("unanswered", "feedback"))
    export.set_defaults(command=commands.export)
    return top


def _add_sources(command: argparse.ArgumentParser) -> None:
    add = command.add_subparsers(required=True, metavar="add|list|remove").add_parser

    new = add("add", help="keep up with folders and feeds")
    new.add_argument("sources", nargs="+", metavar="FOLDER_OR_FEED")
    new.add_argument(
        "--every", type=_minutes, metavar="MINUTES", help="how long until a feed is asked again"
    )
    new.set_defaults(command=sources.add)

    listed = add("list", help="every source, and what is wrong with it")
    listed.add_argument("--json", action="store_true", help="one JSON object a line")
    listed.set_defaults(command=sources.list_)

    gone = add("remove", help="keep up no longer; the articles stay")
    gone.add_argument("sources", nargs="+", metavar="FOLDER_OR_FEED")
    gone.set_defaults(command=sources.remove)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 1 <= minutes <= 10_080:
        raise argparse.ArgumentTypeError("must be minutes, 1 to 10080")
    return minutes


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status: 0 done, 1 partly, 2 wrong setting or argument."""
    prepare_streams()
    args = parser().parse_args(argv)

    def work(settings: Settings) -> int:
        status: int = args.command(args, settings)
        return status

    return run_to_exit(work)


if __name__ == "__main__":
    sys.exit(main())
