"""Pure: a body as it was before it was packed for the way, within a limit on its size."""

from __future__ import annotations

import zlib
from typing import Final

from store.errors import Unfetchable

ENCODINGS: Final = "gzip, deflate"
"""What `unpacked` understands, as the header that asks for it."""

_GZIP: Final = b"\x1f\x8b"


def unpacked(body: bytes, encoding: str, max_bytes: int) -> bytes:
    """`body` without the packings that the header Content-Encoding names.

    A gzip file is unpacked too where nothing was said. Raises Unfetchable for packings that are
    not known, that are damaged, and that hold more than `max_bytes`.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name in ("gzip", "x-gzip"):
            # Some servers name the packing and send the page as it is.
            body = _inflated(body, 31, max_bytes) if body.startswith(_GZIP) else body
        elif name == "deflate":
            zlib_head = body[:1] == b"\x78"
            body = _inflated(body, 15 if zlib_head else -15, max_bytes)
        elif name != "identity":
            raise Unfetchable("it is packed in a way that was not asked for")
    if body.startswith(_GZIP):
        body = _inflated(body, 31, max_bytes)
    return body


def _inflated(body: bytes, window: int, max_bytes: int) -> bytes:
    inflate = zlib.decompressobj(window)
    try:
        held = inflate.decompress(body, max_bytes + 1)
    except zlib.error:
        raise Unfetchable("it is packed in a way that cannot be read") from None
    if len(held) > max_bytes:
        raise Unfetchable(f"larger than {max_bytes // 1_000_000} MB unpacked", lasting=True)
    if not inflate.eof:
        raise Unfetchable("it is broken off")
    return held
