"""Trouble on request: what a method answers instead of, or after, doing its work."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["refuse", "flood", "bad_gateway", "reset_before", "reset_after", "hang"]


@dataclass(frozen=True, slots=True)
class Fault:
    """`flood` is a 429 with `retry_after`; `reset_after` loses only the answer.

    `refuse` answers `code` with `description`; `hang` holds the answer back for `seconds`.
    """

    kind: Kind
    retry_after: int = 1
    code: int = 400
    description: str = "Bad Request: refused on request"
    seconds: float = 1.0


@dataclass(slots=True)
class Faults:
    """The faults to come: set ones by method, or random ones at a rate."""

    queued: dict[str, deque[Fault | None]] = field(default_factory=lambda: defaultdict(deque))
    rate: float = 0.0
    kinds: Sequence[Fault] = ()
    methods: frozenset[str] = frozenset()
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    happened: list[tuple[str, Fault]] = field(default_factory=list)

    def add(self, method: str, *faults: Fault | None) -> None:
        """Let the next requests for `method` meet `faults`, one each; None lets one pass."""
        self.queued[method].extend(faults)

    def at_random(self, rate: float, kinds: Sequence[Fault], methods: Sequence[str]) -> None:
        """Let a share of the requests for `methods` meet one of `kinds`."""
        self.rate, self.kinds, self.methods = rate, kinds, frozenset(methods)

    def next(self, method: str) -> Fault | None:
        """What the request that just came for `method` meets."""
        fault = None
        if self.queued[method]:
            fault = self.queued[method].popleft()
        elif method in self.methods and self.dice.random() < self.rate:
            fault = self.dice.choice(self.kinds)
        if fault is not None:
            self.happened.append((method, fault))
        return fault
