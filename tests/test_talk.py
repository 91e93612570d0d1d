"""Talk that is no question: what it is, in which language, and what is left to answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dialogue.talk import heard
from retrieval.dialogue.talk_words import AROUND, PHRASES


@pytest.mark.parametrize(
    ("text", "act", "language"),
    [
        ("नमस्ते", "greeting", "hi"),
        ("Namasteeee 🙏🙏", "greeting", "hi-Latn"),
        ("HELLO!!!", "greeting", None),
        ("good mornning", "greeting", "en"),
        ("नमसते जी", "greeting", "hi"),
        ("आप कैसे हैं?", "how_are_you", "hi"),
        ("kya haal hai bhai", "how_are_you", "hi-Latn"),
        ("How are you doing?", "how_are_you", "en"),
        ("धन्यवाद", "thanks", "hi"),
        ("bahut bahut dhanyavad 😊", "thanks", "hi-Latn"),
        ("thnaks a lot!", "thanks", "en"),
        ("ok thank you", "thanks", "en"),
        ("बहुत बढ़िया", "praise", "hi"),
        ("good bot", "praise", "en"),
        ("यह गलत है", "complaint", "hi"),
        ("wrong answer", "complaint", "en"),
        ("you are an idiot", "abuse", "en"),
        ("तुम बेवकूफ हो", "abuse", "hi"),
        ("who are you??", "who", "en"),
        ("तुम कौन हो", "who", "hi"),
        ("tum kon ho yaar", "who", "hi-Latn"),
        ("are you a robot", "who", "en"),
        ("kya kar sakte ho", "able", "hi-Latn"),
        ("hello, what can you do for me", "able", "en"),
        ("मदद कीजिए", "able", "hi"),
        ("ठीक है", "assent", "hi"),
        ("👍", "assent", None),
        ("alvida dost", "farewell", "hi-Latn"),
        ("good night", "farewell", "en"),
        ("❤️❤️", "praise", None),
    ],
)
def test_talk_is_told_from_questions(text: str, act: str | None, language: str | None) -> None:
    """Greetings, thanks, abuse and words about the bot are known, mistyped and in any language."""
    noticed = heard(text)

    assert (noticed.act, noticed.language) == (act, language)


@pytest.mark.parametrize(
    "question",
    [
        "tanks?",
        "कितने सैनिक भेजे गए?",
        "who are the soldiers?",
        "what is his name?",
        "यूक्रेन का क्या हाल है?",
        "kim kaise hai",
        "How good is the new bridge?",
        "thank you letter kisne likha",
        "नाम क्या है?",
        "15000",
        "बेलौसोव",
        "is it wrong to call them soldiers",
        "hi-tech city kahan hai",
        "hi tech city kahan hai",
        "हाई कोर्ट ने क्या कहा",
        "हाय हाय के नारे किसने लगाए",
        "हाय-तौबा किसने मचाई",
        "hindi me kya likha hai",
        "hello ka matlab kya hai",
        "namaste trump kab hua",
        "hey ram kisne kaha tha",
        "jai hind sena kab bani",
        "test kab hai",
        "hello putin",
        "",
        "?",
    ],
)
def test_questions_are_left_whole(question: str) -> None:
    """What asks something of the articles is passed on as it was typed."""
    noticed = heard(question)

    assert noticed.act is None
    assert noticed.rest == question


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("नमस्ते, कितने सैनिक भेजे गए?", "कितने सैनिक भेजे गए?"),
        ("hello how many troops were sent", "how many troops were sent"),
        ("Hi bot! When did the flood begin?", "When did the flood begin?"),
        ("अच्छा, और कब?", "कब?"),
        ("thanks! when was that?", "when was that?"),
        ("kitne sainik bheje gaye? dhanyavad", "kitne sainik bheje gaye?"),
        ("How many troops were sent, thanks", "How many troops were sent"),
        ("🙏 namaste sir 🙏 pul kab khula", "pul kab khula"),
        ("hi lavrov kisse mile", "lavrov kisse mile"),
        ("Hello lavrov kahan gaye?", "lavrov kahan gaye?"),
        ("नमस्ते पुतिन कौन है", "पुतिन कौन है"),
        ("नमस्कार मित्रों पुतिन कहाँ गए", "पुतिन कहाँ गए"),
        ("हाय किम जोंग उन कहाँ गए", "किम जोंग उन कहाँ गए"),
        ("good morning sir lavrov kisse mile", "lavrov kisse mile"),
        ("hi sir what is the capital", "what is the capital"),
        ("हेलो भारत ने कितने सैनिक भेजे?", "भारत ने कितने सैनिक भेजे?"),
    ],
)
def test_a_greeting_does_not_swallow_the_question(text: str, rest: str) -> None:
    """What stands beside a question is set aside, and the question stays."""
    noticed = heard(text)

    assert noticed.act is None
    assert noticed.rest == rest


def test_every_phrase_is_heard_as_what_it_is_listed_for() -> None:
    """No phrase is lost behind another one or broken by a line's end."""
    for act, spoken in PHRASES.items():
        for phrases in spoken.values():
            for phrase in phrases.split("|"):
                assert heard(phrase.strip()).act == act, phrase


def test_words_beside_talk_are_none_alone() -> None:
    """A message of little words alone is no talk."""
    for word in AROUND.split("|"):
        listed = any(
            word.strip() in map(str.strip, phrases.split("|"))
            for spoken in PHRASES.values()
            for phrases in spoken.values()
        )
        assert listed or heard(word.strip()).act is None, word


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_nothing_is_lost(text: str) -> None:
    """A message is either all talk, or something of it is left to answer."""
    noticed = heard(text)

    assert (noticed.rest == "") == (noticed.act is not None or text == "")
