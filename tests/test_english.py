"""Short Hindi answers said in English from a fixed table."""

from __future__ import annotations

import pytest

from retrieval.facts.english import in_english


@pytest.mark.parametrize(
    ("hindi", "english"),
    [
        ("लगभग 15,000 सैनिक", "about 15,000 soldiers"),
        ("१५,००० सैनिकों", "15,000 soldiers"),
        ("40 से अधिक गांव", "more than 40 villages"),
        ("कम से कम 3 बच्चे", "at least 3 children"),
        ("12 लोगों", "12 people"),
        ("1 व्यक्ति", "1 person"),
        ("60 वीं वर्षगांठ", "60th anniversary"),
        ("22वीं बैठक", "22nd meeting"),
        ("जून 2024", "June 2024"),
        ("27 जनवरी, 1967", "27 January, 1967"),
        ("रविवार तक", "until Sunday"),
        ("1970 के दशक", "the 1970s"),
        ("240 करोड़ रुपये", "240 crore rupees"),
        ("दो विश्वविद्यालय", "two universities"),
        ("2017 से", "since 2017"),
        ("30 से 50 हजार लोग", "30 to 50 thousand people"),
        ("करीब 30 से 40 सैनिक", "about 30 to 40 soldiers"),
        ("2022 से 2024 तक", "2022 to 2024"),
        ("जनवरी से मार्च तक", "January to March"),
    ],
)
def test_words_of_the_table(hindi: str, english: str) -> None:
    """Figures, dates and counted things of the table are said in English, digits as printed."""
    assert in_english(hindi) == english


@pytest.mark.parametrize(
    "words", ["मिलनपुर कस्बा", "कवि पर्सी शेली", "850 students", "गांव से बाजार", ""]
)
def test_nothing_is_guessed(words: str) -> None:
    """What the table lacks, or what is not Hindi, gives None."""
    assert in_english(words) is None
