"""A question made ready to search with: its language, the text to embed, its terms."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from retrieval.facts.asked import Asked, what_is_asked
from retrieval.hinglish import to_devanagari
from retrieval.language import detect_language
from retrieval.query import Term, lexical_weights, query_terms
from retrieval.question import Language, Question
from retrieval.tidy import tidied
from retrieval.words.lexicon import TYPED
from retrieval.words.loans import as_printed
from retrieval.words.vocabulary import Vocabulary
from store.corpus import Corpus
from store.spelled import count_words
from store.text import index_words


@dataclass(frozen=True, slots=True)
class Understood:
    """A question with what it is searched by.

    `text` is the question in Devanagari or English, romanised Hindi turned into Devanagari and
    English words within Hindi said as the corpus says them; `typed` are those index words of a
    romanised question, as they were typed, that the corpus has in Latin letters.
    """

    question: Question
    text: str
    terms: tuple[Term, ...]
    asked: Asked
    typed: frozenset[str] = frozenset()

    @property
    def weights(self) -> dict[str, float]:
        """Index words with the weight each brings to the lexical leg."""
        return dict.fromkeys(self.typed, 1.0) | lexical_weights(self.terms)


class Understanding:
    """Reads questions against a corpus: its words say how names are spelled and what is rare."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._lock = threading.Lock()
        self._known: tuple[int, Vocabulary] | None = None  # of a revision

    def understand(self, text: str, last_language: Language | None = None) -> Understood:
        """Read a question; `last_language` is for texts that carry no language of their own."""
        meant = tidied(text)
        question = Question(text, detect_language(meant, last_language))
        vocabulary = self._vocabulary()
        romanised = question.language == "hi-Latn"
        searched = meant
        if question.language != "en":
            searched = (to_devanagari if romanised else as_printed)(meant, vocabulary)
        return Understood(
            question=question,
            text=searched,
            terms=query_terms(searched, self._corpus.lexical.rarity, _spellings(vocabulary)),
            asked=what_is_asked(searched),
            typed=self._known_as_typed(meant) if romanised else frozenset(),
        )

    def _known_as_typed(self, text: str) -> frozenset[str]:
        """Index words of a romanised question that the corpus has: names in English articles."""
        rarity = self._corpus.lexical.rarity
        words = [word for word in text.split() if word.casefold() not in TYPED]
        return frozenset(word for word in index_words(" ".join(words)) if rarity(word) < rarity(""))

    def _vocabulary(self) -> Vocabulary:
        """The corpus's words; those of articles that came since the last question are added."""
        known = self._known
        revision = self._corpus.revision
        if known is not None and known[0] == revision:
            return known[1]
        if not self._lock.acquire(blocking=known is None):
            return known[1] if known is not None else self._vocabulary()  # another thread adds them
        try:
            if self._known is None:
                revision, words = self._corpus.spelled_words()
                self._known = (revision, Vocabulary(words.items()))
            seen, vocabulary = self._known
            if seen != revision:
                words = count_words(
                    f"{article.title}\n{article.text}"
                    for article in self._corpus.changed_since(seen)
                )
                vocabulary = vocabulary.with_words(words.items())
                self._known = (revision, vocabulary)
            return vocabulary
        finally:
            self._lock.release()


def _spellings(vocabulary: Vocabulary) -> Callable[[str], Mapping[str, float]]:
    """How the articles spell a word, whichever script it is in."""
    return lambda word: vocabulary.spellings(word) if word.isascii() else vocabulary.respelled(word)
