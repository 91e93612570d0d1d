"""What the evidence says only about, up to, perhaps, or on somebody's word, is not said as more."""

from __future__ import annotations

import pytest

from retrieval.grounding.exactness import with_about
from retrieval.grounding.grounding import faithful, grounded

TROOPS = {1: "खुफिया एजेंसी एनआईएस के अनुसार कोरवा ने करीब 15,000 सैनिक मोर्चे पर भेजे हैं।"}
SPEAKERS = {
    1: "जिलाधिकारी मीरा सेठी ने कहा कि 40 दुकानें जलीं। व्यापारी नेता रोहित भगत ने कहा कि 55 दुकानें जलीं।"
}
LOAN = {1: "The Grameen scheme gives farmers loans of up to 5 lakh rupees."}
HINDI_LOAN = {1: "योजना में किसानों को 5 लाख रुपये तक का कर्ज मिलता है।"}
PLAN = {1: "मेयर ने कहा कि नया पुल मार्च में खोला जाएगा। मंगलवार को बारिश हो सकती है।"}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Korwa has sent 15,000 soldiers to the front.",
         "Korwa has sent about 15,000 soldiers to the front."),
        ("15,000 soldiers were sent to the front.",
         "About 15,000 soldiers were sent to the front."),
        ("Fifteen thousand soldiers were sent to the front.",
         "About fifteen thousand soldiers were sent to the front."),
        ("The 15,000 soldiers were sent to the front.",
         "The roughly 15,000 soldiers were sent to the front."),
        ("कोरवा ने 15,000 सैनिक मोर्चे पर भेजे।", "कोरवा ने लगभग 15,000 सैनिक मोर्चे पर भेजे।"),
        ("Korwa has sent nearly 15,000 soldiers to the front.", None),
        ("कोरवा ने तकरीबन 15,000 सैनिक मोर्चे पर भेजे।", None),
    ],
)  # fmt: skip
def test_about_so_much_stays_about_so_much(said: str, shown: str | None) -> None:
    """A sentence that drops “about” is shown with it; one that has it is left alone."""
    stop = said[-1]
    found = grounded(f"{said[:-1]} [1]{stop}", TROOPS)
    assert found is not None
    assert found.text == (shown or said)


def test_a_figure_given_exactly_elsewhere_needs_no_about() -> None:
    """Where one of the quotes gives the figure without “about”, so may the sentence."""
    said = "15,000 सैनिक भेजे गए।"
    assert with_about(said, ["करीब 15,000 सैनिक भेजे गए।", "15,000 सैनिक भेजे गए।"]) == said
    assert with_about("2025 में", ["करीब 2025 में"]) == "2025 में"  # no count


def test_a_translation_keeps_about() -> None:
    """A translation that gives an estimate as a count is none."""
    said = "According to the agency NIS, Korwa has sent about 15,000 soldiers to the front."
    assert faithful(said, TROOPS[1], "en")
    assert not faithful(said.replace("about ", ""), TROOPS[1], "en")


@pytest.mark.parametrize(
    ("said", "quote", "passes"),
    [
        ("The scheme gives farmers loans of up to Rs 5 lakh [1].", LOAN, True),
        ("The scheme gives farmers loans of Rs 5 lakh [1].", LOAN, False),
        ("किसानों को 5 लाख रुपये तक का कर्ज मिलता है [1]।", LOAN, True),
        ("किसानों को 5 लाख रुपये का कर्ज मिलता है [1]।", LOAN, False),
        ("Farmers get loans of up to Rs 5 lakh [1].", HINDI_LOAN, True),
        ("Farmers get loans of Rs 5 lakh [1].", HINDI_LOAN, False),
        ("The new bridge will be opened in March [1].", PLAN, True),
        ("The new bridge was opened in March [1].", PLAN, False),
        ("नया पुल मार्च में खोला गया [1]।", PLAN, False),
        ("It may rain on Tuesday [1].", PLAN, True),
        ("It rained on Tuesday [1].", PLAN, False),
        ("मंगलवार को बारिश होगी [1]।", PLAN, False),
    ],
)
def test_bounds_plans_and_doubts_are_kept(said: str, quote: dict[int, str], passes: bool) -> None:
    """“Up to” is not dropped, a plan is not told as done, nor what may be as what is."""
    assert (grounded(said, quote) is not None) is passes


@pytest.mark.parametrize(
    ("said", "quote", "passes"),
    [
        ("According to the NIS, Korwa sent about 15,000 soldiers to the front [1].", TROOPS, True),
        ("एनआईएस के मुताबिक कोरवा ने करीब 15,000 सैनिक भेजे [1]।", TROOPS, True),
        ("Korwa sent about 15,000 soldiers to the front [1].", TROOPS, True),
        ("According to Korwa, about 15,000 soldiers were sent to the front [1].", TROOPS, False),
        ("कोरवा के अनुसार करीब 15,000 सैनिक भेजे गए [1]।", TROOPS, False),
        ("Mira Sethi said 40 shops burnt [1].", SPEAKERS, True),
        ("रोहित भगत ने कहा कि 55 दुकानें जलीं [1]।", SPEAKERS, True),
        ("रोहित भगत ने कहा कि 40 दुकानें जलीं [1]।", SPEAKERS, False),
        ("Mira Sethi said 55 shops burnt [1].", SPEAKERS, False),
    ],
)
def test_nobody_is_given_anothers_words(said: str, quote: dict[int, str], passes: bool) -> None:
    """Who says it may be left out; another one than in the evidence may not be named."""
    assert (grounded(said, quote) is not None) is passes
