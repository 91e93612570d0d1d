"""One owner per data folder: two processes writing one Chroma folder lose vectors silently."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from store.errors import InUse, StoreError


@contextmanager
def owned(data_dir: Path) -> Iterator[None]:
    """Own the folder, made if need be, until the block ends or the process dies.

    Raises InUse when another process owns it, StoreError when it cannot be written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(f"PRAMAAN_DATA_DIR={data_dir} cannot be used: {error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            owner = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
            raise InUse(
                f"PRAMAAN_DATA_DIR={data_dir} is in use by another process"
                f"{f' ({owner})' if owner else ''}"
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"pid {os.getpid()}".encode(), 0)
        yield
    finally:
        os.close(descriptor)


class Turns(AbstractContextManager[None]):
    """One change at a time: of this process's threads, and where they share a folder of processes.

    May be entered again by the thread that holds it.
    """

    def __init__(self, shared: Path | None) -> None:
        """`shared` is a data folder that other processes change too, or None."""
        self._shared = shared
        self._threads = threading.RLock()
        self._held: list[ExitStack] = []

    def __enter__(self) -> None:
        """Wait for other threads. Raises InUse while another process changes the folder."""
        self._threads.acquire()
        stack = ExitStack()
        try:
            if self._shared is not None and not self._held:
                stack.enter_context(owned(self._shared))
        except BaseException:
            self._threads.release()
            raise
        self._held.append(stack)

    def __exit__(self, *_: object) -> None:
        self._held.pop().close()
        self._threads.release()
