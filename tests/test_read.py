"""Article files on disk: what is read, and what is refused with a reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from store.article import article_id
from store.errors import Unreadable
from store.read import ARTICLE_SUFFIXES, MAX_BYTES, read_article_file

TEXT = "बाज़ार में नई सड़क\n\nसड़क का काम सोमवार को पूरा हो गया।\n"


def written(folder: Path, content: bytes) -> Path:
    """A file with this content."""
    path = folder / "a.txt"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("ज़", "\u095b").replace("ड़", "\u095c").encode(),
    ],
    ids=["plain", "byte order mark", "CRLF", "CR", "other code points"],
)
def test_one_article_however_it_is_saved(tmp_path: Path, content: bytes) -> None:
    """Byte order mark, line ends and Unicode form do not change what is read."""
    article = read_article_file(written(tmp_path, content), "dir/a.txt")
    assert article.title == "बाज़ार में नई सड़क"
    assert article.text == "सड़क का काम सोमवार को पूरा हो गया।"
    assert (article.id, article.source) == (article_id("dir/a.txt"), "dir/a.txt")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b"\xef\xbb\xbf", "no text"),
        (b"GIF89a\x00\x01\x00\x00", "binary"),
        (b"\x01\x02\x03\x04 text \x05\x06", "binary"),
        (TEXT.encode("utf-16"), "UTF-16"),
        ("सड़क".encode()[:-1] + b" \n", "not UTF-8"),
        ("caf\xe9 au lait".encode("latin-1"), "not UTF-8"),
        (b"---\ntitle: [\n---\ntext", "front matter"),
        (b"a" * (MAX_BYTES + 1), "larger than 5 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_article_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    """Each unreadable file gives one line that says what is wrong with it."""
    with pytest.raises(Unreadable, match=reason) as caught:
        read_article_file(written(tmp_path, content), "a.txt")
    assert "\n" not in str(caught.value)


def test_a_file_of_just_5_mb_is_read(tmp_path: Path) -> None:
    """The limit itself is allowed."""
    line = b"A line of this article that ends here.\n"
    content = (line * (MAX_BYTES // len(line) + 1))[:MAX_BYTES]
    assert read_article_file(written(tmp_path, content), "a.txt").language == "en"


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    """A folder, a missing path and a pipe are reported, and never waited for."""
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    for path in (tmp_path, tmp_path / "missing.txt", pipe):
        with pytest.raises(Unreadable, match="not a file"):
            read_article_file(path, "a.txt")


def test_suffixes_are_lower_case_with_a_dot() -> None:
    """A folder is searched for suffixes as `Path.suffix.lower()` gives them."""
    assert all(Path(f"a{suffix}").suffix.lower() == suffix for suffix in ARTICLE_SUFFIXES)
