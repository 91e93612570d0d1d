"""`pramaan backup` and `pramaan restore`: the whole record in one file, and back."""

from __future__ import annotations

from argparse import Namespace

from bot.app import opened_corpus
from bot.ending import DONE, PARTLY, WrongArgument, path_of
from bot.progress import bar
from bot.settings import Settings
from bot.streams import put, tell
from store.errors import StoreError
from store.lock import owned


def backup(args: Namespace, settings: Settings) -> int:
    """Write articles and chats to one file; the bot may be running."""
    from bot.memory.record import CHATS_FILE
    from store.backup import write_backup

    file = path_of(args.file)
    if file.is_dir():
        raise WrongArgument(f"{args.file} is a folder: name a file in it")
    sizes = write_backup(settings.pramaan_data_dir, file, (CHATS_FILE,))
    for name, size in sizes.items():
        put(f"{name}: {_size(size)}")
    put(f"written to {args.file}: {_size(file.stat().st_size)}")
    return DONE


def restore(args: Namespace, settings: Settings) -> int:
    """Put a backup in the place of what is held, then build the index for it."""
    from bot.memory.record import CHATS_FILE
    from store.backup import restore_backup

    file = path_of(args.file)
    if not file.is_file():
        raise WrongArgument(f"{args.file}: there is no such file")
    data_dir = settings.pramaan_data_dir
    with owned(data_dir):
        replaced = restore_backup(data_dir, file, (CHATS_FILE,))
    if replaced is not None:
        tell(f"What was held before is in {replaced}; remove it when it is not needed any more.")
    try:
        with opened_corpus(settings, tell) as corpus, bar("Building the index") as draw:
            report = corpus.reindex(progress=draw)
    except StoreError as error:
        tell(f"pramaan: the articles are restored, the index is not built yet: {error}")
        return PARTLY
    put(f"{report.updated} articles, {report.passages} passages restored from {args.file}")
    return DONE


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} kB"
