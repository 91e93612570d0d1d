"""Pure: whether a sentence tells of the right one: who did it, to whom, from where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from retrieval.figures.tokens import Token
from retrieval.grounding.clauses import Clause, shared
from retrieval.grounding.paraphrases import is_common
from retrieval.grounding.words import is_glue, plain, same_word
from retrieval.words.agreement import is_hindi
from store.text import word_set

_HINDI_MARKERS: Final = word_set("ने को से में पर का के की तक द्वारा और तथा")
_PREPOSITIONS: Final = word_set(
    "in at on near from to of by for with under over into about against"
)
_PRONOUNS: Final = word_set("वह वे उसने उन्होंने यह ये इसने इन्होंने he she it they")
_BEGINNING: Final = 2
_LOST: Final = word_set("lost lose loses")
_BEATEN: Final = re.compile("हार(?!ाया|ाकर)")
_PARTICIPLE: Final = re.compile(r"(?:ed|en)$|^(?:sent|beat|put|set|told|held|found|left|hit|cut)$")
_PAST: Final = re.compile(r"ed$|^(?:gave|took|beat|won|told|sent|met|made|put|found|saw|shot)$")
_WAS: Final = word_set("was were is are been be being got")


def roles_stand(clause: Clause, printed: Sequence[Clause]) -> bool:
    """Whether what the clause tells is told of the one it names, not of another."""
    subject = doer(clause)
    names = subject or _names(clause)
    if names:
        rest = clause.without(names)
        scores = [shared(rest, other) for other in printed]
        best = max(scores)
        nearest = [other for other, score in zip(printed, scores, strict=True) if score == best > 0]
        if nearest and all(_is_of_others(names, other) for other in nearest):
            return False
    if _done_by_another(clause, printed):
        return False
    return not any(
        _reversed(clause, subject, other, theirs)
        for other, theirs in zip(printed, _doers(printed), strict=True)
    )


def _done_by_another(clause: Clause, printed: Sequence[Clause]) -> bool:
    """Whether a Hindi clause names somebody before ने whom the one most like it does not name."""
    mine = _before_ne(clause)
    rest = clause.without(mine)
    scores = [shared(rest, other) for other in printed]
    best = max(scores)
    nearest = [other for other, score in zip(printed, scores, strict=True) if score == best > 0]
    theirs = [_before_ne(other) for other in nearest]
    return bool(mine) and bool(theirs) and all(one and not _meet(mine, one) for one in theirs)


def _before_ne(clause: Clause) -> frozenset[str]:
    words = [token.word for token in clause.tokens]
    if "ने" not in words or not is_hindi(clause.text):
        return frozenset()
    return _printed(clause, _owned_before(clause.tokens, words.index("ने")))


def _is_of_others(names: frozenset[str], other: Clause) -> bool:
    """Whether a clause of the evidence has a doer of its own and none of these names."""
    return bool(doer(other)) and not _meet(names, frozenset(other.words))


def _doers(printed: Sequence[Clause]) -> list[frozenset[str]]:
    """Who does it in each clause; "he" is who did it in the one before."""
    found: list[frozenset[str]] = []
    for clause in printed:
        own = _printed(clause, _doing(clause.tokens, hindi=is_hindi(clause.text)))
        leans = found and any(token.word in _PRONOUNS for token in clause.tokens[:_BEGINNING])
        found.append(found[-1] if leans else own)
    return found


def _reversed(
    clause: Clause, subject: frozenset[str], other: Clause, theirs: frozenset[str]
) -> bool:
    """Whether the evidence has it the other way round: B beat A, from B to A."""
    if theirs and not subject and _meet(_done_to(clause), theirs):
        return True
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
    """The first run of capitalised words that no preposition governs and no verb precedes."""
    n = 0
    while n < len(tokens) and not (n and _PAST.search(tokens[n].word)):
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


def _owned_before(tokens: Sequence[Token], end: int) -> Sequence[Token]:
    """The run before a marker with whose it is: बायोनेक्सा की भारतीय इकाई."""
    run = _run_before(tokens, end)
    start = end - len(run)
    owner = start > 0 and tokens[start - 1].word in ("का", "की", "के")
    return [*_run_before(tokens, start - 1), *run] if owner else run


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
            _printed(clause, _owned_before(clause.tokens, n))
            for n, token in enumerate(clause.tokens)
            if token.word in ("को", "से")
        )
    )


def _done_to(clause: Clause) -> frozenset[str]:
    """The name that stands right before को, where another one stands before it."""
    words = [token.word for token in clause.tokens]
    if not is_hindi(clause.text) or "को" not in words or "ने" in words:
        return frozenset()
    run = _run_before(clause.tokens, words.index("को"))
    names = [token for token in run if _names_somebody(token.word)]
    return _printed(clause, names[1:])


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
