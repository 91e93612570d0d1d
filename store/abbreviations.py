"""Short forms that end in a full stop without ending a sentence, Hindi and English."""

from __future__ import annotations

from typing import Final

LETTER_NAMES: Final = tuple(
    """
    ए बी सी डी ई एफ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू डब्लू एक्स वाई जेड ज़ेड
    """.split()
)
"""English letters as Hindi spells them: ए. पी. जे."""

NEVER_LAST: Final = frozenset(
    """
    डॉ डा श्री श्रीमती सुश्री कु प्रो पं स्व मो मु सं क्र रु कि.मी किमी इं इंजी एड लेफ्टि
    ई.पू वि.सं पृ तह जि
    dr mr mrs ms prof st messrs rev hon gen col lt sgt capt maj gov sen rep pres adm cmdr supt vs
    rs viz e.g i.e cf approx est fig vol pp mt ft jan feb mar apr jun jul aug sep sept oct nov dec
    """.split()
)
"""Titles, units and the like: what follows belongs to them. Lower case, without the last stop."""

MAYBE_LAST: Final = frozenset(
    "etc inc ltd co corp jr sr bros dept univ a.m p.m ph.d u.s u.k".split()
)
"""Short forms that may also stand last; the next word decides."""

BEFORE_NUMBER: Final = frozenset("no nos नं न संख्या art sec para ch p".split())
"""Short forms only where a number follows: No. 5."""

STARTERS: Final = frozenset(
    """
    The A An This That These Those It He She They We I You In On At But And However His Her Their
    There When While After Before If For From As According Meanwhile
    """.split()
)
"""English words that, with a capital after a doubtful stop, begin a sentence."""
