"""What can go wrong in the store, each with one line that a person can act on."""

from __future__ import annotations


class StoreError(Exception):
    """A setting or the data folder is not usable; the text is one line, without a traceback."""


class InUse(StoreError):
    """Another process owns the data folder."""


class ModelUnavailable(StoreError):
    """The embedding model cannot be loaded."""


class IndexUnusable(StoreError):
    """The index is damaged or was built by another model; `pramaan reindex` mends it."""


class IndexAway(StoreError):
    """The Chroma server cannot be asked now; it may answer again at any time."""


class Unreadable(Exception):
    """One article could not be read; the rest goes on."""


class Unfetchable(Unreadable):
    """A page or feed could not be fetched.

    `status` is the answer's HTTP status, where there was one; `retry_after` how many seconds the
    site asked to wait; `lasting` is true where trying again later cannot help: it is not allowed.
    """

    def __init__(
        self,
        text: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        lasting: bool = False,
    ) -> None:
        super().__init__(text)
        self.status = status
        self.retry_after = retry_after
        self.lasting = lasting

    @property
    def gone(self) -> bool:
        """Whether the site says that there is no such page (any more)."""
        return self.status in (404, 410)
