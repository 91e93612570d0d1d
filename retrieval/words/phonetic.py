"""Pure: how Hindi and English words sound, so that spellings of two scripts can be compared.

Three forms of a word. `romanise` is what an Indian would type. `phones` is one letter a sound,
with long and aspirated ones in capitals (k ख=K, आ=A, schwa=a, ऐ=E, औ=O, ऑ=Q, श=S, ड़=R, ं=N). `key`
is the skeleton of consonants that all spellings of a word share.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

_VIRAMA: Final = "्"
_NUKTA: Final = "़"
_IGNORED: Final = {0x200B: None, 0x200C: None, 0x200D: None, 0x0903: None, 0x093D: None}

_CONSONANTS: Final = {
    **dict(zip("कखगघङचछजझञटठडढणतथदधन", "kKgGncCjJntTdDntTdDn", strict=True)),
    **dict(zip("पफबभमयरलळवशषसह", "pfbBmyrllvSSsh", strict=True)),
}
_WITH_NUKTA: Final = {"क": "k", "ख": "K", "ग": "g", "ज": "z", "ड": "R", "ढ": "X", "फ": "f"}
_SIGNS: Final = dict(zip("ािीुूृेैोौॉॅॊॆ", "AiIuU¹eEoOQEoe", strict=True))
_VOWELS: Final = dict(zip("अआइईउऊऋएऐओऔऑऍऎऒॲ", "aAiIuU¹eEoOQEeoE", strict=True))

_KEEPS_LAST: Final = frozenset("yrvl")
"""After these in a cluster the last schwa is heard, and typed: kendra, mitra, swasthya."""


def phones(word: str) -> str:
    """A Devanagari word, sound by sound, schwas deleted as they are spoken; "" if it is none."""
    units = _syllables(word)
    _delete_schwas(units)
    sounds = "".join(consonant + vowel + nasal for consonant, vowel, nasal in units)
    sounds = sounds.replace("jn", "gy") if "ज्ञ" in word else sounds
    return sounds.replace("¹", "ri")


def _syllables(word: str) -> list[tuple[str, str, str]]:
    """[consonant or "", vowel or "", nasal or ""]; an inherent schwa is "a", a half letter ""."""
    units: list[tuple[str, str, str]] = []
    previous = ""
    for sign in unicodedata.normalize("NFD", word).translate(_IGNORED):
        if sign in _CONSONANTS:
            units.append((_CONSONANTS[sign], "a", ""))
            previous = sign
        elif sign in _VOWELS:
            units.append(("", _VOWELS[sign], ""))
        elif not units:
            continue
        elif sign == _NUKTA:
            consonant, vowel, nasal = units[-1]
            units[-1] = (_WITH_NUKTA.get(previous, consonant), vowel, nasal)
        elif sign == _VIRAMA:
            units[-1] = (units[-1][0], "", units[-1][2])
        elif sign in _SIGNS:
            units[-1] = (units[-1][0], _SIGNS[sign], "")
        elif sign in "ंँ":
            units[-1] = (units[-1][0], units[-1][1], "N")
    return units


def _delete_schwas(units: list[tuple[str, str, str]]) -> None:
    last = len(units) - 1
    for at in range(last, 0, -1):
        consonant, vowel, nasal = units[at]
        if vowel != "a" or not consonant or nasal:
            continue
        before = units[at - 1]
        if at == last:
            heard = (not before[1] and consonant in _KEEPS_LAST) or (
                consonant == "y" and before[1] in ("i", "I")
            )
        else:
            after = units[at + 1]
            heard = not (before[1] and after[0] and after[1]) or bool(before[2])
        if not heard:
            units[at] = (consonant, "", "")


_TYPED: Final = {
    "K": "kh", "G": "gh", "c": "ch", "C": "chh", "J": "jh", "T": "th", "D": "dh", "B": "bh",
    "S": "sh", "R": "d", "X": "dh", "A": "a", "I": "i", "U": "u", "E": "ai", "O": "au", "Q": "o",
}  # fmt: skip
_LABIAL_NASAL: Final = re.compile(r"N(?=[pbBmf])")
_LATER_V: Final = re.compile(r"(?<=[^aAiIuUeEoOQr])v")


def romanise(word: str) -> str:
    """A Devanagari word as Indians type it: खिलाड़ियों khiladiyon, पैंथर्स painthars."""
    sounds = _LABIAL_NASAL.sub("m", phones(word)).replace("N", "n")
    sounds = _LATER_V.sub("w", sounds)
    return "".join(_TYPED.get(sound, sound) for sound in sounds)


# Latin letters to sounds: the first alternative that fits, from left to right.
_HINDI_SPELLING: Final = (
    (r"tion(?=s?$|al)", "San"),
    (r"ssion|sion(?=s?$)", "San"),
    (r"cial", "Sal"),
    (r"tch", "c"),
    (r"cch|chch|ch+h", "cC"),
    (r"ch", "c"),
    (r"ck", "k"),
    (r"c(?![eiy])", "k"),
    (r"c", "s"),
    (r"sch(?=o)", "sk"),
    (r"sh", "S"),
    (r"kh", "K"),
    (r"qu(?=[aeio])", "kv"),
    (r"q", "k"),
    (r"gh", "G"),
    (r"dge", "j"),
    (r"jh", "J"),
    (r"zh", "z"),
    (r"th", "T"),
    (r"dh", "D"),
    (r"ph", "f"),
    (r"bh", "B"),
    (r"rh", "R"),
    (r"(?<=u)w(?=a)", ""),
    (r"wh|w", "v"),
    (r"^x", "kS"),
    (r"x", "ks"),
    (r"h+", "h"),
    (r"(?<=[^aeiou])y$", "I"),
    (r"y+", "y"),
    (r"aa+", "A"),
    (r"a[ie]|ei", "E"),
    (r"au|ou|[ao]w(?![aeiou])", "O"),
    (r"oo+", "U"),
    (r"ee+|ii+", "I"),
    (r"uu+", "U"),
    (r"oa", "Q"),
    (r"[a-z]", None),
)
_OPEN_SPELLING: Final = (
    (r"aai|ai|ayi", "AI"),
    (r"aau|au", "AU"),
    (r"ea(?=i?$)", "iyA"),  # koreai
    *_HINDI_SPELLING,
)
_ENGLISH_SPELLING: Final = (
    (r"(?<=[aeiouy][^aeiouy])e(?=s?$)|(?<=[aeiou][^aeiou][^aeiou])e(?=s?$)", ""),
    (r"^x", "S"),
    (r"^wr", "r"),
    (r"^kn", "n"),
    (r"^ps", "s"),
    (r"mb$", "m"),
    (r"ch(?=[nrl])", "k"),
    (r"(?<=te)ch(?=.)", "k"),
    (r"st(?=le)", "s"),
    (r"(?<=[jJ])oh(?=n)", "Q"),
    (r"(?<=[aeiou][^aeiou])i(?=[ncvt]es?$)|(?<=[aeiou][^aeiou][^aeiou])i(?=[ncvt]es?$)", "i"),
    (r"a(?=l[lk])|(?<=w)a(?=[rlnt])", "Q"),
    (r"a(?=(?:[bdgkmnptv]|ck|tch|[mn][bdgkpt])s?$)", "E"),
    (r"igh", "Ai"),
    (r"are$", "eyar"),
    (r"ire$", "Ayar"),
    (r"u(?=(?:[bdgkmnpst]|ck|tch|[mnrs][dkpt])s?$)", "a"),
    (r"[ao]ugh(?=t)", "Q"),
    (r"ture(?=s?$)", "car"),
    (r"g(?=[eiy])", "j"),
    (r"ea", "I"),
    (r"[ae]y(?![aeiou])|ai", "e"),
    (r"eu|ew(?![aeiou])", "yU"),
    (r"ou|ow(?=n|l|d)", "Au"),
    (r"(?:e|o|ou)r(?=s?$)", "ar"),
    (r"(?<=[^aeiou])le(?=s?$)", "al"),
    (r"a(?=[^aeiouwy](?:es?|y)$)", "e"),
    (r"i(?=[^aeiouwy]es?$)", "Ai"),
    (r"ie(?=[^aeiou])", "I"),
    (r"(?<=[^aeiou])ies$", "Iz"),
    (r"o(?!o)", "Q"),
    *_HINDI_SPELLING,
)


def _scanner(spelling: tuple[tuple[str, str | None], ...]) -> Callable[[str], str]:
    pattern = re.compile("|".join(f"({letters})" for letters, _ in spelling))
    sounds = [None, *(sound for _, sound in spelling)]

    def sound(match: re.Match[str]) -> str:
        found = sounds[match.lastindex or 0]
        return match[0] if found is None else found

    return lambda word: pattern.sub(sound, word)


_read_hindi: Final = _scanner(_HINDI_SPELLING)
_read_open: Final = _scanner(_OPEN_SPELLING)
_read_english: Final = _scanner(_ENGLISH_SPELLING)
_NOT_LATIN: Final = re.compile(r"[^a-z]")
_DEVANAGARI: Final = re.compile(r"[\u0904-\u0939\u0958-\u0961\u0972]")


_OPEN: Final = re.compile(r"a[iu]|ayi|eai?$")


def hindi_readings(word: str) -> tuple[str, ...]:
    """The sounds of a word, Devanagari or romanised Hindi; more than one where it is open."""
    if _DEVANAGARI.search(word):
        sounds = phones(word)
        rolled = sounds.replace("R", "r").replace("X", "r")
        return (sounds,) if rolled == sounds else (sounds, rolled)
    latin = _latin(word)
    first = _read_hindi(latin)
    return (first, _read_open(latin)) if _OPEN.search(latin) else (first,)


def english_reading(word: str) -> str:
    """The sounds of a Latin-script word read as English, as Hindi hears it: game gem."""
    return _read_english(_latin(word))


def _latin(word: str) -> str:
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", word.casefold())
        if not unicodedata.combining(sign)
    )
    return re.sub(r"(.)\1{2,}", r"\1\1", _NOT_LATIN.sub("", plain))


_FOLD: Final = str.maketrans("KGCJzTDRXBSNmAIUEOQ", "kgcjjtdddbsnnaiueoa")
_FIRST_VOWEL: Final = re.compile(r"^(?:yu|y?[aeiou])[aeiou]*")
_LAST_NASAL: Final = re.compile(r"(?<=[aeiouAIUEOQ])[nN]$")
_SILENT: Final = re.compile(r"(?<=.)[aeiouhy]")
_DOUBLED: Final = re.compile(r"(.)\1+")
_VOICED: Final = re.compile(r"(?<=.)s(?!t)")


def skeleton(sounds: str) -> str:
    """The consonants of a word given as sounds, alike sounds as one; "a" for a first vowel."""
    folded = _LAST_NASAL.sub("", sounds).translate(_FOLD)
    return _SILENT.sub("", _FIRST_VOWEL.sub("a", _DOUBLED.sub(r"\1", folded)))


def key(word: str) -> str:
    """What all spellings of a word share: sainik, sainnik, senik, सैनिक; "" for no letters."""
    return skeleton(hindi_readings(word)[0])


def keys(word: str) -> tuple[str, ...]:
    """`key`, and a Latin-script word's other readings: a silent e, g as j, s as z."""
    if _DEVANAGARI.search(word):
        return tuple(dict.fromkeys(map(skeleton, hindi_readings(word))))
    found = [skeleton(sounds) for sounds in (*hindi_readings(word), english_reading(word))]
    found += [_VOICED.sub("j", one) for one in found]
    return tuple(dict.fromkeys(found))
