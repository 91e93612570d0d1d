"""How well romanised Hindi becomes Devanagari, and what it costs.

    python -m evals.hinglish QUESTIONS.jsonl PASSAGES [--pairs evals/sets/romanised.tsv]

Each hi-Latn question of the file is turned with the vocabulary of the texts under PASSAGES and
compared with its hi rendering (ids that differ only in their language): words in common (F1, after
store.text.normalise), and how often BM25 alone puts the right passage first for both, for English
questions with and without the corpus's spellings, and how often each language is told right.
The pairs are sentences of other topics, with the same vocabulary.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import bm25s
import numpy as np

from evals.questions import Judged, read_questions
from retrieval import hinglish
from retrieval.language import detect_language
from retrieval.words.vocabulary import Vocabulary
from store.spelled import count_words
from store.text import index_words, words

PAIRS = Path(__file__).parent / "sets" / "romanised.tsv"
SHARPNESS = 4
"""A spelling weighs its similarity to this power."""


def word_f1(one: str, other: str) -> float:
    """The F1 measure of the normalised words two texts have in common."""
    left, right = Counter(words(one)), Counter(words(other))
    return 2 * (left & right).total() / max(1, left.total() + right.total())


class Lexical:
    """BM25 over whole passages with weighted question words."""

    def __init__(self, passages: Mapping[str, str]) -> None:
        self.names = list(passages)
        split = [index_words(text) for text in passages.values()]
        self.known = {word: at for at, word in enumerate(sorted({w for t in split for w in t}))}
        self.engine = bm25s.BM25(k1=1.2, b=0.75)
        tokens = ([[self.known[word] for word in text] for text in split], self.known)
        self.engine.index(tokens, show_progress=False)

    def first(self, weights: Mapping[str, float]) -> str | None:
        """The best passage's name; None when no word is known."""
        total = np.zeros(len(self.names))
        for word, weight in weights.items():
            if word in self.known:
                total += weight * self.engine.get_scores([self.known[word]])
        return self.names[int(total.argmax())] if total.any() else None


def english_weights(text: str, vocabulary: Vocabulary) -> dict[str, float]:
    """Index words of an English question and of what the corpus may write them as."""
    weights = dict.fromkeys(index_words(text), 1.0)
    for word in list(weights):
        if word.isascii() and word.isalpha():
            for spelling, similarity in vocabulary.spellings(word).items():
                for form in index_words(spelling):
                    weights[form] = max(weights.get(form, 0.0), similarity**SHARPNESS)
    return weights


def passage_at_1(
    asked: list[Judged], lexical: Lexical, weights: Callable[[Judged], Mapping[str, float]]
) -> float:
    """The share of answerable questions whose passage comes first."""
    judged = [one for one in asked if one.answerable]
    return statistics.mean(lexical.first(weights(one)) in one.sources for one in judged)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("passages", type=Path)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    arguments = parser.parse_args()
    passages = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(arguments.passages.iterdir())
        if path.suffix in (".txt", ".md")
    }
    started = time.perf_counter()
    vocabulary = Vocabulary(count_words(passages.values()).items())
    print(f"vocabulary: {len(vocabulary)} words, {time.perf_counter() - started:.2f} s")
    started = time.perf_counter()
    hinglish.load()
    print(f"word lists and model: {time.perf_counter() - started:.2f} s")

    questions = read_questions(arguments.questions)
    by_id = {one.id: one for one in questions}
    by_language = {
        language: [one for one in questions if one.language == language]
        for language in ("hi", "en", "hi-Latn")
    }
    for language, asked in by_language.items():
        told = statistics.mean(detect_language(one.text) == language for one in asked)
        print(f"language {language}: {told:.3f} of {len(asked)}")

    typed = by_language["hi-Latn"]
    turned: dict[str, str] = {}
    spent = []
    for one in typed:
        started = time.perf_counter()
        turned[one.id] = hinglish.to_devanagari(one.text, vocabulary)
        spent.append(1000 * (time.perf_counter() - started))
    true = {one.id: by_id[one.id.removesuffix("-Latn")].text for one in typed}
    overlap = statistics.mean(word_f1(turned[key], true[key]) for key in true)
    print(f"words in common with the Hindi question: {overlap:.3f}")
    spent.sort()
    print(
        f"ms a question: median {statistics.median(spent):.1f}, "
        f"95% {spent[int(0.95 * len(spent))]:.1f}, most {spent[-1]:.1f}"
    )

    lexical = Lexical(passages)
    for name, asked, weights in (
        ("hi", typed, lambda one: dict.fromkeys(index_words(true[one.id]), 1.0)),
        ("hi-Latn as typed", typed, lambda one: dict.fromkeys(index_words(one.text), 1.0)),
        ("hi-Latn turned", typed, lambda one: dict.fromkeys(index_words(turned[one.id]), 1.0)),
        ("en", by_language["en"], lambda one: dict.fromkeys(index_words(one.text), 1.0)),
        ("en with spellings", by_language["en"], lambda one: english_weights(one.text, vocabulary)),
    ):
        print(f"BM25 passage@1 {name}: {passage_at_1(asked, lexical, weights):.3f}")

    pairs = [
        line.split("\t")
        for line in arguments.pairs.read_text(encoding="utf-8").splitlines()
        if line
    ]
    scores = [word_f1(hinglish.to_devanagari(one, vocabulary), other) for one, other in pairs]
    whole = statistics.mean(score == 1 for score in scores)
    print(f"other topics: {statistics.mean(scores):.3f} of words, {whole:.2f} whole")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
