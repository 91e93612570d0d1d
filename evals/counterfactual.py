"""Pure: judged questions turned into near misses, by putting a word of another question into them.

"How many points did the defence surrender?" asked of another team, or of goals instead of points,
is about the same article and has no answer in it. The words exchanged are numbers, names, what a
"how many" or "which" asks for, and nouns, each against one of its kind from another subject.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from evals.questions import Judged
from store.text import STOPWORDS, normalise

_HINDI: Final = r"[\u0900-\u0963\u0971-\u097f]+"
_PATTERNS: Final = {
    "hi": {
        "number": re.compile(r"(?<![\w\u0900-\u097f.,])\d[\d,.]*\d|(?<![\w.,])\d"),
        "asked": re.compile(
            rf"(?:कितन[ाेी]|किस|किन|कौन[- ]?(?:सा|सी|से)) ({_HINDI})(?= {_HINDI})",
        ),
        "noun": re.compile(rf"({_HINDI})(?= (?:का|के|की|में|ने|को|पर|से)(?![\u0900-\u097f]))"),
    },
    "hi-Latn": {
        "number": re.compile(r"(?<![\w.,])\d[\d,.]*\d|(?<![\w.,])\d"),
        "asked": re.compile(
            r"\b(?:kitn[aei]|kis|kin|kaun ?s[aei]|kon ?s[aei]) ([a-z]+)(?= [a-z]+)", re.IGNORECASE
        ),
        "noun": re.compile(
            r"\b([a-z]+)(?= (?:ka|ke|ki|me|mein|main|mai|ne|ko|par|pe|pr|se)\b)", re.IGNORECASE
        ),
    },
    "en": {
        "number": re.compile(r"(?<![\w.,])\d[\d,.]*\d|(?<![\w.,])\d"),
        "asked": re.compile(r"\b(?:how many|what|which) ([a-z]+)(?= [a-z]+)", re.IGNORECASE),
        "name": re.compile(r"(?<=[a-z,] )([A-Z]\w+(?: [A-Z]\w+)*)"),
        "noun": re.compile(r"\b(?:the|a|an|of) ([a-z]{3,})(?=[ ?](?!of\b))"),
    },
}
_ROMANISED_STOPS: Final = frozenset(
    """ka ke ki me mein main mai ne ko par pe pr se kya kis kin kaun kon kitna kitne kitni kab kaha
    kahan kyu kyun kyon kaise hai h tha thi the ho hua hui gaya gayi gaye kiya diya aur ya us is un
    in uske iske unke inke jis kisne kise sa si yah ye wo woh apne apni uska uski unki roop tarah
    prakar baad bad saal varsh din kaaran karan naam dauran karne hone hisse taur""".split()
)
_VAGUE: Final = frozenset(
    map(
        normalise,
        """many much kind type year day date month other first most name term form sort way part
        रूप तरह प्रकार बाद साल वर्ष दिन कारण नाम दौरान करने होने प्रतिशत तौर हिस्से अलावा बारे लिए भर अंत
        """.split(),
    )
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A word or name of a question that may be exchanged: its kind and its place."""

    kind: str
    start: int
    end: int
    text: str


def slots(text: str, language: str) -> list[Slot]:
    """What may be exchanged in a question, each place once."""
    found: dict[int, Slot] = {}
    for kind, pattern in _PATTERNS[language].items():
        for match in pattern.finditer(text):
            start, end = match.span(match.lastindex or 0)
            word = text[start:end]
            if not _is_common(word, language):
                found.setdefault(start, Slot(kind, start, end, word))
    return list(found.values())


def _is_common(word: str, language: str) -> bool:
    folded = normalise(word)
    if language == "hi-Latn":
        return folded in _ROMANISED_STOPS
    return folded in STOPWORDS | _VAGUE


def near_misses(
    questions: Sequence[Judged], subjects: Sequence[str], *, within: bool, seed: int = 0
) -> list[tuple[int, Judged]]:
    """For each answerable question that allows it its number and a near miss of it.

    `subjects` names what each question is about: words come from questions about the same with
    another source if `within`, else from those about something else. The near miss keeps its
    sources and has no answers.
    """
    pools: dict[tuple[str, str], list[tuple[str, tuple[str, ...], str]]] = {}
    open_slots = [slots(q.text, q.language) for q in questions]
    for asked, subject, own in zip(questions, subjects, open_slots, strict=True):
        for slot in own:
            pools.setdefault((asked.language, slot.kind), []).append(
                (subject, asked.sources, slot.text)
            )
    made = []
    for n, (asked, subject, own) in enumerate(zip(questions, subjects, open_slots, strict=True)):
        if not asked.answerable or not own:
            continue
        chance = random.Random(f"{seed} {asked.id}")
        slot = chance.choice(own)
        others = [
            text
            for about, sources, text in pools[asked.language, slot.kind]
            if (about == subject) == within
            and sources != asked.sources
            and text.casefold() not in asked.text.casefold()
        ]
        if others:
            text = asked.text[: slot.start] + chance.choice(others) + asked.text[slot.end :]
            changed = replace(asked, text=text, answers=(), cut=(), answerable=False)
            made.append((n, changed))
    return made
