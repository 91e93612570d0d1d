"""Article files on disk."""

from __future__ import annotations

import re
from pathlib import Path, PurePath
from typing import Final

from store.article import Article
from store.errors import Unreadable
from store.parse import parse_article

ARTICLE_SUFFIXES: Final = (".txt", ".md", ".html", ".htm")
"""What a folder is searched for, in lower case."""

_PAGES: Final = (".html", ".htm")

MAX_BYTES: Final = 5_000_000

_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE: Final = 0.01


def read_article_file(path: Path, source: str) -> Article:
    """The article in the file at `path`, which the store will know as `source`.

    Text and Markdown are UTF-8, web pages whatever they are. Raises Unreadable, with one line that
    says why, for a file that is empty, binary, not UTF-8, over 5 MB, not a file, not permitted, or
    a page without a story.
    """
    try:
        if not path.is_file():
            raise Unreadable("not a file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or type(error).__name__}") from error
    return read_article(content, source)


def read_article(content: bytes, source: str) -> Article:
    """The article in a file's content, a web page or text by the ending of `source`.

    Raises Unreadable as `read_article_file` does.
    """
    if PurePath(source).suffix.lower() in _PAGES:
        from store.pages.page import read_page

        return read_page(content, source)
    return parse_article(decode_article(content), source)


def decode_article(content: bytes) -> str:
    """The text in an article's bytes; raises Unreadable as `read_article_file` does."""
    if len(content) > MAX_BYTES:
        raise Unreadable("larger than 5 MB")
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("not UTF-8 text (it is UTF-16)")
    if b"\x00" in content:
        raise Unreadable("binary, not text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8 text (byte {error.start})") from error
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise Unreadable("binary, not text")
    return text
