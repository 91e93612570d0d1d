"""The words of a quote that answer by themselves."""

from __future__ import annotations

import pytest

from retrieval.facts.asked import what_is_asked
from retrieval.facts.short_answer import short_answer


def lead(question: str, quote: str) -> str | None:
    """The short answer's words."""
    span = short_answer(question, what_is_asked(question), quote)
    return None if span is None else quote[slice(*span)]


FAIR = "मेले में लगभग 12,000 किसान और 300 व्यापारी आए, जबकि 40 दुकानें बंद रहीं।"


@pytest.mark.parametrize(
    ("question", "quote", "answer"),
    [
        ("मेले में कितने किसान आए?", FAIR, "लगभग 12,000 किसान"),
        ("मेले की कितनी दुकानें बंद रहीं?", FAIR, "40 दुकानें"),
        ("How many farmers came to the mela?", "मेला देखने 12,000 किसान आए।", "12,000 किसान"),
        (
            "How many students passed?",
            "Of the 900 pupils who sat the test, more than 700 students passed.",
            "more than 700 students",
        ),
        (
            "How many pupils passed?",
            "In May 2024 some 700 pupils passed.",
            "some 700 pupils",
        ),
        ("पुल कितना लंबा है?", "पुल 3 किलोमीटर लंबा है और उस पर 60 खंभे हैं।", "3 किलोमीटर"),
        (
            "बांध पर कितना पैसा खर्च हुआ?",
            "बांध पर 5 साल में 40 करोड़ रुपये खर्च हुए।",
            "40 करोड़ रुपये",
        ),
        ("बांध पर कितना खर्च हुआ?", "बांध पर 40 करोड़ रुपये खर्च हुए।", "40 करोड़ रुपये"),
        ("बाँध बनाने में ख़र्च कितना आया?", "बांध पर 40 करोड़ रुपये खर्च हुए।", "40 करोड़ रुपये"),
        (
            "मतदान में कितने प्रतिशत महिलाएं थीं?",
            "मतदान करने वालों में 48 प्रतिशत महिलाएं थीं।",
            "48 प्रतिशत",
        ),
        ("कौन सी वर्षगांठ मनाई गई?", "नगर ने अपनी 75वीं वर्षगांठ मनाई।", "75वीं वर्षगांठ"),
    ],
)
def test_a_figure_comes_with_its_qualifier_and_noun(question: str, quote: str, answer: str) -> None:
    """The figure whose noun or unit is asked for is given whole, across languages too."""
    assert lead(question, quote) == answer


@pytest.mark.parametrize(
    ("question", "quote", "answer"),
    [
        ("पुल कब खुला?", "यह पुल 1949 में खुला था।", "1949"),
        ("पुल कब खुला?", "जून 2024 में यह पुल खुला था।", "जून 2024"),
        ("मेला कब तक चलेगा?", "मेला शुक्रवार को शुरू हुआ और रविवार तक चलेगा।", "रविवार तक"),
        ("When was the museum founded?", "The museum was founded on 4 May 1968.", "4 May 1968"),
        ("When did the Mumbai museum open?", "मुंबई का म्यूजियम 1968 के बाद खुला।", "1968 के बाद"),
        ("नेगी ने यह बात कब कही?", "नेगी ने यह बात बुधवार को गाँव में कही।", "बुधवार"),
        ("पुल की घोषणा कब हुई?", "पुल की यह घोषणा 2019 में हुई थी।", "2019"),
        ("वर्षगांठ कब मनाई गई?", "संधि की 40वीं वर्षगांठ रविवार को मनाई गई।", "रविवार"),
        ("संधि कब हुई?", "1961 में हुई संधि की वर्षगांठ मनाई गई।", "1961"),
        ("महापौर गाँव कब जाएंगे?", "महापौर शुक्रवार को गाँव जाएंगे।", "शुक्रवार"),
        ("मेला कब लगेगा?", "मेले की तारीख 5 मई है।", "5 मई"),
        ("मैच कब खेला गया?", "मैच 4 सितंबर (गुरुवार) को खेला गया।", "4 सितंबर"),
        ("When was the match?", "The match was on 4 September (Thursday).", "4 September"),
        ("यह पुल कब खुला?", "यह पुल बुधवार को खुला।", "बुधवार"),
        ("नहर का काम किस दशक में हुआ?", "नहर का काम 1930 के दशक में हुआ।", "1930 के दशक"),
    ],
)
def test_a_date_comes_without_its_postposition(question: str, quote: str, answer: str) -> None:
    """A date, weekday or period is given with what bounds it and without में or को."""
    assert lead(question, quote) == answer


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("कितने टैंक भेजे गए?", "पिछले महीने 12,000 सैनिक भेजे गए।"),
        ("कितने सैनिक भेजे गए?", "अब तक 2,000 सैनिक मारे गए।"),
        ("कितने सैनिक भेजे गए?", "देश 6,000 सैनिक भेज सकता है।"),
        ("How many American troops are there?", "वहां 9,000 फ्रांसीसी सैनिक हैं।"),
        ("How many tanks were sent?", "12,000 सैनिक भेजे गए।"),
        ("1,200 किसान कब आए?", "किसान 1,200 थे।"),
        ("बाढ़ में कितने घर डूबे?", "मेले में 12 घर सजाए गए।"),
        ("2019 के मेले में कितने किसान आए?", "2019 के मेले में बहुत किसान आए।"),
        ("उन्होंने संधि पर कब हस्ताक्षर किए?", "दिल्ली, 4 सितंबर (एजेंसी)। संधि पर हस्ताक्षर हुए।"),
        ("पुल कब टूटा?", "मंत्री ने मंगलवार को कहा कि पुल टूट गया है।"),
        ("महापौर गाँव कब पहुँचे?", "नेगी ने यह बात बुधवार को गाँव में महापौर के साथ बैठक में कही।"),
        ("संधि कब हुई?", "संधि की 40वीं वर्षगांठ पर रविवार को संदेश भेजे गए।"),
        ("महापौर गाँव कब जाएंगे?", "महापौर जून 2024 में गाँव गए थे।"),
        ("पुल कैसे बना?", "पुल 1949 में बना था।"),
    ],
)
def test_what_the_quote_does_not_give_is_not_given(question: str, quote: str) -> None:
    """Other nouns, deeds, plans, people, subjects and reporting days never lead."""
    assert lead(question, quote) is None


@pytest.mark.parametrize(
    ("question", "quote", "answer"),
    [
        (
            "पुल का उद्घाटन किसने किया?",
            "नगर के महापौर रमेश नेगी ने सोमवार को पुल का उद्घाटन किया।",
            "महापौर रमेश नेगी",
        ),
        ("Who founded the Kendal museum?", "केंडल म्यूजियम की स्थापना लीला राव ने की।", "लीला राव"),
        ("who attacked South Korea", "उत्तर कोरिया ने दक्षिण कोरिया पर हमला किया।", "उत्तर कोरिया"),
        (
            "मेले की तारीफ किसने की?",
            "एजेंसी के अनुसार लीला राव ने मेले की तारीफ की।",
            "लीला राव",
        ),
        ("महापौर व्यापारियों से कहाँ मिले?", "महापौर व्यापारियों से रामगढ़ शहर में मिले।", "रामगढ़ शहर"),
        ("मेला किस जिले में लगा?", "मेला इस बार चमोली जिले में लगा।", "चमोली जिले"),
    ],
)
def test_a_doer_or_place_that_the_grammar_marks_is_given(
    question: str, quote: str, answer: str
) -> None:
    """The name before ने, or with its word for a place, answers who or where."""
    assert lead(question, quote) == answer


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("पुल का उद्घाटन किसने किया?", "उन्होंने सोमवार को पुल का उद्घाटन किया।"),
        ("रमेश नेगी ने किसे पुरस्कार दिया?", "रमेश नेगी ने लीला राव को पुरस्कार दिया।"),
        ("पुल का उद्घाटन किसने किया?", "महापौर रमेश नेगी ने पुल के लिए किसानों से जमीन खरीदी।"),
        ("पुल किसने बनाया?", "ठेकेदार ने सड़क बेची।"),
        ("कोसी पर किसने जुलूस निकाला?", "राव ने कोसी के मेले में भाग लेने वाले दल को अनाज दिया।"),
        ("किसने?", "राव ने मेले के दल को अनाज दिया।"),
        ("who accompanied negi", "महापौर रमेश नेगी ने किसानों का धन्यवाद किया।"),
        ("who celebrated with ramesh negi", "महापौर रमेश नेगी ने उत्सव मनाया।"),
        ("मेला किस जिले में लगा?", "मेला इस बार नदी के किनारे लगा।"),
        ("रामगढ़ शहर में महापौर कहाँ मिले?", "महापौर रामगढ़ शहर में मिले।"),
    ],
)
def test_a_doer_or_place_in_doubt_is_not_given(question: str, quote: str) -> None:
    """Pronouns, other deeds and what the question says itself never lead."""
    assert lead(question, quote) is None


def test_two_figures_that_fit_alike_give_none() -> None:
    """Where the quote leaves open which figure is meant, none is chosen."""
    quote = "उत्तर जिले में 40 किसान आए, दक्षिण जिले में 70 किसान आए।"
    assert lead("कितने किसान आए?", quote) is None
    assert lead("दक्षिण जिले में कितने किसान आए?", quote) == "70 किसान"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What satellite was used when the channel started?", "other"),
        ("When did the channel start?", "date"),
        ("किसने शहर पर कब्जा किया?", "person"),
        ("मंत्री ने इस बारे में क्या कहा?", "other"),
        ("वे कहा मिले", "place"),
        ("What was the population of the town?", "figure"),
    ],
)
def test_the_question_word_decides_what_is_asked(question: str, kind: str) -> None:
    """Words that merely look like another question word do not."""
    assert what_is_asked(question).value == kind
