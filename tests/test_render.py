"""Answers as Telegram messages: their shape, their limits, and HTML that nothing breaks."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ages import printed_date
from bot.messages import FIGURES_DIFFER, NEAREST, NOT_IN_ARTICLES
from bot.telegram.markup import Block, Span, clip, cut_at, html, plain, split, utf16_length
from bot.telegram.render import Outgoing, notice, render
from bot.telegram.shown import packed, unpacked
from bot.terminal import plain_text
from retrieval.answer import CLEAR, Citation, Figure, WrittenSentence
from tests.botapi.formatting import parse_html, utf16
from tests.sample_answers import answer, article, cite

# Characters that have a meaning in HTML, to Telegram, or to those who count characters.
hostile = st.text(
    st.one_of(
        st.sampled_from("<>&\"'/=@#\n\t \u200b\u200d\u202e\u2066कर्ष्ाि़ँ🏟👩🏽🇮🇳\ud83d\x00\x1b"),
        st.characters(),
    ),
    max_size=400,
)
quotes = hostile.filter(lambda text: bool(text.strip()))


def quoted(text: str, start: int, end: int) -> str:
    """The part of `text` between two UTF-16 offsets."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_the_fact_stands_in_the_first_line_in_bold() -> None:
    """The short answer, in bold and with its mark, is the message's first line."""
    text, entities = parse_html(render(answer())[0].html)
    assert text.splitlines()[0] == "240 करोड़ रुपये [1]"
    assert entities[0] == {"type": "bold", "offset": 0, "length": len("240 करोड़ रुपये")}


def test_the_lead_says_whose_word_it_is() -> None:
    """Behind a fact stands who says so, in the language of the question; kept for the buttons."""
    said = {"hi": "लोक निर्माण विभाग के अनुसार", "en": "according to लोक निर्माण विभाग"}
    for language, words in said.items():
        told = replace(answer(language=language), said_by="लोक निर्माण विभाग")  # type: ignore[arg-type]
        first = render(unpacked(packed(told)))[0].plain.splitlines()[0]
        assert first.endswith(f" — {words} [1]")


def test_the_proof_follows_with_its_source_beneath() -> None:
    """The first quote is quoted whole; publisher, date and linked title stand beneath it."""
    text, entities = parse_html(render(answer())[0].html)
    proof = next(each for each in entities if each["type"] == "blockquote")
    quote = quoted(text, proof["offset"], proof["offset"] + proof["length"])
    assert quote == answer().citations[0].quote
    after = quoted(text, proof["offset"] + proof["length"], utf16(text))
    assert after.startswith("\n[1] नगर समाचार · 4 सितंबर 2025 · नदी पर नया पुल खुला\n")
    link = next(each for each in entities if each["type"] == "text_link")
    assert link["url"] == "https://samachar.example.in/pul?id=1&p=2"


def folded(sent: Outgoing) -> list[str]:
    """What stands in the folded quotations of a message."""
    text, entities = parse_html(sent.html)
    return [
        quoted(text, each["offset"], each["offset"] + each["length"])
        for each in entities
        if each["type"] == "expandable_blockquote"
    ]


def test_further_evidence_is_folded() -> None:
    """Every quote after the first is folded, under its source unless that was just named."""
    first, second = answer().citations
    other = article(id="a2", title="पुल के आँकड़े", published=None, dateline="रामपुर", url=None)
    third = cite(3, "नदी पर नया पुल सोमवार को खुल गया।", other)
    assert folded(render(answer(citations=(first, second, third)))[0]) == [
        f"[2] उसी लेख से\n{second.quote}",
        f"[3] नगर समाचार · रामपुर · पुल के आँकड़े\n{third.quote}",
    ]


def test_without_a_short_answer_the_quote_comes_first() -> None:
    """Where no words answer by themselves, the message begins with the best quote, once."""
    sent = render(answer(short=None))[0]
    assert sent.plain.startswith(answer().citations[0].quote)
    assert sent.plain.count(answer().citations[0].quote) == 1


@pytest.mark.parametrize(
    ("language", "month"), [("hi", "सितंबर"), ("hi-Latn", "सितंबर"), ("en", "September")]
)
def test_the_frame_is_in_the_questions_language(language: str, month: str) -> None:
    """Dates are written as people write them in the question's language; quotes stay as printed."""
    sent = render(answer(language=language))[0]  # type: ignore[arg-type]
    assert f"4 {month} 2025" in sent.plain
    assert "240 करोड़ रुपये खर्च हुए" in sent.plain


def test_months_have_names() -> None:
    """Every month of the year has its own name in both languages."""
    for language in ("hi", "en"):
        names = {printed_date(date(2025, month, 1), language) for month in range(1, 13)}
        assert len(names) == 12


def test_an_unknown_date_shows_the_dateline() -> None:
    """Without a full date the dateline stands in its place, as printed."""
    source = article(published=None, dateline="भोपाल, 4 सितंबर (नगर समाचार)", url=None)
    sent = render(answer(citations=(cite(1, "नदी पर नया पुल सोमवार को खुल गया।", source),)))[0]
    assert "· भोपाल, 4 सितंबर (नगर समाचार) ·" in sent.plain
    assert "<a " not in sent.html


def test_a_page_without_publisher_names_its_site() -> None:
    """Where no publisher is known, the page's host says where the quote comes from."""
    source = article(publisher=None)
    sent = render(answer(citations=(cite(1, "पुल से रोज़ लगभग 12,000 वाहन गुज़रेंगे।", source),)))[0]
    assert "[1] samachar.example.in · " in sent.plain


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://", "http://[", "ftp://a.in", "x"])
def test_only_web_addresses_become_links(url: str) -> None:
    """An address that Telegram would not link is left out, never written into the HTML."""
    source = article(url=url)
    sent = render(answer(citations=(cite(1, "नदी पर नया पुल सोमवार को खुल गया।", source),)))[0]
    assert "<a " not in sent.html


def test_abstention_says_so_first() -> None:
    """A question without an answer is told so in bold, with what comes nearest folded."""
    silent = answer("Who built the dam?", "en", abstained=True, short=None)
    text, entities = parse_html(render(silent)[0].html)
    assert text.splitlines()[0] == NOT_IN_ARTICLES.en
    assert [each["type"] for each in entities if "quote" in each["type"]] == [
        "expandable_blockquote"
    ] * 2
    bare = replace(silent, citations=())
    assert render(bare)[0].plain == NOT_IN_ARTICLES.en


def test_what_shows_before_unfolding_fits_a_phone() -> None:
    """With quotes and titles at their longest, an answer shows under 900 characters."""
    long = article(text="लोग आए और गए। " * 100, title="शीर्षक " * 60, publisher="प्रकाशक " * 30)
    longest = tuple(Citation(n, long, 0, 320) for n in (1, 2, 3))
    sent = render(answer(short="लोग आए", citations=longest))
    assert len(sent) == 1
    text, entities = parse_html(sent[0].html)
    # A folded quotation shows three lines of about 45 characters.
    hidden = sum(
        max(0, each["length"] - 135) for each in entities if each["type"] == "expandable_blockquote"
    )
    assert utf16(text) - hidden < 900


@given(quote=quotes, title=hostile, publisher=hostile, dateline=hostile, url=hostile, short=hostile)
def test_no_article_can_break_the_html(
    quote: str, title: str, publisher: str, dateline: str, url: str, short: str
) -> None:
    """Whatever an article holds, Telegram accepts the HTML and shows the same plain text."""
    source = article(
        text=quote, title=title, publisher=publisher, published=None, dateline=dateline, url=url
    )
    citations = (Citation(1, source, 0, len(quote)), Citation(2, source, 0, len(quote)))
    for abstained in (False, True):
        for sent in render(answer(short=short, citations=citations, abstained=abstained)):
            text, _ = parse_html(sent.html)
            assert text == sent.plain
            assert 0 < utf16(text) <= 4096
            assert text.strip()


@given(text=hostile)
def test_no_notice_can_break_the_html(text: str) -> None:
    """Whatever a notice says, Telegram shows just that, less what it cannot show."""
    sent = notice(text)
    assert parse_html(sent.html)[0] == sent.plain


spans = st.builds(Span, hostile, st.booleans(), st.sampled_from([None, "https://a.in/?a=1&b=2"]))
blocks = st.lists(
    st.builds(
        Block,
        st.lists(spans, min_size=1, max_size=4).map(tuple),
        st.sampled_from(["none", "open", "folded"]),
        st.booleans(),
    ),
    max_size=6,
)


@given(blocks=blocks, limit=st.integers(2, 300))
def test_splitting_keeps_limits_and_entities(blocks: list[Block], limit: int) -> None:
    """Every message keeps the limit, is whole HTML, and together they hold all visible text."""
    parts = split(blocks, limit)
    for part in parts:
        text, _ = parse_html(html(part))
        assert text == plain(part)
        assert utf16(text) <= limit
    together = "".join("".join(plain(part).split()) for part in parts)
    assert together == "".join("".join(plain([block]).split()) for block in blocks)


@given(
    words=st.lists(
        st.sampled_from(["क्षेत्र", "राष्ट्रीय", "है।", "👩🏽‍🌾", "🇮🇳", "नि", "é"]), min_size=1
    ),
    gap=st.sampled_from(["", " "]),
    limit=st.integers(30, 60),
)
def test_splitting_cuts_between_graphemes(words: list[str], gap: str, limit: int) -> None:
    """No message begins with the rest of a grapheme or of a conjunct."""
    for part in split([Block((Span(gap.join(words)),))], limit):
        first, last = plain(part)[0], plain(part)[-1]
        assert not unicodedata.category(first).startswith("M")
        assert first not in "\u200d\U0001f3fd"
        assert last not in "\u094d\u200d"


@given(text=hostile, limit=st.integers(1, 50))
def test_a_cut_always_makes_progress(text: str, limit: int) -> None:
    """A cut lies inside the text or at its end, never before its first character."""
    if text:
        end = cut_at(text, max(limit, 2))
        assert 1 <= end <= len(text)
        assert utf16_length(text[:end]) <= max(limit, 2)


@given(text=hostile, limit=st.integers(3, 60))
def test_clipping_keeps_to_one_short_line(text: str, limit: int) -> None:
    """A clipped text has no line break and no more characters than asked for."""
    clipped = clip(text, limit)
    assert "\n" not in clipped
    assert len(clipped) <= limit


def test_figures_that_differ_stand_side_by_side() -> None:
    """Where articles give different figures, all stand first with who says which, none as fact."""
    other = article(id="b2", publisher="जन वाणी", text="पुल पर 250 करोड़ रुपये लगे।")
    quotes = (
        cite(1, "लोक निर्माण विभाग के अनुसार इस पर 240 करोड़ रुपये खर्च हुए।"),
        cite(2, other.text, other),
    )
    differing = (
        Figure(1, "240 करोड़ रुपये", "लोक निर्माण विभाग"),
        Figure(2, "250 करोड़ रुपये"),
    )
    (shown,) = render(unpacked(packed(replace(answer(citations=quotes), differing=differing))))
    assert (
        "• 240 करोड़ रुपये — लोक निर्माण विभाग के अनुसार · नगर समाचार · 4 सितंबर 2025 [1]\n"
        "• 250 करोड़ रुपये — जन वाणी · 4 सितंबर 2025 [2]"
    ) in shown.plain
    assert "<b>250 करोड़ रुपये</b>" in shown.html
    assert shown.plain.startswith(f"{FIGURES_DIFFER.hi}\n• ")


def test_where_figures_differ_none_leads() -> None:
    """In the terminal too, nothing stands above the table, and each quote below it."""
    differing = (Figure(1, "240 करोड़ रुपये"), Figure(2, "12,000"))
    told = plain_text(replace(answer(), differing=differing)).splitlines()
    assert told[0] == FIGURES_DIFFER.hi
    assert sum(line.strip().startswith("“") for line in told) == 2


def test_what_may_only_be_near_is_said_to_be() -> None:
    """Without a fact to lead, a middling confidence is told; with one, or a high one, it is not."""
    near = replace(answer(), certain=False, confidence=CLEAR - 0.1)
    (shown,) = render(near)
    assert shown.plain.startswith(NEAREST.hi)
    assert plain_text(near).startswith(NEAREST.hi)
    for clear in (
        replace(near, confidence=CLEAR),
        replace(near, certain=True),
        replace(near, abstained=True, citations=()),
        replace(near, written=(WrittenSentence("पुल पर 240 करोड़ रुपये लगे।", (1,)),)),
    ):
        assert NEAREST.hi not in render(clear)[0].plain + plain_text(clear)


def test_the_words_that_answer_are_bold_where_they_stand() -> None:
    """Not where the same characters stand earlier in the quote."""
    crash = article(text="बस में 13 लोग थे और 3 लोग घायल हुए।")
    at = crash.text.rindex("3 लोग")
    found = replace(answer(short="3 लोग", citations=(cite(1, crash.text, crash),)), short_at=at)
    (shown,) = render(unpacked(packed(found)))
    assert "13 लोग थे और <b>3 लोग</b> घायल" in shown.html


def test_the_fact_is_in_english_where_that_is_sure() -> None:
    """An English question gets a figure in English words above the quote as printed."""
    (shown,) = render(answer("How much?", "en", short="240 करोड़ रुपये"))
    assert "240 करोड़ रुपये" in shown.plain.partition("\n")[2]
    assert not any("\u0900" <= char <= "\u097f" for char in shown.plain.partition("\n")[0])
