"""Quotes: the article's own words, short, readable alone, each saying something else."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.query import Term, query_terms
from retrieval.quotes import QUOTE_CHARS, QUOTES, at_first, chosen, readable
from retrieval.rank import Evidence
from store.article import Article, Sentence
from store.parse import parse_article
from store.split import split_article


def article(text: str, source: str = "a") -> Article:
    """An article of this text."""
    return replace(parse_article(f"---\ntitle: शीर्षक\n---\n{text}", source), id=source)


def terms(text: str) -> tuple[Term, ...]:
    """A question's terms, all equally rare."""
    return query_terms(text, lambda word: 1.0, lambda word: {})


def sentences_of(*articles: Article) -> dict[str, list[Sentence]]:
    """Their sentences by id."""
    return {own.id: split_article(own)[1] for own in articles}


def evidence(own: Article, *numbers: int) -> list[Evidence]:
    """These sentences of the article, best first."""
    sentences = split_article(own)[1]
    return [
        Evidence(own, sentences[n].start, sentences[n].end, 1.0 - at / 100)
        for at, n in enumerate(numbers)
    ]


def quotes(own: Article, *numbers: int, asked: str = "") -> list[str]:
    """What is quoted of these sentences, best first."""
    found = at_first(chosen(evidence(own, *numbers), terms(asked), sentences_of(own)))
    return [quote.quote for quote in found]


TOWN = article(
    "नगर पालिका ने बाज़ार में नई सड़क बनाई। यह सड़क स्टेशन तक जाती है। दुकानदार इससे बहुत ख़ुश दिखे।\n"
    "वे कहते हैं कि ग्राहक बढ़ेंगे। मेले में झूले और खिलौने भी आए।"
)


def test_three_at_most_in_the_order_of_the_evidence() -> None:
    """The best three pieces of evidence are quoted, best first."""
    assert quotes(TOWN, 4, 0, 2, 3) == [
        "मेले में झूले और खिलौने भी आए।",
        "नगर पालिका ने बाज़ार में नई सड़क बनाई।",
        "दुकानदार इससे बहुत ख़ुश दिखे।",
    ]
    assert quotes(TOWN) == []


def test_a_leaning_sentence_takes_the_one_before() -> None:
    """A sentence that begins with a pronoun is quoted with the sentence before it."""
    assert quotes(TOWN, 1) == ["नगर पालिका ने बाज़ार में नई सड़क बनाई। यह सड़क स्टेशन तक जाती है।"]
    english = article("The mayor opened the road. She thanked the workers. Itinerant traders came.")
    assert quotes(english, 1) == ["The mayor opened the road. She thanked the workers."]
    assert quotes(english, 2) == ["Itinerant traders came."]


def test_not_from_another_paragraph() -> None:
    """A leaning sentence that begins a paragraph, or the article, stands alone."""
    assert quotes(TOWN, 3) == ["वे कहते हैं कि ग्राहक बढ़ेंगे।"]
    assert quotes(article("यह सड़क स्टेशन तक जाती है।"), 0) == ["यह सड़क स्टेशन तक जाती है।"]


def test_not_beyond_the_length_of_a_quote() -> None:
    """A leaning sentence stands alone where both together are too long."""
    long = "बाज़ार की सड़क " * 20 + "बनी।"
    assert quotes(article(f"{long} यह सड़क अब अच्छी मानी जाती है।"), 1) == [
        "यह सड़क अब अच्छी मानी जाती है।"
    ]


def test_no_two_that_overlap() -> None:
    """A sentence that was quoted with a leaning one is not quoted again."""
    assert quotes(TOWN, 1, 0) == ["नगर पालिका ने बाज़ार में नई सड़क बनाई। यह सड़क स्टेशन तक जाती है।"]
    assert quotes(TOWN, 0, 1) == ["नगर पालिका ने बाज़ार में नई सड़क बनाई।"]


def test_never_the_same_twice() -> None:
    """What another quote says already, word for word or nearly, is not quoted again."""
    other = article("नगर पालिका ने बाज़ार में यह नई सड़क बनाई है। नदी पर दूसरा पुल भी बनेगा।", "b")
    found = [*evidence(TOWN, 0), *evidence(other, 0, 1)]
    said = [q.quote for q in at_first(chosen(found, (), sentences_of(TOWN, other)))]
    assert said == ["नगर पालिका ने बाज़ार में नई सड़क बनाई।", "नदी पर दूसरा पुल भी बनेगा।"]


def test_datelines_are_not_quoted() -> None:
    """A sentence that is only the place and date of the report is no quote."""
    own = article("रामपुर, 4 सितंबर (नगर वार्ता)। नदी पर नया पुल खुल गया। लोग दूर-दूर से मेला देखने आए।")
    assert own.dateline is not None
    assert quotes(own, 0, 1) == ["नदी पर नया पुल खुल गया।"]


CLAUSES = (
    "मंत्री ने कहा कि इस साल राज्य के गाँवों में विद्यालयों की मरम्मत का काम तेज़ी से चल रहा है, "
    "जबकि शहरों के अस्पतालों में डॉक्टरों के ख़ाली पद अगले महीने तक भर दिए जाएँगे, "
    "और नदी के किनारे बसे लोगों के लिए बाढ़ से बचाव के नए बाँध बारह ज़िलों में बनाए जा रहे हैं, "
    "लेकिन बिजली की दरें बढ़ाने का कोई विचार नहीं है और किसानों को बीज पहले की तरह मिलते रहेंगे।"
)


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("विद्यालयों की मरम्मत", "विद्यालयों की मरम्मत"),
        ("बिजली की दरें", "बिजली की दरें"),
        ("कितने ज़िलों में बाँध बनाए जा रहे हैं", "बारह ज़िलों में"),
        ("", ""),
    ],
)
def test_long_sentences_are_cut_at_clauses(asked: str, held: str) -> None:
    """Of a sentence too long for a quote those whole clauses are quoted that the question is
    about.
    """
    assert len(CLAUSES) > QUOTE_CHARS
    (quote,) = quotes(article(CLAUSES), 0, asked=asked)
    assert held in quote
    assert 60 < len(quote) <= QUOTE_CHARS
    start = CLAUSES.index(quote)
    end = start + len(quote)
    assert start == 0 or CLAUSES[start - 2] in ",।" or CLAUSES[start:].startswith(("कि ", "और "))
    assert quote[-1] in ",।" or CLAUSES[end:].startswith((" कि ", " और ", " जबकि ", " लेकिन "))


def test_a_long_clause_is_cut_between_words() -> None:
    """Where a clause alone is too long it is cut between words, and the question's part is kept,
    though a short clause stands beside it.
    """
    text = "इसके बाद, " + "गाँव की पंचायत के लोग " * 30 + "मेले में हाथी देखने गए।"
    (quote,) = quotes(article(text), 0, asked="मेले में हाथी")
    assert "मेले में हाथी" in quote
    assert len(quote) <= QUOTE_CHARS
    (other,) = quotes(article(text), 0, asked="पंचायत")
    assert len(other) > 200
    assert text[text.index(other) + len(other)] == " "


def test_one_endless_word() -> None:
    """Even a text without spaces is quoted within the limit."""
    (quote,) = quotes(article("क" * 1000), 0)
    assert quote == "क" * QUOTE_CHARS


def test_long_lists_take_no_time() -> None:
    """A sentence of tens of thousands of clauses is cut in a moment."""
    own = article("आम, इमली, " * 6000 + "अंगूर बिके।")
    found = Evidence(own, 0, len(own.text), 1.0)
    started = time.perf_counter()
    quote = readable(found, terms("अंगूर"), sentences_of(own)[own.id])
    assert time.perf_counter() - started < 5
    assert "अंगूर" in quote.quote


WORDS = st.sampled_from(
    [
        *("नदी", "पुल,", "सड़क", "कि", "और", "यह", "इस", "market", "and", "It", "15,000", "—"),
        *("क" * 40, "लोग।", "end.", "?", "\n", "(", "“उसने", "अस्पतालों;", "रामपुर, 4 सितंबर"),
    ]
)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(WORDS, min_size=1, max_size=160),
    st.randoms(use_true_random=False),
    st.sampled_from(["", "नदी पुल", "market सड़क"]),
)
def test_every_quote_is_the_articles_own(words: list[str], random, asked: str) -> None:  # type: ignore[no-untyped-def]
    """Whatever the text, quotes are stretches of it, at most three, short, apart, not empty."""
    own = replace(TOWN, text=" ".join(words).strip(), dateline=None)
    sentences = split_article(own)[1]
    order = list(range(len(sentences)))
    random.shuffle(order)
    found = at_first(chosen(evidence(own, *order), terms(asked), {own.id: sentences}))
    assert len(found) <= QUOTES
    for quote in found:
        assert 0 < quote.end - quote.start <= QUOTE_CHARS
        assert quote.quote == own.text[quote.start : quote.end] == quote.quote.strip()
        inside = [s for s in sentences if s.start <= quote.start and quote.end <= s.end]
        whole = {s.start for s in sentences} & {quote.start} and {s.end for s in sentences} & {
            quote.end
        }
        assert inside or whole
    spans = sorted((quote.start, quote.end) for quote in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert len({quote.quote for quote in found}) == len(found)
    assert bool(found) or not sentences
