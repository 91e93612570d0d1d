"""Words in the other language: the glossary's form, and what a question's terms gain by it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from retrieval.query import query_terms, terms_in
from retrieval.words.glossary import (
    all_rows,
    asked_words_text,
    glossary_text,
    renderings,
    rows,
    synonyms,
)
from retrieval.words.vocabulary import Vocabulary
from store.text import index_words, normalise, stem

_DEVANAGARI = re.compile(r"[\u0900-\u0963\u0970-\u097f]+")
_ENGLISH = re.compile(r"[a-z]+")


def _word(text: str) -> str:
    (word,) = index_words(text)
    return word


def _rarity(*known: str) -> Callable[[str], float]:
    """A corpus whose passages have these words, the first the commonest."""
    words = {word: 1.0 + n for n, word in enumerate(index_words(" ".join(known)))}
    return lambda word: words.get(word, 9.0)


def _nothing_sounds_alike(word: str) -> dict[str, float]:
    return {}


@pytest.mark.parametrize(
    ("text", "least"), [(glossary_text(), 800), (asked_words_text(), 300)], ids=["strict", "loose"]
)
def test_rows_are_whole(text: str, least: int) -> None:
    """Every row has Hindi words in Devanagari and English words in small letters, none twice."""
    found = rows(text)
    wrong = [
        (hindi, english)
        for hindi, english in found
        if not hindi.strip()
        or not english.strip()
        or not all(map(_DEVANAGARI.fullmatch, hindi.split()))
        or not all(map(_ENGLISH.fullmatch, english.split()))
        or len(set(english.split())) < len(english.split())
        or len(set(hindi.split())) < len(hindi.split())
    ]

    assert wrong == []
    assert len(found) > least


def test_rows_leave_something_to_look_for() -> None:
    """No row is lost because all words of a side are too common to be indexed."""
    lost = [row for row in all_rows() if not all(map(index_words, row))]

    assert lost == []


@pytest.mark.parametrize(
    ("english", "hindi"),
    [
        ("troops", "सैनिकों"),
        ("world", "विश्व"),
        ("war", "युद्ध"),
        ("population", "जनसंख्या"),
        ("Egypt", "मिस्र"),
        ("Greece", "यूनान"),
        ("century", "सदी"),
        ("purpose", "उद्देश्य"),
        ("rivers", "नदियाँ"),
        ("eleventh", "ग्यारहवाँ"),
    ],
)
def test_renderings_lead_both_ways(english: str, hindi: str) -> None:
    """A listed word is found from either language, whatever its ending and spelling."""
    assert _word(hindi) in renderings(_word(english))
    assert _word(english) in renderings(_word(hindi))


def test_renderings_are_of_the_other_language() -> None:
    """A word is never a rendering of one of its own script, but for the sign that is percent."""
    for row in rows(glossary_text()):
        for side in row:
            for word in index_words(side):
                others = renderings(word) - {"%"}
                assert word == "%" or all(o.isascii() != word.isascii() for o in others)


def test_unlisted_words_have_no_renderings() -> None:
    """A word that no table knows, or that nobody uses, has no rendering."""
    assert renderings("zyxwv") == frozenset()
    assert renderings("") == frozenset()


def test_english_question_gains_hindi_words() -> None:
    """An English term stands for its Hindi renderings too, and is as rare as the commonest."""
    (term,) = query_terms("troops", _rarity("सैनिक"), _nothing_sounds_alike)

    assert term.forms == {_word("troops"): 1.0, _word("सैनिक"): 0.8}
    assert term.rarity == 1.0


def test_hindi_question_gains_english_words() -> None:
    """A Hindi term stands for the English words of English articles."""
    (term,) = query_terms("नदी", _rarity("river"), _nothing_sounds_alike)

    assert term.forms == {_word("नदी"): 1.0, "river": 0.8}


def test_renderings_that_the_corpus_lacks_are_left_out() -> None:
    """A translation that no passage has is no form of the term."""
    (term,) = query_terms("troops", _rarity("नदी"), _nothing_sounds_alike)

    assert term.forms == {_word("troops"): 1.0}
    assert term.rarity == 9.0


def test_surer_spelling_keeps_its_share() -> None:
    """A word found by sound keeps its share where it is also the translation."""
    (term,) = query_terms("Egypt", _rarity("मिस्र"), lambda word: {"मिस्र": 0.95})

    assert term.forms[_word("मिस्र")] == 0.95


def test_a_translated_name_is_found_by_its_translation() -> None:
    """A capitalised word is present where the passage has its translation, else it is missing."""
    terms = query_terms("the World War Kravlin 1914", _rarity("युद्ध"), _nothing_sounds_alike)
    named = {term.word for term in terms if term.named}

    assert named == {"world", "war", "kravlin", "1914"}
    assert named & terms_in(terms, "यह युद्ध 1914 में छिड़ा।") == {"war", "1914"}


def test_synonyms_stay_in_their_language() -> None:
    """Words of one row stand for each other, in the question's own language."""
    soldier = stem(normalise("फौजी"))
    assert soldier in synonyms(stem("सैनिक"))
    assert not any(word.isascii() for word in synonyms(stem("सैनिक")))
    assert synonyms("zzyzx") == frozenset()


def test_a_question_word_is_no_term() -> None:
    """What only asks, such as "how many" or कौन सा, is not looked for in the articles."""
    terms = query_terms("How many tanks?", lambda word: 1.0, lambda word: {})
    assert [term.word for term in terms] == ["tank"]
    terms = query_terms("कौन सी मिसाइल?", lambda word: 1.0, lambda word: {})
    assert [term.word for term in terms] == ["मिसाइल"]


def test_a_word_spelled_otherwise() -> None:
    """A Devanagari word that the articles lack is looked for as they spell it."""
    vocabulary = Vocabulary([("इन्टरसेप्शन", 3), ("सड़क", 2)])
    (spelling,) = vocabulary.respelled("इंटर्सेप्शन")
    assert spelling == "इन्टरसेप्शन"
    assert vocabulary.respelled("पुल") == {}
