"""Pure: whether a sentence tells of the right one: who did it, to whom, from where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from retrieval.figures.tokens import Token
from retrieval.grounding.clauses import Clause, shared, word_set
from retrieval.grounding.words import is_glue, plain, same_word
from retrieval.words.agreement import is_hindi
from retrieval.words.meanings import is_common

_HINDI_MARKERS: Final = word_set("ने को से में पर का के की तक द्वारा और तथा")
_PREPOSITIONS: Final = word_set(
    "in at on near from to of by for with under over into about against"
)
_LOST: Final = word_set("lost lose loses")
_BEATEN: Final = re.compile("हार(?!ाया|ाकर)")
_PARTICIPLE: Final = re.compile(r"(?:ed|en)$|^(?:sent|beat|put|set|told|held|found|left|hit|cut)$")
_WAS: Final = word_set("was were is are been be being got")


def roles_stand(clause: Clause, printed: Sequence[Clause]) -> bool:
    """Whether what the clause tells is told of the one it names, not of another."""
    subject = doer(clause)
    names = subject or _names(clause)
    if not names:
        return True
    rest = clause.without(names)
    scores = [shared(rest, other) for other in printed]
    best = max(scores)
    nearest = [other for other, score in zip(printed, scores, strict=True) if score == best > 0]
    if nearest and all(_is_of_others(names, other) for other in nearest):
        return False
    return not any(_reversed(clause, subject, other) for other in printed)


def _is_of_others(names: frozenset[str], other: Clause) -> bool:
    """Whether a clause of the evidence has a doer of its own and none of these names."""
    return bool(doer(other)) and not _meet(names, frozenset(other.words))


def _reversed(clause: Clause, subject: frozenset[str], other: Clause) -> bool:
    """Whether the evidence has it the other way round: B beat A, from B to A."""
    theirs = _printed(other, _doing(other.tokens, hindi=is_hindi(other.text)))
    undergoes = _undergoing(other) - theirs
    if theirs and subject and not _meet(subject, theirs) and _meet(subject, undergoes):
        return True
    origins, printed = _origins(clause), _origins(other)
    elsewhere = frozenset(clause.words) - origins
    return (
        bool(origins and printed)
        and not _meet(origins, printed)
        and _meet(printed, elsewhere)
        and _meet(origins, frozenset(other.words))
    )


def _meet(some: frozenset[str], others: frozenset[str]) -> bool:
    return any(same_word(one, other) for one in some for other in others)


def _names(clause: Clause) -> frozenset[str]:
    """The capitalised words of an English clause that are no common words."""
    if is_hindi(clause.text):
        return frozenset()
    return _printed(clause, filter(_is_name, clause.tokens))


def doer(clause: Clause) -> frozenset[str]:
    """The name of who did it: before ने in Hindi; the subject, or after "by", in English."""
    found = _doing(clause.tokens, hindi=is_hindi(clause.text))
    return _printed(clause, (token for token in found if _names_somebody(token.word)))


def _printed(clause: Clause, tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(plain(clause.text, token) for token in tokens).intersection(clause.words)


def _doing(tokens: Sequence[Token], *, hindi: bool) -> Sequence[Token]:
    words = [token.word for token in tokens]
    if hindi:
        if "ने" in words:
            return _run_before(tokens, words.index("ने"))
        lost = "से" in words and any(_BEATEN.match(word) for word in words)
        return _run_before(tokens, words.index("से"))[-1:] if lost else ()
    for n, word in enumerate(words[1:], 1):
        passive = word == "by" and not _WAS.isdisjoint(words[:n])
        if passive or (word == "to" and not _LOST.isdisjoint(words[:n])):
            return _run_after(tokens, n + 1)
    undergoes = any(
        word in _WAS and _PARTICIPLE.search(following) for word, following in pairwise(words)
    )
    return () if undergoes else _subject(tokens)


def _subject(tokens: Sequence[Token]) -> Sequence[Token]:
    """The first run of capitalised words that no preposition governs."""
    n = 0
    while n < len(tokens):
        if not _is_name(tokens[n]):
            n += 1
            continue
        run = _run_after(tokens, n)
        governed = n > 0 and tokens[n - 1].word in _PREPOSITIONS
        if run and not governed and not run[-1].word.endswith(("'s", "s'")):
            return run
        while n < len(tokens) and _is_name(tokens[n]):
            n += 1
    return ()


def _is_name(token: Token) -> bool:
    return token.capital and token.word[:1].isalpha() and _names_somebody(token.word)


def _names_somebody(word: str) -> bool:
    return not is_glue(word) and not is_common(word)


def _run_before(tokens: Sequence[Token], end: int) -> Sequence[Token]:
    start = end
    while start > 0 and (
        tokens[start - 1].word[:1].isalpha() and tokens[start - 1].word not in _HINDI_MARKERS
    ):
        start -= 1
    return tokens[start:end]


def _run_after(tokens: Sequence[Token], start: int) -> Sequence[Token]:
    while start < len(tokens) and tokens[start].word in ("the", "a", "an"):
        start += 1
    end = start
    while end < len(tokens) and _is_name(tokens[end]):
        end += 1
    return tokens[start:end]


def _undergoing(clause: Clause) -> frozenset[str]:
    """Who or what it was done to: before को or से in Hindi; the other names in English."""
    if not is_hindi(clause.text):
        return _names(clause)
    return frozenset().union(
        *(
            _printed(clause, _run_before(clause.tokens, n))
            for n, token in enumerate(clause.tokens)
            if token.word in ("को", "से")
        )
    )


def _origins(clause: Clause) -> frozenset[str]:
    """What stands before से, or after "from"."""
    hindi = is_hindi(clause.text)
    marker = "से" if hindi else "from"
    step = -1 if hindi else 1
    return frozenset(
        plain(clause.text, clause.tokens[n + step])
        for n, token in enumerate(clause.tokens)
        if token.word == marker and 0 <= n + step < len(clause.tokens)
    )
