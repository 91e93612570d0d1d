"""From the text of a page to an article: what is story stays, what is not goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.dateline import find_dateline
from store.errors import Unreadable
from store.noise import Noise, noise_of
from store.parse import parse_article

PAGES = Path(__file__).parent / "fixtures" / "pages"
STORY = "नगर निगम ने बुधवार को बताया कि नई पाइपलाइन से 4,000 घरों को पानी मिलेगा।"
MORE = "काम पूरा होने में दो महीने लगेंगे और इस पर 6 करोड़ रुपये ख़र्च होंगे।"


def page(*lines: str) -> str:
    """A page with a title above and `lines` between two paragraphs of story."""
    return "\n\n".join(["पानी की नई पाइपलाइन मंजूर", STORY, *lines, MORE])


@pytest.mark.parametrize("path", sorted(PAGES.glob("*_page.txt")), ids=lambda path: path.stem)
def test_a_noisy_page_gives_its_story_and_nothing_else(path: Path) -> None:
    """Every sentence of the story is kept as printed, everything around it is gone."""
    article = parse_article(path.read_text(encoding="utf-8"), path.name)
    story = path.with_suffix(".story.txt").read_text(encoding="utf-8")
    assert article.text.split("\n") == story.splitlines()


@pytest.mark.parametrize(
    ("name", "title", "publisher", "dateline", "published"),
    [
        (
            "agency_page.txt",
            "सोनपुर में नए पुल पर दौड़ीं गाड़ियां, रोज़ाना 12,000 वाहनों को मिलेगा फ़ायदा",
            "पीटीआई",
            "पटना, 9 नवंबर (पीटीआई)",
            None,
        ),
        (
            "feed_page.txt",
            "मानसून ने केरल में दी दस्तक, किसानों ने ली राहत की सांस",
            "Hill Post",
            None,
            None,
        ),
        (
            "summary_page.txt",
            "क्या शहर की पुरानी झील फिर भर पाएगी?",
            "मध्य वार्ता",
            "भोपाल, 3 मार्च (मध्य वार्ता)",
            None,
        ),
        (
            "english_page.txt",
            "Village library lends its 50,000th book",
            "PTI",
            "KOCHI, March 12 (PTI)",
            date(2024, 3, 12),
        ),
    ],
)
def test_a_page_says_what_it_is(
    name: str, title: str, publisher: str, dateline: str | None, published: date | None
) -> None:
    """Title, publisher or agency, dateline and date are those that the page prints."""
    article = parse_article((PAGES / name).read_text(encoding="utf-8"), name)
    assert article.title == title
    assert article.publisher == publisher
    assert article.dateline == dateline
    assert article.published == published


@pytest.mark.parametrize(
    "line",
    [
        ", ,",
        "* * *",
        "Advertisment",
        "ADVERTISEMENT",
        "विज्ञापन",
        "Story continues below this ad",
        "New Update",
        "Share",
        "Follow us on X",
        "Read more",
        "और पढ़ें",
        "3 min read",
        "यह भी पढ़ें: शहर में खुला नया अस्पताल",
        "ये भी पढ़ें- मेले में उमड़ी भीड़!",
        "Also Read: New hospital opens its doors",
        "Photo: town council",
        "Image Credit: PTI",
        "(फाइल फोटो)",
        "फोटो साभार: ट्विटर",
        "प्रतीकात्मक तस्वीर",
        "Representative image",
        "Daily Lantern at Google News",
        "गूगल न्यूज पर",
        "Daily Lantern Android App Download",
        "Download our app from the Play Store.",
        "Click here to join our WhatsApp channel",
        "देश-दुनिया की खबरों के लिए हमें फेसबुक पर फॉलो करें।",
        "Written by Kavita Rao",
        "By Kavita Rao, Pune",
        "संपादक: मोहन वर्मा",
        "Updated: 04 Mar, 10:30 IST",
        "Updated on March 4, 2025",
        "#पानी #Water",
        "Tags: water, city",
        "https://example.org/story?id=4",
        "— City Desk (@citydesk) March 4, 2025",
        "Source: Daily Lantern",
        "इनपुट: एएनआई",
        "(एजेंसी)",
        "IANS",
        "--आईएएनएस",
        "Disclaimer: This is a feed story. We did not change it.",
        "Copyright 2024 Daily Lantern",
        "Water pipes being laid in the old town",
        "पानी की नई पाइपलाइन मंजूर",
    ],
)
def test_a_line_of_the_page_goes(line: str) -> None:
    """A line that belongs to the page and not to the story is dropped amid the story."""
    assert parse_article(page(line), "a.txt").text == f"{STORY}\n{MORE}"


@pytest.mark.parametrize(
    "line",
    [
        "फोटो खींचने पर रोक है।",
        "तस्वीरों में दिखा कि सड़क का एक हिस्सा बह गया है।",
        "विज्ञापन पर सरकार ने 12 करोड़ रुपये ख़र्च किए।",
        "गूगल न्यूज पर यह सेवा मई से मिलेगी।",
        "मोबाइल ऐप डाउनलोड करने वालों की संख्या एक लाख हो गई।",
        "Video from the scene shows the pipe lying across the road.",
        "Sources of funding were cut by the council.",
        "Credit to farmers grew by 12 percent.",
        "Follow-up talks took place on the Telegram channel of the mayor.",
        "लेखक ने कहा कि किताब का दूसरा भाग भी आएगा।",
        "यह खबर फैलते ही लोग बाहर आ गए।",
        "उन्होंने कहा, “We will not wait.”",
        "“We will not wait.”",
        "- पहला चरण मई में पूरा होगा।",
        "हां।",
        "क्या पानी मिलेगा?",
        "लोगों की मांग",
        "कुल ख़र्च: 6 करोड़ रुपये",
        "iPhone 16 Pro",
        "मुख्यमंत्री ने सोशल मीडिया पर लिखा: #पानी सबका अधिकार है।",
        "दिल्ली/मुंबई जाने वाली गाड़ियां देर से चलेंगी।",
        "भाषा और संस्कृति",
        "1,200 मीटर पाइप",
        "12 मार्च 2024",
        "तारीख: 12 मार्च 2024",
        "हमें चाहिए कि बच्चे ज़्यादा पढ़ें।",
        "हमारे किसान इस सरकारी ऐप से जुड़ रहे हैं।",
    ],
)
def test_a_line_of_the_story_stays(line: str) -> None:
    """A line that only looks like furniture is kept where the story stands around it."""
    kept = line.removeprefix("- ")
    assert parse_article(page(line), "a.txt").text == f"{STORY}\n{kept}\n{MORE}"


@pytest.mark.parametrize(
    "line",
    [
        "वीसी/",
        "एएस/डीकेपी",
        "-- भाषा",
        "भाषा अमित नरेश",
        "0409 1830 दिल्ली",
        "— एजेंसी",
        "This story was first published on dailylantern",
        "The post Water for all appeared first on Daily Lantern.",
        "(इस खबर को हमारी टीम ने संपादित नहीं किया है. यह सिंडिकेट फीड से सीधे प्रकाशित हुई है.)",
        "About the Author\nKavita Rao\nKavita Rao is a reporter in Pune.",
    ],
)
def test_what_follows_the_story_goes(line: str) -> None:
    """Signatures, desk marks and notes on feeds are dropped behind the last paragraph."""
    raw = "\n\n".join(["पानी की नई पाइपलाइन मंजूर", STORY, MORE, line])
    assert parse_article(raw, "a.txt").text == f"{STORY}\n{MORE}"


def test_a_list_at_the_end_stays() -> None:
    """Short items behind the last paragraph are story when they are a list."""
    raw = f"{page()}\n\nनई दरें इस प्रकार हैं:\n- पानी 60 रुपये\n- सीवर 80 रुपये"
    tail = "नई दरें इस प्रकार हैं:\nपानी 60 रुपये\nसीवर 80 रुपये"
    assert parse_article(raw, "a.txt").text == f"{STORY}\n{MORE}\n{tail}"


@pytest.mark.parametrize(
    ("tail", "publisher"),
    [
        (" --आईएएनएस", "आईएएनएस"),
        (" (भाषा)", "भाषा"),
        (" (इनपुट: एएनआई)", "एएनआई"),
        (" #पानी #शहर", None),
        (" (एजेंसी)", None),
    ],
)
def test_a_signature_behind_the_last_sentence_goes(tail: str, publisher: str | None) -> None:
    """A signature on the story's last line is cut off, and names the agency."""
    article = parse_article(page() + tail, "a.txt")
    assert article.text == f"{STORY}\n{MORE}"
    assert article.publisher == publisher


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("--एएनआई", "एएनआई"),
        ("Credit by Daily Lantern", "Daily Lantern"),
        ("Source: Reuters", "Reuters"),
        ("साभार: नया सवेरा", "नया सवेरा"),
        ("(Source: IANS) (Image Courtesy: a reader)", "IANS"),
        ("(Image Courtesy: IANS)", None),
        ("Photo: IANS", None),
        ("--एजेंसी", None),
        ("Naya Savera at Google News", "Naya Savera"),
        ("© 2024 Naya Savera. All rights reserved.", "Naya Savera"),
    ],
)
def test_credits_name_the_publisher(line: str, publisher: str | None) -> None:
    """Who signs the text is its publisher; who took the photograph is not."""
    assert parse_article(f"{page()}\n\n{line}", "a.txt").publisher == publisher


def test_front_matter_is_believed_before_the_page() -> None:
    """Title, publisher, date and link in the head win; unknown keys do not matter."""
    head = (
        '---\ntitle: "पानी: नई योजना"\npublisher: नया सवेरा\npublished: 2024-02-29\n'
        "url: https://example.org/paani\ncolour: [blue]\n---\n"
    )
    article = parse_article(f"{head}पटना, 9 नवंबर 2020 (पीटीआई)। {STORY}", "a.md")
    assert article.title == "पानी: नई योजना"
    assert article.publisher == "नया सवेरा"
    assert article.published == date(2024, 2, 29)
    assert article.url == "https://example.org/paani"
    assert article.dateline == "पटना, 9 नवंबर 2020 (पीटीआई)"
    assert article.text.endswith(STORY)


@pytest.mark.parametrize(
    ("written", "published", "dateline"),
    [
        ("4 सितंबर 2025", date(2025, 9, 4), None),
        ("२९ फ़रवरी, २०२४", date(2024, 2, 29), None),
        ("March 4, 2025", date(2025, 3, 4), None),
        ("04/09/2025", date(2025, 9, 4), None),
        ("2025-09-04T10:30:00+05:30", date(2025, 9, 4), None),
        ("4 सितंबर", None, "4 सितंबर"),
        ("2025-02-30", None, "2025-02-30"),
        ("सितंबर 2025", None, "सितंबर 2025"),
    ],
)
def test_a_date_counts_only_when_whole(
    written: str, published: date | None, dateline: str | None
) -> None:
    """Without day, month and year there is no date; what is written is shown instead."""
    article = parse_article(f'---\npublished: "{written}"\n---\n{page()}', "a.md")
    assert (article.published, article.dateline) == (published, dateline)


@pytest.mark.parametrize(
    "head",
    ["---\ntitle: [a\n---\n", "---\ntitle: a\n", "---\ntitle: a\n title: b\n---\n"],
)
def test_broken_front_matter_is_reported(head: str) -> None:
    """A head that is not YAML or not closed is an error of one line, not part of the text."""
    with pytest.raises(Unreadable, match="front matter") as caught:
        parse_article(head + page(), "a.md")
    assert "\n" not in str(caught.value)


def test_a_rule_above_plain_text_is_no_front_matter() -> None:
    """Three dashes over ordinary lines do not make the file unreadable."""
    assert parse_article(f"---\n{page()}", "a.txt").text == f"{STORY}\n{MORE}"


@pytest.mark.parametrize(
    ("opening", "dateline", "publisher", "published"),
    [
        ("मुंबई, 3 मई (एएनआई)। ", "मुंबई, 3 मई (एएनआई)", "एएनआई", None),
        ("नयी दिल्ली, चार सितंबर (भाषा) ", "नयी दिल्ली, चार सितंबर (भाषा)", "भाषा", None),
        ("पेरिस, 3 मई 2024 (रॉयटर्स): ", "पेरिस, 3 मई 2024 (रॉयटर्स)", "रॉयटर्स", date(2024, 5, 3)),
        ("इंदौर/नया सवेरा। ", "इंदौर/नया सवेरा", "नया सवेरा", None),
        ("इंदौर/भोपाल। ", "इंदौर/भोपाल", None, None),
        ("नई दिल्ली, एजेंसी। ", "नई दिल्ली, एजेंसी", None, None),
        ("सवेरा संवाददाता, आगरा। ", "सवेरा संवाददाता, आगरा", "सवेरा", None),
        ("लखनऊ: ", "लखनऊ", None, None),
        ("बाराबंकी। ", "बाराबंकी", None, None),
        ("विश्लेषण: ", None, None, None),
        ("पिछले साल 4 सितंबर को हुई बैठक (पहली) में यही तय हुआ था। ", None, None, None),
    ],
)
def test_datelines(
    opening: str, dateline: str | None, publisher: str | None, published: date | None
) -> None:
    """A dateline is found as printed, stays in the text, and names the agency and full date."""
    article = parse_article(f"पानी की योजना\n\n{opening}{STORY}\n\n{MORE}", "a.txt")
    assert article.text == f"{opening}{STORY}\n{MORE}"
    found = (article.dateline, article.publisher, article.published)
    assert found == (dateline, publisher, published)


@pytest.mark.parametrize(
    ("dashed", "published"),
    [
        ("Published: March 12, 2024 09:15 AM IST", date(2024, 3, 12)),
        ("प्रकाशित: 12 मार्च 2024", date(2024, 3, 12)),
        ("12 मार्च 2024, 10:30 बजे", date(2024, 3, 12)),
        ("Updated: March 12, 2024", None),
    ],
)
def test_a_line_with_the_date_of_publication(dashed: str, published: date | None) -> None:
    """A line that dates the page gives `published`; the date of a change does not."""
    article = parse_article(f"पानी की योजना\n\n{dashed}\n\n{STORY}", "a.txt")
    assert article.published == published
    assert article.text == STORY


def test_a_deck_under_the_title_is_story() -> None:
    """A second headline with other words stays, copies and shorter forms of the first go."""
    raw = "\n\n".join(
        [
            "नगर निगम ने मंजूर की पानी की नई पाइपलाइन",
            "चार हज़ार घरों तक पहुंचेगा गंगाजल",
            "नगर निगम ने मंजूर की पाइपलाइन",
            "नगर निगम ने मंजूर की पानी की नई पाइपलाइन | नया सवेरा",
            STORY,
        ]
    )
    assert parse_article(raw, "a.txt").text == f"चार हज़ार घरों तक पहुंचेगा गंगाजल\n{STORY}"


def test_a_title_variant_with_a_new_figure_is_kept() -> None:
    """A near copy of the title that tells another number is not thrown away."""
    raw = f"नई पाइपलाइन से घरों को मिलेगा पानी\n\nनई पाइपलाइन से 4,000 घरों को मिलेगा पानी\n\n{STORY}"
    assert "4,000 घरों को मिलेगा" in parse_article(raw, "a.txt").text


def test_a_first_line_that_states_something_stays_in_the_text() -> None:
    """A title that ends in a danda might be the first sentence: it is both."""
    article = parse_article(f"नल में पानी आने लगा।\n{STORY}", "a.txt")
    assert article.title == "नल में पानी आने लगा।"
    assert article.text == f"नल में पानी आने लगा।\n{STORY}"


def test_a_text_without_title_is_named_after_its_first_sentence() -> None:
    """A file of one paragraph keeps all of it and still has a title."""
    article = parse_article(f"{STORY} {MORE}", "a.txt")
    assert article.text == f"{STORY} {MORE}"
    assert STORY.startswith(article.title)


def test_paragraphs_printed_twice_stand_once() -> None:
    """A repeated paragraph goes, and so does an excerpt of one that is printed in full."""
    raw = page(STORY, STORY[:50] + "…", MORE[:40] + " [...]")
    assert parse_article(raw, "a.txt").text == f"{STORY}\n{MORE}"


def test_lines_broken_by_an_editor_are_one_paragraph() -> None:
    """A paragraph wrapped at a fixed width is read as one, verse and lists are not."""
    wrapped = (
        "The council said on Wednesday that the new pipe\n"
        "will bring water to 4,000 houses, and that the\n"
        "work is to be done by May."
    )
    article = parse_article(f"Water for all\n\n{wrapped}", "a.txt")
    assert article.text == wrapped.replace("\n", " ")
    two = "The new pipe will bring water to 4,000 houses,\nand it is to be laid by May."
    article = parse_article(f"Water for all\n\n{wrapped}\n\n{two}", "a.txt")
    assert article.text == f"{wrapped}\n{two}".replace("\n", " ").replace("May. ", "May.\n", 1)
    verse = "पानी रे पानी\nतेरा रंग कैसा\nजिसमें मिला दो\nलगे उस जैसा।"
    assert parse_article(f"कविता\n\n{verse}", "a.txt").text == verse


def test_a_formula_torn_by_a_line_break_is_whole() -> None:
    """An index that stands on a line of its own comes back to its symbol."""
    article = parse_article(f"हवा\n\nहवा में O\n2 की मात्रा 21 प्रतिशत है।\n\n{STORY}", "a.txt")
    assert article.text.startswith("हवा में O 2 की मात्रा 21 प्रतिशत है।\n")


def test_text_is_nfc_with_single_spaces() -> None:
    """Decomposed letters are composed, every white space is one space, every line end one."""
    raw = "शीर्षक यहां\r\n\r\nCafe\u0301 में\u00a0\u00a0चाय  मिली।\u2028दूसरा वाक्य यहां है।\r\n"
    assert parse_article(raw, "a.txt").text == "Café में चाय मिली।\nदूसरा वाक्य यहां है।"


@pytest.mark.parametrize(
    ("text", "language"),
    [(STORY, "hi"), ("The council met on Monday.", "en"), (f"{STORY} The council met.", "hi")],
)
def test_language_is_the_script_most_letters_are_in(text: str, language: str) -> None:
    """A Hindi article with some English stays Hindi."""
    assert parse_article(text, "a.txt").language == language


@pytest.mark.parametrize(
    "raw", ["", " \n\n", ", ,\n\n...", "Advertisment\n\nShare", "---\ntitle: a\n---\n"]
)
def test_a_page_without_text_is_unreadable(raw: str) -> None:
    """Where no text remains there is no article, and the reason is one line."""
    with pytest.raises(Unreadable, match="no text"):
        parse_article(raw, "a.txt")


WORDS = [
    "नगर",
    "निगम",
    "पानी",
    "फोटो",
    "Advertisment",
    "ऐप",
    "डाउनलोड",
    "करें",
    "2024",
    "मार्च",
    "--",
    "#शहर",
]
LINES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


@given(st.lists(st.tuples(LINES, st.sampled_from(["", "।", ".", "?", ":"])), max_size=12))
def test_every_line_kept_stands_in_the_original(lines: list[tuple[str, str]]) -> None:
    """Whatever is dropped, nothing is re-worded: each line of the text is printed as it stands."""
    printed = [line + end for line, end in lines]
    try:
        article = parse_article("\n".join(printed), "a.txt")
    except Unreadable:
        return
    for kept in article.text.split("\n"):
        assert kept in " ".join(printed)


@given(st.text(max_size=300))
def test_any_text_is_an_article_or_unreadable(raw: str) -> None:
    """No text makes parsing fail in another way, and no article is empty."""
    try:
        article = parse_article(raw, "a.txt")
    except Unreadable:
        return
    assert article.text.strip() == article.text != ""
    assert article.title.strip()


@pytest.mark.parametrize("start", ["Home ", "Photo: ", "--", "हमारे ", "Updated: ", "#", "("])
def test_a_hostile_line_takes_no_time(start: str) -> None:
    """Long repetitive lines are judged at once: no pattern backtracks without bound."""
    began = perf_counter()
    for filler in ("/ a ", "may. ", "#a", "ऐप ", "a/", "(x) ", "1", "A. ", "- ", "अ"):
        line = (start + filler * 1500)[:1400] + "\u2603।"
        assert noise_of(line) is not Noise.DATE
        find_dateline(line)
    assert perf_counter() - began < 5
