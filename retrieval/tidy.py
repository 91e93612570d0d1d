"""Pure: a question as it was meant, without what a thumb or a keyboard put in besides."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# colour codes and control characters
_TERMINAL: Final = re.compile("\x1b\\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0e-\x1f\x7f]")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_REPEATED_MARK: Final = re.compile(r"([!?.,;:।…*~_-])[!?.,;:।…*~_\s-]*(?=\1|[!?.,;:।…*~_-])")
_REPEATED_LETTER: Final = re.compile(r"([A-Za-z\u0900-\u097f])\1{2,}")
_LOOSE: Final = re.compile(r"(?<=\s)[,;:.…*~_-]+(?=\s|$)|^[\s,;:.…*~_!?-]+|[\s,;:…*~_-]+$")
_SHOUTED: Final = 4  # letters from which capitals throughout are no abbreviation
_LONGEST: Final = 600
"""Characters that are searched with. Somebody may paste a whole article and ask about it."""

_ABBREVIATION: Final = re.compile(r"[A-Z]{2,6}")


def tidied(text: str) -> str:
    """The question for searching: no emoji, invisible signs, stray marks, shouting or stammering.

    What consists of nothing else comes back as it is.
    """
    plain = "".join(
        " " if unicodedata.category(character) in {"So", "Sk", "Cs", "Co", "Cn"} else character
        for character in _UNSEEN.sub("", _TERMINAL.sub(" ", unicodedata.normalize("NFC", text)))
    )
    plain = _REPEATED_MARK.sub("", plain)
    plain = _REPEATED_LETTER.sub(r"\1", plain)
    plain = " ".join(_LOOSE.sub(" ", plain).split())
    if _shouting(plain):
        plain = plain.lower()
    return _asking_part(plain) or text


def _asking_part(plain: str) -> str:
    """Of what is too long for a question the end, or the beginning where only that asks."""
    if len(plain) <= _LONGEST:
        return plain
    beginning, end = plain[:_LONGEST], plain[-_LONGEST:]
    if "?" in beginning and "?" not in end:
        return beginning[: beginning.rindex("?") + 1]
    return end.partition(" ")[2] or end


def _shouting(text: str) -> bool:
    """Whether all Latin letters are capitals and there are too many of them for initials."""
    letters = [character for character in text if "A" <= character.upper() <= "Z"]
    return (
        len(letters) >= _SHOUTED
        and all(character.isupper() for character in letters)
        and _ABBREVIATION.fullmatch(text) is None
        and not any("\u0900" <= character <= "\u097f" for character in text)
    )
