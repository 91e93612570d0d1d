"""What each `pramaan` command does; every function returns the exit status."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from contextlib import closing
from typing import TYPE_CHECKING, Any

from bot.app import WhenToRead, answerer_over, opened_corpus, telegram_config
from bot.ending import DONE, PARTLY, WrongArgument, path_of
from bot.gathering import ingest as ingest_given
from bot.gathering import opened_reach
from bot.keeping_up import keeping_up
from bot.mending import following_the_model, mend
from bot.messages import NOTHING_INGESTED, say
from bot.metrics.watch import Watch, watched
from bot.progress import bar
from bot.settings import Settings, WrongSetting
from bot.streams import as_typed, lines_of_input, put, tell
from bot.telegram.botfather import refuse_wrong_token
from bot.terminal import answer_object, plain_text
from store.web.address import is_web_address

if TYPE_CHECKING:
    from bot.telegram.config import TelegramConfig
    from retrieval.answer import Answer
    from store.corpus import Corpus
    from store.ingest import IngestReport


def ask(args: Namespace, settings: Settings) -> int:
    """One answer, or one for each line of standard input."""
    question = None if args.question is None else as_typed(args.question).strip()
    if question == "":
        raise WrongArgument("QUESTION is empty")
    with opened_corpus(settings, tell) as corpus:
        tell_if_empty(corpus, settings)
        reading: WhenToRead = "first" if question is None else "never"
        answerer = answerer_over(corpus, settings, llm=not args.no_llm, reading=reading)
        if question is not None:
            put(_shown(answerer.write(answerer.answer(question)), as_json=args.json))
            return DONE
        for number, line in enumerate(lines_of_input()):
            shown = _shown(answerer.write(answerer.answer(line)), as_json=args.json)
            put(shown if args.json or number == 0 else "\n" + shown)
    return DONE


def ingest(args: Namespace, settings: Settings) -> int:
    """Read files, folders, pages and feeds into the store; 1 where any of them failed."""
    if not any(is_web_address(path) or _is_there(path) for path in args.paths):
        raise WrongArgument(f"{args.paths[0]}: there is no such file or folder")
    with (
        opened_corpus(settings, tell) as corpus,
        opened_reach(settings) as reach,
        bar("Reading articles") as draw,
    ):
        report = ingest_given(corpus, reach, args.paths, prune=args.prune, progress=draw)
    put(_as_json(report_object(report)) if args.json else in_words(report))
    return PARTLY if report.failed else DONE


def reindex(_: Namespace, settings: Settings) -> int:
    """Rebuild the index from the stored articles."""
    with opened_corpus(settings, tell) as corpus, bar("Rebuilding the index") as draw:
        report = corpus.reindex(progress=draw)
    put(in_words(report))
    return PARTLY if report.failed else DONE


def status(args: Namespace, settings: Settings) -> int:
    """What the store holds; 1 where it is not healthy."""
    with opened_corpus(settings, tell) as corpus:
        found = corpus.status()
    held: dict[str, Any] = {
        "articles": found.articles,
        "passages": found.passages,
        "copies": found.copies,
        "embedding_model": found.embedding_model,
        "index_fingerprint": found.index_fingerprint,
        "chroma": found.chroma,
        "healthy": found.healthy,
        "problems": list(found.problems),
    }
    if args.json:
        put(_as_json(held))
    else:
        held["healthy"] = "yes" if found.healthy else "no"
        del held["problems"]
        for name, value in held.items():
            put(f"{name.replace('_', ' '):<18} {value}")
        for problem in found.problems:
            put(f"{'problem':<18} {problem}")
    return DONE if found.healthy else PARTLY


def chat(_: Namespace, settings: Settings) -> int:
    """The conversation in the terminal."""
    with opened_corpus(settings, tell) as corpus:
        return chat_over(corpus, settings)


def chat_over(corpus: Corpus, settings: Settings) -> int:
    """The conversation over a corpus that is open."""
    from bot.chat import converse

    tell_if_empty(corpus, settings)
    reading: WhenToRead = "beside" if sys.stdin is not None and sys.stdin.isatty() else "first"
    converse(answerer_over(corpus, settings, reading=reading), articles=corpus.counts()[0])
    return DONE


def run(_: Namespace, settings: Settings) -> int:
    """The Telegram bot; a first start, with an empty store, ingests the articles folder."""
    config = _needed_telegram_config(settings)
    refuse_wrong_token(settings)
    with watched(settings.metrics_listen) as watch, opened_corpus(settings, tell) as corpus:
        if corpus.counts()[0] == 0:
            ingest_folder(corpus, settings, watch)
        return run_over(corpus, settings, config, watch)


def run_over(corpus: Corpus, settings: Settings, config: TelegramConfig, watch: Watch) -> int:
    """The Telegram bot over a corpus that is open, until it is told to stop."""
    from bot.curating import Curator
    from bot.metrics.counting import CountedAnswerer
    from bot.telegram.application import run_bot
    from bot.telegram.config import TelegramUnusable
    from retrieval.hinglish import load

    tell_if_empty(corpus, settings)
    load()  # else the first romanised question would wait for it
    try:
        answerer = CountedAnswerer(answerer_over(corpus, settings), watch.metrics)
        watch.store_opened(corpus)
        folder = settings.pramaan_articles_dir
        with (
            following_the_model(corpus),
            opened_reach(settings) as reach,
            keeping_up(corpus, reach, folder, watch),
        ):
            run_bot(config, answerer, corpus.newest, watch, Curator(corpus, reach, folder))
    except TelegramUnusable as error:
        raise WrongSetting(str(error)) from None
    return DONE


def doctor(_: Namespace, settings: Settings) -> int:
    """Checks, one line each; 1 where one found a problem."""
    from bot.doctor import examine

    worst = DONE
    for finding in examine(settings):
        put(f"{finding.grade:<8} {finding.text}")
        if finding.grade == "problem":
            worst = PARTLY
    return worst


def export(args: Namespace, settings: Settings) -> int:
    """What readers asked in vain, or marked, as CSV to standard output."""
    import csv
    import sys

    from bot.memory.marks import FEEDBACK_COLUMNS, UNANSWERED_COLUMNS, Marks
    from bot.memory.record import FILE_NAME, IN_MEMORY, Record

    path = settings.pramaan_data_dir / FILE_NAME
    with closing(Record(path if path.exists() else IN_MEMORY)) as record:
        marks = Marks(record)
        feedback = args.what == "feedback"
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(FEEDBACK_COLUMNS if feedback else UNANSWERED_COLUMNS)
        rows.writerows(marks.feedback() if feedback else marks.unanswered())
    return DONE


def ingest_folder(corpus: Corpus, settings: Settings, watch: Watch) -> None:
    """Bring the articles folder into the store, and tell what came of it."""
    folder = settings.pramaan_articles_dir
    if not folder.is_dir():
        tell(f"PRAMAAN_ARTICLES_DIR: there is no folder {folder}; nothing new was read.")
        return
    report = ingest_into(corpus, [str(folder)], prune=False)
    if watch.metrics is not None:
        watch.metrics.ingested(report)
    tell(in_words(report))


def ingest_into(corpus: Corpus, paths: list[str], *, prune: bool) -> IngestReport:
    """Ingest with a progress bar."""
    mend(corpus)
    with bar("Reading articles") as draw:
        return corpus.ingest(paths, prune=prune, progress=draw)


def tell_if_empty(corpus: Corpus, settings: Settings) -> None:
    """In both languages: no article is there yet, and how to add some."""
    if corpus.counts()[0] == 0:
        folder = settings.pramaan_articles_dir
        shown = folder if folder.is_dir() else "FOLDER"
        tell(say(NOTHING_INGESTED, "hi", folder=shown))
        tell(say(NOTHING_INGESTED, "en", folder=shown))


def in_words(report: IngestReport) -> str:
    """The report for a person: counts, then each failure with its reason."""
    counts = ", ".join(
        f"{getattr(report, name)} {name}"
        for name in ("added", "updated", "unchanged", "removed", "duplicates")
    )
    lines = [f"{counts}; {report.passages} passages in {report.seconds:.1f} s"]
    lines += [f"failed: {failure.source}: {failure.error}" for failure in report.failed]
    return "\n".join(lines)


def report_object(report: IngestReport) -> dict[str, Any]:
    """The object that `pramaan ingest --json` writes."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "duplicates": report.duplicates,
        "failed": [{"source": f.source, "error": f.error} for f in report.failed],
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
    }


def _is_there(given: str) -> bool:
    try:
        return path_of(given).exists()
    except WrongArgument:
        return False


def _needed_telegram_config(settings: Settings) -> TelegramConfig:
    config = telegram_config(settings)
    if config is None:
        raise WrongSetting(
            "TELEGRAM_BOT_TOKEN is not set: get one from @BotFather and put it into .env "
            "(`pramaan chat` needs none)"
        )
    return config


def _shown(answer: Answer, *, as_json: bool) -> str:
    return _as_json(answer_object(answer)) if as_json else plain_text(answer)


def _as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
