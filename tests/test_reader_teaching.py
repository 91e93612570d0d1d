"""What the reading model is taught with."""

from __future__ import annotations

import random

import numpy as np

from evals.reader_align import Aligned, aligned
from evals.reader_cloze import candidates, question
from evals.reader_data import Lessons, Taught
from evals.reader_examples import NOTHING, Read, draw
from evals.reader_measures import read_in
from retrieval.reader.beside import Place
from retrieval.reader.tokens import Tokens
from store.sentences import sentence_spans

ENGLISH = (
    "The Ganga bridge near Patna was opened by Asha Devi in 2019. It has 40 lamps on either side."
)
HINDI = "पटना के पास गंगा पुल 2019 में आशा देवी ने खोला। उसमें दोनों ओर 40 बत्तियाँ हैं।"


def by_words(text: str) -> Tokens:
    """A token for each word between spaces, without a stop behind it."""
    spans, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        spans.append((start, start + len(word.rstrip(".।"))))
    return Tokens(np.arange(len(spans), dtype=np.int64) + 5, np.array(spans, dtype=np.int32))


def told_apart(pairs: dict[int, int]) -> Aligned:
    """English and Hindi tokens that say the same, by hand."""
    return Aligned(
        by_words(ENGLISH), by_words(HINDI), np.array(sorted(pairs.items()), dtype=np.int64)
    )


def test_what_is_said_is_found_in_the_translation() -> None:
    """A stretch goes over to its partners; not where few have one or foreign ones stand between."""
    both = told_apart({1: 3, 2: 4, 4: 0, 8: 7, 9: 8, 11: 5})

    def moved(part: str) -> str | None:
        start = ENGLISH.index(part)
        found = both.moved(start, start + len(part))
        return None if found is None else HINDI[slice(*found)]

    assert moved("Asha Devi") == "आशा देवी"
    assert moved("in 2019") == "2019"
    assert moved("was opened by Asha") is None  # one of four has a partner
    assert moved("opened by Asha Devi in 2019") == "2019 में आशा देवी"
    assert moved("Ganga bridge near Patna") == "पटना के पास गंगा पुल"
    name = ENGLISH.index("Asha Devi")
    torn = told_apart({8: 6, 9: 8, 11: 7})  # a foreign word stands between the two parts
    assert torn.moved(name, name + len("Asha Devi")) is None


def test_tokens_that_choose_each_other_are_partners() -> None:
    """Each is the other's nearest; one that is only liked has none."""
    vectors = np.eye(3, dtype=np.float32)
    one, other = by_words("a b c"), by_words("x y")
    found = aligned(one, other, (vectors, np.stack([vectors[1], vectors[0] * 0.9 + vectors[2]])))
    assert found.pairs.tolist() == [[1, 0], [2, 1]]


def test_candidates_are_figures_names_and_telling_words() -> None:
    """Each with its kind; no run begins or ends with a common word."""
    first, second = sentence_spans(ENGLISH)
    found = {ENGLISH[slice(*span)]: kind for kind, span in candidates(ENGLISH, first)}
    assert found["2019"] == "date"
    assert found["Asha Devi"] == "name"
    assert found["Patna"] == "name"
    assert not any(text.split()[0] in {"the", "was", "by", "in"} for text in found)
    counted = {ENGLISH[slice(*span)]: kind for kind, span in candidates(ENGLISH, second)}
    assert next(kind for text, kind in counted.items() if text.startswith("40")) == "number"


def test_a_question_lacks_its_answer() -> None:
    """It is made of the words beside; in Hindi the asking word stands in the answer's place."""
    chance = random.Random(1)
    sides = "आशा देवी ने पटना के पास नया पुल", "में अपने हाथों खोला और भाषण दिया"
    for _ in range(50):
        asked = question(*sides, ("कब",), in_place=True, chance=chance)
        assert asked is not None
        left, right = asked.rstrip("?").split(" कब ")
        assert set(left.split()) <= set(sides[0].split())
        assert set(right.split()) <= set(sides[1].split())
    assert question("पुल", "खोला", ("कब",), in_place=True, chance=chance) is None


def test_an_invented_question_is_asked_only_in_the_languages_it_has() -> None:
    """Examples of it are right ones or of another passage, and hold the answer's tokens."""
    passages = {
        "001-1.txt": {"en": ENGLISH, "hi": HINDI},
        "001-2.txt": {"en": "Boats wait below it all day long.", "hi": "नावें नीचे रुकती हैं।"},
        "002-1.txt": {"en": "Apples are sold in the market.", "hi": "बाज़ार में सेब बिकते हैं।"},
    }
    year = HINDI.index("2019")
    invented = Taught(
        "invented", "001-1.txt", {"hi": "गंगा पुल कब खोला"}, {}, {"hi": (year, year + 4)}
    )
    read = Read(
        {"गंगा पुल कब खोला": np.array([7, 8, 9], dtype=np.int64)},
        {text: by_words(text) for own in passages.values() for text in own.values()},
        {"001-1.txt": ["002-1.txt"]},
    )
    chance = random.Random(0)
    spans = [draw(Lessons((), passages), [invented], read, chance).span for _ in range(60)]
    assert NOTHING in spans
    answering = {span for span in spans if span != NOTHING}
    assert answering
    assert all(first == last for first, last in answering)


def test_a_passage_is_measured_by_its_sentences() -> None:
    """Each in its passage, with those beside it, and alone; what is all there is, is read once."""
    first = ENGLISH.index(" It has")
    longer = ENGLISH + " Children of a school painted all the lamps blue in May."
    second = len(ENGLISH)
    whole, *own = (
        Place(*place)
        for place in ((0, len(longer)), (0, first), (first + 1, second), (second + 1, len(longer)))
    )
    assert read_in(longer) == [
        (own[0], [whole, Place(0, second), own[0]]),
        (own[1], [whole, own[1]]),
        (own[2], [whole, Place(first + 1, len(longer)), own[2]]),
    ]
    assert read_in("One sentence.") == [(Place(0, 13), [Place(0, 13)])]
