"""A question made ready to search with: its language, the text to embed, its terms."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from retrieval.facts.asked import Asked, what_is_asked
from retrieval.hinglish import to_devanagari
from retrieval.language import detect_language
from retrieval.query import Term, query_terms
from retrieval.question import Language, Question
from retrieval.tidy import tidied
from retrieval.words.vocabulary import Vocabulary, count_words
from store.corpus import Corpus
from store.lexical import LexicalIndex


@dataclass(frozen=True, slots=True)
class Understood:
    """A question with what it is searched by.

    `text` is the question in Devanagari or English, romanised Hindi turned into Devanagari.
    """

    question: Question
    text: str
    terms: tuple[Term, ...]
    asked: Asked


_SOON = 0.5  # seconds of counting words that nobody minds
_PAUSE = 20  # times as long as counting took, until it is done anew


class Understanding:
    """Reads questions against a corpus: its words say how names are spelled and what is rare."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._lock = threading.Lock()
        self._known: tuple[LexicalIndex, Vocabulary] | None = None
        self._took, self._counted_at = 0.0, 0.0

    def understand(self, text: str, last_language: Language | None = None) -> Understood:
        """Read a question; `last_language` is for texts that carry no language of their own."""
        meant = tidied(text)
        question = Question(text, detect_language(meant, last_language))
        lexical, vocabulary = self._current()
        searched = to_devanagari(meant, vocabulary) if question.language == "hi-Latn" else meant

        return Understood(
            question=question,
            text=searched,
            terms=query_terms(searched, lexical.rarity, _spellings(vocabulary)),
            asked=what_is_asked(searched),
        )

    def _current(self) -> tuple[LexicalIndex, Vocabulary]:
        lexical = self._corpus.lexical
        with self._lock:
            if self._known is None or (self._known[0] is not lexical and self._worth_counting()):
                started = time.monotonic()
                words = count_words(
                    f"{article.title}\n{article.text}" for article in self._corpus.articles()
                )
                self._known = (lexical, Vocabulary(words.items()))
                self._counted_at = time.monotonic()
                self._took = self._counted_at - started
            return lexical, self._known[1]

    def _worth_counting(self) -> bool:
        """While much arrives, not for every question: that of a large corpus takes seconds."""
        pause = 0.0 if self._took < _SOON else _PAUSE * self._took
        return time.monotonic() - self._counted_at >= pause


def _spellings(vocabulary: Vocabulary) -> Callable[[str], Mapping[str, float]]:
    """How the articles spell a word, whichever script it is in."""
    return lambda word: vocabulary.spellings(word) if word.isascii() else vocabulary.respelled(word)
