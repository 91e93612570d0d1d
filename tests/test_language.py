"""Telling Hindi, English and romanised Hindi apart."""

from __future__ import annotations

import pytest

from retrieval.language import detect_language
from retrieval.question import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("बाढ़ में कितने घर बहे?", "hi"),
        ("NATO की बैठक कब है", "hi"),
        ("WHO ने COVID पर क्या कहा", "hi"),
        ("पुल", "hi"),
        ("How many houses were washed away?", "en"),
        ("who built the bridge", "en"),
        ("What did Narendra Modi tell the Lok Sabha?", "en"),
        ("what does बाढ़ mean in the report", "en"),
        ("weather today", "en"),
        ("WHAT HAPPENED", "en"),
        ("is he alive", "en"),
        ("baadh me kitne ghar bahe", "hi-Latn"),
        ("south korea me kitne American troops hai", "hi-Latn"),
        ("match kisne jeeta", "hi-Latn"),
        ("aaj ka mausam", "hi-Latn"),
        ("kab?", "hi-Latn"),
        ("KYA HUA", "hi-Latn"),
        ("kyaaaa huaaa", "hi-Latn"),
        ("petrol ka rate", "hi-Latn"),
        ("us president kaun hai", "hi-Latn"),
        ("taza khabar", "hi-Latn"),
    ],
)
def test_languages(text: str, language: Language) -> None:
    """A question is told by its script and its little words, however short or mixed."""
    assert detect_language(text) == language


@pytest.mark.parametrize("last", ["hi", "en", "hi-Latn"])
@pytest.mark.parametrize("text", ["Putin", "putin", "2024", "15,000?", "👍", "?"])
def test_a_bare_name_or_number_takes_the_last_language(text: str, last: Language) -> None:
    """What carries no language is in the language the chat was in."""
    assert detect_language(text, last) == last


def test_without_a_last_language() -> None:
    """Without one, a Latin name counts as English and a number as Hindi."""
    assert detect_language("Putin") == "en"
    assert detect_language("2024") == "hi"


@pytest.mark.parametrize("last", ["hi", "en", "hi-Latn"])
def test_a_question_says_for_itself(last: Language) -> None:
    """The chat's last language does not change how a whole question is read."""
    assert detect_language("kitne log aaye", last) == "hi-Latn"
    assert detect_language("How many came?", last) == "en"
    assert detect_language("कितने लोग आए?", last) == "hi"


ASKED = {
    "hi": """
        कब?
        क्यों
        किसने कहा?
        पुतिन
        किम और शी
        15,000 सैनिक?
        nato क्या है?
        Trump ने क्या कहा
        G20 में कौन आया
        कितने troops भेजे गए
        UN की रिपोर्ट
        ISRO का मिशन कब
        और?
        वॉनसान कहाँ है
        ५ सितंबर को क्या हुआ
        Oreshnik मिसाइल
        क्या modi गए थे
        सच?
    """,
    "en": """
        why?
        when
        who
        How many?
        Who is Putin?
        Putin's visit
        Lavrov in Wonsan
        When did Lavrov visit?
        troops sent to Russia
        number of troops
        nuclear weapons
        North Korea troops
        What is जनसंख्या?
        who is Narendra Modi
        Did Modi attend?
        US soldiers in South Korea
        oil prices today
        latest news
        capital of Japan
        Belousov Pyongyang visit date
        treaty anniversary
        how old is Kim
        where was it
        and then?
        did he say why
        population of Delhi
        Ganga river length
        what happened in Kursk
        is the war over
        list of countries
        name the missile
        tell me about the parade
        explain the treaty
        Delhi elections result
        cricket score
        any update?
        HOW MANY TROOPS WERE SENT
        Who is Shah Rukh Khan
    """,
    "hi-Latn": """
        kab?
        kyu
        kaun
        kitne
        kya hua
        kitne sainik
        putin ne kya kaha
        kim kaha gaye
        kab aaye
        kisne bola
        aur kab
        south korea me kitne American troops hai
        putin kyu gaye china
        missile ka naam
        sandhi kab hui
        parade kisne host ki
        sainik mare
        modi ji kahan hain
        delhi me barish
        aaj ki khabar
        chunav kab hai
        yudh kab khatam hoga
        bharat ka rashtriya pashu
        kitna paisa laga
        kaha hua ye
        nayi sarkar kab banegi
        kim ka beta
        lavrov wonsan kab gaye
        KITNE SAINIK BHEJE GAYE
        kitny sainik bhejy gaye
        rus ne kya jawab diya
        kon jeeta
        kya baat hui dono me
        raksha mantri kaun hai
        jung me kitne mare
        ye sach hai kya
        unhone kya bola
        iske baad kya hua
        khabar sunao
        uttar korea ke sainik
    """,
}
"""Short and mixed questions by their language, one a line."""


@pytest.mark.parametrize("language", ASKED)
def test_short_and_mixed_questions(language: Language) -> None:
    """A hundred short questions, names and mixtures, as people type them, are all told apart."""
    lines = [line.strip() for line in ASKED[language].splitlines() if line.strip()]

    assert [line for line in lines if detect_language(line) != language] == []
