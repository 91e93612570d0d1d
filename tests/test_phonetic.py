"""How words sound, and finding them by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.words.distance import sound_distance
from retrieval.words.phonetic import key, keys, phones, romanise
from retrieval.words.vocabulary import Vocabulary
from store.spelled import count_words

devanagari_words = st.text(
    st.sampled_from("अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसहािीुूेैोौंँ़्ॉ\u200d"),
    max_size=12,
)


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("पैंथर्स", "painthars"),
        ("डिफ़ेंस", "difens"),
        ("खिलाड़ियों", "khiladiyon"),
        ("सरकार", "sarkar"),
        ("लड़का", "ladka"),
        ("समय", "samay"),
        ("केंद्र", "kendra"),
        ("संबंध", "sambandh"),
        ("ज्ञान", "gyan"),
        ("शिक्षा", "shiksha"),
        ("ज़्यादा", "zyada"),
        ("हिन्दी", "hindi"),
        ("ऋण", "rin"),
        ("डॉक्टर", "doktar"),
        ("महीनेवार", "mahinevar"),
    ],
)
def test_romanised_as_typed(word: str, typed: str) -> None:
    """A Devanagari word is romanised the way Indians type it, silent schwas left out."""
    assert romanise(word) == typed


@pytest.mark.parametrize(
    "spellings",
    [
        "सैनिक sainik sainnik senik saenik",
        "क्यों kyu kyun kyon kyoo",
        "भेजे bheje bhejey",
        "बेलौसोव Belousov belausov",
        "वॉनसान Wonsan vonsan",
        "जिनपिंग Jinping jeenpingg",
        "प्योंगयांग Pyongyang piyongyang",
        "संविधान samvidhan sanvidhan",
        "उम्र umr",
        "यूरोप Europe yurop",
    ],
)
def test_spellings_share_a_key(spellings: str) -> None:
    """Every way to type a word leads to the key of the word itself."""
    word, *typed = spellings.split()
    assert {key(word) in keys(one) for one in typed} == {True}


def test_different_words_differ() -> None:
    """Words of other consonants have other keys."""
    words = "सैनिक सरकार चुनाव बारिश संसद मिसाइल समझौता दौरा".split()
    assert len({key(word) for word in words}) == len(words)


@given(devanagari_words)
def test_any_devanagari_reads(word: str) -> None:
    """Any run of Devanagari signs gives plain Latin letters and a stable key, never an error."""
    assert all(sign.isascii() and sign.isalpha() for sign in romanise(word))
    assert key(word) == key(word + "\u200c")


@given(st.text(max_size=20))
def test_any_text_has_a_key(word: str) -> None:
    """Whatever is typed has keys of small letters only."""
    assert all(
        one == "" or (one.isascii() and one.isalpha() and one.islower()) for one in keys(word)
    )


@given(st.text(st.sampled_from("kKtTaAiIuUeEoOnNsSrRh"), max_size=10))
def test_a_word_is_nearest_to_itself(sounds: str) -> None:
    """A word is at distance 0 from itself, and further from itself with a consonant added."""
    assert sound_distance(sounds, sounds) == 0
    assert sound_distance(sounds, "g" + sounds) > 0.5


def test_small_slips_cost_less_than_another_word() -> None:
    """A vowel left short or an aspirate left out costs far less than another consonant."""
    assert sound_distance("jita", phones("जीता")) < 0.2
    assert sound_distance("ket", phones("खेत")) < 0.4
    assert sound_distance("kel", phones("खेत")) > 1


def test_names_are_found_across_scripts() -> None:
    """A name in Latin letters finds the articles' own spelling, before words that sound less so."""
    vocabulary = Vocabulary(
        count_words(["बेलौसोव वॉनसान पहुँचे। लावरोव, शोइगू और जिनपिंग भी; बेलसोवा नहीं। Oreshnik"]).items()
    )
    for typed, word in [
        ("Belousov", "बेलौसोव"),
        ("wonsan", "वॉनसान"),
        ("Lavrov", "लावरोव"),
        ("SHOIGU", "शोइगू"),
        ("Oreshnik", "Oreshnik"),
    ]:
        assert vocabulary.match(typed)[0].word == word
    assert vocabulary.match("Wonsan")[0].similarity > 0.9
    assert vocabulary.spellings("Belousov")["बेलौसोव"] > 0.85
    assert vocabulary.match("helicopter") == []
    assert vocabulary.spellings("helicopter") == {}


def test_matches_are_few_and_ordered() -> None:
    """At most `limit` matches come back, most alike first, alike ones by how often they occur."""
    vocabulary = Vocabulary([("मिला", 5), ("मिले", 2), ("मिली", 9), ("मेला", 1), ("मिला", 5)])
    found = vocabulary.match("mila", limit=3)
    assert found[0].word == "मिला"
    assert found[0].count == 10
    assert len(found) == 3
    assert [one.similarity for one in found] == sorted((o.similarity for o in found), reverse=True)


def test_empty_vocabulary() -> None:
    """A vocabulary without words finds nothing."""
    assert Vocabulary([]).match("kuch") == []


def test_a_vocabulary_that_grew() -> None:
    """A vocabulary with more words finds what one of all finds; the smaller one is as it was."""
    first, more = [("मिला", 5.0), ("मेला", 1.0)], [("मिले", 2.0), ("मिला", 4.0), ("मिली", 9.0)]
    small = Vocabulary(first)
    before = small.match("mila", 10)
    grown, anew = small.with_words(more), Vocabulary([*first, *more])
    for word in ("mila", "mile", "mela"):
        assert grown.match(word, 10) == anew.match(word, 10)
    assert (len(grown), grown.total, grown.count("मिला")) == (4, 21.0, 9.0)
    assert small.match("mila", 10) == before
    assert len(small) == 2


def test_abbreviations_by_their_letters_names() -> None:
    """NIS is found as Hindi prints it, and only where the texts have it."""
    vocabulary = Vocabulary(count_words(["एनआईएस ने कहा कि टीवी बंद रहे।"]).items())
    assert vocabulary.spellings("NIS")["एनआईएस"] == 1
    assert vocabulary.spellings("TV")["टीवी"] == 1
    assert "बीबीसी" not in vocabulary.spellings("BBC")


@pytest.mark.parametrize("typed", ["koreai", "koriyai", "koriyaai"])
def test_a_spoken_glide_that_is_not_typed(typed: str) -> None:
    """The sound between two vowels may be left out: koreai is कोरियाई."""
    vocabulary = Vocabulary(count_words(["कोरियाई सैनिक करोड़ों की करारी हार"]).items())
    assert vocabulary.match(typed)[0].word == "कोरियाई"
    assert vocabulary.match(typed)[0].similarity > 0.85
