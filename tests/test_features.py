"""What speaks for a sentence, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence import sentences_in, term_tokens, token_weights
from retrieval.facts.asked import Asked
from retrieval.features import NAMES, Looked, QueryFeatures, sentence_features
from retrieval.query import Term, lexical_weights, query_terms, terms_in
from store.article import Passage, Sentence
from store.tokens import TokenVectors

EAST, NORTH, UP = np.eye(3, dtype=np.float32)
TEXT = "aa bb. cc dd."
SENTENCES = [Sentence("a", "aa bb.", 0, 6), Sentence("a", "cc dd.", 7, 13)]


def query(*tokens: np.ndarray, terms: list[list[int]], asked: Asked = Asked.OTHER) -> QueryFeatures:  # type: ignore[type-arg]
    """A question of these tokens, which make up these terms: "aa" with rarity 3, "cc" with 1."""
    return QueryFeatures(
        tokens=np.array(tokens, dtype=np.float32).reshape(-1, 3),
        token_weights=np.array([3.0, 1.0][: len(tokens)], dtype=np.float32),
        term_shares=np.array(
            [[(n in own) / len(own) for n in range(len(tokens))] for own in terms],
            dtype=np.float32,
        ).reshape(len(terms), len(tokens)),
        words={"aa": 3.0, "cc": 1.0},
        named=frozenset({"aa"}),
        asked=asked,
    )


def features(
    asked: QueryFeatures,
    tokens: TokenVectors,
    sentences: list[Sentence] = SENTENCES,
    start: int = 0,
) -> dict[str, list[float]]:
    """Features by name, a number a sentence."""
    rows, alike = sentence_features(
        asked,
        [Looked(start, tokens, sentences, dense=0.8, lexical=np.e - 1, title="title")],
        lambda text: frozenset({"aa", "cc"} & set(text.replace(".", "").split())),
    )
    assert alike.shape == (len(sentences), len(asked.term_shares))
    assert rows.shape == (len(sentences), len(NAMES))
    assert np.isfinite(rows).all()
    return {name: [round(float(x), 4) for x in rows[:, n]] for n, name in enumerate(NAMES)}


def vectors(*tokens: tuple[int, int, np.ndarray]) -> TokenVectors:  # type: ignore[type-arg]
    """Tokens of a passage, each with its place."""
    return TokenVectors(
        np.array([vector for *_, vector in tokens], dtype=np.float32).reshape(-1, 3),
        np.array([place for *place, _ in tokens], dtype=np.int32).reshape(-1, 2),
    )


def test_late_interaction_by_hand() -> None:
    """Each token of the question counts with the most similar token of the sentence."""
    half = (EAST + NORTH) / np.sqrt(2).astype(np.float32)
    tokens = vectors((0, 2, EAST), (3, 5, UP), (7, 9, half), (10, 12, UP))
    found = features(query(EAST, NORTH, terms=[[0], [1]]), tokens)
    cosine = 0.7071
    assert found["late_sentence"] == pytest.approx([0.5, cosine], abs=1e-4)
    assert found["late_before"] == pytest.approx([0.5, (1 + cosine) / 2], abs=1e-4)
    assert found["late_passage"] == pytest.approx([(1 + cosine) / 2] * 2, abs=1e-4)
    assert found["late_rare"] == pytest.approx([0.75, cosine], abs=1e-4)
    assert found["weakest_sentence"] == pytest.approx([0.0, cosine], abs=1e-4)
    assert found["weakest_passage"] == pytest.approx([cosine] * 2, abs=1e-4)


def test_words_by_hand() -> None:
    """Covered words count by how rare they are; the rest is told of the whole passage."""
    found = features(query(EAST, terms=[[0]]), vectors((0, 2, EAST)))
    assert found["covered_sentence"] == [0.75, 0.25]
    assert found["covered_passage"] == [1.0, 1.0]
    assert found["named_missing"] == [0.0, 0.0]
    assert found["dense"] == [0.8, 0.8]
    assert found["lexical"] == [1.0, 1.0]
    assert found["first"] == [1.0, 0.0]


def test_a_name_that_is_missing() -> None:
    """A name of the question that the whole passage lacks is told."""
    found = features(
        query(EAST, terms=[[0]]), vectors((0, 2, EAST)), [Sentence("a", "cc dd.", 0, 6)]
    )
    assert found["named_missing"] == [1.0]


def test_every_token_belongs_to_its_sentence() -> None:
    """The first and last token of a sentence count for it; one that crosses its end for none."""
    asked = query(EAST, terms=[[0]])
    for start, end, owner in ((0, 2, 0), (3, 6, 0), (7, 9, 1), (12, 13, 1)):
        found = features(asked, vectors((start, end, EAST)))
        assert [value > 0.9 for value in found["late_sentence"]] == [owner == 0, owner == 1]
        moved = [Sentence("a", s.text, s.start + 50, s.end + 50) for s in SENTENCES]
        assert (
            features(asked, vectors((start, end, EAST)), moved, 50)["late_sentence"]
            == (found["late_sentence"])
        )
    crossing = features(asked, vectors((5, 8, EAST)))
    assert max(crossing["late_sentence"]) < 0


def test_passages_do_not_touch_each_other() -> None:
    """Several passages at once have the features that each has alone, one without tokens too."""
    asked = query(EAST, NORTH, terms=[[0], [1]])
    half = (EAST + NORTH) / np.sqrt(2).astype(np.float32)
    several = [
        Looked(0, vectors((0, 2, EAST), (7, 9, half)), SENTENCES, 0.8, 1.0, "aa"),
        Looked(0, vectors(), SENTENCES[:1], 0.7, 0.0, "title"),
        Looked(7, vectors((0, 2, UP), (3, 5, NORTH)), SENTENCES[1:], 0.1, 3.0, "title"),
        Looked(0, vectors((0, 6, half)), SENTENCES, 0.5, 2.0, "cc"),
    ]

    def matches(text: str) -> frozenset[str]:
        return frozenset({"aa", "cc"} & set(text.replace(".", "").split()))

    rows, alike = sentence_features(asked, several, matches)
    alone = [sentence_features(asked, [one], matches) for one in several]
    assert np.allclose(rows, np.concatenate([each for each, _ in alone]))
    assert np.allclose(alike, np.concatenate([each for _, each in alone]))


@pytest.mark.parametrize("terms", [[], [[0]]])
def test_a_passage_without_tokens(terms: list[list[int]]) -> None:
    """Where nothing is known of a passage's tokens its words still count."""
    found = features(query(EAST, terms=terms), vectors())
    assert found["late_sentence"][0] < 0
    assert found["covered_sentence"] == [0.75, 0.25]


def test_a_figure_where_one_is_asked() -> None:
    """A sentence with a figure counts where a figure is asked, and only there."""
    sentences = [Sentence("a", "There came 700.", 0, 15), Sentence("a", "They came.", 16, 26)]
    for kind, gives in ((Asked.FIGURE, [1.0, 0.0]), (Asked.REASON, [0.0, 0.0])):
        found = features(query(EAST, terms=[[0]], asked=kind), vectors((0, 5, EAST)), sentences)
        assert found["gives_asked"] == gives


def test_sentences_of_a_passage() -> None:
    """A passage has the sentences within it, and its part of one that others share."""
    parts = ["First sentence here.", "A second one, a very long one.", "Third."]
    text = " ".join(parts)
    sentences = [
        Sentence("a", part, text.index(part), text.index(part) + len(part)) for part in parts
    ]
    cut = text.index("a very")
    first, rest = Passage("p", "a", text[:cut], 0, cut), Passage("q", "a", text[cut:], cut, 58)
    assert [s.text for s in sentences_in(first, sentences)] == [parts[0], "A second one, "]
    assert [s.text for s in sentences_in(rest, sentences)] == ["a very long one.", "Third."]
    for part in (*sentences_in(first, sentences), *sentences_in(rest, sentences)):
        assert text[part.start : part.end] == part.text
    whole = Passage("r", "a", text, 0, len(text))
    assert sentences_in(whole, sentences) == sentences


def test_terms_have_their_own_tokens() -> None:
    """Each term of a question has exactly the tokens of its word, also a word of one token."""
    text = "पुल कब खुला पुल"
    terms = query_terms(text, lambda word: 2.0, lambda word: {})
    offsets = np.array([(0, 3), (4, 6), (7, 9), (9, 11), (12, 15)], dtype=np.int32)
    made_of = term_tokens(text, offsets, terms)
    found = {term.word: list(map(int, tokens)) for term, tokens in made_of}
    assert found["पुल"] == [0, 4]
    assert [2, 3] in found.values()
    weights = token_weights(5, made_of)
    assert list(weights[[0, 2, 3, 4]]) == [2.0] * 4
    assert weights[1] < 1


def test_terms_of_a_question() -> None:
    """A question's words come once each; spellings of a Latin word stand for it, by likeness."""
    terms = query_terms(
        "in Seema 2024 Seema",
        lambda word: {"2024": 1.0}.get(word, 4.0),
        lambda word: {"पुल": 0.5},
    )
    assert [term.rarity for term in terms] == [4.0, 1.0]
    assert set(terms[0].forms.values()) == {1.0, 0.5}
    assert terms[1].forms == {"2024": 1.0}
    assert [term.named for term in terms] == [True, True]
    weights = lexical_weights(terms)
    assert weights["2024"] == 1.0
    assert weights["पुल"] == round(0.5**4, 2)
    assert terms_in(terms, "वह पुल है") == {terms[0].word}
    assert terms_in(terms, "2024 में") == {"2024"}
    assert terms_in(terms, "कुछ नहीं") == frozenset()


@given(st.text(max_size=60))
def test_any_text_has_terms(text: str) -> None:
    """Whatever is asked, its terms are each once, all of them in the text itself."""
    terms = query_terms(text, lambda word: 1.0, lambda word: {})
    names = [term.word for term in terms]
    assert len(names) == len(set(names))
    assert terms_in(terms, text) == set(names)
    assert all(isinstance(term, Term) and term.forms[term.word] == 1.0 for term in terms)
