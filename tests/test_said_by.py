"""Whose word a fact is, as the quote itself names it."""

from __future__ import annotations

import pytest

from retrieval.facts.said_by import said_by

NAMED = [
    ("जल बोर्ड के अनुसार बाढ़ में 40 गांव डूबे।", "40 गांव", "जल बोर्ड"),
    ("मंगलवार को ज़िले की पुलिस ने बताया कि मेले में 12 लोग घायल हुए।", "12 लोग", "ज़िले की पुलिस"),
    ("राज्यपाल ने भाषण में कहा था, ‘पुल पर 240 करोड़ रुपये लगे’।", "240", "राज्यपाल"),
    ("बाँध में 30 दरारें हैं, यह इंजीनियर रमेश नेगी का कहना है।", "30 दरारें", None),
    ("बाँध में 30 दरारें हैं, इंजीनियर रमेश नेगी का कहना है।", "30 दरारें", "इंजीनियर रमेश नेगी"),
    ("बाँध में 30 दरारें हैं, इंजीनियर रमेश नेगी ने कहा।", "30 दरारें", "इंजीनियर रमेश नेगी"),
    ("तट रक्षक बल (टीआरबी) के मुताबिक़ 7 नावें लौटीं।", "7 नावें", "तट रक्षक बल (टीआरबी)"),
    (
        "समाचार एजेंसी के अनुसार, मंत्री ने कहा कि 300 घर बने।",
        "300 घर",
        "मंत्री",
    ),
    ("मेले में 40 लोग घायल हुए, ऐसा एक सिपाही ने कहा।", "40 लोग", "एक सिपाही"),
    ("भारत और नेपाल ने दावा किया है कि 90 यात्री बचे।", "90 यात्री", "भारत और नेपाल"),
    ("According to the river board, 40 villages were flooded.", "40 villages", "the river board"),
    ("40 villages were flooded, according to the river board.", "40 villages", "the river board"),
    ("On Monday, the district police said that 12 people died.", "12", "the district police"),
    ("Twelve boats came back, the coast guard said.", "Twelve", "the coast guard"),
]
UNNAMED = [
    ("बाढ़ में 40 गांव डूबे।", "40 गांव"),
    ("उन्होंने कहा कि 300 घर बने।", "300 घर"),
    ("संधि हुई, जिसके मुताबिक 300 घर बनेंगे।", "300 घर"),
    ("ज़रूरत के अनुसार 300 घर बने।", "300 घर"),
    ("मंत्री ने 300 घर देखे। किसान ने कहा कि पानी नहीं है।", "300 घर"),
    ("300 घर बनाने वाले मंत्री ने कहा कि पानी नहीं है।", "300 घर"),
    ("मंत्री ने मेले की घोषणा की, जिसमें 300 दुकानें थीं।", "मंत्री"),
    ("He said that 300 houses were built.", "300"),
    ("The minister said that roads were closed. 300 houses were built.", "300"),
    ("राज्यपाल ने कहा कि पुल खुल गया।", "राज्यपाल"),
]


@pytest.mark.parametrize(("quote", "fact", "who"), NAMED)
def test_the_speaker_is_named_by_the_quote(quote: str, fact: str, who: str | None) -> None:
    """The nearest speaker whose words hold the fact is named, in the quote's own characters."""
    start = quote.index(fact)
    found = said_by(quote, start, start + len(fact))
    assert (None if found is None else quote[slice(*found)]) == who


@pytest.mark.parametrize(("quote", "fact"), UNNAMED)
def test_no_speaker_is_made_up(quote: str, fact: str) -> None:
    """A pronoun, a rule, another sentence's speaker or the fact itself is nobody's word."""
    start = quote.index(fact)
    assert said_by(quote, start, start + len(fact)) is None
