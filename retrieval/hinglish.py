"""Romanised Hindi into Devanagari, spelled as the articles spell it."""

from __future__ import annotations

import re
from typing import Final

from retrieval.words.character_model import spell
from retrieval.words.common_words import english_share, hindi_words
from retrieval.words.lexicon import LETTERS, THAT_FOLLOWS, TYPED
from retrieval.words.loans import country, translated
from retrieval.words.spelling import devanagari
from retrieval.words.vocabulary import Vocabulary

_WORD: Final = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019][A-Za-z]+)?")
_ROMAN_NUMERAL: Final = re.compile(r"[IVXLC]{2,}")
_CAPITALS: Final = re.compile(r"[A-Z]{2,5}")
_VOWEL: Final = re.compile(r"[aeiou]")
_REPEATED: Final = re.compile(r"(.)\1{2,}")
_LONGEST_ACRONYM: Final = 5
_LONGEST_WITHOUT_VOWEL: Final = 4

_BY_WHOM: Final = re.compile(r"ने(?= |$)")
_THAT: Final = re.compile(rf"(?:^| )(?:{'|'.join(THAT_FOLLOWS)}) *$")
_SAID: Final = re.compile(r" *(?:gaya|gya|gayi|jata|jaata|tha|ja)\b")


def load() -> None:
    """Load word lists and model now (a second or so), not with the first question."""
    hindi_words()
    spell("namaste")


def to_devanagari(text: str, vocabulary: Vocabulary) -> str:
    """`text` with its romanised Hindi words in Devanagari, names as `vocabulary` spells them.

    `vocabulary` holds the words of the articles. English words that they do not use are said in
    their words where the glossary has one, or stay as they are, like numbers and marks. A word
    costs a millisecond, or ten when the character model has to spell it; words are remembered. The
    first call loads word lists and model.
    """
    shouted = text.upper() == text
    done = ""
    end = 0
    for found in _WORD.finditer(text):
        done += text[end : found.start()]
        end = found.end()
        done += _turn(found[0], done, text[end:], vocabulary, shouted=shouted)
    return done + text[end:]


def _turn(word: str, before: str, after: str, vocabulary: Vocabulary, *, shouted: bool) -> str:
    """One word, given what stands before it (already turned) and after it (as typed)."""
    typed = _REPEATED.sub(r"\1", word.casefold())
    if not shouted and _ROMAN_NUMERAL.fullmatch(word):
        return word
    capitals = not shouted and _CAPITALS.fullmatch(word) is not None
    if typed in TYPED and not capitals:
        return _in_context(TYPED[typed], before, after)
    if capitals or (len(typed) <= _LONGEST_ACRONYM and typed.upper() in vocabulary):
        return _acronym(typed, vocabulary)
    if len(typed) <= _LONGEST_WITHOUT_VOWEL and not _VOWEL.search(typed):
        spelled = _acronym(typed, vocabulary)
        if not spelled.isascii():
            return spelled
    return country(typed, vocabulary) or _by_sound(typed, vocabulary) or word


def _by_sound(typed: str, vocabulary: Vocabulary) -> str | None:
    """The word as it sounds; an English one that the articles do not have in their own words."""
    spelled = devanagari(typed, vocabulary)
    if (spelled is None or spelled not in vocabulary) and english_share(typed):
        return translated(typed, vocabulary) or spelled
    return spelled


def _in_context(word: str, before: str, after: str) -> str:
    """Words typed alike, told apart by their neighbours: कहा and कहाँ, की and कि."""
    if word == "कहा" and not _BY_WHOM.search(before) and not _SAID.match(after.casefold()):
        return "कहाँ"
    if word == "की" and _THAT.search(before) and after.strip(" ?.!"):
        return "कि"
    return word


def _acronym(typed: str, vocabulary: Vocabulary) -> str:
    """As the articles have it: in Latin capitals, or letter by letter (बीबीसी)."""
    capitals = typed.upper()
    spelled = "".join(LETTERS.get(sign, sign) for sign in typed)
    if vocabulary.count(capitals) > vocabulary.count(spelled):
        return capitals
    return spelled if spelled in vocabulary or spelled in hindi_words() else capitals
