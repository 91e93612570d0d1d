"""Pure: whether a sentence keeps who did what, whether it was done, and which way it went.

As far as words show it: a clause of the sentence is compared with the clause of the evidence that
shares most with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.agreement import is_hindi
from retrieval.figure_tokens import Token, tokenise
from retrieval.figures import Figure, figures
from retrieval.glossary import is_listed
from retrieval.grounded_figures import read, same_figure
from retrieval.grounded_words import is_glue, plain, same_word, words_of
from retrieval.news_words import name
from store.text import normalise, stem


def _set(words: str) -> frozenset[str]:
    return frozenset(map(normalise, words.split()))


_CLAUSE_ENDS: Final = re.compile(
    r"(?<!\d)[,;:](?!\d)|[,;:](?=\s)|[।॥–—]|\.(?=\s|$)"
    r"|(?<![\w\u0900-\u0963])(?:जबकि|लेकिन|मगर|किंतु|परंतु|हालांकि|और|तथा|कि|while|but|whereas|although"
    r"|though|and|that|said|says|told)(?![\w\u0900-\u0963])",
    re.IGNORECASE,
)
_NEGATIONS: Final = _set(
    "नहीं नही न ना मत बिना बगैर इनकार इंकार not no never nobody none nothing without neither nor"
    " cannot refuse refuses refused refusing decline declines declined deny denies denied"
    " fail fails failed"
)
_UNSURE: Final = _set(
    "सकता सकती सकते सके सकेगा सकेगी सकेंगे संभावना संभव शायद संभवतः may might could can possibly possible"
    " likely perhaps cannot"
)
_OPPOSITES: Final = tuple(
    tuple(frozenset(stem(word) for word in _set(side)) for side in pair.split("|"))
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
_HINDI_MARKERS: Final = _set("ने को से में पर का के की तक द्वारा और तथा")
_PREPOSITIONS: Final = _set(
    "in at on near from to of by for with under over into about against the a an"
)
_LOST: Final = _set("lost lose loses")
_BEATEN: Final = re.compile("हार(?!ाया|ाकर)")
_WAS: Final = _set("was were is are been be being got")


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    figures: tuple[Figure, ...]

    def negated(self) -> bool:
        found = sum(token.word in _NEGATIONS or token.word.endswith(("n't", "n’t"))
                    for token in self.tokens)  # fmt: skip
        return found % 2 == 1

    def unsure(self) -> bool:
        return any(token.word in _UNSURE for token in self.tokens)


def claims_stand(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether the sentence keeps negation, doubt, direction and who did it."""
    said = _clauses(sentence)
    printed = [clause for quote in quotes for clause in _clauses(quote)]
    if not printed or not _no_opposite(said, printed):
        return False
    groups: dict[int, list[_Clause]] = {}
    for clause in said:
        for index in _nearest(clause, printed):
            groups.setdefault(index, []).append(clause)
    return all(_keeps_polarity(group, printed[index]) for index, group in groups.items()) and all(
        _keeps_roles(clause, printed) for clause in said
    )


def _clauses(text: str) -> list[_Clause]:
    once, _ = read(text)
    found = []
    for part in _CLAUSE_ENDS.split(once):
        if part and part.strip():
            words = tuple(
                word
                for token in words_of(part)
                if (word := plain(part, token)) and not is_glue(word)
            )
            found.append(_Clause(part, tokenise(part), words, figures(part)))
    return found


def _nearest(clause: _Clause, printed: Sequence[_Clause]) -> list[int]:
    """The one clause of the evidence that shares most with this one; none where none does."""
    scores = [_shared(clause, other) for other in printed]
    best = max(scores)
    if best == 0:
        return []
    first = [n for n, score in enumerate(scores) if score == best]
    same = [n for n in first if printed[n].negated() == clause.negated()]
    return (same or first)[:1]


def _shared(clause: _Clause, other: _Clause) -> int:
    words = sum(any(same_word(word, printed) for printed in other.words) for word in clause.words)
    return words + sum(
        any(same_figure(clause.text, one, other.text, figure) for figure in other.figures)
        for one in clause.figures
    )


def _keeps_polarity(group: Sequence[_Clause], printed: _Clause) -> bool:
    if any(clause.negated() for clause in group) != printed.negated():
        return False
    return not printed.unsure() or any(clause.unsure() for clause in group)


def _no_opposite(said: Sequence[_Clause], printed: Sequence[_Clause]) -> bool:
    claimed = {stem(token.word) for clause in said for token in clause.tokens}
    stands = {stem(token.word) for clause in printed for token in clause.tokens}
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            if claimed & one and not stands & one and stands & other and not claimed & other:
                return False
    return True


def _keeps_roles(clause: _Clause, printed: Sequence[_Clause]) -> bool:
    """Whether what the clause tells is told of the one it names, not of another."""
    names, doer = _names(clause), _doer(clause)
    if not names and not doer:
        return True
    rest = _Clause(
        clause.text,
        clause.tokens,
        tuple(word for word in clause.words if word not in names and word not in doer),
        clause.figures,
    )
    scores = [_shared(rest, other) for other in printed]
    best = max(scores)
    nearest = [other for other, score in zip(printed, scores, strict=True) if score == best > 0]
    if nearest and all(_is_of_others(names | doer, other) for other in nearest):
        return False
    return not any(_reversed(clause, doer, other) for other in printed)


def _is_of_others(names: frozenset[str], other: _Clause) -> bool:
    """Whether a clause of the evidence has a doer of its own and none of these names."""
    return bool(_doer(other)) and not any(
        same_word(one, word) for one in names for word in other.words
    )


def _reversed(clause: _Clause, doer: frozenset[str], other: _Clause) -> bool:
    """Whether the evidence has it the other way round: B beat A, from B to A."""
    theirs = _doer(other)
    undergoes = _undergoing(other) - theirs
    if theirs and doer and not _meet(doer, theirs) and _meet(doer, undergoes):
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


def _names(clause: _Clause) -> frozenset[str]:
    """The capitalised words of an English clause that are no common words."""
    if is_hindi(clause.text):
        return frozenset()
    return _printed(clause, filter(_is_name, clause.tokens))


def _doer(clause: _Clause) -> frozenset[str]:
    """The name of who did it: before ने in Hindi; the subject, or after "by", in English."""
    found = _doing(clause.tokens, hindi=is_hindi(clause.text))
    return _printed(clause, (token for token in found if _names_somebody(token.word)))


def _printed(clause: _Clause, tokens: Iterable[Token]) -> frozenset[str]:
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
    return _subject(tokens)


def _subject(tokens: Sequence[Token]) -> Sequence[Token]:
    """The first run of capitalised words that no preposition governs."""
    n = 0
    while n < len(tokens):
        if not _is_name(tokens[n]):
            n += 1
            continue
        run = _run_after(tokens, n)
        if n == 0 or tokens[n - 1].word not in _PREPOSITIONS:
            return run
        while n < len(tokens) and _is_name(tokens[n]):
            n += 1
    return ()


def _is_name(token: Token) -> bool:
    return token.capital and token.word[:1].isalpha() and _names_somebody(token.word)


def _names_somebody(word: str) -> bool:
    return not is_glue(word) and (not is_listed(word) or name(word) is not None)


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


def _undergoing(clause: _Clause) -> frozenset[str]:
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


def _origins(clause: _Clause) -> frozenset[str]:
    """What stands before से, or after "from"."""
    hindi = is_hindi(clause.text)
    marker = "से" if hindi else "from"
    step = -1 if hindi else 1
    return frozenset(
        plain(clause.text, clause.tokens[n + step])
        for n, token in enumerate(clause.tokens)
        if token.word == marker and 0 <= n + step < len(clause.tokens)
    )
