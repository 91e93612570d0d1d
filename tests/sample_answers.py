"""Answers made by hand, and an answerer that gives them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from retrieval.answer import Answer, Citation, Hear
from retrieval.question import Language, Question
from store.article import Article

BRIDGE = (
    "नदी पर नया पुल सोमवार को खुल गया। लोक निर्माण विभाग के अनुसार इस पर 240 करोड़ रुपये खर्च हुए। "
    "पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।"
)


def article(**changes: object) -> Article:
    """A short Hindi article, with `changes`."""
    fields: dict[str, object] = {
        "id": "a1",
        "source": "pul.txt",
        "url": "https://samachar.example.in/pul?id=1&p=2",
        "title": "नदी पर नया पुल खुला",
        "publisher": "नगर समाचार",
        "published": date(2025, 9, 4),
        "dateline": None,
        "language": "hi",
        "text": BRIDGE,
    }
    return Article(**{**fields, **changes})  # type: ignore[arg-type]


def cite(n: int, quote: str, source: Article | None = None) -> Citation:
    """A citation of `quote`, which stands in the article."""
    source = source or article()
    start = source.text.index(quote)
    return Citation(n, source, start, start + len(quote))


def answer(
    text: str = "पुल पर कितना खर्च हुआ?",
    language: Language = "hi",
    *,
    short: str | None = "240 करोड़ रुपये",
    citations: tuple[Citation, ...] | None = None,
    abstained: bool = False,
) -> Answer:
    """An answer about the bridge; the first of its two quotes holds the short answer."""
    if citations is None:
        citations = (
            cite(1, "लोक निर्माण विभाग के अनुसार इस पर 240 करोड़ रुपये खर्च हुए।"),
            cite(2, "पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।"),
        )
    return Answer(Question(text, language), citations, abstained, 0.9, short, {}, 1.0)


@dataclass
class FakeAnswerer:
    """Answers every question with `make(text)`, remembering what it was asked and how busy it was.

    While `gate` is closed, answers wait for it.
    """

    make: Callable[[str], Answer] = answer
    asked: list[tuple[str, Language | None]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    at_once: int = 0
    most_at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Start with the gate open."""
        self.gate.set()

    def answer(self, text: str, *, last_language: Language | None = None) -> Answer:
        """The prepared answer."""
        with self._lock:
            self.asked.append((text, last_language))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            assert self.gate.wait(30)
            return self.make(text)
        finally:
            with self._lock:
                self.at_once -= 1

    def write(self, answer: Answer, *, chat: int | None = None, hear: Hear | None = None) -> Answer:
        """The answer as it is."""
        return answer
