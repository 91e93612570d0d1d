"""What the reading model says, and what the order and confidence of evidence make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from retrieval.rank import Evidence, Ranked
from retrieval.ranking import Linear
from retrieval.reader.beside import PIECES_READ, Stretch, answers_in, surroundings
from retrieval.reader.fusion import CONFIDENCE_NAMES, ORDER_NAMES, Fusion, fused
from retrieval.reader.model import of_like_length
from retrieval.reader.reading import LONGEST, Found, Reading, reading_of, together
from retrieval.reader.tokens import LONGEST_ROW, Tokens, row_of
from retrieval.reader.weights import ReaderUnavailable, packed, read_weights, unpacked
from retrieval.search import Hit
from store.article import Article, Passage, Sentence
from store.sentences import sentence_spans

LONG = " ".join(f"गांव {n} के मेले में {n} हजार किसान आए थे।" for n in range(20))
OTHER = Article("b", "b.txt", None, "मेला", None, None, None, "hi", LONG)
TEXT = "नदी शांत है। पुल 2019 में खुला। मेला कल है।"
ARTICLE = Article("a", "a.txt", None, "पुल", None, None, None, "hi", TEXT)


def passage(n: int, start: int, end: int) -> Passage:
    """A stretch of the article as passage `n`."""
    return Passage(f"a:0:{n}", "a", TEXT[start:end], start, end)


def whole_of(read: Passage) -> Stretch:
    """All of a passage."""
    return Stretch(read, read.start, read.end)


def evidence(words: str, score: float) -> Evidence:
    """A sentence of the article."""
    start = TEXT.index(words)
    return Evidence(ARTICLE, start, start + len(words), score)


def reading(text: str, points_at: str, margin: float) -> Reading:
    """A reading with a token a character that points at some words."""
    spans = np.array([(n, n + 1) for n in range(len(text))], dtype=np.int32)
    logits = np.full((len(text), 2), -5.0, dtype=np.float32)
    first = text.index(points_at)
    logits[first, 0] = logits[first + len(points_at) - 1, 1] = margin / 2
    return Reading(spans, logits, 0.0)


def test_the_best_words_and_how_much_better_than_nothing() -> None:
    """Offsets are those of the passage; the margin is over “nothing”."""
    row = np.zeros((6, 2), dtype=np.float32)
    row[0] = (1, 2)  # nothing
    row[3, 0], row[4, 1] = 4, 5
    spans = np.array([(0, 4), (4, 7), (7, 9)], dtype=np.int32)
    found = reading_of(row, 2, spans).best()
    assert found is not None
    assert (found.start, found.end) == (4, 9)
    assert found.margin == pytest.approx(9 - 3)


def test_a_passage_too_long_is_cut() -> None:
    """A row holds no more than it may; what found no room in it is not read."""
    count = LONGEST_ROW
    spans = np.array([(n, n + 1) for n in range(count)], dtype=np.int32)
    question = np.array([7, 8], dtype=np.int64)
    row, begin = row_of(question, Tokens(np.full(count, 9, dtype=np.int64), spans))
    assert row[:begin].tolist() == [0, 7, 8, 2, 2]
    assert len(row) == LONGEST_ROW
    assert row[-1] == 2
    logits = np.zeros((len(row), 2), dtype=np.float32)
    logits[begin, 0], logits[-2, 1], logits[-1, 1] = 3, 1, 99
    read = reading_of(logits, begin, spans)
    assert len(read.logits) == len(read.spans) == LONGEST_ROW - begin - 1
    assert read.logits.max() == 3


def test_answers_are_in_order_and_short() -> None:
    """An end before its start, or a stretch too long to be an answer, is none."""
    count = LONGEST + 10
    spans = np.array([(n, n + 1) for n in range(count)], dtype=np.int32)
    logits = np.zeros((count, 2), dtype=np.float32)
    logits[5, 0], logits[2, 1], logits[count - 1, 1] = 3, 9, 9
    found = Reading(spans, logits, 0.0).best()
    assert found is not None
    assert 0 < found.end - found.start <= LONGEST


def test_only_the_stretch_asked_for_counts() -> None:
    """The best answer of a sentence is looked for in that sentence alone."""
    read = reading(TEXT, "2019", 8)
    start = TEXT.index("मेला")
    other = read.best(start, len(TEXT))
    assert other is not None
    assert other.start >= start
    assert other.margin < 0
    assert read.best(len(TEXT), len(TEXT)) is None


def sentences() -> list[Sentence]:
    """The article's sentences."""
    places = [(s.start, s.end) for s in sentence_spans(LONG)]
    return [Sentence("b", LONG[start:end], start, end) for start, end in places]


def test_what_cannot_win_is_not_read() -> None:
    """The best pieces are read, and none whose evidence is far behind or in no hit whole."""
    own = sentences()
    hit = Hit(Passage("b:0:0", "b", LONG, 0, len(LONG)), 1.0, 0.8, 1.0)
    found = [Evidence(OTHER, s.start, s.end, 3.0 - n / 10) for n, s in enumerate(own)]
    read = surroundings(found, [hit], {"b": own})
    assert [bool(stretches) for stretches in read] == [n < PIECES_READ for n in range(len(own))]
    far = [found[0], Evidence(OTHER, own[9].start, own[9].end, -9.0)]
    assert [len(stretches) for stretches in surroundings(far, [hit], {"b": own})] == [3, 0]
    part = Hit(Passage("b:0:0", "b", LONG[:9], 0, 9), 1.0, 0.8, 1.0)
    assert surroundings(found[:1], [part], {"b": own}) == [()]
    assert surroundings([], [hit], {}) == []


def test_read_in_its_passage_with_the_sentences_beside_it_and_alone() -> None:
    """Its neighbours are those in the passage."""
    own = sentences()
    part = Passage("b:0:1", "b", LONG[own[4].start : own[9].end], own[4].start, own[9].end)
    found = [Evidence(OTHER, own[n].start, own[n].end, 3.0) for n in (4, 8)]
    first, second = surroundings(found, [Hit(part, 1.0, 0.8, 1.0)], {"b": own})
    assert [(s.start, s.end) for s in first] == [
        (part.start, part.end),
        (own[4].start, own[5].end),
        (own[4].start, own[4].end),
    ]
    assert [(s.start, s.end) for s in second] == [
        (part.start, part.end),
        (own[7].start, own[9].end),
        (own[8].start, own[8].end),
    ]


def test_a_sentence_without_neighbours_is_read_once() -> None:
    """What stands alone in its passage is not read alone again."""
    own = sentences()[:1]
    only = Passage("b:0:0", "b", LONG[: own[0].end], 0, own[0].end)
    found = [Evidence(OTHER, own[0].start, own[0].end, 1.0)]
    assert surroundings(found, [Hit(only, 1.0, 0.8, 1.0)], {"b": own}) == [(whole_of(only),)]


def test_several_readings_are_one_on_average() -> None:
    """Each is taken against its own “nothing”; a token that one alone has keeps what that says."""
    spans = np.array([(0, 3), (3, 5), (5, 9)], dtype=np.int32)
    logits = np.array([(4, 0), (0, 2), (1, 1)], dtype=np.float32)
    first = Reading(spans, logits, 2.0)
    second = Reading(spans[1:] - 3, logits[1:] + 6, 8.0)  # of a passage that begins at 3
    both = together([(second, 3), (first, 0)])
    assert both.spans.tolist() == spans.tolist()
    assert both.logits.tolist() == [[3, -1], [0.5, 2.5], [1.5, 1.5]]
    assert both.nothing == 0
    alone = together([(first, 0)])
    assert alone.best() == first.best()


def test_answers_stand_where_the_article_has_them() -> None:
    """Answers found in a passage are told in the article's own places; unread evidence has none."""
    bridge = passage(0, TEXT.index("पुल"), len(TEXT))
    rows = [evidence("पुल 2019 में खुला।", 1.0), evidence("नदी शांत है।", 0.5)]
    first, second = answers_in(
        rows, [(whole_of(bridge),), ()], {whole_of(bridge): reading(bridge.text, "2019", 8)}
    )
    assert second is None
    assert first is not None
    assert TEXT[first.start : first.end] == "2019"


def fusion(order: dict[str, float], confidence: dict[str, float]) -> Fusion:
    """Weights by name, the others 0."""

    def linear(given: dict[str, float], names: tuple[str, ...]) -> Linear:
        return Linear(np.array([given.get(n, 0.0) for n in names], dtype=np.float32), 0.0)

    return Fusion(linear(order, ORDER_NAMES), linear(confidence, CONFIDENCE_NAMES), 2.0, 2.0)


def read_as(rows: Sequence[Evidence], whole: Passage, read: Reading) -> list[Found | None]:
    """The answers in evidence that is all read in one passage."""
    return answers_in(rows, [(whole_of(whole),)] * len(rows), {whole_of(whole): read})


def test_reading_brings_the_answer_forward() -> None:
    """Evidence in which the reader finds an answer overtakes evidence in which it finds none."""
    rows = (evidence("नदी शांत है।", 1.2), evidence("पुल 2019 में खुला।", 1.0))
    whole = passage(0, 0, len(TEXT))
    answers = read_as(rows, whole, reading(TEXT, "2019", 8))
    read = fused(Ranked(rows, 0.5), answers, fusion({"score": 1, "margin": 0.3}, {"before": 1}))
    assert [e.quote for e in read.ranked.evidence] == ["पुल 2019 में खुला।", "नदी शांत है।"]
    assert read.answers == (answers[1], answers[0])
    assert read.ranked.confidence == pytest.approx(0.5)


def test_what_gives_the_fact_stays_first() -> None:
    """Evidence that is to stay first does so however well other evidence reads."""
    rows = (evidence("पुल 2019 में खुला।", 1.2), evidence("नदी शांत है।", 1.0))
    whole = passage(0, 0, len(TEXT))
    answers = read_as(rows, whole, reading(TEXT, "शांत", 8))
    weights = fusion({"score": 1, "margin": 0.3}, {"before": 1})
    moved = fused(Ranked(rows, 0.5), answers, weights)
    stays = fused(Ranked(rows, 0.5), answers, weights, first_stays=True)
    assert [e.quote for e in moved.ranked.evidence] == [rows[1].quote, rows[0].quote]
    assert [e.quote for e in stays.ranked.evidence] == [rows[0].quote, rows[1].quote]
    assert stays.answers == tuple(answers)


def test_what_tells_of_another_is_never_sure() -> None:
    """The cap on the confidence is that of the piece that is first in the end."""
    right, another = evidence("पुल 2019 में खुला।", 1.0), evidence("नदी शांत है।", 1.2)
    rows = (replace(another, of_another=True), right)
    whole = passage(0, 0, len(TEXT))
    weights = fusion({"score": 1, "margin": 0.3}, {"before": 1})
    kept = fused(Ranked(rows, 0.9), read_as(rows, whole, reading(TEXT, "शांत", 8)), weights)
    moved = fused(Ranked(rows, 0.9), read_as(rows, whole, reading(TEXT, "2019", 8)), weights)
    assert Ranked(rows, 0.9).confidence == kept.ranked.confidence < 0.5
    assert moved.ranked.confidence == pytest.approx(0.9)


def test_nothing_to_read_lowers_the_confidence() -> None:
    """A passage in which nothing answers makes it less sure that the articles do."""
    rows = (evidence("पुल 2019 में खुला।", 1.0),)
    whole = passage(0, 0, len(TEXT))
    weights = fusion({"score": 1}, {"before": 1, "best_margin": 0.5})
    sure = [
        fused(
            Ranked(rows, 0.6),
            read_as(rows, whole, reading(TEXT, "2019", m)),
            weights,
        )
        for m in (-6.0, 6.0)
    ]
    assert sure[0].ranked.confidence < 0.6 < sure[1].ranked.confidence


def test_rows_of_like_length_are_read_together() -> None:
    """Each row is in one batch, and none in a batch with one much longer."""
    lengths = [90, 30, 31, 200, 44, 88, 31]
    groups = of_like_length(lengths)
    assert sorted(n for group in groups for n in group) == list(range(len(lengths)))
    assert [[lengths[n] for n in group] for group in groups] == [[30, 31, 31, 44], [88, 90], [200]]
    assert of_like_length([]) == []


def test_eight_bits_are_nearly_the_weights() -> None:
    """Packed weights come back within a 254th of a row's greatest, small tensors exactly."""
    torch.manual_seed(0)
    state = {
        "layer.weight": torch.randn(6, 9),
        "layer.bias": torch.randn(6),
        "out": torch.randn(2, 9),
    }
    back = unpacked(packed(state))
    assert back.keys() == state.keys()
    limit = state["layer.weight"].abs().amax(dim=1, keepdim=True) / 254 + 1e-6
    assert bool(((back["layer.weight"] - state["layer.weight"]).abs() <= limit).all())
    assert torch.equal(back["layer.bias"], state["layer.bias"])
    assert torch.equal(back["out"], state["out"])


def test_a_missing_or_wrong_file_is_told(tmp_path: Path) -> None:
    """Weights that are not there, or not the known ones, are one line that names the file."""
    with pytest.raises(ReaderUnavailable, match=r"absent\.safetensors cannot be read"):
        read_weights(tmp_path / "absent.safetensors", "0")
    wrong = tmp_path / "wrong.safetensors"
    wrong.write_bytes(b"something else")
    with pytest.raises(ReaderUnavailable, match=r"wrong\.safetensors is damaged"):
        read_weights(wrong, "0")
