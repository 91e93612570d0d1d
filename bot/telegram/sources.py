"""Pure: the articles at hand as a list in pages, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.messages import ARTICLES_HELD, NO_SOURCES, PAGE, SOURCES, counted, say
from bot.telegram.citing import linked_title, published_by
from bot.telegram.markup import Block, Span, lines
from bot.telegram.render import Outgoing, messages
from retrieval.question import FrameLanguage
from store.article import Article

A_PAGE = 6  # articles


def pages(articles: Sequence[Article]) -> int:
    """How many pages the list has; at least one."""
    return max(1, -(-len(articles) // A_PAGE))


def sources_page(articles: Sequence[Article], page: int, frame: FrameLanguage) -> Outgoing:
    """One page of the list (in the order given), counted from 0; the last where there are fewer."""
    if not articles:
        return messages([Block((Span(say(NO_SOURCES, frame)),))])[0]
    page = min(page, pages(articles) - 1)
    head = say(SOURCES, frame, articles=counted(len(articles), ARTICLES_HELD, frame))
    rows = [[Span(head, bold=True)]]
    if pages(articles) > 1:
        rows[0].append(Span(say(PAGE, frame, n=page + 1, count=pages(articles))))
    blocks = [Block(lines(rows))]
    for article in articles[page * A_PAGE : (page + 1) * A_PAGE]:
        blocks.append(named(article, frame))
    return messages(blocks)[0]


def source_message(article: Article, frame: FrameLanguage) -> Outgoing:
    """One article: its title, publisher and date."""
    return messages([named(article, frame)])[0]


def named(article: Article, frame: FrameLanguage) -> Block:
    """An article's title, a link where there is one; under it publisher and date."""
    about = published_by(article, frame)
    title = replace(linked_title(article), bold=True)
    return Block(lines([[title], *([[Span(about)]] if about else [])]))
