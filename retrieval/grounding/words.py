"""Pure: whether two words are one, also across scripts; and which words need no evidence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from retrieval.figures.figures import figures
from retrieval.figures.tokens import Token, tokenise
from retrieval.grounding.paraphrases import may_stand_for
from retrieval.words.agreement import is_hindi
from retrieval.words.distance import sound_distance
from retrieval.words.lexicon import LETTERS
from retrieval.words.phonetic import english_reading, hindi_readings
from store.text import STOPWORDS, normalise, stem

_ALIKE: Final = 0.8  # of names across scripts, 1 where they sound the same
_SHORT: Final = 4  # letters of a name that a small difference makes another: Kim, कम
_SHORT_DISTANCE: Final = 0.35
_VARIANT: Final = 0.3  # of one name spelled twice in Devanagari
_ENGLISH_PENALTY: Final = 0.2
_SHORTEST: Final = 3
_LONGEST_ACRONYM: Final = 5
_LONGEST_SHORT_PLURAL: Final = 6  # phones without its s sounds like पुणे

_GLUE: Final = frozenset(
    normalise(word)
    for word in """
    अनुसार मुताबिक कहा कहना बताया बताई कही बात लेकर तहत यानी वहीं वही वहां यहां दरअसल हालांकि जबकि
    लगभग करीब तकरीबन जरिए ओर तरफ रूप वजह कारण कुल चुका चुकी चुके कर करना करने करते करता करती करेगा
    करेगी करेंगे आएगा आएगी आएंगे आएंगी नया नई नए बीच शायद संभवतः उम्मीद जाएंगे जाएंगी लगी लगे लगा
    आई आए आया आने रखा रखी रखे मिला मिली मिले मिलने मिलना मिलेगा मिलेगी मिलेंगे हुआ प्रति हेतु
    किए दिए मुकाबले तुलना बजाय चल चला चली चले जारी
    उनमें जिससे फिलहाल लोग लोगों व्यक्ति रह रहेगा रहेगी रहेंगे अन्य
    said says say told tell according also still about around nearly more than who which there was
    were each every per get gets got makes make made use uses used cost costs take took taken
    place reach reached become became being put up down out off only just its however meanwhile
    both such over under since until till within along well known called isn't wasn't aren't
    weren't hasn't haven't hadn't didn't doesn't don't won't cannot can't nobody nothing none
    never without neither another during near far last remain remains new time brought bring came
    come comes went go goes gave give gives given held hold holds kept keep keeps let turned
    possibly perhaps reportedly apparently expect expects expected added now one based rate figure
    number he's it's that's people person persons others carried carry manage managed manages
    another other others spot worth sector section left leave leaves leaving having amount total
    case cases able including while whose whom upon toward towards onto amid among via besides
    देना देने देंगे देगा देगी देते देती पड़ा पड़ी पड़े पड़ेगा पड़ेगी पड़ता समय वक्त स्थिति वाला वाले वाली खुद स्वयं
    अपना अपनी अपने ऐसा ऐसी ऐसे काफी बेहद साथ बाकी तमाम तौर सहित समेत दौरान आसपास
    """.split()
)
_SPELLED: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ao$", "av"),  # Rao, राव
        ("ai(?=.)", "aya"),  # Nair, नायर
        ("(?<=[^aeiou])y(?=[^aeiou])", "ai"),  # Hyderabad, हैदराबाद
    )
)
_ENGLISH_AFFIX: Final = ("'s", "’s", "'", "’")


def words_of(text: str) -> list[Token]:
    """The words of a text that no figure holds."""
    found = figures(text)
    return [
        token
        for token in tokenise(text)
        if token.word[:1].isalpha()
        and not any(figure.whole_start <= token.start < figure.qualified_end for figure in found)
    ]


def plain(text: str, token: Token) -> str:
    """A token's word as printed, in lower case and without a possessive ending.

    The nukta stays, which `normalise` drops: बड़ौदा and बडौदा sound different.
    """
    word = text[token.start : token.end].casefold()
    for ending in _ENGLISH_AFFIX:
        word = word.removesuffix(ending)
    return word


def is_glue(word: str) -> bool:
    """Whether a word only holds a sentence together, so that it needs no evidence."""
    folded = _folded(word)
    return folded in STOPWORDS or folded in _GLUE


def same_word(word: str, printed: str) -> bool:
    """Whether two words are one: by stem, by meaning, or by sound where the scripts differ."""
    return (
        _stem(word) == _stem(printed)
        or may_stand_for(word, printed)
        or (not is_glue(printed) and same_sound(word, printed))
    )


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return normalise(word) or word


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return stem(_folded(word))


@lru_cache(maxsize=50_000)
def same_sound(one: str, other: str) -> bool:
    """Whether two spellings are one name: Dibrugarh, डिब्रूगढ़."""
    if one.isascii() and other.isascii():
        return one == other
    if not one.isascii() and not other.isascii():
        return any(
            sound_distance(first, second) <= _VARIANT
            for first in hindi_readings(one)
            for second in hindi_readings(other)
            if first[:1] == second[:1] and min(len(first), len(second)) > _SHORTEST
        )
    latin, hindi = (one, other) if one.isascii() else (other, one)
    if not is_hindi(hindi):
        return False
    plural = len(latin) > _LONGEST_SHORT_PLURAL and latin.endswith("s")  # generators, जनरेटर
    forms = (latin, latin[:-1]) if plural else (latin,)
    return _spells(latin, hindi) or any(_sounds_like(form, hindi) for form in forms)


def _spells(latin: str, hindi: str) -> bool:
    """Whether the Hindi is the Latin letter by letter: NIS, एनआईएस; EVMs, ईवीएम."""
    return any(
        1 < len(letters) <= _LONGEST_ACRONYM
        and all(sign in LETTERS for sign in letters)
        and normalise("".join(LETTERS[sign] for sign in letters)) == normalise(hindi)
        for letters in (latin, latin.removesuffix("s"))
    )


def _sounds_like(latin: str, hindi: str) -> bool:
    spellings = {pattern.sub(sound, latin) for pattern, sound in _SPELLED} | {latin}
    typed = [(sounds, 0.0) for spelling in spellings for sounds in hindi_readings(spelling)]
    typed.append((english_reading(latin), _ENGLISH_PENALTY))
    for known in hindi_readings(hindi):
        distance = min(sound_distance(sounds, known) + extra for sounds, extra in typed)
        length = min(len(latin), len(known))
        if distance <= (_SHORT_DISTANCE if len(latin) <= _SHORT else (1 - _ALIKE) * length):
            return True
    return False
