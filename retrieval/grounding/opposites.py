"""Pure: whether a word turns what the evidence says around: rose, fell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from retrieval.figures.tokens import Token
from retrieval.grounding.clauses import Clause
from store.text import stem, word_set

_OPPOSITES: Final = tuple(
    tuple(frozenset(stem(word) for word in word_set(side)) for side in pair.split("|"))
    for pair in (
        "बढ़ बढ़ा बढ़कर बढ़ी बढ़ोतरी वृद्धि चढ़ चढ़कर उछल तेजी rise rose risen increase grow grew climb"
        " gain jump surge up|घट घटा घटकर गिर गिरावट कमी लुढ़क fall fell fallen decrease decline drop"
        " shrink reduce slip lose lost down",
        "अधिक ज्यादा more higher highest greater above most|कम less lower lowest fewer below least",
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
        "जीत जीता win won|हार हारा lose lost",
        "अनिवार्य जरूरी compulsory mandatory|वैकल्पिक ऐच्छिक optional voluntary",
        "सरकारी government public|निजी private",
        "वैध कानूनी legal|अवैध गैरकानूनी illegal",
        "नया नई नए new|पुराना पुरानी पुराने old",
        "सस्ता cheap|महंगा expensive costly",
        "अधिकतम सर्वाधिक highest maximum most|न्यूनतम lowest minimum least",
        "वर्तमान current present|पूर्व former",
        "वरिष्ठ senior|कनिष्ठ junior",
        "समर्थन favour|खिलाफ विरुद्ध against",
    )
)


def no_opposite(said: Sequence[Clause], printed: Sequence[Clause]) -> bool:
    """Whether no word of the one turns what the other says around: rose, fell."""
    claimed, stands = _stems(said), _stems(printed)
    return not any(
        claimed & one and not stands & one and stands & other and not claimed & other
        for pair in _OPPOSITES
        for one, other in (pair, pair[::-1])
    )


def _stems(said: Sequence[Clause]) -> set[str]:
    """The stems of all words but the "up" of "up to"."""
    return {
        stem(one.word)
        for clause in said
        for one, other in pairwise(
            (*clause.tokens, Token(0, 0, "", None, glued=False, capital=False))
        )
        if (one.word, other.word) != ("up", "to")
    }
