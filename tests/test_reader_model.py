"""The reading model over the bundled one, and answers with it and without."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from retrieval.extractive import ExtractiveAnswerer
from retrieval.ranking import Linear
from retrieval.reader.beside import Stretch
from retrieval.reader.fusion import Fusion
from retrieval.reader.later import LaterReader
from retrieval.reader.reader import Reader, TrainedReader, trained_reader
from retrieval.reader.reading import Reading
from retrieval.reader.tokens import ReaderTokenizer
from retrieval.reader.weights import ReaderUnavailable, read_weights
from store.arrays import Floats, Ids
from store.article import Passage
from store.bundled import bundled_model
from store.corpus import Corpus, open_corpus
from tests.conftest import with_models

TEXTS = (
    "कोसी नदी पर बना पुल 2019 में खुला। उस पर 240 करोड़ रुपये लगे। मेला कल से है।",
    "नगर पालिका ने बाज़ार में पानी का प्रबंध किया। दुकानें शाम तक खुली रहीं।",
)


def stretches() -> list[Stretch]:
    """Two whole passages, the first at a place further on in its article."""
    places = [
        Passage(f"a:0:{n}", "a", text, start, start + len(text))
        for n, (start, text) in enumerate(zip((100, 0), TEXTS, strict=True))
    ]
    return [Stretch(passage, passage.start, passage.end) for passage in places]


BELIEVED = Fusion(
    order=Linear(np.array([1, 0.2, 0, 0], dtype=np.float32), 0.0),
    confidence=Linear(np.array([1, 0.3], dtype=np.float32), 0.0),
    sure=2.0,
    certain=8.0,
)


@pytest.fixture(scope="module")
def reader(models_dir: Path) -> TrainedReader:
    """The reading model with the weights of this repository."""
    return trained_reader(models_dir, lambda news: None)


def test_it_points_at_what_answers(reader: TrainedReader) -> None:
    """The shipped weights find a figure where it is, and nothing where it is not."""
    right, wrong = reader.read("पुल पर कितने रुपये लगे?", stretches()) or []
    found, other = right.best(), wrong.best()
    assert found is not None
    assert other is not None
    assert "240" in TEXTS[0][found.start : found.end]
    assert found.margin > 0 > other.margin


def test_weights_of_another_model_are_refused(models_dir: Path) -> None:
    """Weights that are not this model's give one line, not half a model."""
    with pytest.raises(ReaderUnavailable, match="another model"):
        trained_reader(models_dir, lambda news: None, {})


def test_a_stretch_read_with_another_is_read_alike(reader: TrainedReader) -> None:
    """What is read beside a passage changes little, and what was read once is not read again."""
    one, two = stretches()
    alone = (reader.read("पुल पर कितने रुपये लगे?", [two]) or [])[0]
    together = reader.read("पुल पर कितने रुपये लगे?", [one, two]) or []
    assert together[1] is alone
    assert together[0].spans.min() >= 0


def test_a_part_of_a_passage(reader: TrainedReader) -> None:
    """Places in a reading of a part are still those of the passage."""
    (whole,) = [s for s in stretches() if s.start]
    cut = whole.start + TEXTS[0].index("उस पर")
    part = (reader.read("कितने रुपये लगे?", [Stretch(whole.passage, cut, whole.end)]) or [])[0]
    assert part.spans.min() == TEXTS[0].index("उस पर")
    assert part.spans.max() == len(TEXTS[0])


class Slow:
    """A model that is not done until it is told so, and then fails."""

    def __init__(self) -> None:
        self.begun, self.end = threading.Event(), threading.Event()

    def read(self, rows: Sequence[Ids]) -> list[Floats]:
        """Wait."""
        self.begun.set()
        assert self.end.wait(30)
        raise ReaderUnavailable("told to stop")


def test_busy_readers_are_not_waited_for(models_dir: Path) -> None:
    """While as many questions are read for as may be, another is answered without; then again."""
    slow = Slow()
    folder = bundled_model(models_dir, "bfloat16", lambda news: None)
    reader = TrainedReader(ReaderTokenizer(folder), slow, at_once=1)

    def ask(question: str) -> None:
        with pytest.raises(ReaderUnavailable):
            reader.read(question, stretches())

    thread = threading.Thread(target=ask, args=("एक?",))
    thread.start()
    assert slow.begun.wait(30)
    assert reader.read("दो?", stretches()) is None
    slow.end.set()
    thread.join()
    ask("तीन?")


class Pointing:
    """Points at some words wherever they stand, and says nothing answers elsewhere."""

    def __init__(self, words: str) -> None:
        self._words = words

    def read(self, question: str, stretches: Sequence[Stretch]) -> list[Reading]:
        """A token a character."""
        return [self._reading(stretch) for stretch in stretches]

    def _reading(self, stretch: Stretch) -> Reading:
        text = stretch.passage.text
        shift = stretch.passage.start
        places = [(n, n + 1) for n in range(stretch.start - shift, stretch.end - shift)]
        logits = np.full((len(places), 2), -6.0, dtype=np.float32)
        at = text.find(self._words)
        if at >= 0:
            logits[at - places[0][0], 0] = logits[at + len(self._words) - 1 - places[0][0], 1] = 6
        return Reading(np.array(places, dtype=np.int32), logits, 0.0)


class Busy:
    """Has no time."""

    def read(self, question: str, stretches: Sequence[Stretch]) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[Corpus]:
    """Three small articles."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "articles").mkdir()
    for n, text in enumerate(TEXTS):
        (folder / "articles" / f"{n}.txt").write_text(f"रामपुर {n}\n\n{text}\n", encoding="utf-8")
    with open_corpus(with_models(folder / "data", models_dir)) as corpus:
        corpus.ingest([str(folder / "articles")])
        yield corpus


def test_a_short_answer_stands_in_the_first_quote(sample: Corpus) -> None:
    """Words that the reader is sure of lead, exactly as the first quote has them."""
    answer = ExtractiveAnswerer(sample, Pointing("नगर पालिका"), fusion=BELIEVED).answer(
        "पानी का प्रबंध किसने किया?"
    )
    assert not answer.abstained
    assert answer.short_answer == "नगर पालिका"
    assert answer.short_answer in answer.citations[0].quote
    assert "read" in answer.timings_ms


def test_a_busy_reader_changes_nothing(sample: Corpus) -> None:
    """Without time to read, the answer is the one without a reading model."""
    question = "पानी का प्रबंध किसने किया?"
    plain = ExtractiveAnswerer(sample).answer(question)
    busy = ExtractiveAnswerer(sample, Busy(), fusion=BELIEVED).answer(question)
    assert busy.citations == plain.citations
    assert busy.confidence == plain.confidence
    assert busy.short_answer == plain.short_answer


def test_where_nothing_answers_it_is_less_sure(sample: Corpus) -> None:
    """A reader that finds no answer lowers the confidence below one that finds it."""
    question = "कोसी नदी का पुल किस साल खुला?"
    told = [
        ExtractiveAnswerer(sample, Pointing(words), fusion=BELIEVED).answer(question).confidence
        for words in ("2019", "कुछ और")
    ]
    assert told[0] > told[1]


def test_the_first_questions_do_not_wait() -> None:
    """Until the reading model is loaded, questions are answered without it, then with it."""
    go = threading.Event()

    def load() -> Reader:
        assert go.wait(30)
        return Pointing("2019")

    later = LaterReader(load, pytest.fail)
    assert later.read("पुल कब खुला?", stretches()) is None
    go.set()
    later.settle()
    assert len(later.read("पुल कब खुला?", stretches()) or []) == len(TEXTS)


def test_one_that_fails_is_told_of_once() -> None:
    """A failure while reading costs its part of an answer and one line, however often it comes."""
    told: list[str] = []

    class Failing:
        def read(self, question: str, stretches: Sequence[Stretch]) -> list[Reading] | None:
            raise MemoryError(question, len(stretches))

    later = LaterReader(Failing, told.append)
    later.settle()
    assert [later.read("पुल कब खुला?", stretches()) for _ in range(3)] == [None] * 3
    (line,) = told
    assert "MemoryError" in line
    assert "पुल" not in line


@pytest.mark.parametrize("error", [OSError("disk"), MemoryError(), RuntimeError("threads")])
def test_any_trouble_with_loading_is_told_of(error: Exception) -> None:
    """Whatever a library raises, the bot says so and answers without it."""
    told: list[str] = []

    def load() -> Reader:
        raise error

    later = LaterReader(load, told.append)
    later.settle()
    assert later.read("पुल कब खुला?", stretches()) is None
    (line,) = told
    assert type(error).__name__ in line


def test_one_that_cannot_be_loaded_is_told_of(tmp_path: Path) -> None:
    """A missing file is one line that says so, and questions are answered without it."""
    told: list[str] = []

    def load() -> Reader:
        read_weights(tmp_path / "reader.safetensors")
        raise AssertionError

    later = LaterReader(load, told.append)
    later.settle()
    assert later.read("पुल कब खुला?", stretches()) is None
    (line,) = told
    assert "reader.safetensors cannot be read" in line
    assert "\n" not in line
