"""Pure: the place, date and agency printed before an article's first sentence."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from store.agencies import is_generic, known_agency
from store.dates import MONTH, full_date
from store.text import STOPWORDS, words


class Dateline(NamedTuple):
    """A dateline as printed, without its closing stop, and what it tells."""

    printed: str
    publisher: str | None
    published: date | None


_LETTER: Final = r"A-Za-z\u00c0-\u024f\u0900-\u0963\u0971-\u097f"
_NAME: Final = rf"[{_LETTER}][{_LETTER}.'’-]*"
_PLACE: Final = (
    rf"\(?{_NAME}(?:\s{_NAME}){{0,3}}\)?(?:\s?[/,]\s?{_NAME}(?:\s{_NAME}){{0,2}}){{0,2}}"
)
# 4 सितंबर; चार सितंबर (as PTI writes it); Sept 4; each with or without the year.
_DATE: Final = (
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?|[\u0900-\u0963]+)\s?(?:{MONTH})|(?:{MONTH})\s?\d{{1,2}})"
    r"(?:,?\s?\d{4})?"
)
_SIGNED: Final = r"\((?P<signed>[^()\d]{2,40})\)"
_END: Final = r"\s?(?:[।॥|:]|[–—]|-{1,2}(?=\s)|\.(?=\s))"

_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # सियोल, 4 सितंबर (एजेंसी)। / NEW DELHI, Sept 4 (Agency) -
        rf"(?P<printed>{_PLACE}[,:;]?\s?{_DATE}[,.]?"
        rf"(?:\s?{_SIGNED}|[,\s]\s?(?P<bare>{_NAME}))?){_END}",
        # नयी दिल्ली, चार सितंबर (एजेंसी) and the story goes on
        rf"(?P<printed>{_PLACE}[,:;]?\s?{_DATE}[,.]?\s?{_SIGNED})(?=\s)",
        # 4 सितंबर, नई दिल्ली।
        rf"(?P<printed>{_DATE},?\s{_PLACE}(?:\s?{_SIGNED})?){_END}",
        # नई दिल्ली (एजेंसी)। / WASHINGTON (AP) —
        rf"(?P<printed>{_PLACE},?\s?{_SIGNED}){_END}",
    )
)
_TWO_NAMES: Final = re.compile(
    rf"(?P<printed>(?P<first>{_NAME}(?:\s{_NAME}){{0,2}})\s?(?P<between>[/,])\s?"
    rf"(?P<second>{_NAME}(?:\s{_NAME}){{0,2}})){_END}"
)
_BARE_PLACE: Final = re.compile(
    rf"(?P<printed>{_NAME}(?:\s{_NAME})?)\s?(?P<end>[।:]|[–—]|-(?=\s))\s*\S"
)
_DESK: Final = re.compile(
    r"(?P<name>.*?)\s?(?:न्यूज )?(?:संवाददाता|संवाद सूत्र|संवाद|ब्यूरो|डेस्क|टीम|bureau|desk|correspondent)",
    re.IGNORECASE,
)
_CITIES: Final = frozenset(
    """
    नई_दिल्ली नयी_दिल्ली दिल्ली मुंबई कोलकाता चेन्नई बेंगलुरु हैदराबाद लखनऊ पटना जयपुर भोपाल रांची
    रायपुर देहरादून शिमला चंडीगढ़ अहमदाबाद गांधीनगर पुणे नागपुर इंदौर वाराणसी प्रयागराज कानपुर आगरा नोएडा
    गुरुग्राम श्रीनगर जम्मू गुवाहाटी भुवनेश्वर तिरुवनंतपुरम कोच्चि अमृतसर
    वाशिंगटन वॉशिंगटन न्यूयॉर्क लंदन पेरिस बर्लिन मॉस्को मास्को कीव बीजिंग टोक्यो सियोल सोल प्योंगयांग
    इस्लामाबाद लाहौर कराची काबुल ढाका काठमांडू कोलंबो तेहरान यरुशलम दुबई अबू_धाबी रियाद काहिरा जिनेवा
    ब्रसेल्स सिडनी कैनबरा ओटावा सिंगापुर बैंकॉक जकार्ता हांगकांग संयुक्त_राष्ट्र
    new_delhi delhi mumbai kolkata chennai bengaluru hyderabad lucknow patna jaipur bhopal ranchi
    washington london paris berlin moscow kyiv beijing tokyo seoul islamabad dhaka kathmandu colombo
    tehran jerusalem dubai geneva brussels singapore bangkok united_nations
    """.split()
)
MAX_DATELINE_CHARS: Final = 90
_MAX_BARE_WORDS: Final = 2


def find_dateline(line: str) -> Dateline | None:
    """The dateline that `line`, a paragraph of an article, opens with; None if it has none.

    `published` is set only where the dateline itself has day, month and year.
    """
    line = line[: MAX_DATELINE_CHARS + 10]
    for form in _FORMS:
        if (match := form.match(line)) and match.end("printed") <= MAX_DATELINE_CHARS:
            found = match.groupdict()
            if form is _FORMS[-1] and not _signs(found["signed"]):
                continue
            if _common_words(match["printed"].split()[0]):
                continue
            return _dateline(match["printed"], found.get("signed") or found.get("bare"))
    return _two_names(line) or _bare_place(line)


def _dateline(printed: str, signed: str | None) -> Dateline:
    publisher = None
    if signed and not is_generic(signed):
        publisher = known_agency(signed) or signed.strip()
    return Dateline(printed.strip(), publisher, full_date(printed))


def _signs(name: str) -> bool:
    return known_agency(name) is not None or is_generic(name)


def _two_names(line: str) -> Dateline | None:
    """बीजिंग/Site। and नई दिल्ली, एजेंसी। and संवाददाता, लखनऊ।: a place and who reports from it."""
    match = _TWO_NAMES.match(line)
    if match is None or match.end("printed") > MAX_DATELINE_CHARS:
        return None
    first, second = match["first"], match["second"]
    for name in (second, first):
        if _signs(name):
            return _dateline(match["printed"], name)
        if desk := _DESK.fullmatch(name):
            return _dateline(match["printed"], desk["name"])
    if match["between"] == "," or _common_words(match["printed"]):
        return None
    return _dateline(match["printed"], None if _is_city(second) else second)


def _bare_place(line: str) -> Dateline | None:
    """नई दिल्ली। and DHAKA: - a place alone, where it can hardly be anything else."""
    match = _BARE_PLACE.match(line)
    if match is None:
        return None
    place = match["printed"]
    hindi_place = match["end"] == "।" and not place.isascii() and not _common_words(place)
    capitals = place.isupper() and len(place) > 3
    return Dateline(place, None, None) if _is_city(place) or hindi_place or capitals else None


def _is_city(name: str) -> bool:
    return name.strip().casefold().replace(" ", "_") in _CITIES


def _common_words(text: str) -> bool:
    return any(word in STOPWORDS for word in words(text))
