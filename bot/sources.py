"""`pramaan sources`: the folders and feeds that the bot keeps up with."""

from __future__ import annotations

import json
import time
from argparse import Namespace
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.ending import DONE, PARTLY, WrongArgument, path_of
from bot.gathering import opened_reach
from bot.settings import Settings
from bot.streams import put, tell
from store.errors import Unreadable
from store.web.address import identity, is_web_address, shown, web_address

if TYPE_CHECKING:
    from store.sources.kept import Source, Sources
    from store.sources.web import Web


def add(args: Namespace, settings: Settings) -> int:
    """Keep up with folders and feeds from now on; 1 where one of them is none.

    The bot may be running: it notices.
    """
    status = DONE
    with opened_reach(settings) as reach:
        for given in args.sources:
            try:
                source = _source(given, reach.web, args.every)
            except Unreadable as error:
                tell(f"failed: {shown(given)}: {error}")
                status = PARTLY
                continue
            new = reach.sources.add(source)
            title = f" ({source.title})" if source.title else ""
            put(f"{'added' if new else 'known already'}: {source.kind} {source.address}{title}")
    return status


def remove(args: Namespace, settings: Settings) -> int:
    """Keep up with sources no longer; 1 where one was not known. Their articles stay."""
    status = DONE
    with _opened(settings) as sources:
        for given in args.sources:
            address = _address(given)
            if sources.remove(address):
                put(f"removed: {address}")
            else:
                tell(f"failed: {shown(given)}: not among the sources")
                status = PARTLY
    return status


def list_(args: Namespace, settings: Settings) -> int:
    """Every source, when it was looked at, and what is wrong with it."""
    with _opened(settings) as sources:
        found = sources.all()
        pages = {one.address: len(sources.pages_of(one.address)) for one in found}
    for one in found:
        if args.json:
            put(json.dumps(_object(one, pages[one.address], settings), ensure_ascii=False))
        else:
            put(_line(one, pages[one.address], settings))
    if not found and not args.json:
        tell("No sources yet: `pramaan sources add FOLDER_OR_FEED`.")
    return DONE


def _source(given: str, web: Web, every: float | None) -> Source:
    """The source that is given, looked at; raises Unreadable for what cannot be one."""
    from store.sources.kept import Source

    if is_web_address(given):
        feed = web.feed_at(given)
        seconds = 60.0 * every if every is not None else None
        return Source(feed.address, "feed", seconds, feed.title, added_at=time.time())
    try:
        folder = path_of(given)
    except WrongArgument:
        raise Unreadable("there is no such folder") from None
    if not folder.is_dir():
        raise Unreadable("there is no such folder")
    if every is not None:
        raise WrongArgument("--every is for feeds: folders are watched all the time")
    return Source(str(folder.resolve()), "folder", added_at=time.time())


def _address(given: str) -> str:
    if not is_web_address(given):
        return str(path_of(given).resolve())
    try:
        return identity(web_address(given))
    except Unreadable as error:
        raise WrongArgument(f"{shown(given)}: {error}") from None


def _opened(settings: Settings) -> closing[Sources]:
    from store.sources.kept import Sources

    settings.pramaan_data_dir.mkdir(parents=True, exist_ok=True)
    return closing(Sources(settings.pramaan_data_dir))


def _object(source: Source, pages: int, settings: Settings) -> dict[str, object]:
    told = asdict(source)
    for name in ("added_at", "checked_at"):
        told[name] = _moment(told[name])
    del told["etag"], told["last_modified"], told["due_at"]
    minutes = told.pop("every")
    if source.kind == "feed":
        told["every_minutes"] = _minutes(minutes, settings)
        told["pages"] = pages
    return told


def _line(source: Source, pages: int, settings: Settings) -> str:
    parts = [f"{source.kind:<6} {source.address}"]
    if source.kind == "feed":
        if source.title:
            parts.append(source.title)
        parts.append(f"every {_minutes(source.every, settings):g} min, {pages} pages")
        parts.append(f"read {_moment(source.checked_at)}" if source.checked_at else "not read yet")
    if source.error:
        parts.append(f"failed {source.failures} times in a row: {source.error}")
    return " · ".join(parts)


def _minutes(every: float | None, settings: Settings) -> float:
    return settings.pramaan_feed_minutes if every is None else every / 60.0


def _moment(at: float | None) -> str | None:
    if at is None:
        return None
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
