"""Pure: the sentences of a streamed answer, each checked as soon as it is whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from retrieval.answer import WrittenSentence
from retrieval.figures.figures import figures
from retrieval.grounding.figures import same_figure
from retrieval.grounding.grounding import ABSTAINS, grounded
from retrieval.grounding.words import is_glue, plain, same_word, words_of
from retrieval.question import FrameLanguage

SENTENCES: Final = 3
"""So many sentences are shown at most."""

_LATE_MARK: Final = re.compile(r"([।.!?]+)\s*((?:\[\s*[\d०-९]+(?:\s*,\s*[\d०-९]+)*\s*\]\s*)+)")
_STOP: Final = re.compile(r"(?:।|[!?]+|(?<!\d)\.|\.(?!\d)(?=\s|$))[\"”’)]*(?=\s|$)|\n+")
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Rs|No|Gen|Col|Lt|Smt|Shri|Jr|Sr|vs)|[\u0900-\u097f]?(?:डॉ|श्री|रु|सं|प्रो))$"
)


class Abstained(Exception):
    """The model wrote that the evidence does not answer."""


def whole_sentences(text: str, *, ended: bool) -> tuple[list[str], str]:
    """The sentences of `text` that are whole, and what is left.

    A mark that stands after the stop is drawn before it; so a sentence is whole only when
    something else follows, or when the text has `ended`.
    """
    text = _LATE_MARK.sub(lambda match: f" {match[2].strip()}{match[1]} ", text)
    found: list[str] = []
    start = 0
    for stop in _STOP.finditer(text):
        before = text[start : stop.start()]
        if stop[0].startswith(".") and _ABBREVIATED.search(before):
            continue
        rest = text[stop.end() :].lstrip()
        if not ended and (not rest or rest.startswith("[")):
            break
        if before.strip():
            found.append(text[start : stop.end()].strip())
        start = stop.end()
    if ended and text[start:].strip():
        found.append(text[start:].strip())
        start = len(text)
    return found, text[start:].lstrip()


def checked_sentences(
    pieces: Iterable[str],
    evidence: Mapping[int, str],
    language: FrameLanguage,
    asked: str = "",
) -> Iterator[WrittenSentence | None]:
    """Each sentence as soon as it is whole: checked, or None where it may not be shown.

    `asked` is the question. Raises Abstained where the model writes the sentinel. Ends after
    `SENTENCES` good ones.
    """
    left = ""
    good = list[WrittenSentence]()
    for piece, ended in _with_end(pieces):
        left += piece
        if ABSTAINS in left.replace("\\", ""):
            raise Abstained
        whole, left = whole_sentences(left, ended=ended)
        for sentence in whole:
            found = grounded(sentence, evidence, language, asked)
            if found is not None and all(found.text != other.text for other in good):
                good.append(found)
                yield found
                if len(good) == SENTENCES:
                    return
            else:
                yield None


def _with_end(pieces: Iterable[str]) -> Iterator[tuple[str, bool]]:
    for piece in pieces:
        yield piece, False
    yield "", True


def still_answers(written: Sequence[WrittenSentence], first_kept: bool, short: str | None) -> bool:
    """Whether what is left of an answer answers: by the words that do in the quote, or its start.

    `first_kept` says that the first sentence was not dropped, `short` what the short answer is.
    """
    if not written:
        return False
    return first_kept if short is None else any(_tells(one.text, short) for one in written)


def _tells(text: str, short: str) -> bool:
    wanted = figures(short)
    if wanted:
        said = figures(text)
        return any(same_figure(short, one, text, other) for one in wanted for other in said)
    words = [word for token in words_of(short) if not is_glue(word := plain(short, token))]
    printed = [plain(text, token) for token in words_of(text)]
    found = sum(any(same_word(word, other) for other in printed) for word in words)
    return 2 * found >= len(words)
