"""Inline mode: answers as a person types `@bot question` in any chat."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.facts import in_words_of
from bot.messages import (
    HELP,
    INSTEAD,
    TO_PRIVATE_CHAT,
    TYPE_A_QUESTION,
    TYPE_LIKE_THIS,
    say,
)
from bot.telegram.addressed import has_words, reader_language
from bot.telegram.citing import published_by
from bot.telegram.desk import Desk
from bot.telegram.markup import clip
from bot.telegram.render import Outgoing, notice, render
from bot.telegram.sending import Labels, PacedBot, keyboard
from bot.telegram.sources import source_message
from bot.telegram.views import View, shown
from retrieval.answer import Answer
from retrieval.question import FrameLanguage

PAUSE = 0.25  # seconds without a further letter, before a query is searched for
CACHE_SECONDS = 300  # for which Telegram may give the same results to the same words
MOST_RESULTS = 6
EXAMPLES = 4  # articles shown where nothing is typed yet
DEEP_LINK = "inline"

_TITLE, _DESCRIPTION = 100, 140  # characters that a phone shows of them
_log = logging.getLogger(__name__)


class Inline:
    """Answers inline queries, of each person only the latest."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._latest: dict[int, str] = {}

    async def on_query(self, query: InlineQuery, bot: PacedBot) -> None:
        """Show results for what is typed so far, unless more was typed meanwhile."""
        person = query.from_user.id
        self._latest[person] = query.id
        frame = reader_language(query.query, query.from_user.language_code)
        try:
            results = await self._results(query, frame, bot)
        finally:
            superseded = self._latest.get(person) != query.id
            if not superseded:
                del self._latest[person]
        if superseded or results is None:
            return
        button = InlineQueryResultsButton(say(TO_PRIVATE_CHAT, frame), start_parameter=DEEP_LINK)
        try:
            # How to ask is in the reader's own language; answers are in that of the words typed.
            own = not has_words(query.query)
            await bot.answer_inline_query(
                query.id, results, CACHE_SECONDS, is_personal=own, button=button
            )
        except BadRequest as error:
            _log.info("An inline query could not be answered: %s", error)

    async def _results(
        self, query: InlineQuery, frame: FrameLanguage, bot: PacedBot
    ) -> list[InlineQueryResultArticle] | None:
        loop = asyncio.get_running_loop()
        if not has_words(query.query):
            return await loop.run_in_executor(
                self._desk.workers, partial(_examples, self._desk, frame, bot.name)
            )
        await asyncio.sleep(PAUSE)
        if self._latest.get(query.from_user.id) != query.id:
            return None
        work = partial(self._desk.answerer.answer, query.query.strip())
        return results_of(await loop.run_in_executor(self._desk.workers, work))


def results_of(answer: Answer) -> list[InlineQueryResultArticle]:
    """The answer as results: each one piece of evidence, sending itself with its source."""
    frame = answer.question.frame
    if answer.abstained or not answer.citations:
        words = INSTEAD[answer.reason or "not_said"]
        return [as_result("0", say(words, frame), "", render(answer)[0])]
    results = []
    for place, citation in enumerate((*answer.citations, *answer.further)[:MOST_RESULTS]):
        lead = in_words_of((answer.fact or "").strip(), frame) if place == 0 else ""
        article = citation.article
        about = [published_by(article, frame), article.title]
        message = shown(answer, View(place, around=False, frame=frame))[0]
        described = " · ".join(part for part in about if part)
        results.append(as_result(str(place), lead or citation.quote, described, message))
    return results


def as_result(
    number: str, title: str, description: str, message: Outgoing, rows: Labels = ()
) -> InlineQueryResultArticle:
    """One result; choosing it sends `message` with `rows` of buttons."""
    content = InputTextMessageContent(
        message.html, ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(
        number,
        clip(title, _TITLE),
        content,
        description=clip(description, _DESCRIPTION) or None,
        reply_markup=keyboard(rows),
    )


def _examples(desk: Desk, frame: FrameLanguage, name: str) -> list[InlineQueryResultArticle]:
    """How to ask, and the newest articles that could be asked about."""
    how = as_result(
        "how",
        say(TYPE_A_QUESTION, frame),
        say(TYPE_LIKE_THIS, frame, name=name),
        notice(say(HELP, frame, name=name)),
    )
    newest = desk.articles()[:EXAMPLES]
    return [
        how,
        *(
            as_result(
                str(number),
                article.title or article.source,
                published_by(article, frame),
                source_message(article, frame),
            )
            for number, article in enumerate(newest)
        ),
    ]
