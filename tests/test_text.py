"""Folding and words: one word, however it is typed, is one entry of the index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text import STOPWORDS, index_words, normalise, stem, words

HINDI = st.text(st.characters(min_codepoint=0x0900, max_codepoint=0x097F), max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("हिन्दी", "हिंदी"),
        ("सम्बन्ध", "संबंध"),
        ("अङ्क", "अंक"),
        ("पञ्च", "पंच"),
        ("कण्ठ", "कंठ"),
        ("इन्जीनियर", "इंजीनियर"),
        ("एजेन्सी", "एजेंसी"),
        ("चाँद", "चांद"),
        ("लड़ाई", "लडाई"),
        ("\u095e\u093e\u092f\u0926\u093e", "फायदा"),
        ("ज़मीन", "जमीन"),
        ("गये", "गए"),
        ("स्थायी", "स्थाई"),
        ("रुपये", "रुपए"),
        ("महत्त्व", "महत्व"),
        ("कर्त्तव्य", "कर्तव्य"),
        ("अर्द्ध", "अर्ध"),
        ("महान्", "महान"),
        ("दुःख", "दुख"),
        ("डॉक्टर", "डाक्टर"),
        ("क\u094d\u200dष", "क्ष"),
        ("सैनि\u00adक", "सैनिक"),
        ("२०२५", "2025"),
        ("ＦＩＦＡ　５０", "fifa 50"),
        ("Café", "cafe"),
        ("“देश”", '"देश"'),
        ("1950–53", "1950-53"),
        ("  पानी \n नया ", "पानी नया"),
    ],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    """Spellings that differ by habit, keyboard or encoding alone fold to the same text."""
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("जन्म", "जंम"), ("अन्य", "अंय"), ("ये", "ए"), ("दिन", "दीन"), ("कल", "काल"), ("शाम", "साम")],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    """Folding is about spelling: sounds that tell words apart are left alone."""
    assert normalise(one) != normalise(other)


@given(st.one_of(HINDI, st.text(max_size=60)))
def test_folding_twice_is_folding_once(text: str) -> None:
    """What is folded stays as it is, so stored and asked text can meet."""
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("सैनिकों ने कहा।", ["सैनिकों", "ने", "कहा"]),
        ("लगभग 15,000 सैनिक", ["लगभग", "15000", "सैनिक"]),
        ("१,००,००० रुपए", ["100000", "रुपए"]),
        ("3.5 करोड़, 2.", ["3.5", "करोड", "2"]),
        ("60वीं और 60 वीं", ["60", "और", "60"]),
        ("2 वाहन", ["2", "वाहन"]),
        ("80th, 1st and the 1930s", ["80", "1", "and", "the", "1930"]),
        ("1950-53", ["1950", "53"]),
        ("जोंग-उन", ["जोंग", "उन"]),
        ("U.S. and U.K.", ["us", "and", "uk"]),
        ("ए.पी.जे. और ए. पी. जे. कलाम", ["एपीजे", "और", "एपीजे", "कलाम"]),
        ("डॉ. के. राव", ["डा", "के", "राव"]),
        ("Kim's army isn't small", ["kim", "army", "isnt", "small"]),
        ("5G COVID-19", ["5g", "covid", "19"]),
        ("50% और ५० %", ["50", "%", "और", "50", "%"]),
        ("", []),
        ("।॥ — …", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    """Vowel signs stay in their words; figures, ordinals and initials are one word each."""
    assert words(text) == found


@given(st.lists(st.from_regex(r"[क-ह][ािीुूेैो]?[क-ह][ािीुूेैो]?", fullmatch=True), max_size=8))
def test_no_word_is_torn_at_a_vowel_sign(letters: list[str]) -> None:
    """Words written with spaces between them come out as many as they went in."""
    assert len(words(" ".join(letters))) == len(letters)


@pytest.mark.parametrize(
    "forms",
    [
        "सैनिक सैनिकों",
        "योजना योजनाएं योजनाओं",
        "कंपनी कंपनियां कंपनियों",
        "शक्ति शक्तियों",
        "भाषा भाषाएँ भाषाओं",
        "नेता नेताओं",
        "लड़ाई लड़ाइयां",
        "बात बातें बातों",
        "रूस रूसी",
        "कोरिया कोरियाई",
        "भेजना भेजे भेजा भेजी भेजते",
        "soldier soldiers soldier's",
        "country countries",
        "move moves moved moving",
        "plan plans planned planning",
        "box boxes",
        "city cities",
    ],
)
def test_forms_of_a_word_share_a_stem(forms: str) -> None:
    """Number, case and the common verb endings do not hide a word."""
    assert len({stem(word) for word in words(forms)}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("सेना", "से"),
        ("भारत", "भार"),
        ("किसान", "किस"),
        ("दिल्ली", "दिल"),
        ("भारतीय", "भारत"),
        ("string", "str"),
        ("news", "new"),
        ("bus", "bu"),
        ("need", "ne"),
    ],
)
def test_words_that_only_look_alike_keep_apart(one: str, other: str) -> None:
    """A short word is not cut down to another one."""
    assert stem(normalise(one)) != stem(normalise(other))


@given(HINDI)
def test_a_stem_is_never_empty(text: str) -> None:
    """Every word leaves a stem that it begins with."""
    for word in words(text):
        assert stem(word)
        assert word.startswith(stem(word))


def test_the_index_leaves_out_stop_words() -> None:
    """Question words and particles, however spelt, are not counted; names and verbs are."""
    assert index_words("रूस ने कितने सैनिक कहाँ भेजे हैं?") == index_words("रूस सैनिक भेजे")
    assert index_words("How were the troops sent to the U.S.?") == ["troop", "sent", "us"]


def test_every_word_for_percent_is_one() -> None:
    """%, प्रतिशत, फ़ीसदी and percent meet in the index."""
    found = {tuple(index_words(f"50 {word}")) for word in ("%", "प्रतिशत", "फ़ीसदी", "percent")}
    assert found == {("50", "%")}


def test_stop_words_are_as_words_come() -> None:
    """Each stop word is normalised: it would never be met otherwise."""
    assert all(words(word) == [word] for word in STOPWORDS)
