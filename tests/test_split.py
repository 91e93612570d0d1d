"""Passages and sentences: exact stretches of the article, cut where sentences end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.article import Article, article_id
from store.sentences import MIN_SENTENCE_CHARS, QUOTE_CHARS, sentence_spans
from store.split import OVERLAP_CHARS, PASSAGE_CHARS, WHOLE_ARTICLE_CHARS, split_article


def own(text: str, start: int, end: int, claimed: str) -> bool:
    """Whether a stretch is the text's own characters, trimmed and not empty."""
    return text[start:end] == claimed == claimed.strip() != ""


def article(text: str) -> Article:
    """An article of this text."""
    return Article(article_id("a.txt"), "a.txt", None, "शीर्षक", None, None, None, "hi", text)


def sentences(text: str) -> list[str]:
    """The sentences' own characters."""
    return [text[start:end] for start, end in sentence_spans(text)]


WORDS = [
    "नगर निगम",
    "पानी",
    "डॉ.",
    "ए. पी. जे.",
    "U.S.",
    "3.5",
    "15,000",
    "है",
    "हां",
    "Dr. Rao",
    "कहा,",
]
LONG = ["एक लंबा उपवाक्य जो अपने आप में काफ़ी जगह लेता है", "अ" * 300]
PIECES = st.sampled_from([*"“”\"'()…।॥.?! \n\ue000a", "...", "  ", *WORDS, *LONG])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map("".join),
    st.lists(PIECES, max_size=60).map(" ".join),
    st.lists(st.sampled_from(["यह वाक्य बार-बार आता है। ", "हां। "]), max_size=150).map("".join),
    st.text(max_size=400),
).filter(str.strip)


@given(TEXTS)
def test_passages_and_sentences_are_the_articles_own_characters(text: str) -> None:
    """`article.text[start:end]` is the passage, and the sentence, always."""
    passages, found = split_article(article(text))
    assert all(own(text, passage.start, passage.end, passage.text) for passage in passages)
    assert all(own(text, one.start, one.end, one.text) for one in found)
    assert {one.article_id for one in found} == {passage.article_id for passage in passages}


@given(TEXTS)
def test_sentences_hold_everything_once(text: str) -> None:
    """Sentences follow each other without overlap; only white space lies between them."""
    at = 0
    for start, end in sentence_spans(text):
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


@given(TEXTS)
def test_passages_hold_everything(text: str) -> None:
    """Passages come in order and leave nothing out but white space."""
    passages, _ = split_article(article(text))
    at = 0
    for passage in passages:
        assert not text[at : max(at, passage.start)].strip()
        assert passage.end > at
        at = passage.end
    assert not text[at:].strip()
    assert len({passage.id for passage in passages}) == len(passages)


@given(TEXTS)
def test_a_passage_cuts_no_sentence_that_fits(text: str) -> None:
    """A sentence up to PASSAGE_CHARS is whole in the passages it stands in, and those are small."""
    passages, found = split_article(article(text))
    limit = max(WHOLE_ARTICLE_CHARS, PASSAGE_CHARS + OVERLAP_CHARS + 10)
    for passage in passages:
        assert len(passage.text) <= limit
        for sentence in found:
            if sentence.end - sentence.start < PASSAGE_CHARS:
                apart = sentence.end <= passage.start or passage.end <= sentence.start
                within = passage.start <= sentence.start and sentence.end <= passage.end
                assert apart or within


@given(TEXTS)
def test_a_paragraph_never_shares_a_sentence(text: str) -> None:
    """A line break always ends a sentence."""
    assert not any("\n" in sentence for sentence in sentences(text))


def test_passages_overlap_by_one_sentence() -> None:
    """Each passage after the first begins with the last sentence of the one before it."""
    text = " ".join(f"यह लेख का वाक्य संख्या {n} है जो थोड़ा लंबा रखा गया है।" for n in range(40))
    passages, found = split_article(article(text))
    assert len(passages) > 2
    for one, other in pairwise(passages):
        shared = [s for s in found if other.start <= s.start and s.end <= one.end]
        assert len(shared) == 1
        assert one.text.endswith(shared[0].text)


def test_a_short_article_is_one_passage() -> None:
    """What fits in one passage is not cut, paragraphs included."""
    text = "\n".join(["पहला अनुच्छेद यहां पूरा होता है।"] * 20)
    assert len(text) <= WHOLE_ARTICLE_CHARS
    assert [p.text for p in split_article(article(text))[0]] == [text]


def test_a_sentence_too_long_is_cut_at_a_clause() -> None:
    """Only a sentence longer than a passage is cut, behind a comma where there is one."""
    clause = "जिसमें कई बातें एक साथ कही गई हैं और कुछ भी छूटता नहीं,"
    text = " ".join([clause] * 30) + " यही पूरा वाक्य है।"
    passages, found = split_article(article(text))
    assert len(found) == 1
    assert all(passage.text.endswith((",", "।")) for passage in passages)


def test_no_text_no_passage() -> None:
    """An empty text gives nothing rather than an empty passage."""
    assert split_article(article("")) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "डॉ. ए. पी. जे. अब्दुल कलाम ने 3.5 करोड़ रु. की योजना बताई थी।",
        "प्रो. जी. के. राव और पं. वी. शर्मा मंच पर थे।",
        "बी. आर. के. कॉलेज में 10.30 बजे परीक्षा शुरू हुई।",
        "Dr. A. P. Singh met Mr. Rao and Mrs. Das in the U.S. capital.",
        "He paid Rs. 3.5 crore (No. 5 on the list) on Jan. 4.",
        "The vote was 3.5 percent lower, e.g. in the north.",
        "He asked Yahoo! about it, then left the room.",
        "उन्होंने कहा, “हम आएंगे। हम जीतेंगे।” और चले गए।",
        '"क्या आप आएंगे?" के जवाब में वे चुप रहे।',
        "सैनिकों ने साहस दिखाया ... हम उन्हें नहीं भूलेंगे।",
        "1. पहला काम यह होगा कि सड़क बने।",
        "वेबसाइट www.example.org पर सूची देखी जा सकती है।",
        '"We will come! We will win!" he said to the crowd.',
        "The firm Smith Inc. was sold for $2.5 million.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    """Initials, abbreviations, decimals and short quotations do not end a sentence."""
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("first", "between", "second"),
    [
        ("पहली बैठक कल दिल्ली में हुई।", " ", "दूसरी बैठक अगले महीने होगी।"),
        ("पहली बैठक कल दिल्ली में हुई है।", "", "अचानक दूसरी बैठक बुला ली गई।"),
        ("पहली बैठक कल दिल्ली में हुई है.", " ", "दूसरी बैठक अगले महीने होगी."),
        ("पहली बैठक कल दिल्ली में हुई है.", "", "दूसरी बैठक अगले महीने होगी."),
        ("पहली बैठक कल दिल्ली में हुई है|", " ", "दूसरी बैठक अगले महीने होगी|"),
        ("क्या पहली बैठक दिल्ली में हुई?", " ", "दूसरी बैठक अगले महीने होगी।"),
        ("रामायण का पहला श्लोक यही है॥", " ", "दूसरा श्लोक अगले पन्ने पर है॥"),
        ("उन्होंने कहा, “बैठक दिल्ली में होगी।”", " ", "दूसरी बैठक अगले महीने होगी।"),
        ("पहली बैठक कल दिल्ली में हुई", "\n", "दूसरी बैठक अगले महीने होगी"),
        ("- सड़क का काम पूरा हो गया है", "\n", "- पुल का काम अगले साल होगा"),
        ("The first meeting took place.", " ", "The second one is in May."),
        ("The meeting was in the U.S.", " ", "The second one is in May."),
        ("Taxes rose by 2.5 percent.", "", "Then they fell again in May."),
        ("“It was over,” he told the court.", " ", "“We went home in the evening.” Nobody spoke."),
        ("वह कल शाम दिल्ली से वापस आई.", " ", "उसने सबको पूरी बात बताई."),
    ],
)
def test_two_sentences_are_two(first: str, between: str, second: str) -> None:
    """Danda, stop, question mark and line break end a sentence, glued or not."""
    assert sentences(first + between + second) == [first, second]


def test_a_long_quotation_is_cut_inside() -> None:
    """A quotation of several full sentences does not become one endless sentence."""
    inner = " ".join(["हमने बहुत कुछ देखा और बहुत कुछ सीखा है।"] * 8)
    assert len(inner) > QUOTE_CHARS
    assert len(sentences(f"उन्होंने कहा, “{inner}”")) == 8


def test_a_very_short_sentence_joins_its_neighbour() -> None:
    """A few words alone say nothing: they stay with what they belong to, in their paragraph."""
    long = "मुख्यमंत्री ने सभा में पूरी योजना समझाई।"
    assert sentences(f"{long} सब चुप रहे।") == [f"{long} सब चुप रहे।"]
    assert sentences(f"हां। {long}") == [f"हां। {long}"]
    assert sentences(f"{long}\nहां।") == [long, "हां।"]


def test_many_short_answers_do_not_become_one() -> None:
    """Short sentences in a row join up to a readable length, not beyond."""
    found = sentences("हां जी। " * 60)
    assert len(found) > 10
    assert all(len(sentence) >= MIN_SENTENCE_CHARS for sentence in found)
