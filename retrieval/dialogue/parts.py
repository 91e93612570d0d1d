"""Pure: a message cut into the questions it asks, three at most.

«कितने सैनिक भेजे गए और कब?» asks two things, and so does “How many troops were sent? Who said so?”; a
message is cut only where both sides ask something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.words.lexicon import ENGLISH, TYPED

MOST_PARTS: Final = 3
_WHOLE: Final = 3  # words of a question that only its mark makes one

_WORD: Final = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0900-\u0963\u0966-\u097f\u200c\u200d'’]+")
_NUMBER: Final = re.compile(r"\(?[1-9१-९][.)]\s+")
_ENDS: Final = re.compile(r"[?？؟]+|[।॥]+|(?<=[^\s.]{3})\.+(?=\s+\S)|\n+")
_AND: Final = re.compile(
    r"[\s,;]+(?:और साथ ही|और|तथा|एवं|व|aur|or|ओर|and also|and|then|फिर|phir|&)\s+", re.IGNORECASE
)

_ASKS: Final = frozenset(
    """
    क्या कौन कौनसा कौनसी कौनसे किस किन किसे किसने किसका किसकी किसके किसको किससे किसमें किन्हें किन्होंने
    कब कहाँ कहां क्यों कैसे कैसा कैसी कितना कितनी कितने who whom whose which what when where why how
    """.split()
)
_LEADS_A_QUESTION: Final = frozenset(
    "is are was were do does did has have had can could will would should".split()
)
"""English verbs that ask where they come first: “did he say so?”."""
_LITTLE_VERBS: Final = frozenset(
    "है हैं था थे थी थीं हूँ हो की दी ली रहा रही रहे चाहिए गया गई गए गयी गये".split()
)
_NEVER_LAST: Final = frozenset(
    "का की के को ने से में पर तक वाला वाले वाली भी ही नहीं अपना अपने अपनी".split()
)
_PAST: Final = ("ा", "े", "ी", "ए", "ई", "आ", "ीं", "ें", "ईं")


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    words: tuple[str, ...]
    ended_by_mark: bool

    def asks(self, before: _Clause | None) -> bool:
        """By a word of its own; by its mark alone only where that ends more than a stray piece."""
        if any(word in _ASKS for word in self.words) or self.words[0] in _LEADS_A_QUESTION:
            return True
        if not self.ended_by_mark or len(self.words) == 1:
            return False
        if before is None:
            return True
        goes_on = "a" <= self.text[0] <= "z" or before.words[-1] in _ASKS  # Which.. game was it?
        return len(self.words) >= _WHOLE and not goes_on


def parts_of(message: str) -> tuple[str, ...]:
    """The questions of a message in their order; the message alone where it is one question.

    There may be more than `MOST_PARTS`. What is said before a question without asking anything
    stays with it.
    """
    questions: list[str] = []
    said: list[str] = []
    before: _Clause | None = None
    for clause in _sentences(message):
        if clause.asks(before):
            questions += _halves(" ".join([*said, clause.text]))
            said = []
        else:
            said.append(clause.text)
        before = clause
    if len(questions) < 2:
        return (message,)
    if said:
        questions[-1] += " " + " ".join(said)
    return tuple(questions)


def _sentences(message: str) -> list[_Clause]:
    """The message at its full stops and question marks."""
    found: list[_Clause] = []
    start = 0
    for end in [*_ENDS.finditer(message), None]:
        stop = len(message) if end is None else end.start()
        text = _NUMBER.sub("", message[start:stop].strip(" ,;:-–—\n\t"), 1)
        mark = end.group() if end is not None else ""
        asked = any(sign in mark for sign in "?？؟")
        if words := _plain_words(text):
            found.append(_Clause(text + ("?" if asked else ""), words, asked))
        start = stop if end is None else end.end()
    return found


def _halves(question: str) -> list[str]:
    """One question, or those that “and” joins."""
    joints = [
        (question[: joint.start()].strip(), question[joint.end() :].strip())
        for joint in _AND.finditer(question)
    ]
    for left, right in joints:
        before = _plain_words(left)
        asks = any(word in _ASKS for word in before)
        if asks and _ends_whole(left, before) and _asks_again(_plain_words(right)):
            return [*_halves(left), *_halves(right)]
    for left, right in joints:
        before, after = _plain_words(left), _plain_words(right)
        if before and after and before[-1] in _ASKS and after[0] in _ASKS:
            # «पुल कब और कहाँ बना?»: both words ask about what stands around them.
            asking = [*_WORD.finditer(left)][-1]
            shared = right[next(_WORD.finditer(right)).end() :]
            return [left + shared, *_halves(left[: asking.start()] + right)]
    return [question]


def _asks_again(words: Sequence[str]) -> bool:
    """Whether what follows “and” begins to ask: at once, or in Hindi within its own clause."""
    if not words:
        return False
    if words[0] in _ASKS or words[0] in _LEADS_A_QUESTION:
        return True
    asking = [place for place, word in enumerate(words) if word in _ASKS and _is_hindi(word)]
    return bool(asking) and _ends_in_a_verb(words, asking[0])


def _ends_whole(left: str, words: Sequence[str]) -> bool:
    """Whether the clause before “and” is complete: an English one, or one that ends in a verb."""
    asking = next(place for place, word in enumerate(words) if word in _ASKS)
    if _is_hindi(words[asking]):
        return _ends_in_a_verb(words, asking)
    english = asking == 0 and left[:1].isascii() and not _is_typed_hindi(left)
    return english and words[-1] not in _ASKS


def _ends_in_a_verb(words: Sequence[str], asking: int) -> bool:
    """Whether a Hindi clause that asks at `asking` is complete: its last word is a verb.

    A word that stands right behind the asking one may be what is counted: «कितने नेता».
    """
    last, after = words[-1], len(words) - 1 - asking
    if last in _LITTLE_VERBS and after:
        return True
    who_or_what = words[asking].rstrip("ाेी") not in ("कितन", "किस", "कैस")
    far = after > 1 or (after == 1 and who_or_what)
    return far and _is_hindi(last) and last not in _NEVER_LAST and last.endswith(_PAST)


def _is_hindi(word: str) -> bool:
    return "\u0900" <= word[0] <= "\u097f"


def _is_typed_hindi(text: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(text)]
    return sum(word in TYPED and word not in ENGLISH for word in words) * 2 > len(words)


def _plain_words(text: str) -> tuple[str, ...]:
    """The words as the lists above have them: romanised Hindi in Devanagari, English in small."""
    found = [word.casefold() for word in _WORD.findall(text)]
    return tuple(word if word in ENGLISH else TYPED.get(word, word) for word in found)
