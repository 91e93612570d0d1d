"""The words a reading points at: whole, exact, with figure, unit and qualifier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reader.words import whole, whole_name


@pytest.mark.parametrize(
    ("quote", "pointed", "shown"),
    [
        ("वहां लगभग 15,000 सैनिक भेजे गए।", "15,000", "लगभग 15,000 सैनिक"),
        ("वहां लगभग 15,000 सैनिक भेजे गए।", "000", "लगभग 15,000 सैनिक"),
        ("The bridge cost about $4 million to build.", "4", "about $4 million"),
        ("मेले में रामपुर के किसान आए।", "मपुर", "रामपुर"),
        ("मेले में रामपुर के किसान आए।", "रामपुर के किसान आए।", "रामपुर के किसान आए"),
        ("उन्होंने “नई सुबह” नाम की किताब लिखी।", "“नई सुबह”", "“नई सुबह”"),
        ("उन्होंने “नई सुबह” नाम की किताब लिखी।", "“नई सुबह", "नई सुबह"),
        ("It is run by the River Board (RB), a new body.", "River Board (RB),", "River Board (RB)"),
    ],
)
def test_grown_to_what_a_reader_expects(quote: str, pointed: str, shown: str) -> None:
    """Half words and bare figures are made whole, loose marks go, marks in pairs stay."""
    start = quote.index(pointed)
    span = whole(quote, start, start + len(pointed))
    assert span is not None
    assert quote[slice(*span)] == shown


@pytest.mark.parametrize(
    ("quote", "pointed", "shown"),
    [
        ("मंत्री चोई सोन-हुई ने पुल खोला।", "सोन", "चोई सोन-हुई"),
        ("मंत्री चोई सोन-हुई ने पुल खोला।", "चोई", "चोई सोन-हुई"),
        ("पुल किम जोंग-उन ने खोला।", "किम", "किम जोंग-उन"),
        ("पुल रमेश नेगी, मंत्री, ने खोला।", "नेगी", "रमेश नेगी"),
        ("The bridge was opened by Ramesh Negi.", "Negi", "Ramesh Negi"),
    ],
)
def test_names_are_whole(quote: str, pointed: str, shown: str) -> None:
    """A name is grown to all its parts, not to the title before or the case marker behind."""
    start = quote.index(pointed)
    assert quote[slice(*whole_name(quote, start, start + len(pointed)))] == shown


def test_marks_alone_are_no_words() -> None:
    """A reading that points at punctuation gives nothing to lead with."""
    assert whole("हां।", 3, 4) is None


@given(st.text(alphabet="राम 15,.%$()“”।एaB-", max_size=40), st.data())
def test_any_stretch_stays_inside(quote: str, data: st.DataObject) -> None:
    """Whatever is pointed at, what is shown is a stretch of the quote without outer space."""
    start = data.draw(st.integers(0, len(quote)))
    end = data.draw(st.integers(start, len(quote)))
    span = whole(quote, start, end)
    if span is not None:
        shown = quote[slice(*span)]
        assert shown == shown.strip()
        assert 0 <= span[0] < span[1] <= len(quote)
