"""What a language model may cost: seconds an answer, requests at once, tokens a day."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from retrieval.llm.trouble import NotNow

_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds until the first checked sentence, and for all of it; requests at once; tokens a day.

    0 tokens, of all chats or of one, are any number.
    """

    first: float = 4.0
    whole: float = 12.0
    at_once: int = 8
    tokens_a_day: int = 0
    chat_tokens_a_day: int = 0


@dataclass(slots=True)
class Cost:
    """Tokens that a request has cost, once that is known."""

    tokens: int


class Allowance:
    """How much of a budget is left: requests that may begin, and tokens of today (UTC)."""

    def __init__(self, budget: Budget, now: Callable[[], float] = time.time) -> None:
        self._budget = budget
        self._now = now
        self._lock = threading.Lock()
        self._free = budget.at_once
        self._day = -1
        self._spent = 0
        self._spent_by: Counter[int] = Counter()

    @contextmanager
    def spending(self, tokens: int, chat: int | None) -> Iterator[Cost]:
        """A block with a request in it that costs `tokens` at most, or what is set in the block.

        Raises NotNow where it is one too many.
        """
        day = self._begin(tokens, chat)
        cost = Cost(tokens)
        try:
            yield cost
        finally:
            with self._lock:
                self._free += 1
                if day == self._day:
                    self._count(cost.tokens - tokens, chat)

    def _begin(self, tokens: int, chat: int | None) -> int:
        with self._lock:
            day = int(self._now() // _DAY)
            if day != self._day:
                self._day, self._spent = day, 0
                self._spent_by.clear()
            all_, own = self._budget.tokens_a_day, self._budget.chat_tokens_a_day
            if (
                self._free <= 0
                or (all_ and self._spent + tokens > all_)
                or (own and chat is not None and self._spent_by[chat] + tokens > own)
            ):
                raise NotNow
            self._free -= 1
            self._count(tokens, chat)
            return day

    def _count(self, tokens: int, chat: int | None) -> None:
        self._spent += tokens
        if chat is not None:
            self._spent_by[chat] += tokens
