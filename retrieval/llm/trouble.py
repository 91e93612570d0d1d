"""What may go wrong with a language model."""

from __future__ import annotations

from typing import Literal

Kind = Literal["slow", "down", "busy", "failing", "key", "long", "refused", "malformed", "empty"]


class ModelTrouble(Exception):
    """The endpoint did not do its part; `kind` says how. Never holds the key or the address.

    `wait` is how long (seconds) the endpoint asks to be left alone, if it does.
    """

    def __init__(self, kind: Kind, wait: float | None = None) -> None:
        super().__init__(kind)
        self.kind: Kind = kind
        self.wait = wait


class NotNow(Exception):
    """The model is not asked: it is left alone after failures, or what may be spent is spent."""
