"""What a reader is told where nobody can know whether a message has reached them.

A connection that breaks after a request has left does not say whether Telegram took the message:
the Bot API has neither a key against doubles nor a way to look. So a message is sent twice at
most, and where both tries end like this, a third could be a third copy, none a lost answer. What
comes then is a short line, which does no harm beside the answer, with a button that turns the
line itself into the answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.messages import BUTTON_SHOW, IN_DOUBT, PART_IN_DOUBT, REPLY_IN_DOUBT, say
from bot.telegram.render import Outgoing, notice
from bot.telegram.views import Button, Press, Rows, View
from retrieval.question import FrameLanguage


@dataclass(frozen=True, slots=True)
class Doubt:
    """The line for the first of several messages, its buttons, and the line for the others."""

    first: Outgoing
    further: Outgoing
    rows: Rows = ()


def of_answer(exchange: int, view: View) -> Doubt:
    """For an answer: the button shows it."""
    rows = ((Button(say(BUTTON_SHOW, view.frame), Press("s", exchange, view)),),)
    frame = view.frame
    return Doubt(notice(say(IN_DOUBT, frame)), notice(say(PART_IN_DOUBT, frame)), rows)


def of_reply(frame: FrameLanguage) -> Doubt:
    """For whatever else was said: the reader may write again."""
    words = notice(say(REPLY_IN_DOUBT, frame))
    return Doubt(words, words)
