"""Pure: what stands over the quotes: a fact and its speaker, as far as sure, and what is not."""

from __future__ import annotations

from bot.messages import EARLIER, NEAREST, SAID_BY, Text, say
from retrieval.answer import Answer
from retrieval.facts.english import in_english
from retrieval.question import FrameLanguage


def in_words_of(words: str, frame: FrameLanguage) -> str:
    """Words as printed, in English for an English question where a table has all of them."""
    return (in_english(words) if frame == "en" else None) or words


def speaker(said_by: str | None, frame: FrameLanguage) -> str:
    """` — according to …` for behind a fact; nothing where nobody's word is known."""
    return f" — {say(SAID_BY, frame, who=in_words_of(said_by, frame))}" if said_by else ""


def cautions(answer: Answer) -> list[Text]:
    """What the reader is to know before the quotes: they are from before, or only near."""
    told = ((answer.earlier, EARLIER), (answer.is_near, NEAREST))
    return [text for true, text in told if true]
