"""Pure: whether a sentence keeps whether it was done, how surely, and which way it went.

As far as words show it: a clause of the sentence is compared with the clause of the evidence that
shares most with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from retrieval.grounding.clauses import Clause, clauses, figures_belong, shared, word_set
from retrieval.grounding.roles import doer, roles_stand
from retrieval.grounding.words import same_word
from retrieval.words.agreement import is_hindi
from store.text import stem

_NEGATIONS: Final = word_set(
    "नहीं नही न ना मत बिना बगैर इनकार इंकार not no never nobody none nothing without neither nor"
    " cannot refuse refuses refused refusing decline declines declined deny denies denied"
    " fail fails failed"
)
_UNSURE: Final = word_set(
    "सकता सकती सकते सके सकेगा सकेगी सकेंगे संभावना संभव शायद संभवतः may might could can possibly possible"
    " likely perhaps cannot"
)
_HINDI_FUTURE: Final = re.compile(r"(?:[ेाू]ं?|ए|एं|ओ)ग[ाेी]$")
_HINDI_PAST: Final = word_set(
    "था थे थी थीं गया गई गए दिया दी दिए किया की किए हुआ हुई हुए चुका चुकी चुके लिया ली लिए"
)
_PAST: Final = word_set("was were has have had did")
_PLANNED: Final = word_set(
    "will would shall to plans plan planned expected due may might could can"
)
_OPPOSITES: Final = tuple(
    tuple(frozenset(stem(word) for word in word_set(side)) for side in pair.split("|"))
    for pair in (
        "बढ़ बढ़ा बढ़कर बढ़ी वृद्धि rise rose risen increase grow grew climb up"
        "|घट घटा घटकर गिर गिरावट कमी fall fell fallen decrease decline drop shrink reduce down",
        "अधिक ज्यादा more higher greater above|कम less lower fewer below",
        "खुला खुले खुली खोल open reopen|बंद close closed shut",
        "स्वीकार मंजूर accept approve allow uphold|खारिज ठुकरा ठुकराई reject dismiss",
        "गिरफ्तार arrest detain|रिहा रिहाई release free",
        "शुरू आरंभ start begin began begun|खत्म समाप्त end finish conclude",
        "आयात import|निर्यात export",
        "खरीद खरीदा buy bought purchase|बेच बेचा sell sold sale",
        "समर्थन support back|विरोध oppose opposition",
        "प्रशंसा तारीफ सराहना praise laud|आलोचना निंदा criticise criticize condemn slam",
        "दोषी guilty convict|बरी acquit innocent",
        "सहमत agree|असहमत disagree",
        "सफल success successful|असफल विफल नाकाम unsuccessful failure",
        "बड़ा बड़ी बड़े large big largest biggest|छोटा छोटी छोटे small smallest",
        "उत्तर उत्तरी north northern|दक्षिण दक्षिणी south southern",
        "पूर्व पूर्वी east eastern|पश्चिम पश्चिमी west western",
        "बाद after|पहले before",
        "पक्ष favour|खिलाफ विरुद्ध against",
    )
)


def claims_stand(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether the sentence keeps negation, doubt, time, direction, and who did it."""
    said = clauses(sentence)
    printed = [clause for quote in quotes for clause in clauses(quote)]
    if not printed or not _no_opposite(said, printed):
        return False
    groups: dict[int, list[Clause]] = {}
    for clause in said:
        for index in _nearest(clause, printed):
            groups.setdefault(index, []).append(clause)
    return all(_keeps(group, printed[index]) for index, group in groups.items()) and all(
        figures_belong(clause, printed)
        and roles_stand(clause, printed)
        and _no_opposite([clause], _of_same_doer(clause, printed))
        for clause in said
    )


def _nearest(clause: Clause, printed: Sequence[Clause]) -> list[int]:
    """The one clause of the evidence that shares most with this one; none where none does."""
    scores = [shared(clause, other) for other in printed]
    best = max(scores)
    if best == 0:
        return []
    first = [n for n, score in enumerate(scores) if score == best]
    same = [n for n in first if _negated(printed[n]) == _negated(clause)]
    return (same or first)[:1]


def _keeps(group: Sequence[Clause], printed: Clause) -> bool:
    """Whether clauses say it as surely as the evidence: not, perhaps, and not yet."""
    if any(map(_negated, group)) != _negated(printed):
        return False
    if _has(printed, _UNSURE) and not any(_has(clause, _UNSURE) for clause in group):
        return False
    return not _is_future(printed) or not any(_is_past(clause) for clause in group)


def _negated(clause: Clause) -> bool:
    """Whether an odd number of words say no."""
    found = (
        token.word in _NEGATIONS or token.word.endswith(("n't", "n’t")) for token in clause.tokens
    )
    return sum(found) % 2 == 1


def _has(clause: Clause, words: frozenset[str]) -> bool:
    return any(token.word in words for token in clause.tokens)


def _is_future(clause: Clause) -> bool:
    if not is_hindi(clause.text):
        return _has(clause, word_set("will shall"))
    return any(_HINDI_FUTURE.search(token.word) for token in clause.tokens)


def _is_past(clause: Clause) -> bool:
    """Whether it is told as done, with no word that puts it off."""
    if is_hindi(clause.text):
        return _has(clause, _HINDI_PAST) and not _is_future(clause)
    done = _has(clause, _PAST) or any(token.word.endswith("ed") for token in clause.tokens)
    return done and not _has(clause, _PLANNED)


def _of_same_doer(clause: Clause, printed: Sequence[Clause]) -> list[Clause]:
    """The clauses of the evidence whose doer is this one's."""
    mine = doer(clause)
    return [
        other
        for other in printed
        if any(same_word(word, theirs) for word in mine for theirs in doer(other))
    ]


def _no_opposite(said: Sequence[Clause], printed: Sequence[Clause]) -> bool:
    """Whether no word of the one turns what the other says around: rose, fell."""
    claimed = {stem(token.word) for clause in said for token in clause.tokens}
    stands = {stem(token.word) for clause in printed for token in clause.tokens}
    return not any(
        claimed & one and not stands & one and stands & other and not claimed & other
        for pair in _OPPOSITES
        for one, other in (pair, pair[::-1])
    )
