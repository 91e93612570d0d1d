"""News agencies as they sign, in both scripts, and words that sign for nobody in particular."""

from __future__ import annotations

import re
from typing import Final

from store.text import normalise

_NAMES: Final = """
IANS, आईएएनएस, आइएएनएस, आईएनएस, PTI, पीटीआई, पीटीआइ, प्रेट्र, PTI Bhasha, पीटीआई भाषा, भाषा, Bhasha,
ANI, एएनआई, एएनआइ, UNI, यूएनआई, वार्ता, यूनीवार्ता, Univarta, Hindusthan Samachar,
हिन्दुस्थान समाचार, हि.स., Rashtra Press, राष्ट्र प्रेस, Press Trust of India, प्रेस ट्रस्ट ऑफ इंडिया,
Asian News International, Indo-Asian News Service, RNS, आरएनएस, NNI, एनएनआई, HS,
Reuters, रॉयटर्स, रायटर्स, रॉयटर, रायटर, AP, एपी, Associated Press, एसोसिएटेड प्रेस, AFP, एएफपी,
Agence France-Presse, DPA, डीपीए, EFE, ईएफई, ANSA, Xinhua, शिन्हुआ, सिन्हुआ, TASS, तास, Sputnik,
स्पुतनिक, स्पूतनिक, RIA Novosti, Interfax, इंटरफैक्स, KCNA, केसीएनए, Yonhap, योनहाप, Kyodo, क्योदो,
Jiji, Anadolu, अनादोलु, Bloomberg, ब्लूमबर्ग, UPI, यूपीआई, IRNA, इरना, WAFA, वफा, APP, एपीपी, BSS,
UNB, Ukrinform, ANP, Belga, CNA, Antara, Bernama, VOA, BBC, बीबीसी, PIB, पीआईबी
"""
_GENERIC: Final = """
एजेंसी, एजेंसियां, एजेंसीज, एजेन्सी, एजेंसी इनपुट, ब्यूरो, न्यूज ब्यूरो, संवाददाता, विशेष संवाददाता, डेस्क,
न्यूज डेस्क, वेब डेस्क, वेबडेस्क, नेशनल डेस्क, agency, agencies, news agency, bureau, desk, web desk,
news desk, staff, staff reporter, correspondent, our correspondent, special correspondent, न्यूज,
टीम, संवाद सूत्र, admin
"""


def _table(names: str) -> frozenset[str]:
    return frozenset(normalise(name.strip()) for name in names.split(",") if name.strip())


AGENCIES: Final = _table(_NAMES)
"""Agencies' names and short names, normalised. Some are also common words (भाषा, वार्ता)."""

GENERIC: Final = _table(_GENERIC)
"""What stands where a name should: agency, bureau, our correspondent; normalised."""

_SIGNS: Final = " ()[]।.:-–—,/*"
_PARTS: Final = re.compile(r"\s*(?:[/,&+|]|-+| और | and )\s*")


def known_agency(text: str) -> str | None:
    """The agency that `text` (a signature such as "PTI/Bhasha") names, as printed, or None.

    Hold it against signatures only: in running text भाषा is a language.
    """
    text = text.strip(_SIGNS)
    if normalise(text) in AGENCIES:
        return text
    return next((part for part in _PARTS.split(text) if normalise(part) in AGENCIES), None)


def is_signature(text: str) -> bool:
    """Whether `text` is nothing but agencies' names or what stands for them: (PTI/एजेंसी)."""
    parts = [part for part in _PARTS.split(text.strip(_SIGNS)) if part]
    return bool(parts) and (
        normalise(text.strip(_SIGNS)) in AGENCIES | GENERIC
        or all(normalise(part) in AGENCIES | GENERIC for part in parts)
    )


def is_generic(text: str) -> bool:
    """Whether a signature names no one in particular: एजेंसी, Web Desk."""
    return normalise(text.strip(_SIGNS)) in GENERIC
