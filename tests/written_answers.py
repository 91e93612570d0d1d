"""An answerer that writes through the double of an endpoint, and what the double may say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from retrieval.answer import Answer, Answerer
from retrieval.llm.asking import Asking
from retrieval.llm.budget import Allowance, Budget
from retrieval.llm.client import ChatModel
from retrieval.llm.pause import Pause
from retrieval.llm.writing import WritingAnswerer
from tests.llmapi import KEY, Endpoint, Says, endpoint
from tests.sample_answers import FakeAnswerer, answer

QUESTION = "What did the bridge cost?"
GOOD = "The bridge cost 240 crore rupees, according to the Public Works Department [1]."
SECOND = "About 12,000 vehicles will pass over the bridge every day [2]."
LIE = "The bridge cost 250 crore rupees [1]."
TRANSLATED = "According to the Public Works Department it cost 240 crore rupees."

PATIENT = Budget(first=60.0, whole=60.0, at_once=200)
"""Time enough on the busiest machine: what does not come never comes."""

NO_TIME = Budget(first=0.1, whole=0.2, at_once=200)
"""For an endpoint that never answers anyway."""


def english(text: str = QUESTION) -> Answer:
    """An English question answered by two Hindi quotes."""
    return answer(text, "en")


@dataclass(frozen=True, slots=True)
class Writer:
    """An answerer and the endpoint behind it."""

    answerer: WritingAnswerer
    at: Endpoint

    def ask(self, text: str = QUESTION, **parts: Any) -> Answer:
        """The question answered, then written."""
        return self.answerer.write(self.answerer.answer(text), **parts)


@contextmanager
def writing(
    does: Callable[[dict[str, Any]], Says],
    budget: Budget = PATIENT,
    *,
    plain: Answerer | None = None,
    url: str | None = None,
    pause: Pause | None = None,
    **clocks: Callable[[], float],
) -> Iterator[Writer]:
    """An answerer over a double that does `does`; `url` is another address to ask at instead.

    `clock` is the one that answers are timed by, `now` the one that tells the day.
    """
    model: ChatModel | None = None
    try:
        with endpoint(does) as at:
            model = ChatModel(url or at.url, "double", KEY, timeout=budget.whole)
            today = {"now": clocks.pop("now")} if "now" in clocks else {}
            asking = Asking(model, Allowance(budget, **today))
            plain = plain or FakeAnswerer(english)
            yield Writer(WritingAnswerer(plain, asking, budget, pause=pause, **clocks), at)
    finally:
        if model is not None:
            model.close()  # after the endpoint, which may keep a request waiting
