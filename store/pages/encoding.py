"""Pure: a page's bytes as text, whatever its headers say they are."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final

from store.errors import Unreadable

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""",
    re.IGNORECASE,
)
_HEAD_BYTES: Final = 4096
_MAX_BROKEN: Final = 0.002
# Devanagari in UTF-8 read as windows-1252 or ISO-8859-1, sent again as UTF-8.
_TWICE: Final = re.compile("à[¤¥][\x80-\xbf\u0152-\u2122]")
_MIN_TWICE: Final = 10
_LATIN: Final = ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii")


def page_text(body: bytes, charset: str | None = None) -> str:
    """The text in `body`; `charset` is what the server calls it, which is believed late.

    What reads as UTF-8 is UTF-8: Devanagari in another encoding does not. A few broken bytes become
    U+FFFD. Raises Unreadable for bytes that are no text in any encoding.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _decoded(body.removeprefix(codecs.BOM_UTF8), encoding)
    if (wide := _wide(body)) is not None:
        return _decoded(body, wide)
    if b"\x00" in body:
        raise Unreadable("binary, not a page")
    try:
        return _once(body.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    mended = body.decode("utf-8", "replace")
    if mended.count("\ufffd") <= _MAX_BROKEN * len(mended):
        return _once(mended)
    for name in _named(body, charset):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    raise Unreadable("its letters are in no encoding that is known")


def _named(body: bytes, charset: str | None) -> Iterator[str]:
    """The encodings that the page and the server name, as Python's, but UTF-8."""
    declared = _DECLARED.search(body[:_HEAD_BYTES])
    for name in (charset, declared[1].decode("ascii") if declared else None):
        if name is None:
            continue
        try:
            known = codecs.lookup("cp1252" if name.lower() in _LATIN else name)
        except LookupError:
            continue
        # Codecs that make no text of bytes (base64, rot13) are no encodings of a page.
        if known.name not in ("utf-8", "utf-7") and known._is_text_encoding:
            yield known.name


def _wide(body: bytes) -> str | None:
    """UTF-16 without its mark, told from the zero bytes of its tags."""
    head = body[:_HEAD_BYTES]
    if len(head) < 40 or head.count(0) < len(head) // 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 8 * max(even, 1):
        return "utf-16-le"
    return "utf-16-be" if even > 8 * max(odd, 1) else None


def _decoded(body: bytes, encoding: str) -> str:
    text = body.decode(encoding, "replace")
    if text.count("\ufffd") > _MAX_BROKEN * len(text) + 1:
        raise Unreadable("its letters are in no encoding that is known")
    return text


def _once(text: str) -> str:
    """The text, with UTF-8 that was encoded twice brought back."""
    if len(_TWICE.findall(text)) < _MIN_TWICE:
        return text
    return re.sub("[\x80-\xff\u0152-\u2122]{2,}", _brought_back, text)


def _brought_back(match: re.Match[str]) -> str:
    """A run of misread bytes as what they mean, or as it is where they mean nothing."""
    held = bytearray()
    for char in match[0]:
        try:
            held += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return match[0]
            held.append(ord(char))
    try:
        return held.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
