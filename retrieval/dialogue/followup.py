"""Pure: does a short question lean on the one before it, and what do the two ask together?

«और कितने मारे गए?», “and how many died?” and "aur kitne mare gaye" are read with the question
before; a question that names what it is about is not.
"""

from __future__ import annotations

import re
from typing import Final

from retrieval.words.lexicon import TYPED
from store.stopwords import ENGLISH, HINDI

LONGEST: Final = 9  # words of a question that can lean on another
LONGEST_TOPIC: Final = 20  # words of the earlier question that are carried over

_WORD: Final = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0900-\u0963\u0966-\u097f\u200c\u200d'’]+")
_AROUND_WORDS: Final = "?!।॥.,;:…“”‘’\"'()[]"

_LEADS: Final = frozenset("और फिर तो तथा एवं लेकिन मगर बाकी and but then so also plus or".split())
_POINTING: Final = frozenset(
    """
    यह ये वह वे इस उस इन उन इसे उसे इन्हें उन्हें इसने उसने इन्होंने उन्होंने इसका इसकी इसके उसका उसकी
    उसके इनका इनकी इनके उनका उनकी उनके इसमें उसमें इनमें उनमें इससे उससे वहाँ वहां यहाँ यहां ऐसा तब
    it its this that these those they them their he him his she her there then
    """.split()
)
_ASKING: Final = frozenset(
    """
    क्या कौन किस किन किसे किसने किसका किसकी किसके किसको किससे किसमें किन्हें किन्होंने कब कहाँ कहां क्यों
    कैसे कैसा कैसी कितना कितनी कितने who whom whose which what when where why how
    """.split()
)
_WORDS_THAT_ASK_MORE: Final = frozenset("many much long often far old about else more".split())
_SAYING: Final = frozenset(
    "कहा बताया बोला बोले कहना कहते said say says tell told claimed happened happen".split()
)
_LITTLE: Final = frozenset(HINDI.split()) | frozenset(ENGLISH.split()) | _WORDS_THAT_ASK_MORE


def leans_on_previous(question: str, previous: str) -> bool:
    """Whether `question` cannot be understood without `previous`, the one asked before it."""
    words, before = _words(question), _words(previous)
    if not words or not before or words == before or len(words) > LONGEST:
        return False
    if words[0] in _LEADS or any(word in _POINTING for word in words):
        return True
    asking = [place for place, word in enumerate(words) if word in _ASKING]
    telling = [place for place, word in enumerate(words) if word not in _LITTLE]
    if not asking or _names_something(question):
        return False
    # What stands before the word that asks is what the question is about: “पुल कब बना?”
    return len(telling) <= 1 and all(place > asking[0] for place in telling)


def says_nothing_alone(question: str) -> bool:
    """Whether `question` has no word that could be looked for: “when was that?”, «किसने कहा?»."""
    return not any(word not in _LITTLE | _SAYING | _LEADS for word in _words(question))


def joined(question: str, previous: str) -> str:
    """What `question` asks once it is read with `previous`: the earlier topic, then the question.

    The earlier question's own asking words are left out, or it would be answered again; not so
    where the new one asks about that very answer.
    """
    left_out = _LEADS if says_nothing_alone(question) else _LEADS | _ASKING | _WORDS_THAT_ASK_MORE
    bare = (word.strip(_AROUND_WORDS) for word in previous.split())
    topic = [word for word in bare if word and _plain(word) not in left_out]
    own = question.strip()
    first = _WORD.match(own)
    if first is not None and _plain(first.group()) in _LEADS and len(_words(own)) > 1:
        own = own[first.end() :].lstrip(" ,")
    return " ".join([*topic[-LONGEST_TOPIC:], own])


def _words(text: str) -> list[str]:
    return [_plain(found) for found in _WORD.findall(text)]


def _plain(word: str) -> str:
    """The word as the lists above have it: romanised Hindi in Devanagari, English in lower case."""
    low = word.casefold().replace("’", "'")
    if low in _LITTLE or low in _LEADS or low in _POINTING:
        return low
    return TYPED.get(low, low)


def _names_something(question: str) -> bool:
    """Whether a word after the first begins with a capital letter."""
    return any(word[0].isupper() for word in _WORD.findall(question)[1:])
