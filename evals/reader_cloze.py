"""Questions invented over passages: a sentence with words left out, which are its answer.

They teach the reading model to look for what a question lacks, in whatever language the passage is.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.reader_align import Aligned, aligned, encoder, vectors_of
from evals.reader_data import Lessons, Taught, subject_of
from retrieval.figures.figures import Kind, figures
from retrieval.reader.tokens import ReaderTokenizer
from store.sentences import Span, sentence_spans
from store.text import STOPWORDS

_WORD = re.compile(r"[\w\u0900-\u0963\u200c\u200d]+(?:[-’'.,][\w\u0900-\u0963\u200c\u200d]+)*%?")
_LONGEST = 5  # words of an answer
_SIDE = (3, 10)  # words kept on each side of what is left out
_FEWEST = 4  # words of a question beside the asking one
_DROPPED = 0.15  # of the kept words
_FRONT = 0.6  # of questions begin with the asking word, where the language has it there

_ASKING: Mapping[str, Mapping[str, str]] = {
    "en": {
        "number": "how many/what",
        "date": "when/what year",
        "name": "who/which/where/what",
        "other": "what/which/how",
    },
    "hi": {
        "number": "कितने/कितनी/कितना",
        "date": "कब/किस वर्ष",
        "name": "कौन/किस/कहाँ/क्या",
        "other": "क्या/किस/कौन सा/कैसे",
    },
    "de": {
        "number": "wie viele/wie viel",
        "date": "wann",
        "name": "wer/welche/wo",
        "other": "was/welche/wie",
    },
    "es": {
        "number": "cuántos/cuánto",
        "date": "cuándo",
        "name": "quién/dónde/cuál",
        "other": "qué/cuál/cómo",
    },
    "ro": {
        "number": "câte/cât",
        "date": "când",
        "name": "cine/unde/care",
        "other": "ce/care/cum",
    },
    "tr": {
        "number": "kaç",
        "date": "ne zaman",
        "name": "kim/nerede/hangi",
        "other": "ne/hangi/nasıl",
    },
    "vi": {
        "number": "bao nhiêu",
        "date": "khi nào",
        "name": "ai/ở đâu",
        "other": "gì/nào",
    },
}
_IN_PLACE = {"hi", "tr", "vi"}  # languages that ask where the answer would stand


def invented(
    lessons: Lessons, taught: frozenset[str], *, folder: Path, per_sentence: int, seed: int
) -> tuple[Taught, ...]:
    """Up to so many cloze questions a sentence of the `taught` subjects' passages."""
    tokenizer = ReaderTokenizer(folder)
    model = encoder(folder)
    chance = random.Random(seed)
    found: list[Taught] = []
    for source, texts in lessons.passages.items():
        if subject_of(source) not in taught:
            continue
        tokens = dict(zip(texts.values(), tokenizer.passages(list(texts.values())), strict=True))
        vectors = vectors_of(model, tokens)
        maps = {
            language: aligned(
                tokens[texts["en"]], tokens[text], (vectors[texts["en"]], vectors[text])
            )
            for language, text in texts.items()
        }
        for sentence in sentence_spans(texts["en"]):
            spans = candidates(texts["en"], sentence)
            chance.shuffle(spans)
            for kind, span in spans[:per_sentence]:
                places = _places(span, texts, maps)
                questions = {
                    language: question(
                        texts[language][within.start : start],
                        texts[language][end : within.end],
                        _ASKING[language][kind].split("/"),
                        in_place=language in _IN_PLACE,
                        chance=chance,
                    )
                    for language, (within, (start, end)) in places.items()
                }
                found.append(
                    Taught(
                        f"{source} {span}",
                        source,
                        {language: text for language, text in questions.items() if text},
                        {},
                        {language: stretch for language, (_, stretch) in places.items()},
                    )
                )
    return tuple(found)


def candidates(text: str, sentence: Span) -> list[tuple[str, tuple[int, int]]]:
    """Figures, names and other runs of telling words of an English sentence, with their kind."""
    part = text[sentence.start : sentence.end]
    found: list[tuple[str, tuple[int, int]]] = []
    for figure in figures(part):
        dated = figure.kind in {Kind.DATE, Kind.YEAR, Kind.PERIOD, Kind.WEEKDAY}
        found.append(("date" if dated else "number", (figure.start, figure.end)))
    words = list(_WORD.finditer(part))
    for first, begin in enumerate(words):
        for last in range(first, min(first + _LONGEST, len(words))):
            run = words[first : last + 1]
            if any(word[0].casefold() in STOPWORDS for word in (run[0], run[-1])):
                continue
            if re.search(r"[,;:.()]", part[begin.start() : run[-1].end()].rstrip(".")):
                break
            named = first > 0 and all(word[0][:1].isupper() for word in run)
            whole = named and not (
                words[first - 1][0][:1].isupper()
                or (last + 1 < len(words) and words[last + 1][0][:1].isupper())
            )
            if whole or (not named and last > first):
                found.append(("name" if named else "other", (begin.start(), run[-1].end())))
    names = [one for one in found if one[0] != "other"]
    others = [one for one in found if one[0] == "other"]
    stride = max(1, len(others) // max(2, len(names)))
    return [
        (kind, (sentence.start + start, sentence.start + end))
        for kind, (start, end) in names + others[::stride]
    ]


def _places(
    span: tuple[int, int], texts: Mapping[str, str], maps: Mapping[str, Aligned]
) -> dict[str, tuple[Span, tuple[int, int]]]:
    """Where each language's text says what the English one says in `span`: sentence and stretch."""
    found = {}
    for language, text in texts.items():
        moved = span if language == "en" else maps[language].moved(*span)
        if moved is None:
            continue
        start, end = _whole(text, *moved)
        for sentence in sentence_spans(text):
            if sentence.start <= start and end <= sentence.end:
                found[language] = (sentence, (start, end))
    return found


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch grown to whole words."""
    inside = [word for word in _WORD.finditer(text) if word.start() < end and start < word.end()]
    if not inside:
        return start, end
    return min(start, inside[0].start()), max(end, inside[-1].end())


def question(
    before: str, after: str, asking: Sequence[str], *, in_place: bool, chance: random.Random
) -> str | None:
    """What stands beside an answer, shortened, with an asking word; None where it is too little."""
    left = _WORD.findall(before)[-chance.randint(*_SIDE) :]
    right = _WORD.findall(after)[: chance.randint(*_SIDE)]
    left, right = ([w for w in side if chance.random() > _DROPPED] for side in (left, right))
    if len(left) + len(right) < _FEWEST:
        return None
    word = chance.choice(asking)
    front = not in_place and chance.random() < _FRONT
    parts = [word, *left, *right] if front else [*left, word, *right]
    return " ".join(parts) + chance.choice(("?", "?", ""))
