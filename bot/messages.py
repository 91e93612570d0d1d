"""Everything the program says to a reader, Hindi and English side by side.

To add a language, add a field to `Text` and to `FrameLanguage`: the type checker then names
every message that lacks it.
"""

from __future__ import annotations

from typing import NamedTuple

from retrieval.question import FrameLanguage


class Text(NamedTuple):
    """One message in every language; `{names}` are filled by `say`."""

    hi: str
    en: str


def say(message: Text, language: FrameLanguage, **values: object) -> str:
    """The message in the reader's language, with its values filled in."""
    return getattr(message, language).format(**values)  # type: ignore[no-any-return]


# Answers
NOT_IN_ARTICLES = Text(
    hi="लेखों में इसका उत्तर नहीं मिला।",
    en="The articles do not say.",
)
