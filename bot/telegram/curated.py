"""Pure: what an admin is told of the corpus and of what was put into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.messages import (
    ADDED,
    ALSO_HELD,
    AND_MORE,
    ARTICLES,
    HEALTHY,
    HOLDS_NOW,
    NOTHING_ADDED,
    PASSAGES,
    SOURCES_COUNTED,
    SOURCES_KEPT,
    TRY_ASKING,
    UNCHANGED,
    UPDATED,
    counted,
    say,
)
from bot.telegram.markup import Block, Span, lines
from bot.telegram.render import Outgoing, messages
from bot.telegram.sources import named
from retrieval.question import FrameLanguage

if TYPE_CHECKING:
    from bot.curating import Taken
    from store.sources.kept import Source
    from store.status import Status

SHOWN = 5  # articles or failures named
REASON = 200  # characters of one


def taken_message(
    taken: Taken, question: str | None, frame: FrameLanguage, head: str | None = None
) -> Outgoing:
    """What came of adding: the titles found, what failed and why, and a question to try."""
    report = taken.report
    blocks = [Block((Span(head or _head(taken, frame), bold=True),))]
    blocks += [named(article, frame) for article in taken.articles[:SHOWN]]
    if (more := len(taken.articles) - SHOWN) > 0:
        blocks.append(Block((Span(say(AND_MORE, frame, articles=counted(more, ARTICLES, frame))),)))
    if report.duplicates:
        known = counted(report.duplicates, ARTICLES, frame)
        blocks.append(Block((Span(say(ALSO_HELD, frame, articles=known)),)))
    failed = [
        [Span(f"• {failure.source[:REASON]}: {failure.error[:REASON]}")]
        for failure in report.failed[:SHOWN]
    ]
    if len(report.failed) > SHOWN:
        failed.append([Span(f"… +{len(report.failed) - SHOWN}")])
    if failed:
        blocks.append(Block(lines(failed)))
    if question is not None:
        blocks.append(Block(lines([[Span(say(TRY_ASKING, frame))], [Span(question)]])))
    return messages(blocks)[0]


def _head(taken: Taken, frame: FrameLanguage) -> str:
    report = taken.report
    said = [
        counted(number, words, frame)
        for words, number in (
            (ADDED, report.added),
            (UPDATED, report.updated),
            (UNCHANGED, report.unchanged),
        )
        if number
    ]
    return " · ".join(said) or say(NOTHING_ADDED, frame)


def status_message(status: Status, sources: Sequence[Source], frame: FrameLanguage) -> Outgoing:
    """What is held, whether it is healthy, and which sources are in trouble."""
    held = say(
        HOLDS_NOW,
        frame,
        articles=counted(status.articles, ARTICLES, frame),
        passages=counted(status.passages, PASSAGES, frame),
    )
    rows = [[Span(held, bold=True)]]
    rows += [[Span(f"• {problem}")] for problem in status.problems] or [[Span(say(HEALTHY, frame))]]
    if sources:
        rows.append(
            [Span(say(SOURCES_KEPT, frame, sources=counted(len(sources), SOURCES_COUNTED, frame)))]
        )
        rows += [
            [Span(f"• {each.address[:REASON]}: {each.error[:REASON]}")]
            for each in sources
            if each.error
        ][:SHOWN]
    return messages([Block(lines(rows))])[0]
