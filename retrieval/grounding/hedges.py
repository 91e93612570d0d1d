"""Pure: how surely a clause says something: not, perhaps, not yet; and what overstates it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from retrieval.grounding.clauses import Clause
from retrieval.grounding.words import same_word
from retrieval.words.agreement import is_hindi
from store.text import normalise, word_set

_NEGATIONS: Final = word_set(
    """
    नहीं नही न ना मत बिना बगैर इनकार इंकार not no never nobody none nothing without neither nor
    cannot अभाव lack lacks lacking absence बाकी लंबित pending await awaits awaiting
    refuse refuses refused refusing decline declines declined deny denies denied
    """
)
_LACKS: Final = word_set("needs need requires require")
_SURE: Final = 2  # words of its own show which clause is meant
_VERB: Final = 2  # words at the end of a Hindi clause that are its verb
_FAILED: Final = word_set("fail fails failed")
_UNSURE: Final = word_set(
    "सकता सकती सकते सके सकेगा सकेगी सकेंगे संभावना संभव शायद संभवतः may might could can possibly possible"
    " likely perhaps cannot"
)
_TRIED: Final = word_set(
    "कोशिश प्रयास प्रयत्न फिराक try tries tried trying attempt attempts attempted"
    " attempting seek sought"
)
_ENDS_VERBS: Final = ("ा", "े", "ी", "ीं", "कर")  # the last word of a Hindi verb, more or less
_FINITE: Final = word_set("है हैं था थे थी थीं हो गया गई गए हुआ हुई हुए कहा बताया ने")
_HINDI_FUTURE: Final = re.compile(r"(?:[ेाू]ं?|ए|एं|ओ)ग[ाेी]$")
_TO_COME: Final = re.compile(
    r"\b(?:will|shall|would|(?:is|are|was|were|due) to be"
    r"|(?:expected|likely|planned|planning|scheduled|set|going|plans?|hopes?|intends?|aims?|proposes?"
    r"|promised|agreed|decided|ordered|offered) to)\b",
    re.IGNORECASE,
)
_ANNOUNCING: Final = (
    "ऐलान एलान घोषणा मांग वादा फैसला निर्णय योजना तैयारी प्रस्ताव उम्मीद आश्वासन अपील सिफारिश"
)
_HINDI_TO_COME: Final = re.compile(
    rf"ने (?:का|की) (?:{_ANNOUNCING.replace(' ', '|')})|ने वाल[ाेी] (?:है|हैं)"
)
_HINDI_PAST: Final = word_set(
    "था थे थी थीं गया गई गए दिया दी दिए किया की किए हुआ हुई हुए चुका चुकी चुके लिया ली लिए"
)
_PAST: Final = word_set("was were has have had did")
_PLANNED: Final = word_set(
    "will would shall to plans plan planned expected due may might could can announce announced"
    " promise promised decide decided demand demanded propose proposed approve approved agree"
    " agreed order ordered offer offered " + _ANNOUNCING
)


def overstates(
    said: Sequence[Clause],
    printed: Sequence[Clause],
    hedged: Callable[[Clause], bool],
    kept: Callable[[Clause], bool],
) -> bool:
    """Whether clauses without the hedge `kept` say what only a `hedged` clause speaks of."""
    bare = [clause for clause in said if not kept(clause)]
    if hedged is not is_to_come and len(bare) < len(said):
        return False
    plain = [word for clause in printed if not hedged(clause) for word in clause.words]
    for clause in filter(hedged, printed):
        own = [word for word in clause.words if not _among(word, plain)]
        if any(sum(_among(word, own) for word in one.words) >= _SURE for one in bare):
            return True
    return False


def with_verbs(printed: Sequence[Clause]) -> list[Clause]:
    """The clauses, where a Hindi one has no verb with the words up to the next: A और B आ सकते हैं."""
    found: list[Clause] = []
    for clause in reversed(printed):
        whole = clause
        if found and is_hindi(clause.text) and not _has_verb(clause):
            after = found[-1]
            whole = replace(
                clause,
                text=f"{clause.text} {after.text}",
                tokens=clause.tokens + after.tokens,
            )
        found.append(whole)
    return found[::-1]


def _has_verb(clause: Clause) -> bool:
    last = clause.tokens[-1].word if clause.tokens else ""
    return last.endswith(_ENDS_VERBS) or any(
        token.word in _FINITE or _HINDI_FUTURE.search(token.word) for token in clause.tokens
    )


def is_negated(clause: Clause) -> bool:
    """Whether an odd number of words say no."""
    found = sum(
        token.word in _NEGATIONS or token.word.endswith(("n't", "n’t")) for token in clause.tokens
    )
    words = [token.word for token in clause.tokens]
    found += sum(one in _FAILED and other == "to" for one, other in pairwise(words))
    found += sum(one == "still" and other in _LACKS for one, other in pairwise(words))
    return found % 2 == 1


def _has(clause: Clause, words: frozenset[str]) -> bool:
    return any(token.word in words for token in clause.tokens)


def is_to_come(clause: Clause) -> bool:
    """Whether it is told as yet to come: it will, is planned, announced or ordered."""
    if not is_hindi(clause.text):
        return bool(_TO_COME.search(clause.text))
    return bool(_HINDI_TO_COME.search(normalise(clause.text))) or any(
        _HINDI_FUTURE.search(token.word) for token in clause.tokens
    )


def is_done(clause: Clause) -> bool:
    """Whether it is told as done, with no word that puts it off."""
    if is_hindi(clause.text):
        return _tells_past(clause) and not is_to_come(clause) and not _has(clause, _PLANNED)
    done = _has(clause, _PAST) or any(token.word.endswith("ed") for token in clause.tokens)
    return done and not _has(clause, _PLANNED)


def is_unsure(clause: Clause) -> bool:
    """Whether it may be, or can be."""
    return _has(clause, _UNSURE)


def _not_done(clause: Clause) -> bool:
    return not is_done(clause)


def _tells_past(clause: Clause) -> bool:
    """Whether a Hindi verb is in the past: not the लिए of "for" nor the की of "of"."""
    words = [token.word for token in clause.tokens]
    return any(
        word in _HINDI_PAST
        and not (word == "लिए" and n and words[n - 1] == "के")
        and not (word == "की" and n < len(words) - _VERB)
        for n, word in enumerate(words)
    )


def _among(word: str, words: Sequence[str]) -> bool:
    return any(same_word(word, other) for other in words)


def _is_tried(clause: Clause) -> bool:
    return _has(clause, _TRIED)


HEDGES: Final = (
    (is_negated, is_negated),
    (is_unsure, is_unsure),
    (is_to_come, _not_done),
    (_is_tried, _is_tried),
)
"""Pairs of tests: a clause of the evidence is hedged; a clause of the sentence keeps that."""
