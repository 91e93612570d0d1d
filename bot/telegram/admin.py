"""What the bot's admins do from Telegram: /add, /remove, /refresh, /status, files and posts."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

from telegram import CallbackQuery, Message
from telegram.error import TelegramError

from bot.curating import Curator, Taken
from bot.first_question import first_question
from bot.memory.journal import Delivery
from bot.messages import (
    ADMINS_OF_BOT_ONLY,
    ARTICLES,
    BUTTON_KEEP,
    FILE_TOO_BIG,
    FILE_UNREADABLE,
    GONE_ALREADY,
    HOW_TO_ADD,
    HOW_TO_REMOVE,
    KEPT,
    NOT_DONE,
    NOTHING_NAMED,
    PAGES,
    READING,
    READING_SO_FAR,
    REFRESHED,
    REMOVED,
    WHICH_TO_REMOVE,
    counted,
    say,
)
from bot.telegram import doubt
from bot.telegram.addressed import Command
from bot.telegram.choosing import Reply
from bot.telegram.curated import status_message, taken_message
from bot.telegram.desk import Desk
from bot.telegram.markup import clip
from bot.telegram.offered import addresses_in, article_file, downloaded, forwarded_post
from bot.telegram.progressing import Progressing
from bot.telegram.render import Outgoing, notice
from bot.telegram.sending import Labels, PacedBot, reply
from retrieval.question import FrameLanguage
from store.errors import StoreError
from store.read import MAX_BYTES

COMMANDS = ("add", "remove", "refresh", "status")
REMEMBERED = 1000  # people who were told no

_LABEL = 40  # characters of a title on a button
_PRESS = re.compile(r"drop:([0-9a-f]{16}|no)")


class Unfinished(Exception):
    """The program ends in the middle of the work: the next one does it anew."""


@dataclass(frozen=True, slots=True)
class _Job:
    """An admin's message, how it is answered, and in which language."""

    message: Message
    delivery: Delivery
    frame: FrameLanguage
    bot: PacedBot


class Admin:
    """Serves the bot's own admins in private, one change of the corpus after the other."""

    def __init__(self, desk: Desk, curator: Curator) -> None:
        self._desk, self._curator = desk, curator
        self._turn = asyncio.Lock()
        self._told_no: OrderedDict[int, None] = OrderedDict()
        self._stopping = False

    def stop(self) -> None:
        """What is being read is given up, and left to the next start."""
        self._stopping = True
        self._curator.stop()

    def concerns(self, message: Message, request: object) -> bool:
        """Whether a message is for here: a command, or a file or post that an admin sends."""
        if forwarded_post(message) is None and isinstance(request, Command):
            return request.name in COMMANDS
        sent = article_file(message) is not None or forwarded_post(message) is not None
        return sent and self._is_admin(message)

    async def on_message(
        self,
        message: Message,
        request: object,
        delivery: Delivery,
        frame: FrameLanguage,
        bot: PacedBot,
    ) -> None:
        """Do what an admin asks; tell others no, once."""
        job = _Job(message, delivery, frame, bot)
        if not self._is_admin(message):
            if self._tell_no(message):
                await self._say(job, notice(say(ADMINS_OF_BOT_ONLY, frame)))
            return
        try:
            if isinstance(request, Command) and forwarded_post(message) is None:
                await self._command(request, job)
            else:
                await self._add(request, job)
        except StoreError as error:
            await self._say(job, notice(say(NOT_DONE, frame, reason=error)))

    def refusal(self, query: CallbackQuery, frame: FrameLanguage) -> str | None:
        """What to tell somebody whose press counts for nothing here."""
        if query.from_user.id in self._desk.admins:
            return None
        return say(ADMINS_OF_BOT_ONLY, frame)

    async def removed(self, data: str, frame: FrameLanguage) -> Reply:
        """Remove the article that a button names; what its message becomes."""
        wanted = data.partition(":")[2]
        if wanted == "no":
            return notice(say(KEPT, frame)), ()
        try:
            async with self._turn:
                article = await asyncio.to_thread(self._curator.remove, wanted)
        except StoreError as error:
            return notice(say(NOT_DONE, frame, reason=error)), ()
        if article is None:
            return notice(say(GONE_ALREADY, frame)), ()
        return notice(say(REMOVED, frame, title=article.title or article.source)), ()

    def _is_admin(self, message: Message) -> bool:
        sender = message.from_user
        private = message.chat.type == "private"
        return private and sender is not None and sender.id in self._desk.admins

    def _tell_no(self, message: Message) -> bool:
        """Whether the sender is still to be told no; they are now."""
        asker = message.from_user.id if message.from_user is not None else message.chat_id
        fresh = asker not in self._told_no
        self._told_no[asker] = None
        while len(self._told_no) > REMEMBERED:
            self._told_no.popitem(last=False)
        return fresh

    async def _command(self, request: Command, job: _Job) -> None:
        if request.name == "add":
            await self._add(request, job)
        elif request.name == "remove":
            outgoing, rows = await self._offered(request.argument, job.frame)
            await self._say(job, outgoing, rows)
        elif request.name == "status":
            status = await asyncio.to_thread(self._curator.status)
            sources = await asyncio.to_thread(self._curator.sources)
            await self._say(job, status_message(status, sources, job.frame))
        else:
            await self._refresh(job)

    async def _offered(self, words: str, frame: FrameLanguage) -> Reply:
        """Which articles could be meant, a button each: nothing goes without a press."""
        if not words.strip():
            return notice(say(HOW_TO_REMOVE, frame)), ()
        found = await asyncio.to_thread(self._curator.find, words)
        if not found:
            return notice(say(NOTHING_NAMED, frame)), ()
        rows = [
            ((f"🗑 {clip(each.title or each.source, _LABEL)}", f"drop:{each.id}"),) for each in found
        ]
        rows.append(((say(BUTTON_KEEP, frame), "drop:no"),))
        return notice(say(WHICH_TO_REMOVE, frame)), tuple(rows)

    async def _refresh(self, job: _Job) -> None:
        async with self._progress(job) as progress:
            async with self._turn:
                report = await asyncio.to_thread(self._curator.refresh, progress.hear)
            self._unless_stopping(bool(report.failed))
            counts = {
                name: counted(getattr(report, name), ARTICLES, job.frame)
                for name in ("added", "updated", "unchanged", "removed")
            }
            head = say(REFRESHED, job.frame, **counts)
            await progress.ends(taken_message(Taken(report, ()), None, job.frame, head))

    async def _add(self, request: object, job: _Job) -> None:
        addresses = addresses_in(request, job.message)
        document, post = article_file(job.message), forwarded_post(job.message)
        replied = job.message.reply_to_message
        if replied is not None and isinstance(request, Command) and not request.argument:
            document = document or article_file(replied)
        if document is None and post is None and not addresses:
            await self._say(job, notice(say(HOW_TO_ADD, job.frame)))
            return
        if document is not None and (document.file_size or 0) > MAX_BYTES:
            await self._say(job, notice(say(FILE_TOO_BIG, job.frame)))
            return
        async with self._progress(job) as progress:
            try:
                if document is not None:
                    content = await downloaded(document, job.bot)
                    name = document.file_name or ""
                    work = partial(self._curator.add_document, name, content)
                elif post is not None:
                    work = partial(self._curator.add_post, post)
                else:
                    work = partial(self._curator.add, addresses, progress.hear)
                async with self._turn:
                    taken = await asyncio.to_thread(work)
            except StoreError as error:
                await progress.ends(notice(say(NOT_DONE, job.frame, reason=error)))
                return
            except TelegramError as error:
                await progress.ends(notice(say(FILE_UNREADABLE, job.frame, reason=error.message)))
                return
            self._unless_stopping(bool(taken.report.failed))
            await progress.ends(taken_message(taken, await self._question(taken), job.frame))

    async def _question(self, taken: Taken) -> str | None:
        """A question to try, from the first article that has one."""
        loop = asyncio.get_running_loop()
        for article in taken.articles[:3]:
            work = partial(first_question, article, self._desk.answerer)
            if (found := await loop.run_in_executor(self._desk.workers, work)) is not None:
                return found
        return None

    def _unless_stopping(self, failed: bool) -> None:
        if failed and self._stopping:
            raise Unfinished

    def _progress(self, job: _Job) -> Progressing:
        def tell(done: int, count: int) -> Outgoing:
            pages = counted(count, PAGES, job.frame)
            return notice(say(READING_SO_FAR, job.frame, done=done, pages=pages))

        begun = notice(say(READING, job.frame))
        return Progressing(job.bot, job.message, job.delivery, begun, tell)

    async def _say(self, job: _Job, outgoing: Outgoing, rows: Labels = ()) -> None:
        unsure = doubt.of_reply(job.frame)
        await reply(job.bot, job.message, [outgoing], job.delivery, rows=rows, doubt=unsure)


def is_removal(data: str) -> bool:
    """Whether callback data belongs to the buttons of /remove."""
    return _PRESS.fullmatch(data) is not None
