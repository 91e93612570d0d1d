"""The most recent values by key, for several threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Keeps the values that were asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable) -> Value | None:
        """The value kept under `key`, if it still is."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: Hashable, value: Value) -> None:
        """Keep a value; the one not asked for longest may go for it."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self._most:
                self._values.popitem(last=False)

    def forget(self, keys: Iterable[Hashable]) -> None:
        """Keep these no longer; those not kept are ignored."""
        with self._lock:
            for key in keys:
                self._values.pop(key, None)

    def all_of(
        self, keys: Sequence[str], read: Callable[[Sequence[str]], Mapping[str, Value]]
    ) -> dict[str, Value]:
        """The values under these keys, those not kept from `read`, which may lack some."""
        found = {key: value for key in keys if (value := self.get(key)) is not None}
        missing = [key for key in keys if key not in found]
        if missing:
            for key, value in read(missing).items():
                found[key] = value
                self.put(key, value)
        return found
