"""Pure: may this sentence stand on this evidence? What a language model wrote, before it is shown.

What cannot be checked is not shown: a sentence passes only where its figures, names and words come
from the quotes it cites.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from retrieval.answer import WrittenSentence
from retrieval.figures.tokens import tokenise
from retrieval.grounding.attribution import attribution_stands
from retrieval.grounding.claims import claims_stand
from retrieval.grounding.clauses import Clause, clauses
from retrieval.grounding.coverage import covers
from retrieval.grounding.exactness import with_about
from retrieval.grounding.figures import figures_stand
from retrieval.grounding.paraphrases import plainly
from retrieval.grounding.words import same_word
from retrieval.question import FrameLanguage
from retrieval.words.agreement import is_hindi
from store.text import normalise, words

ABSTAINS: Final = "NOT_IN_EVIDENCE"
"""What a model writes, alone, where the evidence does not answer."""

LONGEST: Final = 600
"""Characters of a sentence; a longer one is none."""

_SQUARE: Final = re.compile(r"[\[［【]\s*\d+(?:\s*[,،;]\s*\d+)*\s*[\]］】]")
_FOREIGN: Final = re.compile(
    r"[a-z][a-z\d+.-]*://\S+|www\.\S+|\b[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}(?:/\S*)?\b"
    r"|[@#]\w[\w.]*|[\w.+-]+@[\w.-]+|\+?\d[\d -]{8,}\d",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(r"<\s*/?\s*\w|\]\s*\(|```|[{}|\\<>]|^\s*#|\bhttps?\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]|[‘']([^‘’']{3,})[’'](?![a-z])")
_LOOSE_QUOTE: Final = re.compile(r"[\"“”„«»]")
_SHORT_QUOTE: Final = 2  # words that may be a name in quotation marks


def _set(text: str) -> frozenset[str]:
    return frozenset(map(normalise, text.split()))


_ENGLISH: Final = _set(
    "the a an of in on at to by for from with was were is are be been has have had will would may"
    " might can could not no and that this it its they he she his her their than which who"
)
_ROMANISED: Final = _set(
    "ne ko ka ki ke mein me hai hain tha thi the gaya gayi gaye par se aur nahi nahin kiya kiye"
    " hua hui hue tak liye jo ek"
) - {"the"}

_ONLY_AS_PRINTED: Final = (
    # Only where a word of the same kind is in the evidence too: who speaks or is spoken to, …
    _set("i me my myself i'm i've मैं मुझे मेरा मेरी मेरे मैंने"),
    _set("we us our ours ourselves हम हमें हमारा हमारी हमारे हमने"),
    _set("you your yours yourself आप आपको आपका आपकी आपके आपने तुम तुम्हें तुम्हारा"),
    _set("please कृपया"),
    _set("prompt system instruction instructions निर्देश प्रॉम्प्ट"),
    _set("ai assistant chatbot एआई"),
    _set("click subscribe download क्लिक सब्सक्राइब डाउनलोड"),
    _set("password otp पासवर्ड ओटीपी"),
    # … and conditions, which are no statements.
    _set("if unless यदि अगर बशर्ते"),
)
_UNFINISHED: Final = (",", ";", ":", "،", "–", "—", "-")
_ORDERS: Final = _set(
    "send write buy visit click follow call ask watch ignore join subscribe download go see tell"
    " share check contact vote donate trust reply forget act read remember open sign register pay"
    " use enter type say answer note look get take try learn come stop wait do don't never always"
    " make give help invest apply book claim scan dial support believe consider disregard print"
)
_DONE: Final = _set("किए दिए लिए किये दिये लिये गए हुए")
_HINDI_ORDER: Final = re.compile(r"(?:[^हथम]ें|एं|एँ|िए|िये|इए|इये|ीजिए|ीजिये|[^क]रो|ओ)$")


def grounded(
    sentence: str,
    evidence: Mapping[int, str],
    language: FrameLanguage | None = None,
    asked: str = "",
) -> WrittenSentence | None:
    """The sentence with the marks of `evidence` (quotes by number), or None where it may not stand.

    Unknown marks are removed; one known mark at least must be left. Where the quotes say about so
    much, the sentence is made to say so. `language` is the one it has to be in, if that matters;
    common words of the question `asked` may be said again.
    """
    marks = tuple(
        dict.fromkeys(
            int(number)
            for run in _SQUARE.findall(sentence)
            for number in re.findall(r"\d+", run)
            if int(number) in evidence
        )
    )
    text = without_marks(sentence)
    quotes = [evidence[mark] for mark in marks]
    if not quotes or not text or len(text) > LONGEST or not may_be_shown(text, quotes, language):
        return None
    if not claims_are_supported(text, quotes, asked):
        return None
    return WrittenSentence(with_about(text, quotes), marks)


def faithful(translation: str, quote: str, language: FrameLanguage) -> bool:
    """Whether a translation of a quote adds nothing, as far as can be checked, and loses no figure.

    It is held to all that an answer's sentence is held to, with the quote as its evidence.
    """
    text = " ".join(translation.split())
    return (
        0 < len(text) <= max(LONGEST, 3 * len(quote))
        and not _SQUARE.search(text)
        and may_be_shown(text, [quote], language)
        and claims_are_supported(text, [quote])
        and figures_stand(quote, [text])
        and with_about(text, [quote]) == text
    )


def without_marks(sentence: str) -> str:
    """The sentence on one line without its marks, its stop kept."""
    text = re.sub(r"\s*" + _SQUARE.pattern, "", sentence)
    return re.sub(r"\s+([।.,;!?])", r"\1", " ".join(text.split()))


def may_be_shown(text: str, quotes: Sequence[str], language: FrameLanguage | None) -> bool:
    """Whether it is a plain statement in the right language: no link, order, or foreign quote."""
    printed = "\n".join(quotes)
    return (
        _is_in(text, language)
        and not text.endswith(_UNFINISHED)
        and not _MARKUP.search(text)
        and text.isprintable()
        and all(found[0].casefold() in printed.casefold() for found in _FOREIGN.finditer(text))
        and not _oversteps(text, printed)
        and _quotes_stand(text, quotes)
    )


def claims_are_supported(text: str, quotes: Sequence[str], asked: str = "") -> bool:
    """Whether figures, names, words, negation and roles of `text` come from the quotes.

    Each clause has to come from one quote alone, else a model could join what belongs apart.
    """
    text, quotes = plainly(text), [plainly(quote) for quote in quotes]
    if not figures_stand(text, quotes) or not attribution_stands(text, quotes):
        return False
    homes: dict[str, list[Clause]] = {}
    for clause in clauses(text):
        home = next((quote for quote in quotes if covers(quote, clause, asked)), None)
        if home is None:
            return False
        homes.setdefault(home, []).append(clause)
    told = any(clause.words or clause.figures for own in homes.values() for clause in own)
    return told and all(claims_stand(own, clauses(quote)) for quote, own in homes.items())


def _is_in(text: str, language: FrameLanguage | None) -> bool:
    if not _scripts_known(text):
        return False
    if not is_hindi(text):
        little = [token.word for token in tokenise(text)]
        english = sum(word in _ENGLISH for word in little)
        romanised = sum(word in _ROMANISED for word in little)
        return language != "hi" and english >= romanised
    devanagari = sum("\u0900" <= sign <= "\u097f" for sign in text)
    return language != "en" and 2 * devanagari > sum(not sign.isspace() for sign in text)


def _scripts_known(text: str) -> bool:
    return all(
        sign.isascii() or "\u00c0" <= sign <= "\u024f" or "\u0900" <= sign <= "\u097f"
        for sign in text
        if sign.isalpha()
    )


def _oversteps(text: str, printed: str) -> bool:
    """Whether it speaks for itself or to the reader, orders or conditions where no quote does."""
    tokens = [token for token in tokenise(text) if token.word[:1].isalpha()]
    said = {token.word for token in tokens}
    stands = {token.word for token in tokenise(printed)}
    capitals = {token.word for token in tokens if text[token.start : token.end].isupper()}
    for group in _ONLY_AS_PRINTED:
        if (said - (capitals & {"us"})) & group and not stands & group:
            return True
    if not tokens:
        return True
    if is_hindi(text):
        last = tokens[-1].word
        return bool(_HINDI_ORDER.search(last)) and last not in stands | _DONE
    return tokens[0].word in _ORDERS and tokens[0].word not in stands


def _quotes_stand(text: str, quotes: Sequence[str]) -> bool:
    """Whether what stands in quotation marks is in the evidence word for word."""
    printed = [words(quote) for quote in quotes]
    for match in _QUOTED.finditer(text):
        quoted = words(match[1] or match[2])
        same_script = any(_holds(other, quoted) for other in printed)
        named = len(quoted) <= _SHORT_QUOTE and any(
            all(any(same_word(word, one) for one in other) for word in quoted) for other in printed
        )
        if not same_script and not named:
            return False
    return not _LOOSE_QUOTE.search(_QUOTED.sub("", text))


def _holds(printed: Sequence[str], quoted: Sequence[str]) -> bool:
    size = len(quoted)
    return any(list(printed[n : n + size]) == list(quoted) for n in range(len(printed) - size + 1))
