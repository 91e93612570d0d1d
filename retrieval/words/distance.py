"""Pure: how far a typed word is from a known one, sound by sound.

The sounds are those of `retrieval.words.phonetic.phones`. What people leave out, add or mix up
when they type Hindi in Latin letters costs little; another consonant costs 1.
"""

from __future__ import annotations

from typing import Final

_OTHER_VOWEL: Final = 0.6
_OTHER: Final = 1.1
_DOUBLED: Final = 0.15

_MISSING: Final = {
    "a": 0.3, "N": 0.15, "h": 0.4, "y": 0.3, "n": 0.7,
    "A": 0.7, "i": 0.6, "I": 0.7, "u": 0.6, "U": 0.7, "e": 0.7, "E": 0.7, "o": 0.7, "O": 0.7,
    "Q": 0.7,
}  # fmt: skip
"""Heard in the known word, not typed."""

_EXTRA: Final = {
    "a": 0.45, "h": 0.3, "y": 0.3, "n": 0.45, "e": 0.5, "i": 0.5, "o": 0.6, "u": 0.6, "A": 0.6,
    "I": 0.6, "U": 0.6, "E": 0.7, "O": 0.7, "Q": 0.6,
}  # fmt: skip
"""Typed, not heard in the known word."""

_ALIKE: Final = (
    # typed, known, cost
    "aA.05 aE.4 aQ.25 ae.4 ao.45 ai.5 ua.4 ia.4 Ia.5 au.45 aO.5 Aa.4 AQ.2 AO.4 "
    "iI.05 Ii.25 ie.35 ei.35 eI.4 Ie.4 iy.3 yi.3 yI.3 Iy.3 iE.5 "
    "uU.05 Uu.25 uo.35 ou.3 oU.35 Uo.4 uv.4 vu.4 ov.35 vo.35 uQ.4 "
    "eE.15 Ee.2 ea.45 Ea.35 EA.5 oO.15 oQ.1 oA.35 oa.4 Oo.15 OQ.15 Ou.4 Oa.4 OA.5 Qo.1 QA.25 "
    "QO.2 Qa.3 Qu.4 "
    "kK.25 Kk.5 gG.25 Gg.45 cC.15 Cc.2 jJ.25 Jj.45 jz.05 zj.05 zJ.3 Jz.4 "
    "tT.25 Tt.35 dD.25 Dd.5 bB.25 Bb.45 sS.25 Ss.25 sz.2 zs.4 sj.35 gj.5 zS.5 "
    "dR.05 dX.2 DX.0 DR.25 RX.1 Rd.2 Rr.2 rR.2 rX.3 vb.6 bv.6 "
    "nN.0 mN.1 nm.4 mn.4 fp.4 pf.4 hK.6 cS.5 cs.6 cj.6"
)


def _table() -> dict[str, dict[str, float]]:
    vowels = "aAiIuUeEoOQ"
    table = {one: dict.fromkeys(vowels, _OTHER_VOWEL) for one in vowels}
    for pair in _ALIKE.split():
        table.setdefault(pair[0], {})[pair[1]] = float(pair[2:])
    return table


_SUBSTITUTE: Final = _table()
_NONE: Final[dict[str, float]] = {}


def sound_distance(typed: str, known: str) -> float:
    """The cost of turning `known` into `typed`; 0 when they sound alike, about 1 a consonant."""
    row = [0.0]
    missing = [_MISSING.get(sound, 1.0) for sound in known]
    for at in range(1, len(known)):
        if known[at].lower() == known[at - 1].lower():
            missing[at] = _DOUBLED
    for cost in missing:
        row.append(row[-1] + cost)
    previous = ""
    for sound in typed:
        extra = _DOUBLED if sound.lower() == previous else _EXTRA.get(sound, 1.0)
        previous = sound.lower()
        alike = _SUBSTITUTE.get(sound, _NONE)
        left = row[0] + extra
        following = [left]
        for at, heard in enumerate(known):
            cost = row[at] if heard == sound else row[at] + alike.get(heard, _OTHER)
            above = row[at + 1] + extra
            left += missing[at]
            cost = min(cost, above)
            cost = min(cost, left)
            left = cost
            following.append(cost)
        row = following
    return row[-1]
