"""What a sentence lacks of what a question asks for: the signs of a near miss; pure.

"How many tanks were sent?" finds the sentence that counts the soldiers sent. All it says against
an answer is that tanks are not in it, neither as a word, nor translated, nor alike in meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from retrieval.facts.asked import Asked
from retrieval.facts.asked_figure import wanted
from retrieval.facts.counted import agrees, counted
from retrieval.facts.short_answer import gives_fact
from retrieval.figures.figures import figures
from retrieval.figures.tokens import tokenise
from retrieval.query import Term, terms_in
from retrieval.words.agreement import deeds_asked, is_hindi
from retrieval.words.news_words import name, verb
from store.arrays import Floats
from store.text import index_words

NAMES: Final = (
    "lacks",  # of the question's words, by how rare they are
    "lacks_listed",  # of those that would be recognised if they were there
    "lacks_most",  # the word that is missed most
    "lacks_thing_asked",  # what a "how many" or "which" asks for, in the sentence itself
    "lacks_names",  # in the sentence itself
    "lacks_names_near",  # also in what stands around it
    "does_other",  # a known verb is asked for, the sentence has others only
    "does_same",
    "counts_asked",  # a figure is asked for, and one of the right things is there
    "counts_other",  # only figures of other things
    "counts_nothing",
    "asks_much",  # how many words the question has to be matched
    "fact_given",  # a figure or date is asked, and the sentence has it for certain
    "fact_missing",  # a figure or date is asked, and the sentence may not have it
)

_UNLIKE: Final = 0.35  # similarity of a word that is not there
_ALIKE: Final = 0.4  # how much more is as good as the word itself
_MANY: Final = 8
_THING: Final = re.compile(
    r"(?:कितन[ाेी]|किस|किन|कौन[- ]?(?:सा|सी|से)) ([\u0900-\u0963\u0971-\u097f]+)"
    r"|\b(?:how many|what|which) ([a-z]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence with what stands around it, and how alike the question's terms are to it.

    `alike` (terms,) is their similarity to the sentence, `alike_near` to it or the one before.
    """

    text: str
    before: str
    title: str
    alike: Floats
    alike_near: Floats


def lacking(
    question: str, asked: Asked, terms: tuple[Term, ...], matched: Sequence[Term], read: Read
) -> Floats:
    """The signs in NAMES, shape (len(NAMES),), each 0 to 1 but for those of names, which add up.

    `matched` are those of `terms` that have tokens, in the order of `read.alike`.
    """
    signs = dict.fromkeys(NAMES, 0.0)
    _words_lacking(signs, question, terms, matched, read)
    _deeds(signs, question, read.text)
    if asked is Asked.FIGURE:
        _figures(signs, question, read.text)
    given = gives_fact(question, asked, read.text)
    signs["fact_given"], signs["fact_missing"] = float(given is True), float(given is False)
    signs["asks_much"] = min(len(matched), _MANY) / _MANY
    return np.array([signs[sign] for sign in NAMES], dtype=np.float32)


def _words_lacking(
    signs: dict[str, float],
    question: str,
    terms: tuple[Term, ...],
    matched: Sequence[Term],
    read: Read,
) -> None:
    here = terms_in(terms, read.text)
    near = here | terms_in(terms, read.before) | terms_in(terms, read.title)
    things = {word for found in _THING.finditer(question) for word in index_words(found[0])}
    hindi = is_hindi(read.text)
    total = max(sum(term.rarity for term in matched), 1e-6)
    rarest = max((term.rarity for term in matched), default=1.0)
    for n, term in enumerate(matched):
        lacks = 1 - max(_likeness(read.alike_near[n]), term.word in near)
        lacks_here = 1 - max(_likeness(read.alike[n]), term.word in here)
        signs["lacks"] += lacks * term.rarity / total
        if term.named or term.listed or is_hindi(term.word) == hindi:
            signs["lacks_listed"] += lacks * term.rarity / total
            signs["lacks_most"] = max(signs["lacks_most"], lacks * term.rarity / rarest)
        if term.word in things:
            signs["lacks_thing_asked"] = max(signs["lacks_thing_asked"], lacks_here)
        if (term.named or name(term.word) is not None) and term.word not in here:
            signs["lacks_names"] += lacks_here
            signs["lacks_names_near"] += lacks


def _likeness(similarity: float) -> float:
    return min(max((float(similarity) - _UNLIKE) / _ALIKE, 0.0), 1.0)


def _deeds(signs: dict[str, float], question: str, text: str) -> None:
    asked = deeds_asked(question)
    done = {deed for token in tokenise(text) if (deed := verb(token.word)) is not None}
    if asked and done:
        same = not asked.isdisjoint(done)
        signs["does_same"], signs["does_other"] = float(same), float(not same)


def _figures(signs: dict[str, float], question: str, text: str) -> None:
    want = wanted(question)
    tokens = tokenise(text)
    levels = [
        agrees(want, tokens, counted(tokens, figure))
        for figure in figures(text)
        if figure.kind in want.kinds
    ]
    best = max(levels, default=-1)
    signs["counts_asked"] = float(best > 1)
    signs["counts_other"] = float(best == 0)
    signs["counts_nothing"] = float(best < 0)
