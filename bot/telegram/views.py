"""Pure: what an answer's message shows once buttons are pressed, and its buttons.

A button carries the whole state that it leads to, so pressing it needs nothing but the exchange.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, cast

from bot.messages import (
    BUTTON_AROUND,
    BUTTON_BACK,
    BUTTON_LANGUAGE,
    BUTTON_MORE,
    BUTTON_QUOTE,
    REASONS,
    say,
)
from bot.telegram.citing import source_line
from bot.telegram.markup import Block, Span
from bot.telegram.render import Outgoing, messages, quoted, render, told
from retrieval.answer import Answer
from retrieval.question import FrameLanguage, Language

Verb = Literal["s", "u", "d", "r"]  # show, thumbs up, thumbs down, the reason for that
Reason = Literal["w", "s", "o"]  # wrong, not in the source, out of date

MOST_PAGES = 10  # a button has one digit for the page

_DATA = re.compile(r"([sudr]):([0-9]{1,18}):([0-9]):([01]):(hi|en):([-wso])")


@dataclass(frozen=True, slots=True)
class View:
    """What is shown: the answer (page 0) or one of its further quotes, perhaps with its passage."""

    page: int
    around: bool
    frame: FrameLanguage


@dataclass(frozen=True, slots=True)
class Press:
    """What a button asks for, of which exchange, and the view it stands under or leads to."""

    verb: Verb
    exchange: int
    view: View
    reason: Reason | None = None

    @property
    def data(self) -> str:
        """As callback data: at most 64 bytes."""
        view = self.view
        around = int(view.around)
        reason = self.reason or "-"
        return f"{self.verb}:{self.exchange}:{view.page}:{around}:{view.frame}:{reason}"


@dataclass(frozen=True, slots=True)
class Button:
    """A button's label and what it does when pressed."""

    label: str
    press: Press


Rows = tuple[tuple[Button, ...], ...]


def press_of(data: str) -> Press | None:
    """The press that callback data stands for; None where it is none of ours."""
    match = _DATA.fullmatch(data)
    if match is None:
        return None
    verb, exchange, page, around, frame, reason = match.groups()
    view = View(int(page), around == "1", cast(FrameLanguage, frame))
    mark = cast(Reason, reason) if reason != "-" else None
    return Press(cast(Verb, verb), int(exchange), view, mark)


def first_view(frame: FrameLanguage) -> View:
    """What an answer's message shows at first."""
    return View(0, around=False, frame=frame)


def shown(answer: Answer, view: View) -> list[Outgoing]:
    """The message for a view; several only for an answer that had several."""
    if answer.abstained or not answer.citations or (view.page == 0 and not view.around):
        return render(framed(answer, view.frame))
    pages = (*answer.citations, *answer.further)
    number = min(view.page, len(pages) - 1)
    citation = pages[number]
    blocks = list[Block]()
    if answer.fact is not None and number == 0:
        blocks.append(
            Block(told(answer.fact.strip(), answer.said_by, view.frame, f" [{citation.n}]"))
        )
    text = citation.article.text
    if view.around:
        spans = (
            Span(text[: citation.start]),
            Span(citation.quote, bold=True),
            Span(text[citation.end :]),
        )
        blocks.append(Block(tuple(span for span in spans if span.text), "open"))
    else:
        blocks.append(
            quoted(citation, answer.short_answer, answer.short_at)
            if number == 0
            else quoted(citation)
        )
    blocks.append(Block(source_line(citation, view.frame, asked_on=answer.asked_on), gap=False))
    return messages(blocks)[:1]


def framed(answer: Answer, frame: FrameLanguage) -> Answer:
    """The answer with its frame text in `frame`."""
    if answer.question.frame == frame:
        return answer
    language: Language = "en" if frame == "en" else "hi"
    # What a language model wrote is in the language of before.
    question = replace(answer.question, language=language)
    parts = tuple(framed(part, frame) for part in answer.parts)
    return replace(answer, question=question, written=(), translations={}, parts=parts)


def buttons(answer: Answer, exchange: int, view: View) -> Rows:
    """The rows of buttons under a view; none under talk."""
    if answer.is_talk:
        return ()
    rows = list[tuple[Button, ...]]()
    frame = view.frame

    def to(**changes: object) -> Press:
        return Press("s", exchange, replace(view, **changes))  # type: ignore[arg-type]

    if answer.citations and not answer.abstained:
        count = min(len(answer.citations) + len(answer.further), MOST_PAGES)
        following = (view.page + 1) % count
        row = list[Button]()
        if following:
            if view.page:
                row.append(Button("↩", to(page=0, around=False)))
            label = say(BUTTON_MORE, frame, n=following + 1, count=count)
            row.append(Button(label, to(page=following, around=False)))
        elif view.page:
            row.append(Button(say(BUTTON_BACK, frame), to(page=0, around=False)))
        label = say(BUTTON_QUOTE if view.around else BUTTON_AROUND, frame)
        row.append(Button(label, to(around=not view.around)))
        rows.append(tuple(row))
    other: FrameLanguage = "en" if frame == "hi" else "hi"
    rows.append(
        (
            Button(say(BUTTON_LANGUAGE, frame), to(frame=other)),
            Button("👍", Press("u", exchange, view)),
            Button("👎", Press("d", exchange, view)),
        )
    )
    return tuple(rows)


def reasons(exchange: int, view: View) -> Rows:
    """What may have been wrong, a button each."""
    marks = tuple(
        Button(say(text, view.frame), Press("r", exchange, view, cast(Reason, mark)))
        for mark, text in REASONS.items()
    )
    back = Button(say(BUTTON_BACK, view.frame), Press("s", exchange, view))
    return (*((mark,) for mark in marks), (back,))
