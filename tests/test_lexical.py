"""BM25 by hand."""

from __future__ import annotations

from math import isclose, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.lexical import LexicalIndex, lexical_index

PASSAGES = [
    ("a", "जल पुल"),
    ("b", "जल जल खेत वन"),
    ("c", "museum"),
    ("d", "museum पुल जल खेत वन"),
]
# Words: 2, 4, 1 and 5, on average 3.
K1, B, AVERAGE = 1.2, 0.75, 3.0


def idf(passages: int, of: int = 4) -> float:
    """Of a word that stands in so many passages."""
    return log(1 + (of - passages + 0.5) / (passages + 0.5))


def saturated(times: int, length: int) -> float:
    """A word that stands so often in a passage of so many words."""
    return times / (times + K1 * (1 - B + B * length / AVERAGE))


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    """Four passages."""
    return lexical_index(PASSAGES)


def test_one_word_by_hand(index: LexicalIndex) -> None:
    """The scores of one word are BM25's, computed by hand, best first."""
    found = index.search({"जल": 1.0}, 10)
    expected = {
        "b": idf(3) * saturated(2, 4),
        "a": idf(3) * saturated(1, 2),
        "d": idf(3) * saturated(1, 5),
    }
    assert [passage for passage, _ in found] == ["b", "a", "d"]
    for passage, score in found:
        assert isclose(score, expected[passage], rel_tol=1e-5)


def test_words_add_up_by_weight(index: LexicalIndex) -> None:
    """Several words add up, each with its own weight."""
    found = dict(index.search({"जल": 0.5, "museum": 1.0}, 10))
    assert isclose(
        found["d"], 0.5 * idf(3) * saturated(1, 5) + idf(2) * saturated(1, 5), rel_tol=1e-5
    )
    assert isclose(found["c"], idf(2) * saturated(1, 1), rel_tol=1e-5)
    assert isclose(found["a"], 0.5 * idf(3) * saturated(1, 2), rel_tol=1e-5)


def test_only_passages_with_a_word_are_found(index: LexicalIndex) -> None:
    """A passage without any of the words is not found; words of no passage find nothing."""
    assert {passage for passage, _ in index.search({"museum": 1.0}, 10)} == {"c", "d"}
    assert index.search({"zebra": 1.0}, 10) == []
    assert index.search({}, 10) == []
    assert index.search({"museum": 1.0, "zebra": 1.0}, 10) == index.search({"museum": 1.0}, 10)


def test_no_more_than_asked_for(index: LexicalIndex) -> None:
    """The limit keeps the best."""
    assert index.search({"जल": 1.0}, 2) == index.search({"जल": 1.0}, 10)[:2]


def test_rarity_by_hand(index: LexicalIndex) -> None:
    """Rarity is the inverse document frequency; words of no passage are the rarest."""
    assert isclose(index.rarity("जल"), idf(3))
    assert isclose(index.rarity("museum"), idf(2))
    assert isclose(index.rarity("zebra"), idf(0))


@pytest.mark.parametrize("passages", [[], [("a", "।")], [("a", "और"), ("b", "")]])
def test_passages_without_words(passages: list[tuple[str, str]]) -> None:
    """Where no passage has a word that counts, nothing is found and nothing fails."""
    index = lexical_index(passages)
    assert index.search({"जल": 1.0}, 10) == []
    assert index.rarity("जल") > 0


def test_a_passage_without_words_among_others() -> None:
    """A passage without words is never found, the others are."""
    index = lexical_index([("empty", "। ?"), ("full", "जल पुल")])
    assert [passage for passage, _ in index.search({"पुल": 1.0}, 10)] == ["full"]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.lists(st.sampled_from(["जल", "पुल", "खेत", "zebra", "42"]), max_size=6), max_size=6),
    st.sampled_from(["जल", "पुल", "zebra", "42"]),
)
def test_found_is_what_has_the_word(texts: list[list[str]], word: str) -> None:
    """Exactly the passages that hold a word are found by it, in order of their scores."""
    index = lexical_index([(str(n), " ".join(text)) for n, text in enumerate(texts)])
    found = index.search({word: 1.0}, 10)
    assert {int(passage) for passage, _ in found} == {
        n for n, text in enumerate(texts) if word in text
    }
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
