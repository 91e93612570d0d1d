"""Whether a sentence tells of another country than the question asks about."""

from __future__ import annotations

import pytest

from retrieval.facts.whose import of_another


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who is the president of France?", "जर्मन राष्ट्रपति ने समारोह में भाषण दिया।"),
        ("फ्रांस के राष्ट्रपति कौन हैं?", "German President Anna Weber spoke at the ceremony."),
        ("फ्रांस के राष्ट्रपति कौन हैं?", "जर्मनी के राष्ट्रपति ने भाषण दिया।"),
        ("नेपाल ने कितने टन चावल भेजा?", "बाढ़ के बाद भारत ने 400 टन चावल भेजा।"),
        ("How much rice did Nepal send?", "बाढ़ के बाद भारत ने 400 टन चावल भेजा।"),
        ("दक्षिण कोरिया ने कितने जहाज बेचे?", "उत्तर कोरिया ने चार जहाज बेचे।"),
        ("How many Italian tourists came?", "पिछले साल 900 स्पेनिश पर्यटक आए।"),
        ("How much rice did Nepal send?", "मंत्री ने कहा कि भारत 400 टन चावल भेज सकता है।"),
        ("नेपाल ने कितना चावल भेजा?", "India may send 400 tonnes of rice."),
        ("How many Indian nurses work in Italy?", "करीब 900 भारतीय नर्सें जर्मनी में काम करती हैं।"),
        ("इटली में कितनी भारतीय नर्सें हैं?", "Some 900 Indian nurses work in Germany."),
    ],
)
def test_another_countrys(question: str, sentence: str) -> None:
    """Another country's president, tourists or deed is told from the one asked about."""
    assert of_another(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who is the president of France?", "फ्रांसीसी राष्ट्रपति जर्मन राष्ट्रपति से मिले।"),
        ("नेपाल ने कितने टन चावल भेजा?", "भारत और नेपाल ने 400 टन चावल भेजा।"),
        ("नेपाल ने कितने टन चावल भेजा?", "चावल की 400 टन की खेप पहुंच गई।"),
        ("How much rice did Nepal send?", "Nepal sent 400 tonnes of rice to India."),
        ("कौन सी टीम जीती?", "भारत ने मैच जीता।"),
        ("How much rice did Nepal send?", "भारत से 400 टन चावल नेपाल के ट्रकों में आया।"),
        ("How much rice did Nepal send?", "भारत को 400 टन चावल मिला।"),
        ("How many nurses work in Italy?", "इटली के 900 अस्पताल जर्मनी में बनी मशीनें रखते हैं।"),
        ("How many nurses work in Italy?", "900 नर्सें रोम में काम करती हैं।"),
        ("When did Italian nurses leave?", "जब जर्मनी ने अस्पताल बंद किए तब वे चली गईं।"),
        ("How many nurses are there?", "900 नर्सें जर्मनी में काम करती हैं।"),
        ("", ""),
    ],
)
def test_the_same_or_not_known(question: str, sentence: str) -> None:
    """The country asked about, one beside others, or none that is named, is no other."""
    assert not of_another(question, sentence)
