"""Who looks after the process: its numbers and its health, and the server that shows them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.metrics.health import Health
from bot.settings import WrongSetting

if TYPE_CHECKING:
    from bot.metrics.numbers import Metrics
    from bot.transport.waits import Waits
    from store.corpus import Corpus

_PARTS = ("store", "telegram")


@dataclass(frozen=True, slots=True)
class Watch:
    """Numbers and health of this process; `metrics` is None where nobody asks for them.

    `waits` gets the times of each update that sent a message.
    """

    metrics: Metrics | None = None
    health: Health = field(default_factory=lambda: Health(_PARTS))
    waits: Callable[[Waits], None] | None = None

    def hear_waits(self, waits: Waits) -> None:
        """An update sent a message and is answered."""
        if self.metrics is not None:
            self.metrics.left(waits)
        if self.waits is not None:
            self.waits(waits)

    def store_opened(self, corpus: Corpus) -> None:
        """The store is ready: show what it holds."""
        self.health.reports("store", corpus.trouble)
        if self.metrics is not None:
            self.metrics.watch_store(corpus.counts, lambda: corpus.revision)


@contextlib.contextmanager
def watched(listen: str | None) -> Iterator[Watch]:
    """Serve /healthz, /readyz and /metrics at `listen` until the block ends, where it is given.

    Raises WrongSetting where it cannot listen there.
    """
    if listen is None:
        yield Watch()
        return
    from bot.metrics.listening import listening
    from bot.metrics.numbers import Metrics

    metrics = Metrics()
    watch = Watch(metrics)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(listening(listen, metrics, watch.health))
        except OSError as error:
            reason = error.strerror or str(error)
            raise WrongSetting(f"Cannot listen at METRICS_LISTEN={listen}: {reason}") from None
        yield watch
