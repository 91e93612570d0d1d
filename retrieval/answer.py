"""An answer: the evidence it stands on, what to lead with, or that the articles do not say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, Protocol

from retrieval.dialogue.talk_words import Act
from retrieval.question import Language, Question
from store.article import Article

Reason = Literal["not_said", "no_articles", "no_subject"] | Act
"""Why nothing was answered: the articles do not say, there are none, the question names nothing to
look for, or it was no question but talk.
"""
CLEAR: Final = 0.8
"""The confidence below which the quotes may tell of something near what was asked."""
ABOUT_ARTICLES: Final = frozenset[Reason](("not_said", "no_articles"))


@dataclass(frozen=True, slots=True)
class Citation:
    """Evidence as shown, numbered from 1: `article.text[start:end]`, in code points.

    `also_in` are the same story as other places have it.
    """

    n: int
    article: Article
    start: int
    end: int
    also_in: tuple[Article, ...] = ()

    @property
    def quote(self) -> str:
        """The article's own characters."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Fact:
    """Words of a quote that answer, and those that name whose word it is.

    They stand `at` a place of the quote, in code points. Only what is `certain` may stand by
    itself; the rest is marked where it stands.
    """

    text: str
    at: int
    said_by: str | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that citation `n` gives, and who says so: words of its quote."""

    n: int
    text: str
    said_by: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence that a language model wrote and its evidence supports.

    `text` is without marks; `marks` are the numbers of the citations it stands on.
    """

    text: str
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question.

    `abstained` means they do not answer it; `citations` then holds related articles at most, and
    `reason` tells why: None counts as "not_said".
    `short_answer` is a part of the first quote, or None; `short_at` is where it begins there, in
    code points, where that is known; `said_by` is the part of the quote that names whose word it
    is, where it is somebody's. Unless it is `certain` it does not lead, but is marked in its quote.
    `differing` has the figures that articles give for the same thing where they do not agree,
    newest article first, that of the first citation among them; it is empty where nothing differs.
    `several` has the facts of the first quotes to a question that wants more than one, where they
    have more than one.
    `confidence` runs from 0 to 1 and is comparable between questions. `timings_ms` has the stages
    question, embed, search, evidence, read and answer, and model where a language model was asked;
    `latency_ms` is the whole.
    `written` is the same answer in a language model's words, in the language of the question, empty
    where there is none; `translations` are those of quotes, by the number of their citation.
    `further` is evidence beyond `citations`, numbered on from them, for who asks to see more.
    `parts` are the answers to the questions of a message that asks several, empty otherwise; their
    citations have the numbers that they have in the whole. `left_out` counts questions beyond them.
    `asked_on` is the day of the question where that is known. `earlier` means that a recent time
    was asked about and no article of that time answers: the answer is from before, or undated.
    """

    question: Question
    citations: tuple[Citation, ...]
    abstained: bool
    confidence: float
    short_answer: str | None
    timings_ms: Mapping[str, float]
    latency_ms: float
    short_at: int | None = None
    said_by: str | None = None
    certain: bool = True
    differing: tuple[Figure, ...] = ()
    several: tuple[Figure, ...] = ()
    written: tuple[WrittenSentence, ...] = ()
    translations: Mapping[int, str] = field(default_factory=dict)
    further: tuple[Citation, ...] = ()
    reason: Reason | None = None
    parts: tuple[Answer, ...] = ()
    left_out: int = 0
    asked_on: date | None = None
    earlier: bool = False

    @property
    def fact(self) -> str | None:
        """The short answer, where it may stand by itself: not where articles tell another."""
        return self.short_answer if self.certain and not self.differing else None

    @property
    def is_near(self) -> bool:
        """Whether the quotes, without a fact to lead, may be near what was asked and no answer."""
        leads = self.fact or self.several or self.differing or self.written
        return not (self.abstained or self.parts or leads) and self.confidence < CLEAR

    @property
    def is_talk(self) -> bool:
        """Whether nothing was asked of the articles: a greeting, thanks, a word about the bot."""
        return self.abstained and self.reason is not None and self.reason not in ABOUT_ARTICLES


Hear = Callable[[WrittenSentence], None]
"""Gets each sentence of a written answer as soon as it is sure to stay; in a worker thread."""


class Answerer(Protocol):
    """Answers questions; called from worker threads, several at once."""

    def answer(self, text: str, *, last_language: Language | None = None) -> Answer:
        """Answer `text` by quotes; `last_language` is the chat's, for texts that carry none."""
        ...

    def write(self, answer: Answer, *, chat: int | None = None, hear: Hear | None = None) -> Answer:
        """The answer with a language model's words, where there is one that can; else as it is.

        It may take seconds. `hear` gets the sentences of `written` one after the other, before the
        whole is there; none of them is withdrawn. What it costs is counted for `chat`.
        """
        ...
