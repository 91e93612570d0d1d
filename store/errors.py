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


class Unreadable(Exception):
    """One article could not be read; the rest goes on."""
