"""What a reader asked: the text, its language and what kind of answer it wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["hi", "en", "hi-Latn"]
FrameLanguage = Literal["hi", "en"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked, its language, and the earlier question that it leans on, if it does."""

    text: str
    language: Language
    before: str | None = None

    @property
    def whole(self) -> str:
        """The question after the one that it leans on: all the words that it is asked with."""
        return f"{self.before} {self.text}" if self.before else self.text

    @property
    def frame(self) -> FrameLanguage:
        """The language of everything around the quotes: Hindi for romanised Hindi too."""
        return "en" if self.language == "en" else "hi"
