"""Telegram's limits on how fast a bot may write.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: no more than one
message per second in a chat, 20 messages per minute in a group, about 30 messages per second.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class FloodLimits:
    """Off unless `on`; times are monotonic seconds."""

    on: bool = False
    times: dict[int, deque[float]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=40))
    )

    def retry_after(self, chat_id: int, now: float) -> int:
        """Seconds to wait before writing in the chat, 0 if a message may go; counts it then."""
        if not self.on:
            return 0
        rates = [(chat_id, 1, 1.0), (0, 30, 1.0)]
        if chat_id < 0:
            rates.append((chat_id, 20, 60.0))
        waits = [
            self.times[key][-count] + period - now
            for key, count, period in rates
            if len(self.times[key]) >= count
        ]
        wait = max([0.0, *waits])
        if wait > 0:
            return math.ceil(wait)
        self.times[chat_id].append(now)
        self.times[0].append(now)
        return 0
