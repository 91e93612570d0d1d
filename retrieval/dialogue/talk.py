"""Pure: what in a message is talk, such as a greeting or thanks, and what is left to answer.

A message is talk only when every word of it belongs to such phrases: «नमस्ते, कितने सैनिक भेजे गए?» is a
question with a greeting before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

from retrieval.dialogue.folding import folded
from retrieval.dialogue.openings import runs_on
from retrieval.dialogue.talk_words import AROUND, PHRASES, QUESTION_WORDS, Act
from retrieval.question import Language
from retrieval.words.common_words import english_share
from retrieval.words.lexicon import TYPED

_LONGEST: Final = 14  # words of a message that may be nothing but talk
_TYPO_FROM: Final = 5  # letters of a word in which one may be wrong
_FIRST: Final[tuple[Act, ...]] = (
    "abuse", "who", "able", "complaint", "thanks", "how_are_you", "farewell", "praise", "greeting",
    "assent",
)  # fmt: skip
"""Of several acts in one message the one that is answered."""
_BEFORE: Final = frozenset[Act](
    ("greeting", "how_are_you", "thanks", "praise", "assent", "complaint")
)
_PHATIC: Final = frozenset[Act](("how_are_you", "thanks", "assent"))
_AFTER: Final = frozenset[Act](("greeting", "thanks", "farewell", "assent"))
_ASKING: Final = frozenset(
    [
        *QUESTION_WORDS.split(),
        *"is are was were do does did can could will would has have".split(),
    ]
)

_SIGNS: Final[dict[str, Act]] = {
    "🙏": "greeting", "👋": "greeting", "👍": "assent", "👌": "assent", "🆗": "assent",
    "❤": "praise", "😍": "praise", "🥰": "praise", "👏": "praise", "😘": "praise", "🎉": "praise",
    "👎": "complaint", "😡": "complaint", "😠": "complaint", "🤬": "abuse", "🖕": "abuse",
}  # fmt: skip

_WORD: Final = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0900-\u0963\u0966-\u097f\u200c\u200d'’]+")
_LOOSE: Final = " ,;:-"
_STANDS_APART: Final = re.compile(r"[,.!?।॥;:\n…-]")
_GLUE: Final = frozenset("-‐‑–")  # between the two halves of one word, as in "hi-tech"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message holds beside questions.

    `act` is what the whole of it is, None where something is left to answer: `rest`. `language` is
    that of the talk, None where its words tell none.
    """

    act: Act | None
    language: Language | None
    rest: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    act: Act | None  # None for words that stand around
    language: Language | None


def heard(text: str) -> Heard:
    """What in the message is talk; a thumb or folded hands alone are talk too."""
    plain = unicodedata.normalize("NFC", text)
    found = [_Word(folded(m[0]), m.start(), m.end()) for m in _WORD.finditer(plain)]
    if not found:
        act = _told_by_signs(plain)
        return Heard(act, None, "" if act else text)
    words = [_nearest(word.text) for word in found]
    if len(words) <= _LONGEST:
        phrases = _phrases_of(words)
        if phrases is not None and (acts := {phrase.act for phrase in phrases} - {None}):
            act = next(act for act in _FIRST if act in acts)
            return Heard(act, _language(phrases), "")
    start = _after_talk(plain, found, words)
    end = _before_talk(plain, found, words, start)
    first = found[start].start if start else 0
    last = len(plain) if end == len(found) else found[end].start
    rest = plain[first:last].strip().rstrip(_LOOSE) if (start or end < len(found)) else text
    return Heard(None, None, rest or text)


def _phrases_of(words: Sequence[str]) -> list[_Phrase] | None:
    """The phrases that make up the words, the longest first; None where a word is in none."""
    known, longest = _known()
    found: list[_Phrase] = []
    place = 0
    while place < len(words):
        for size in range(min(longest, len(words) - place), 0, -1):
            phrase = known.get(tuple(words[place : place + size]))
            if phrase is not None:
                found.append(phrase)
                place += size
                break
        else:
            return None
    return found


def _after_talk(plain: str, found: Sequence[_Word], words: Sequence[str]) -> int:
    """How many words of talk stand before the question."""
    for count in range(min(len(words) - 1, _LONGEST), 0, -1):
        between = plain[found[count - 1].end : found[count].start]
        apart = _STANDS_APART.search(between) is not None or _has_sign(between)
        phrases = _phrases_of(words[:count])
        acts = {phrase.act for phrase in phrases or ()} - {None}
        if not acts or not acts <= _BEFORE:
            continue
        rest = [word.text for word in found[count:]]
        if between in _GLUE:
            continue
        if apart or runs_on(words[:count], rest, marked="?" in plain):
            return count
        # "test kab hai" asks about a test: only what can be no subject goes without a comma.
        if _PHATIC.isdisjoint(acts) or rest[0] not in _asking() or words[count - 1] in _asking():
            continue
        if acts <= _PHATIC | {"greeting"}:
            return count
    return 0


def _before_talk(plain: str, found: Sequence[_Word], words: Sequence[str], start: int) -> int:
    """Where talk after the question begins; the number of words where there is none."""
    for place in range(max(start + 1, len(words) - _LONGEST), len(words)):
        between = plain[found[place - 1].end : found[place].start]
        if _STANDS_APART.search(between) is None and not _has_sign(between):
            continue
        phrases = _phrases_of(words[place:])
        acts = {phrase.act for phrase in phrases or ()} - {None}
        if acts and acts <= _AFTER:
            return place
    return len(words)


@cache
def _known() -> tuple[dict[tuple[str, ...], _Phrase], int]:
    """All phrases by their folded words, and how many words the longest has."""
    known: dict[tuple[str, ...], _Phrase] = {}
    for phrase in AROUND.split("|"):
        known[_key(phrase)] = _Phrase(None, None)
    for act, spoken in PHRASES.items():
        for language, phrases in spoken.items():
            told = None if language == "any" else language
            for phrase in phrases.split("|"):
                known[_key(phrase)] = _Phrase(act, told)
    known.pop((), None)
    return known, max(map(len, known))


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(folded(word) for word in _WORD.findall(phrase))


@cache
def _asking() -> frozenset[str]:
    return frozenset(map(folded, _ASKING))


@cache
def _latin_words() -> tuple[str, ...]:
    known, _ = _known()
    found = {word for phrase in known for word in phrase}
    return tuple(sorted(word for word in found if word.isascii() and len(word) >= _TYPO_FROM))


@cache
def _all_words() -> frozenset[str]:
    return frozenset(word for phrase in _known()[0] for word in phrase)


def _nearest(word: str) -> str:
    """The known word that is meant, one slip of the thumb away at most; else the word itself."""
    if word in _all_words() or not word.isascii() or len(word) < _TYPO_FROM or not word.isalpha():
        return word
    if english_share(word) or word in TYPED:
        return word
    near = (known for known in _latin_words() if OSA.distance(word, known, score_cutoff=1) <= 1)
    return next(near, word)


def _language(phrases: Sequence[_Phrase]) -> Language | None:
    """The language that most of the phrases are in."""
    told = Counter(phrase.language for phrase in phrases if phrase.language is not None)
    return told.most_common(1)[0][0] if told else None


def _told_by_signs(text: str) -> Act | None:
    """What signs without words say; None where none of them says anything."""
    return next((act for sign, act in _SIGNS.items() if sign in text), None)


def _has_sign(text: str) -> bool:
    return any(unicodedata.category(char) == "So" for char in text)
