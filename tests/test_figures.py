"""Figures of Hindi and English text as values with offsets."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.figures.figures import Figure, Kind, Moment, Qualifier, Range, figures


def only(text: str) -> Figure:
    """The text's one figure."""
    (figure,) = figures(text)
    return figure


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("१५,०००", 15000),
        ("15,000", 15000),
        ("15000", 15000),
        ("15 हज़ार", 15000),
        ("15 हजार", 15000),
        ("fifteen thousand", 15000),
        ("पंद्रह हज़ार", 15000),
        ("1,500", 1500),
        ("1.5 lakh", 150000),
        ("डेढ़ लाख", 150000),
        ("1,50,000", 150000),
        ("ढाई करोड़", 25000000),
        ("साढ़े तीन लाख", 350000),
        ("पौने दो करोड़", 17500000),
        ("सवा लाख", 125000),
        ("1 लाख 20 हजार", 120000),
        ("पांच सौ बीस", 520),
        ("one hundred and twenty-five thousand", 125000),
        ("a million", 1000000),
        ("37 मिलियन", 37000000),
        ("दो दर्जन", 24),
        ("6½", Decimal("6.5")),
    ],
)
def test_a_number_has_one_value_in_every_form(printed: str, value: int) -> None:
    """Digits, Devanagari digits, number words and multipliers give the number they mean."""
    figure = only(f"{printed} गमले")
    assert figure.value == value
    assert figure.kind is Kind.NUMBER


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("जून 2024 में", Moment(2024, 6), Kind.DATE),
        ("4 सितंबर को", Moment(None, 9, 4), Kind.DATE),
        ("चार सितम्बर को", Moment(None, 9, 4), Kind.DATE),
        ("on September 4, 2025", Moment(2025, 9, 4), Kind.DATE),
        ("12/05/2024 को", Moment(2024, 5, 12), Kind.DATE),
        ("2024-05-12 को", Moment(2024, 5, 12), Kind.DATE),
        ("1949 में", Moment(1949), Kind.YEAR),
        ("in 1949", Moment(1949), Kind.YEAR),
        ("1950-53 के दौरान", Moment(1950, years=4), Kind.PERIOD),
        ("1930 के दशक में", Moment(1930, years=10), Kind.PERIOD),
        ("the 1930s", Moment(1930, years=10), Kind.PERIOD),
        ("उन्नीसवीं शताब्दी में", Moment(1801, years=100), Kind.PERIOD),
        ("the 19th century", Moment(1801, years=100), Kind.PERIOD),
        ("रविवार तक", Moment(weekday=7), Kind.WEEKDAY),
    ],
)
def test_a_date_is_read_as_far_as_it_is_told(text: str, value: Moment, kind: Kind) -> None:
    """Days, months, years, decades, centuries and weekdays are moments, whatever the language."""
    figure = only(text)
    assert (figure.value, figure.kind) == (value, kind)


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("25%", Decimal(25), Kind.PERCENT, "%"),
        ("25 फीसदी", Decimal(25), Kind.PERCENT, "%"),
        ("25 per cent", Decimal(25), Kind.PERCENT, "%"),
        ("आधे से अधिक किसान", Decimal(50), Kind.PERCENT, "%"),
        ("₹500 करोड़", Decimal(5_000_000_000), Kind.MONEY, "₹"),
        ("Rs. 1,200", Decimal(1200), Kind.MONEY, "₹"),
        ("20 रुपये", Decimal(20), Kind.MONEY, "₹"),
        ("30 अरब डॉलर", Decimal(30_000_000_000), Kind.MONEY, "$"),
        ("$5 million", Decimal(5_000_000), Kind.MONEY, "$"),
        ("60 वीं वर्षगांठ", Decimal(60), Kind.ORDINAL, "वर्षगांठ"),
        ("60th", Decimal(60), Kind.ORDINAL, None),
        ("साठवीं", Decimal(60), Kind.ORDINAL, None),
        ("40-50 किमी", Range(Decimal(40), Decimal(50)), Kind.NUMBER, "km"),
        ("30 से 50 हजार लोग", Range(Decimal(30000), Decimal(50000)), Kind.NUMBER, "लोग"),
        ("3-1 से", Range(Decimal(3), Decimal(1)), Kind.SCORE, None),
        ("80 किलोमीटर प्रति घंटे", Decimal(80), Kind.NUMBER, "km/h"),
        ("7 square miles", Decimal(7), Kind.NUMBER, "mile²"),
        ("10 बजे", Decimal(600), Kind.TIME, None),
        ("10:30 am", Decimal(630), Kind.TIME, None),
    ],
)
def test_units_give_a_figure_its_kind(
    text: str, value: Decimal | Range, kind: Kind, unit: str | None
) -> None:
    """Percent, money, ordinals, ranges, scores, measures and clock times are told apart."""
    figure = only(text)
    assert (figure.value, figure.kind, figure.unit) == (value, kind, unit)


@pytest.mark.parametrize(
    ("text", "whole", "qualifier"),
    [
        ("वहां लगभग 300 गमले थे", "लगभग 300", Qualifier.APPROX),
        ("about 300 pots", "about 300", Qualifier.APPROX),
        ("300 से ज्यादा गमले", "300 से ज्यादा", Qualifier.AT_LEAST),
        ("more than 300 pots", "more than 300", Qualifier.AT_LEAST),
        ("ज्यादा से ज्यादा 300 गमले", "ज्यादा से ज्यादा 300", Qualifier.AT_MOST),
        ("300 से कम गमले", "300 से कम", Qualifier.AT_MOST),
    ],
)
def test_a_qualifier_belongs_to_its_figure(text: str, whole: str, qualifier: Qualifier) -> None:
    """About, at least and at most are read on whichever side they stand."""
    figure = only(text)
    assert text[figure.whole_start : figure.qualified_end] == whole
    assert figure.qualifier is qualifier


@pytest.mark.parametrize(
    "text", ["G20 की बैठक", "चंद्रयान-3 उतरा", "an F-16 flew", "5जी सेवा", "एक नया पुल", "you may go"]
)
def test_names_and_articles_are_no_figures(text: str) -> None:
    """Digits inside a name, a lone एक and the English verb "may" are not figures."""
    assert figures(text) == ()


@given(
    st.lists(
        st.sampled_from(
            "15 हज़ार लाख डेढ़ साढ़े से - – ₹ % , . ( ) को जून 2024 4 वीं the may two hundred and "
            "half of के दशक 1930 s : 30 बजे ½ एक".split(" ")
        )
    ),
    st.sampled_from(["", " "]),
)
def test_figures_lie_in_order_inside_the_text(pieces: list[str], space: str) -> None:
    """Whatever the text, figures do not overlap and their offsets hold."""
    text = space.join(pieces)
    last = 0
    for figure in figures(text):
        assert last <= figure.start < figure.end <= figure.qualified_end <= len(text)
        assert 0 <= figure.whole_start <= figure.start
        last = figure.end
