"""English words that Hindi writes in Devanagari, and what the articles say instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.query import query_terms
from retrieval.words.glossary import renderings
from retrieval.words.loans import as_printed
from retrieval.words.loanwords import english_of
from retrieval.words.vocabulary import Vocabulary
from store.text import index_words

PRINTED = Vocabulary(
    [("सरकार", 9), ("बैठक", 5), ("उड़ान", 3), ("उड़ानें", 2), ("अस्पताल", 4), ("टैक्स", 1)]
)


@pytest.mark.parametrize(
    ("hindi", "english"),
    [
        ("फ्लाइट", "flight"),
        ("फ्लाइट्स", "flight"),
        ("मीटिंग", "meeting"),
        ("हॉस्पिटल", "hospital"),
        ("ट्रीटी", "treaty"),
        ("सिक्योरिटी", "security"),  # its sound alone does not tell
        ("करप्शन", "corruption"),
    ],
)
def test_a_loan_word_is_known_by_its_sound_or_from_the_list(hindi: str, english: str) -> None:
    """What an Indian hears in the English word is what Devanagari writes."""
    assert english in english_of(hindi)


@pytest.mark.parametrize(
    "word", ["बात", "हित", "मंत्री", "नदी", "सड़क", "किसान", "बच्चे", "", "क", "flight"]
)
def test_most_words_are_no_english_ones(word: str) -> None:
    """Short words sound like something too easily, and others like nothing English."""
    assert english_of(word) == frozenset()


@given(st.text(alphabet="कखगघचजटडतदनपबमयरलवशसहािीुूेैोौ्ंँ़", max_size=12))
def test_what_is_found_can_be_rendered(word: str) -> None:
    """Any word may be asked; every English word found is one that the glossary has."""
    for english in english_of(word):
        assert any(map(renderings, index_words(english)))


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("कितनी फ्लाइट लेट हुईं?", "कितनी उड़ान लेट हुईं?"),
        ("मीटिंग, हॉस्पिटल में?", "बैठक, अस्पताल में?"),
        ("सरकार ने टैक्स क्यों लगाया?", "सरकार ने टैक्स क्यों लगाया?"),  # as the articles print them
        ("अस्पतालों के टैक्सों का?", "अस्पतालों के टैक्सों का?"),  # or in another form
        ("स्टूडेंट कहाँ गए?", "स्टूडेंट कहाँ गए?"),  # the articles have no word for it
        ("", ""),
    ],
)
def test_a_question_is_searched_in_the_articles_words(asked: str, printed: str) -> None:
    """A loan word that the articles lack is replaced by the word they use most for it."""
    assert as_printed(asked, PRINTED) == printed


@pytest.mark.parametrize(
    ("asked", "forms"),
    [("हॉस्पिटल?", {"अस्पताल", "hospital"}), ("«सिक्योरिटी»?", {"सुरक्ष", "security"})],
)
def test_the_terms_of_a_loan_word(asked: str, forms: set[str]) -> None:
    """It is found in Hindi articles and in English ones, whatever marks stand around it."""
    forms = set(index_words(" ".join(forms)))
    (term,) = query_terms(asked, lambda word: 1.0 if word in forms else 5.0, lambda _: {})
    assert set(term.forms) >= forms
    assert term.listed
    assert term.rarity < 5.0
