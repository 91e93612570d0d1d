"""Pure: whether a text speaks to the bot by its name, written without the @."""

from __future__ import annotations

import re
from functools import lru_cache

from telegram import User

# Devanagari vowel signs are no \w. A name in an address or another name is none.
_NO_LETTER_BEFORE = r"(?<![\w\u0900-\u097f@/.\-])"
_NO_LETTER_AFTER = r"(?![\w\u0900-\u097f@/\-]|\.\w)"


def without_spoken_name(text: str, me: User) -> str | None:
    """The text without the bot's name where it begins or ends with it; None where it does not.

    The username needs nothing more. The name shown in the chat may be an ordinary word, such as
    प्रमाण, and counts only where a comma or colon sets it apart.
    """
    for pattern in _spoken(me.username or "", me.first_name):
        found = pattern.search(text)
        if found is not None:
            return (text[: found.start()] + " " + text[found.end() :]).strip()
    return None


@lru_cache(maxsize=4)
def _spoken(username: str, shown: str) -> tuple[re.Pattern[str], ...]:
    patterns = list[str]()
    if username:
        name = f"{_NO_LETTER_BEFORE}{re.escape(username)}{_NO_LETTER_AFTER}"
        patterns += [rf"^\s*{name}[\s,:;!،-]*", rf"[\s,;،]*{name}[\s?.!।]*$"]
    if shown.strip():
        name = f"{_NO_LETTER_BEFORE}{re.escape(shown.strip())}"
        patterns += [rf"^\s*{name}\s*[,:،]\s*", rf"\s*[,،]\s*{name}[\s?.!।]*$"]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)
