"""Romanised Hindi into Devanagari."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from retrieval.hinglish import to_devanagari
from retrieval.words.character_model import spell
from retrieval.words.vocabulary import Vocabulary
from store.spelled import count_words

NONE = Vocabulary([])
ARTICLES = Vocabulary(
    count_words(
        [
            "बेलौसोव ने वॉनसान में शोइगू से बात की।",
            "स्टेडियम में सिम्फ़नी सुनकर डेलिगेशन लौटा; UNSC की बैठक टली।",
        ]
    ).items()
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("barish se kitne gaon bahe", "बारिश से कितने गाँव बहे"),
        ("mantri ne sansad mein kya kaha?", "मंत्री ने संसद में क्या कहा?"),
        ("mela kaha laga tha", "मेला कहाँ लगा था"),
        ("sarkaar ne bataya ki pul kab banega", "सरकार ने बताया कि पुल कब बनेगा"),
        ("is sadak ka kaam kyu ruka h", "इस सड़क का काम क्यों रुका है"),
        ("chunav kisne jeeta", "चुनाव किसने जीता"),
        ("2023 me 45% vote kise mile", "2023 में 45% वोट किसे मिले"),
    ],
)
def test_common_questions(typed: str, expected: str) -> None:
    """Everyday questions come out as they would be written, numbers and marks untouched."""
    assert to_devanagari(typed, NONE) == expected


@pytest.mark.parametrize("sainik", ["sainik", "sainnik", "senik", "SAINIK", "sainikkk"])
@pytest.mark.parametrize("kyu", ["kyu", "kyun", "kyon", "kyoon"])
@pytest.mark.parametrize("mein", ["mein", "me", "mai", "mei"])
def test_spelling_varies_freely(sainik: str, kyu: str, mein: str) -> None:
    """The same question typed differently becomes the same Devanagari."""
    assert to_devanagari(f"sarhad {mein} {sainik} {kyu} gaye", NONE) == "सरहद में सैनिक क्यों गए"


def test_names_as_the_articles_spell_them() -> None:
    """Names and loan words come out in the articles' own spelling."""
    asked = "belousov wonsan me shoigu se kab mile aur symphony stadium me kisne suni"
    turned = to_devanagari(asked, ARTICLES)
    for word in ("बेलौसोव", "वॉनसान", "शोइगू", "सिम्फ़नी", "स्टेडियम"):
        assert word in turned.split()


def test_acronyms() -> None:
    """An acronym is in capitals where the articles have it so, or spelled letter by letter."""
    assert to_devanagari("unsc ki baithak kab hui", ARTICLES).startswith("UNSC की बैठक")
    assert to_devanagari("tv par kya dikhaya gaya", NONE).startswith("टीवी पर")


def test_english_that_hindi_does_not_use_stays() -> None:
    """An English word that no Hindi spelling fits is left alone, and so are roman numerals."""
    turned = to_devanagari("leadership ke liye kaun toughest tha, World War II me", NONE)
    assert "toughest" in turned
    assert "II" in turned


def test_devanagari_stays() -> None:
    """Words already in Devanagari are not touched."""
    assert to_devanagari("सैनिक kab लौटे?", NONE) == "सैनिक कब लौटे?"
    assert to_devanagari("", NONE) == ""


def test_shouting() -> None:
    """A question all in capitals is read like any other."""
    assert to_devanagari("KITNE LOG AAYE THE", NONE) == "कितने लोग आए थे"


def test_character_model_spells_what_no_list_has() -> None:
    """A word that is in no list is spelled by the character model, best spelling first."""
    spellings = spell("takraega")
    assert spellings[0].word == "टकराएगा"
    assert list(spellings) == sorted(spellings, key=lambda one: -one.score)
    assert spell("") == spell("naïve") == spell("a" * 200) == ()


def test_threads_may_share() -> None:
    """Several threads at once get what one would."""
    asked = [
        f"{name} shahar kahan basa hai" for name in ("jhumritalaiya", "kotputli", "chhindwada")
    ]
    alone = [to_devanagari(one, ARTICLES) for one in asked]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda one: to_devanagari(one, ARTICLES), asked * 4)) == alone * 4


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("china ne south korea me kitne log bheje", "चीन ने दक्षिण कोरिया में कितने लोग भेजे"),
        ("american jahaj kab gaya", "अमेरिकी जहाज कब गया"),
    ],
)
def test_countries_have_their_hindi_names(typed: str, expected: str) -> None:
    """English names of countries and directions become Hindi ones, not words that sound so."""
    assert to_devanagari(typed, NONE) == expected


def test_english_words_that_the_articles_say_in_hindi() -> None:
    """A listed English word is said as the articles say it, or else spelled as it sounds."""
    articles = Vocabulary(count_words(["सैनिकों की संधि पर दस्तख़त, सैनिक लौटे"]).items())
    assert to_devanagari("treaty ke baad kitne troops gaye", articles) == ("संधि के बाद कितने सैनिक गए")
    assert "सैनिक" not in to_devanagari("kitne troops gaye", NONE)
