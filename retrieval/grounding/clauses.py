"""Pure: a sentence in clauses, so that each can be held against a clause of the evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from retrieval.figures.figures import Figure, Kind, figures
from retrieval.figures.tokens import Token, tokenise
from retrieval.grounding.figures import read, same_figure
from retrieval.grounding.paraphrases import is_common
from retrieval.grounding.words import is_glue, plain, same_word, words_of
from store.text import stem, word_set

_ABBREVIATED: Final = "".join(
    rf"(?<!(?<![^\W\d_]){short})" for short in "Dr Mr Ms Mrs St Rs No Smt डॉ रु प्रो सं".split()
)
_JOINING: Final = (
    "जबकि लेकिन मगर किंतु परंतु हालांकि और तथा कि अनुसार मुताबिक क्योंकि जिससे जिसमें जो while but whereas"
    " although though that which according said says told after when because"
)
_ENDS: Final = re.compile(
    rf"(?<!\d)[,;:](?!\d)|[,;:](?=\s)|[।॥–—]|{_ABBREVIATED}(?<![^\w]\w)\.(?=\s|$)"
    rf"|(?<![\w\u0900-\u0963])(?:{_JOINING.replace(' ', '|')}"
    r"|and(?! a half)|with(?= (?:no|nothing|nobody|none)\b))(?![\w\u0900-\u0963])",
    re.IGNORECASE,
)
_COMPARED: Final = frozenset(Kind) - {Kind.ORDINAL}
_NOUN: Final = 2  # words of what a figure counts, before का
_NAME: Final = 2  # what a name tells of whom a clause is about, beside a common word


_POINTING: Final = tuple(
    map(
        word_set,
        (
            "इस मौजूदा चालू वर्तमान this current",
            "पिछले पिछली पिछला गत बीते बीती last previous",
            "अगले अगली अगला आगामी next coming",
        ),
    )
)
_SPANS: Final = frozenset(
    stem(word)
    for word in word_set(
        "साल वर्ष महीने महीना माह हफ्ते हफ्ता सप्ताह सत्र तिमाही बार year month week season quarter time"
    )
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence: its tokens, its words that are more than glue, its figures."""

    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    figures: tuple[Figure, ...]

    def without(self, words: frozenset[str]) -> Clause:
        """The clause as if it did not have these words."""
        rest = tuple(word for word in self.words if word not in words)
        return Clause(self.text, self.tokens, rest, self.figures)


def clauses(text: str) -> list[Clause]:
    """The clauses of a text in order."""
    once, _ = read(text)
    found = []
    for part in _ENDS.split(once):
        if part and part.strip():
            words = tuple(
                word
                for token in words_of(part)
                if (word := plain(part, token)) and not is_glue(word)
            )
            found.append(Clause(part, tokenise(part), words, figures(part)))
    return found


def shared_words(one: Clause, other: Clause) -> int:
    """How many words of the first the other has too."""
    return sum(any(same_word(word, printed) for printed in other.words) for word in one.words)


def shared(one: Clause, other: Clause) -> int:
    """How many words and figures of the first the other has too."""
    return shared_words(one, other) + sum(holds(other, one, figure) for figure in one.figures)


def holds(clause: Clause, claim: Clause, figure: Figure) -> bool:
    """Whether the clause has a figure of `claim`."""
    return any(same_figure(claim.text, figure, clause.text, other) for other in clause.figures)


def _about(one: Clause, other: Clause) -> int:
    """How much the other is about what the first is about: names tell more than words."""
    return sum(
        1 if is_common(word) else _NAME
        for word in one.words
        if any(same_word(word, printed) for printed in other.words)
    )


def _is_of_something_else(claim: Clause, figure: Figure, clause: Clause) -> bool:
    """Whether the clause has the figure as that of a thing which the claim leaves out.

    Beside another of its kind, 248 in "248 रन का लक्ष्य" is that of the target.
    """
    same = [
        other for other in clause.figures if same_figure(claim.text, figure, clause.text, other)
    ]
    rivals = [other for other in clause.figures if other not in same and other.kind is figure.kind]
    if not same or not any(other.unit == same[0].unit for other in rivals):
        return False
    things = [_thing(clause, other) for other in same]
    return all(
        thing is not None and not any(same_word(word, thing) for word in claim.words)
        for thing in things
    )


def _is_of_another_time(claim: Clause, figure: Figure, printed: Sequence[Clause]) -> bool:
    """Whether the evidence has the figure only for another year, month or week: this, the last."""
    mine = _times(claim)
    theirs = [_times(clause) for clause in printed if holds(clause, claim, figure)]
    return bool(mine) and bool(theirs) and all(times and mine.isdisjoint(times) for times in theirs)


def _times(clause: Clause) -> set[int]:
    words = [token.word for token in clause.tokens]
    return {
        n
        for one, other in pairwise(words)
        for n, pointing in enumerate(_POINTING)
        if one in pointing and stem(other) in _SPANS
    }


def _thing(clause: Clause, figure: Figure) -> str | None:
    """What a figure is that of: the word after का behind it and its noun, or before "of"."""
    after = [token for token in clause.tokens if token.start >= figure.end][: _NOUN + 1]
    before = [token for token in clause.tokens if token.end <= figure.start][-2:]
    for n, token in enumerate(after[:-1]):
        if token.word in ("का", "की", "के"):
            return plain(clause.text, after[n + 1])
    if len(before) > 1 and before[1].word == "of":
        return plain(clause.text, before[0])
    return None


def nearest(claim: Clause, printed: Sequence[Clause]) -> list[Clause]:
    """The clauses that are most about what `claim` is about; none where none is."""
    scores = [_about(claim, clause) for clause in printed]
    best = max(scores)
    return [clause for clause, score in zip(printed, scores, strict=True) if score == best > 0]


def figures_belong(claim: Clause, printed: Sequence[Clause]) -> bool:
    """Whether the clause's figures are those of what it speaks of, not of its neighbour.

    "Three died, five were injured" does not say that five died.
    """
    for figure in claim.figures:
        if figure.kind not in _COMPARED:
            continue
        if _is_of_another_time(claim, figure, printed):
            return False
        about = nearest(claim, printed)
        rivals = any(other.kind is figure.kind for clause in about for other in clause.figures)
        if rivals and not any(holds(clause, claim, figure) for clause in about):
            return False
        if about and all(_is_of_something_else(claim, figure, clause) for clause in about):
            return False
    return True
