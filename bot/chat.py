"""The conversation in the terminal: colours and folded quotes, or plain lines through a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.messages import CHAT_WELCOME, FOLDED, HOLDS, HOW_TO_LEAVE, RELATED_ARTICLES, counted, say
from bot.streams import lines_of_input, put
from bot.telegram.markup import clip
from bot.terminal import (
    also_in,
    heading,
    heads,
    one_line,
    plain_text,
    quoted,
    told_by_lead,
    translated,
)
from retrieval.dialogue.turns import Conversation

if TYPE_CHECKING:
    from rich.console import Console

    from retrieval.answer import Answer, Answerer, Citation
    from retrieval.question import FrameLanguage

PROMPT = "❯ "
_LEAVING = ("exit", "quit", "/exit", "/quit", "बंद")
_FOLDED_TO = 72  # characters of a quote that is folded


def converse(answerer: Answerer, *, articles: int) -> None:
    """Answer what is asked on standard input until it ends.

    `articles` is how many the store holds. In a terminal with colours and a prompt; else one
    question a line, each repeated before its answer, an empty line between.
    """
    if sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
        from rich.console import Console

        _converse_in_colour(answerer, Console(highlight=False), articles)
        return
    conversation = Conversation(answerer)
    for number, text in enumerate(lines_of_input()):
        shown = plain_text(conversation.answer(text))
        put(("\n" if number else "") + PROMPT + one_line(text) + "\n" + shown)


def _converse_in_colour(answerer: Answerer, console: Console, articles: int) -> None:
    import readline  # noqa: F401  # gives `input` its line editing and history

    for language in _BOTH:
        console.print(say(CHAT_WELCOME, language), style="bold", markup=False)
    for language in _BOTH:
        console.print(counted(articles, HOLDS, language), style="dim", markup=False)
    for language in _BOTH:
        console.print(say(HOW_TO_LEAVE, language), style="dim", markup=False)
    conversation = Conversation(answerer)
    last: Answer | None = None
    while True:
        console.print()
        typed = _typed()
        if typed is None or typed.lower() in _LEAVING:
            return
        if not typed:
            continue
        unfolded = _citation_numbered(typed, last)
        if unfolded is not None and last is not None:
            _print_citation(console, last, unfolded, folded=False)
            continue
        with console.status("…"):
            last = conversation.answer(typed)
        print_answer(console, last)


_BOTH: tuple[FrameLanguage, ...] = ("hi", "en")


def _typed() -> str | None:
    """What was typed, or None at Ctrl-D or Ctrl-C."""
    try:
        # Without colour: a line editor that redraws the line has to know the prompt's width.
        return input(PROMPT).strip()
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
        return None


def _citation_numbered(typed: str, last: Answer | None) -> Citation | None:
    if last is None or not typed.isdecimal():
        return None
    return next((citation for citation in last.citations if citation.n == int(typed)), None)


def print_answer(console: Console, answer: Answer) -> None:
    """The lead, the first quote, and the further ones folded to their beginnings."""
    frame = answer.question.frame
    for line in heads(answer):
        console.print(line, style="yellow" if answer.abstained else "bold", markup=False)
    if answer.abstained and answer.citations:
        console.print(say(RELATED_ARTICLES, frame), markup=False)
    folded = []
    for citation in answer.citations:
        if told_by_lead(answer, citation):
            _print_heading(console, answer, citation)
            continue
        fold = (citation.n > 1 or answer.abstained) and len(quoted(citation)) > _FOLDED_TO
        _print_citation(console, answer, citation, folded=fold)
        if fold:
            folded.append(str(citation.n))
    if folded:
        hint = say(FOLDED, frame, numbers=", ".join(folded))
        console.print(hint, style="dim italic", markup=False)


def _print_citation(console: Console, answer: Answer, citation: Citation, *, folded: bool) -> None:
    from rich.padding import Padding
    from rich.text import Text

    _print_heading(console, answer, citation)
    quote = quoted(citation)
    shown = Text(clip(quote, _FOLDED_TO), style="dim") if folded else Text(quote, style="green")
    console.print(Padding(shown, (0, 0, 0, 4)))
    translation = None if folded else translated(answer, citation)
    if translation is not None:
        console.print(Padding(Text(translation, style="italic"), (0, 0, 0, 4)))


def _print_heading(console: Console, answer: Answer, citation: Citation) -> None:
    told = heading(citation, answer.question.frame, answer.asked_on)
    console.print(f"[{citation.n}] {told}", style="cyan", markup=False)
    if citation.article.url:
        url = one_line(citation.article.url)
        console.print("    " + url, style="dim underline", markup=False, soft_wrap=True)
    if (line := also_in(citation, answer.question.frame)) is not None:
        console.print("    " + line, style="dim", markup=False)
