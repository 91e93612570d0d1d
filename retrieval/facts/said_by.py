"""Pure: whose word a fact is, where the quote says so: “X के अनुसार …”, “X ने कहा कि …”, “X said”.

A wrong speaker is worse than none: a pronoun, a clause or a rule in the speaker's place gives None.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.figures.tokens import Token, at, tokenise
from retrieval.words.agreement import is_hindi
from retrieval.words.meanings import is_common
from store.text import word_set

_SAID: Final = word_set(
    "कहा कही बताया बताई बोला बोले दावा माना घोषणा ऐलान एलान पुष्टि आरोप चेतावनी अनुमान जानकारी स्वीकार"
    " स्वीकारा खुलासा लिखा बयान"
)
_SAYING: Final = word_set("कहना दावा मानना बताना आरोप अनुमान आकलन तर्क")
_BY: Final = word_set("अनुसार मुताबिक")
_TELLING: Final = word_set(
    "एजेंसी एजेंसियों रिपोर्ट रिपोर्टों खबर खबरों मंत्रालय सरकार पुलिस अधिकारी अधिकारियों अफसर अफसरों"
    " मंत्री प्रधानमंत्री मुख्यमंत्री राष्ट्रपति राज्यपाल राजदूत नेता नेताओं प्रवक्ता सचिव निदेशक अध्यक्ष"
    " विशेषज्ञ विशेषज्ञों जानकार जानकारों विश्लेषक विश्लेषकों वैज्ञानिक वैज्ञानिकों अखबार अखबारों चैनल मीडिया"
    " सेना विभाग कंपनी सूत्र सूत्रों आंकड़ों आंकड़े सर्वे सर्वेक्षण अध्ययन जनगणना बयान विज्ञप्ति बैंक आयोग"
    " परिषद संगठन संस्था संस्थान समिति विश्वविद्यालय पत्रकार पत्रकारों गवाहों चश्मदीदों स्थानीय लोगों"
    " प्रशासन पालिका अदालत मौसम डॉक्टर डॉक्टरों कमांडर जनरल बोर्ड निगम ब्यूरो केंद्र पार्टी"
    " आयुक्त जिलाधिकारी मेयर महापौर प्रमुख सांसद विधायक किसानों निवासियों"
)
_WAS: Final = word_set("है हैं था थे थी गया गई गए और कि हुए हुआ")
_NOBODY: Final = word_set(
    "उन्होंने इन्होंने जिन्होंने उसने इसने जिसने किसी सभी कई कुछ हमने मैंने आपने हम मैं आप वे वह यह ये उनका"
    " उनके इनके इनका उसके इसके जिसके उसका इसका मेरे हमारे he she they it we i you who which that this"
    " these those one some many"
)
_CUT: Final = word_set(
    "को से में पर हुए बाद दौरान पहले लिए तक कि जो जिस जिन बीच साथ ने बारे वहीं लेकिन मगर जबकि हालांकि इस"
    " उधर इधर दूसरी अब आज कल तब जब"
)
_GENITIVE: Final = word_set("का के की")
_NOT_FIRST: Final = word_set("का के की और तथा व भी ही तो ऐसा ऐसी ऐसे बल्कि फिर")
_EDGES: Final = frozenset(',;:—–।॥?!“”"«»')
_STOPS: Final = frozenset("।॥?!")
_LONGEST: Final = 12
_REACH: Final = 9  # tokens from ने to the word of saying
_AFTER: Final = 4  # tokens from there to कि

_ENGLISH_SAID: Final = word_set(
    "said says claimed claims reported reports announced estimated estimates confirmed told stated"
    " believes warned alleged"
)
_ENGLISH_EDGES: Final = _EDGES | {"."}
_ENGLISH_CUT: Final = word_set("and but while that which who as when after before because")


@dataclass(frozen=True, slots=True)
class _Claim:
    """Tokens first..last name a speaker, whose word begin..end is (all half-open)."""

    first: int
    last: int
    begin: int
    end: int


def said_by(quote: str, start: int, end: int) -> tuple[int, int] | None:
    """The words of `quote` that name whose word `quote[start:end]` is; None where nobody is named.

    Places are in code points. Of several speakers it is the one nearest to the fact.
    """
    tokens = tokenise(quote)
    inside = [n for n, token in enumerate(tokens) if token.start < end and start < token.end]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    claims = _hindi(tokens) if is_hindi(quote) else _english(tokens)
    nearest: _Claim | None = None
    for claim in claims:
        covers = claim.begin <= first and last < claim.end
        if covers and not (claim.first <= last and first < claim.last):
            near = nearest is None or _distance(claim, first) < _distance(nearest, first)
            nearest = claim if near else nearest
    if nearest is None or not _is_speaker(tokens[nearest.first : nearest.last]):
        return None
    return tokens[nearest.first].start, tokens[nearest.last - 1].end


def _distance(claim: _Claim, fact: int) -> int:
    return min(abs(fact - claim.first), abs(fact - claim.last))


def _hindi(tokens: Sequence[Token]) -> Iterator[_Claim]:
    for n, token in enumerate(tokens):
        if token.word in _BY and at(tokens, n - 1).word == "के":
            named = _phrase(tokens, n - 1)
            head = at(tokens, n - 2).word
            if named < n - 1 and (head in _TELLING or head in ")'’”" or not is_common(head)):
                yield _Claim(named, n - 1, n + 1, _sentence(tokens, n)[1])
        elif token.word == "ने":
            yield from _told(tokens, n, _said_after(tokens, n))
        elif (
            token.word in _SAYING
            and at(tokens, n - 1).word in _GENITIVE
            and at(tokens, n + 1).word in _WAS
        ):
            yield from _told(tokens, n - 1, n)


def _told(tokens: Sequence[Token], by: int, said: int | None) -> Iterator[_Claim]:
    """What the speaker before token `by` tells with the word at `said`: after it, or before."""
    if said is None:
        return
    begin, end = _sentence(tokens, by)
    named = _phrase(tokens, by)
    if named == by:
        return
    after = next(
        (n + 1 for n in range(said + 1, min(said + 1 + _AFTER, end)) if _opens(tokens[n])), None
    )
    if after is not None:
        yield _Claim(named, by, after, end)
    elif all(token.word in _WAS or token.word in _EDGES for token in tokens[said + 1 : end]):
        yield _Claim(named, by, begin, named)


def _opens(token: Token) -> bool:
    return token.word == "कि" or token.word in _EDGES


def _said_after(tokens: Sequence[Token], by: int) -> int | None:
    """The word of saying that goes with the ने at `by`."""
    for n in range(by + 1, min(by + 1 + _REACH, len(tokens))):
        word = tokens[n].word
        if word in _SAID:
            return n
        if word in {"कि", "ने"} or word in _EDGES:
            return None
    return None


def _phrase(tokens: Sequence[Token], end: int) -> int:
    """Where the name before `end` begins; `end` where there is none."""
    start = end
    while start and tokens[start - 1].word not in _EDGES and tokens[start - 1].word not in _CUT:
        start -= 1
    while start < end and tokens[start].word in _NOT_FIRST:
        start += 1
    return start


def _is_speaker(phrase: Sequence[Token]) -> bool:
    """Whether the phrase is short and whole, and no mere pronoun or figure."""
    words = [token.word for token in phrase]
    return (
        0 < len(words) <= _LONGEST
        and _NOBODY.isdisjoint(words)
        and words.count("(") == words.count(")")
        and any(word[0].isalpha() and len(word) > 1 for word in words)
    )


def _sentence(tokens: Sequence[Token], place: int) -> tuple[int, int]:
    """The tokens of the sentence around a place, half-open."""
    begin = end = place
    while begin and tokens[begin - 1].word not in _STOPS:
        begin -= 1
    while end < len(tokens) and tokens[end].word not in _STOPS:
        end += 1
    return begin, end


def _english(tokens: Sequence[Token]) -> Iterator[_Claim]:
    for n, token in enumerate(tokens):
        if token.word == "according" and at(tokens, n + 1).word == "to":
            begin, end = _english_sentence(tokens, n)
            last = n + 2
            while last < end and not _ends_english(tokens[last]):
                last += 1
            yield _Claim(n + 2, last, begin, end)
        elif token.word in _ENGLISH_SAID:
            begin, end = _english_sentence(tokens, n)
            named = n
            while named > begin and not _ends_english(tokens[named - 1]):
                named -= 1
            if at(tokens, n + 1).word == "that" or n + 1 < end - 1:
                yield _Claim(named, n, n + 1, end)
            elif named > begin:
                yield _Claim(named, n, begin, named)


def _ends_english(token: Token) -> bool:
    return token.word in _ENGLISH_EDGES or token.word in _ENGLISH_CUT


def _english_sentence(tokens: Sequence[Token], place: int) -> tuple[int, int]:
    def stops(n: int) -> bool:
        if tokens[n].word == ".":
            after = at(tokens, n + 1)
            return n + 1 == len(tokens) or after.capital or after.number is not None
        return tokens[n].word in _STOPS

    begin = end = place
    while begin and not stops(begin - 1):
        begin -= 1
    while end < len(tokens) and not stops(end):
        end += 1
    return begin, end
