"""What the reading model is taught with: judged passages, question variants, wrong passages."""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.questions import read_questions
from retrieval.hinglish import to_devanagari
from retrieval.tidy import tidied
from retrieval.words.vocabulary import Vocabulary
from store.spelled import count_words

OTHERS = ("de", "es", "ro", "tr", "vi")
"""More languages of questions and passages, in the letters that the bundled model keeps."""

ROMANISED = "hi-Latn"
_WORD = re.compile(r"[\w\u0900-\u0963\u200c\u200d]+")
_SWAPS = 1  # versions of a question with a foreign word in it


@dataclass(frozen=True, slots=True)
class Taught:
    """A question in every language, and where its answer stands in each language's passage.

    `asked` has the text by language, `swapped` versions that ask for something else, `answers`
    (start, end) in `passages[source][language]`, in code points; it is empty where the passage does
    not answer.
    """

    id: str
    source: str
    asked: Mapping[str, str]
    swapped: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[int, int]]

    @property
    def subject(self) -> str:
        """The article that it is about."""
        return subject_of(self.source)


def subject_of(source: str) -> str:
    """The article that a passage is from: the first part of the file name."""
    return source.split("-", maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Lessons:
    """All questions, and the passages by file and language."""

    questions: tuple[Taught, ...]
    passages: Mapping[str, Mapping[str, str]]

    @property
    def subjects(self) -> frozenset[str]:
        """The articles that the passages are from."""
        return frozenset(map(subject_of, self.passages))


def joined(*lessons: Lessons) -> Lessons:
    """All of them as one; no two have a passage of the same name."""
    return Lessons(
        tuple(question for own in lessons for question in own.questions),
        {source: texts for own in lessons for source, texts in own.passages.items()},
    )


def read_lessons(folder: Path, seed: int = 0) -> Lessons:
    """`multilingual/*.jsonl` and the romanised questions of `questions.jsonl`."""
    passages: dict[str, dict[str, str]] = defaultdict(dict)
    asked: dict[str, dict[str, str]] = defaultdict(dict)
    answers: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    sources: dict[str, str] = {}
    for language in ("hi", "en", *OTHERS):
        text = (folder / "multilingual" / f"{language}.jsonl").read_text(encoding="utf-8")
        for line in text.splitlines():
            row = json.loads(line)
            passages[row["source"]][language] = row["context"]
            for own in row["qas"]:
                id_, start = own["id"], own["start"]
                asked[id_][language] = own["question"]
                answers[id_][language] = (start, start + len(own["text"]))
                sources[id_] = row["source"]
    vocabulary = Vocabulary(count_words(p["hi"] for p in passages.values()).items())
    for judged in read_questions(folder / "questions.jsonl"):
        own = judged.id.removesuffix(f"-{ROMANISED}")
        if judged.language == ROMANISED and own in asked:
            asked[own][ROMANISED] = to_devanagari(tidied(judged.text), vocabulary)
    chance = random.Random(seed)
    foreign = {
        language: _own_words(language, sources, asked, passages) for language in ("hi", "en")
    }
    return Lessons(
        tuple(
            Taught(
                own,
                sources[own],
                asked[own],
                {
                    language: _swapped(asked[own][language], sources[own], words, chance)
                    for language, words in foreign.items()
                },
                answers[own],
            )
            for own in sorted(asked)
        ),
        passages,
    )


def _own_words(
    language: str,
    sources: Mapping[str, str],
    asked: Mapping[str, Mapping[str, str]],
    passages: Mapping[str, Mapping[str, str]],
) -> dict[str, set[str]]:
    """The words that the questions of one article have and no other article's text or questions."""
    used: Counter[str] = Counter()
    own: dict[str, set[str]] = defaultdict(set)
    everything: dict[str, set[str]] = defaultdict(set)
    for id_, source in sources.items():
        words = set(_WORD.findall(asked[id_][language]))
        own[subject_of(source)] |= words
        everything[subject_of(source)] |= words
    for source, texts in passages.items():
        everything[subject_of(source)] |= set(_WORD.findall(texts[language]))
    for words in everything.values():
        used.update(words)
    return {s: {w for w in words if used[w] == 1 and len(w) > 3} for s, words in own.items()}


def _swapped(
    question: str, source: str, words: Mapping[str, set[str]], chance: random.Random
) -> tuple[str, ...]:
    """The question with a word of its own article, or a number, exchanged for a foreign one."""
    subject = subject_of(source)
    places = [
        found
        for found in _WORD.finditer(question)
        if found[0] in words[subject] or found[0].isdecimal()
    ]
    made = []
    for _ in range(_SWAPS if places else 0):
        place = chance.choice(places)
        if place[0].isdecimal():
            other = str(int(place[0]) + chance.choice((-11, -3, -1, 1, 2, 7, 20)))
        else:
            subjects = sorted(s for s in words if s != subject and words[s])
            other = chance.choice(sorted(words[chance.choice(subjects)]))
        made.append(question[: place.start()] + other + question[place.end() :])
    return tuple(made)


def held_back(sources: Iterable[str], part: str) -> frozenset[str]:
    """Subjects of these files that are not taught, the same ones for the same `part`.

    `part` is how many ("6"), "all", or which fold of how many ("0/4", from 0). Raises ValueError.
    """
    subjects = sorted({subject_of(source) for source in sources})
    random.Random(0).shuffle(subjects)
    if part == "all":
        return frozenset(subjects)
    number, _, folds = part.partition("/")
    if not folds:
        return frozenset(subjects[: int(number)])
    if not 0 <= int(number) < int(folds):
        raise ValueError(f"{part} is no fold: the first of four is 0/4, the last 3/4")
    return frozenset(subjects[int(number) :: int(folds)])


def texts_of(lessons: Lessons) -> tuple[set[str], set[str]]:
    """Every question text and every passage text that lessons may need."""
    questions = {t for q in lessons.questions for t in q.asked.values()}
    questions |= {t for q in lessons.questions for own in q.swapped.values() for t in own}
    return questions, {t for own in lessons.passages.values() for t in own.values()}
