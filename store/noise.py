"""Pure: which lines of a page are no story, and whose text they say it is."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from store import noise_patterns as patterns
from store.agencies import is_generic, is_signature, known_agency
from store.dates import MONTH, full_date


class Noise(Enum):
    """What kind of line that is no story; `store.noise_patterns` has their forms."""

    FURNITURE = "furniture"
    CREDIT = "credit"
    DATE = "date"
    BARE_DATE = "bare date"
    NEXT_TOO = "next too"
    SUMMARY = "summary"
    ENDING = "ending"


def _any(forms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)


def _each(forms: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


_FOLD: Final = {ord("़"): None, ord("ँ"): "ं", 0x200C: None, 0x200D: None}
_KINDS: Final = tuple(
    (kind, _any(tuple(form.translate(_FOLD) for form in forms)))
    for kind, forms in (
        (Noise.SUMMARY, patterns.SUMMARY),
        (Noise.NEXT_TOO, patterns.NEXT_TOO),
        (Noise.FURNITURE, patterns.FURNITURE),
        (Noise.CREDIT, tuple(re.sub(r"\?P<\w>", "?:", form) for form in patterns.CREDIT)),
    )
)
_ENDING: Final = _each(patterns.ENDING)
_CREDITS: Final = _each(patterns.CREDIT)
_SITES: Final = _each(patterns.SITE)
_DATED: Final = re.compile(patterns.DATED, re.IGNORECASE)
_DATE_WORDS: Final = re.compile(
    rf"(?:{MONTH}|\d|[ap]\.?m|ist|gmt|बजे|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:सोम|मंगल|बुध|गुरु|शुक्र|शनि|रवि)वार|[\s,.:|/()–-])+",
    re.IGNORECASE,
)
_ORNAMENT: Final = " \t,|•·*_~=»«>\u200b\u200c\u200d\u2060\ufeff"
_DATE_CHARS: Final = 60
_MAX_CHARS: Final = 1500
_PARENTHESISED: Final = re.compile(
    r"\( ?(?:news )?(?:source|credit|input|courtesy|इनपुट|स्रोत|सोर्स|साभार)s?"
    r" ?[:：-] ?([^()]{1,60})\)",
    re.IGNORECASE,
)


def noise_of(line: str) -> Noise | None:
    """What kind of noise the whole line is, or None for a line that may be story."""
    core = line.strip(_ORNAMENT).translate(_FOLD)
    if not any(char.isalnum() for char in core):
        return Noise.FURNITURE
    if len(core) > _MAX_CHARS:
        return None
    if kind := _date_kind(core):
        return kind
    for kind, pattern in _KINDS:
        if pattern.fullmatch(core):
            return kind
    if is_signature(core):
        return Noise.CREDIT
    return Noise.ENDING if _is_ending(core) else None


def _date_kind(core: str) -> Noise | None:
    if len(core) <= _DATE_CHARS and _DATE_WORDS.fullmatch(core) and full_date(core):
        return Noise.BARE_DATE
    dated = _DATED.fullmatch(core)
    if dated is None or not any(char.isdigit() for char in core):
        return None
    if dated["date"] and not _DATE_WORDS.fullmatch(dated["date"]):
        return None
    changed = dated["label"].casefold().startswith(("updat", "modif", "अपडेट"))
    return Noise.FURNITURE if changed or not full_date(core) else Noise.DATE


def _is_ending(core: str) -> bool:
    for form in _ENDING:
        if match := form.fullmatch(core):
            agency = match.groupdict().get("agency")
            return agency is None or known_agency(agency) is not None
    return False


def credited(line: str) -> str | None:
    """Who a credit line says the text is from, as printed; never who took a photograph."""
    core = line.strip(_ORNAMENT)
    if is_signature(core):
        return known_agency(core)
    if match := _PARENTHESISED.search(core):
        return _name(match[1])
    for form in _CREDITS:
        if match := form.fullmatch(core):
            return _name(next((name for name in match.groupdict().values() if name), ""))
    if core.startswith(("--", "—", "–", "-")):
        first = core.lstrip("-–— ")
        return known_agency(first) or known_agency(first.split()[0]) if first else None
    first, _, rest = core.partition(" ")
    return known_agency(first) if rest and _is_ending(core) else None


def site_named(line: str) -> str | None:
    """The site that a line of furniture names, as printed, or None."""
    core = line.strip(_ORNAMENT)
    for form in _SITES:
        if match := form.fullmatch(core):
            return _name(next((name for name in match.groupdict().values() if name), ""))
    return None


def _name(text: str) -> str | None:
    name = text.strip(" ()[].,:|–—-/*")
    return None if not name or is_generic(name) else known_agency(name) or name
