"""Web pages as articles."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from store.article import Article
from store.errors import Unreadable
from store.pages.encoding import page_text
from store.pages.page import read_page

TODAY = date(2026, 1, 20)
ADDRESS = "https://www.subahnama.example/bihar/patna-bus-depot-2210457.html"
STORY = (
    "पटना, 12 जनवरी। राज्य परिवहन निगम ने बस डिपो में 45 इलेक्ट्रिक बसें उतारी हैं।",
    "निगम के प्रबंधक अरुण झा ने कहा, “हर बस एक चार्ज में 180 किलोमीटर चलेगी।”",
    "किराया पहले जैसा रहेगा और बसें सुबह छह बजे से रात दस बजे तक मिलेंगी।",
)
TITLE = "पटना को मिलीं 45 इलेक्ट्रिक बसें, किराया नहीं बढ़ेगा"


def page(*inside: str, head: str = "", title: str = TITLE) -> str:
    """A page with these paragraphs of HTML in the place of its story."""
    body = "\n".join(inside or (f"<p>{line}</p>" for line in STORY))
    return (
        f'<!DOCTYPE html><html lang="hi"><head><title>{title} | सुबहनामा</title>{head}</head><body>'
        f'<div class="wrap"><nav><a href="/">होम</a></nav><h1>{title}</h1>'
        f'<div class="story-body">{body}</div></div></body></html>'
    )


def read(text: str, **known: Any) -> Article:
    """The article on a page found at ADDRESS."""
    return read_page(text.encode(), "s", address=ADDRESS, today=TODAY, **known)


def paragraphs(*more: str) -> str:
    """The page's story with further HTML between its paragraphs."""
    first, *others = (f"<p>{line}</p>" for line in STORY)
    return page(first, *more, *others)


# Encodings


@pytest.mark.parametrize("charset", [None, "iso-8859-1", "windows-1252", "utf-16", "nonsense"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252"])
def test_utf8_is_read_whatever_it_is_called(charset: str | None, declared: str) -> None:
    """Neither a wrong header nor a wrong meta tag spoils a page in UTF-8."""
    text = page(head=f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">')
    article = read_page(text.encode(), "s", charset=charset, today=TODAY)
    assert article.text == "\n".join(STORY)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_and_marks_are_read(encoding: str) -> None:
    """UTF-16 and UTF-32, with and without a byte order mark, are recognised."""
    article = read_page(page().encode(encoding), "s", charset="iso-8859-1", today=TODAY)
    assert article.title == TITLE
    assert article.text == "\n".join(STORY)


@pytest.mark.parametrize("misread", ["cp1252", "latin-1"])
def test_text_encoded_twice_is_brought_back(misread: str) -> None:
    """UTF-8 that a site took for another encoding and encoded again is Hindi again."""
    word = "समाचार दिल्ली"
    twice = "".join(
        bytes([byte]).decode(misread, "ignore") or chr(byte) for byte in (word * 3).encode()
    )
    assert page_text(f"<p>{twice} é – café</p>".encode()) == f"<p>{word * 3} é – café</p>"


def test_western_encodings_are_believed_where_the_bytes_allow() -> None:
    """An English page in windows-1252 keeps its quotes and accents."""
    assert page_text("“Café” – £5".encode("cp1252"), "iso-8859-1") == "“Café” – £5"
    assert page_text(b'<meta charset="windows-1252">\x93x\x94').endswith("“x”")


def test_paragraphs_with_broken_letters_are_not_quoted() -> None:
    """A page with a few broken bytes loses the paragraph they stand in, and nothing else."""
    broken = page(*(f"<p>{line}</p>" for line in STORY * 4)).encode()
    at = broken.find("प्रबंधक".encode())
    article = read_page(broken[: at + 1] + broken[at + 2 :], "s", today=TODAY)
    assert "\ufffd" not in article.text
    assert STORY[0] in article.text
    assert STORY[2] in article.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  \n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
        bytes(range(128, 256)) * 30,
        b"<html>" + b"<div>" * 5000 + b"x",
        b"<" * 5000,
        b"<p>" + b"x" * 5_000_001,
    ],
)
def test_what_is_no_page_is_a_named_failure(body: bytes) -> None:
    """Pictures, noise, nesting without end and empty pages are refused in words."""
    with pytest.raises(Unreadable) as refused:
        read_page(body, "s", today=TODAY)
    assert str(refused.value)


HOSTILE = {
    "titles": f"<title>{' - '.join(['न्यूज'] * 50_000)}</title><h1>{'news | ' * 50_000}</h1>",
    "brackets": f"<script type='application/ld+json'>{'[' * 100_000}</script>",
    "tags": f'<script type="application/ld+json">{{"headline":"{"<" * 200_000}"}}</script>',
    "parts": f"<body>{'<p>a</p>' * 110_000}</body>",
    "classes": f"<p class='{'share-' * 200_000}'>x</p>",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_pages_end(kind: str) -> None:
    """Pages made to keep a reader busy are done with soon, and are failures in words."""
    with pytest.raises(Unreadable):
        read(HOSTILE[kind])


# What a page says of itself

LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "WebPage", "name": "x"}, {"@type": ["NewsArticle"], "headline": "%s",
"datePublished": "%s", "dateModified": "2026-01-19T08:00:00+05:30",
"publisher": {"@type": "Organization", "name": "सुबहनामा"}}]}</script>"""


def test_linked_data_tells_publisher_and_day() -> None:
    """JSON-LD names the publisher and the day; the printed heading is the title."""
    article = read(page(head=LINKED % (TITLE[:30] + "...", "2026-01-12T21:00:00+05:30")))
    assert (article.title, article.publisher) == (TITLE, "सुबहनामा")
    assert (article.published, article.dateline) == (date(2026, 1, 12), "पटना, 12 जनवरी")
    assert article.language == "hi"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-01-12T20:00:00Z", date(2026, 1, 13)),
        ("2026-01-12T18:00:00+00:00", date(2026, 1, 12)),
        ("2026-01-12T23:50:00+05:30", date(2026, 1, 12)),
        ("2026-01-12T23:50:00-08:00", date(2026, 1, 12)),
        ("2026-01-12", date(2026, 1, 12)),
        ("20260112", date(2026, 1, 12)),
        ("Mon, 12 Jan 2026 23:40:00 IST", date(2026, 1, 12)),
        ("Mon, 12 Jan 2026 20:00:00 GMT", date(2026, 1, 13)),
        ("12 जनवरी 2026, 09:15 AM", date(2026, 1, 12)),
        ("January 12, 2026", date(2026, 1, 12)),
        ("2026-02-30T10:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01", None),
        ("2031-05-05", None),
        ("soon", None),
    ],
)
def test_days_are_those_of_the_publisher(written: str, day: date | None) -> None:
    """A moment is the day it was where the publisher is (India for universal time), if any."""
    story = [f"<p>{line}</p>" for line in STORY]
    story[0] = story[0].replace("पटना, 12 जनवरी। ", "")
    article = read(
        page(*story, head=f'<meta property="article:published_time" content="{written}">')
    )
    assert article.published == day


@pytest.mark.parametrize(
    "head",
    [
        '<meta itemprop="datePublished" content="2026-01-12">',
        '<meta name="publish-date" content="2026-01-12T10:00:00+05:30">',
        '<script type="application/ld+json">[{"@type":"Article","headline":"x\ny",'
        '"datePublished":"2026-01-12",},]</script>',
        '<script type="application/ld+json">//<![CDATA[\n{"@type":"NewsArticle","headline":"x",'
        '"datePublished":"2026-01-12"}\n//]]></script>',
    ],
)
def test_days_stand_in_many_places(head: str) -> None:
    """Meta tags of several kinds, and JSON-LD that is a little broken, give the day."""
    assert read(page(head=head)).published == date(2026, 1, 12)


def test_a_dateline_takes_its_year_only_from_a_day_nearby() -> None:
    """A day of change within three days gives the dateline its year; one of months later not."""
    near = '<meta property="article:modified_time" content="2026-01-14T10:00:00+05:30">'
    far = '<meta property="article:modified_time" content="2026-04-14T10:00:00+05:30">'
    assert read(page(head=near)).published == date(2026, 1, 12)
    assert read(page(head=far)).published is None
    assert read(page()).published is None
    assert read(page(), near=date(2026, 1, 12)).published == date(2026, 1, 12)
    assert read(page(), near=date(2027, 1, 10)).published == date(2027, 1, 12)


def test_a_dateline_of_december_read_in_january_is_of_last_year() -> None:
    """The year is that of the day nearby, also over New Year."""
    old = STORY[0].replace("12 जनवरी", "31 दिसंबर")
    text = page(f"<p>{old}</p>", *(f"<p>{line}</p>" for line in STORY[1:]))
    assert read(text, near=date(2026, 1, 1)).published == date(2025, 12, 31)


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} | सुबहनामा",
        f"{TITLE} - Hindi News | Subahnama",
        f"{TITLE} | Latest Hindi News - सुबहनामा",
        f"Subahnama: {TITLE}",
        f"{TITLE} – SubahNama Hindi News",
    ],
)
def test_titles_lose_the_site(title: str) -> None:
    """What stands for the site behind or before a title goes; the headline's own dashes stay."""
    named = '<meta property="og:site_name" content="सुबहनामा">'
    bare = page(head=named).replace(f"<h1>{TITLE}</h1>", "")
    bare = bare.replace(f"<title>{TITLE} | सुबहनामा", f"<title>{title}")
    assert read(bare).title == TITLE


def test_a_headline_keeps_its_own_dash() -> None:
    """A dash inside a headline is no site's."""
    title = "बजट 2026 - किसानों को क्या मिला"
    assert read(page(title=title)).title == title


def test_a_page_is_known_by_its_own_address_where_that_is_believable() -> None:
    """A canonical address counts on the same site for the same story; a front page does not."""
    for href, known in (
        (
            "/bihar/patna-bus-depot-2210457",
            "https://www.subahnama.example/bihar/patna-bus-depot-2210457",
        ),
        (
            "https://subahnama.example/x/patna-bus-depot-2210457.html",
            "https://subahnama.example/x/patna-bus-depot-2210457.html",
        ),
        ("https://www.subahnama.example/", ADDRESS),
        ("https://www.subahnama.example/bihar/", ADDRESS),
        ("https://elsewhere.example/patna-bus-depot-2210457.html", ADDRESS),
        ("http://", ADDRESS),
    ):
        assert read(page(head=f'<link rel="canonical" href="{href}">')).url == known


def test_a_canonical_address_that_drops_the_story_is_not_believed() -> None:
    """Where the query names the story, an address without it is every story's."""
    asked = "https://www.subahnama.example/story.php?id=77"
    text = page(head='<link rel="canonical" href="/story.php">').encode()
    assert read_page(text, "s", address=asked, today=TODAY).url == asked
    text = page(head=f'<link rel="canonical" href="{ADDRESS}">').encode()
    assert read_page(text, "s", address=f"{ADDRESS}?amp=1", today=TODAY).url == ADDRESS


def test_a_page_without_a_publisher_is_its_hosts() -> None:
    """Where a page names nobody, its host is the publisher; in a file, nobody."""
    assert read(page()).publisher == "subahnama.example"
    assert read_page(page().encode(), "s", today=TODAY).publisher is None


# The story

NOISE = {
    "also read": "<p><strong>यह भी पढ़ें: <a href='/x'>गया में नई ट्रेन चली</a></strong></p>",
    "link": "<p><a href='/x'>गया में नई ट्रेन चली, यात्रियों को होगी सुविधा।</a></p>",
    "box": "<div class='also-read-box'><h3>ये भी पढ़ें</h3><p>गया में नई ट्रेन चली और लोग खुश हुए।</p></div>",
    "related": "<div class='related_stories'><ul><li>गया में नई ट्रेन चली।</li></ul></div>",
    "read more": "<div class='btn read-more'>और पढ़ें</div>",
    "caption": "<figure><img src=x><figcaption>गया में नई ट्रेन चली। फोटो: नीरज</figcaption></figure>",
    "image text": "<div class='img-caption'>गया में नई ट्रेन चली, तस्वीर में यात्री।</div>",
    "share": "<div class='social-share'><a>फेसबुक</a> पर गया शेयर करें</div>",
    "advert": "<div class='ad-slot'><p>विज्ञापन: गया में सस्ते फ्लैट मिल रहे हैं।</p></div>",
    "author": "<div class='author-bio'><p>गया के रहने वाले पत्रकार दस साल से लिख रहे हैं।</p></div>",
    "tweet": "<blockquote class='twitter-tweet'><p>गया में ट्रेन चली।</p>&mdash; X (@x)</blockquote>",
    "channel": "<p>गया और बिहार की ताजा खबरों के लिए हमारे व्हाट्सएप चैनल से जुड़ें।</p>",
    "hidden": "<p style='display: none'>गया में नई ट्रेन चली।</p>",
    "script": "<script>var x = 'गया में नई ट्रेन चली।';</script>",
    "form": "<form><p>गया के समाचार पाने के लिए ईमेल लिखें।</p></form>",
    "aside": "<aside><p>गया में नई ट्रेन चली और लोग खुश हुए।</p></aside>",
}


@pytest.mark.parametrize("kind", NOISE)
def test_what_stands_between_paragraphs_is_left_out(kind: str) -> None:
    """Related news, captions, share bars, adverts, author boxes: only the story is left."""
    article = read(paragraphs(NOISE[kind]))
    assert article.text == "\n".join(STORY)


def test_a_byline_in_pieces_is_no_story() -> None:
    """Bits above the story, a line each, go: desk, place, date, update."""
    bits = ("सुबहनामा डेस्क", "पटना,", "12 जनवरी 2026,", "(अपडेटेड 12 जनवरी 2026, 9:14 AM IST)")
    article = read(page(*(f"<p>{bit}</p>" for bit in bits), *(f"<p>{line}</p>" for line in STORY)))
    assert article.text == "\n".join(STORY)


def test_a_story_told_only_in_linked_data_is_read() -> None:
    """Where scripts build the page, the story stands in JSON-LD."""
    body = "&lt;p&gt;" + "&lt;/p&gt;&lt;p&gt;".join(STORY * 2) + "&lt;/p&gt;"
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"TITLE",'
        '"datePublished":"2026-01-12","articleBody":"BODY"}</script>'
    )
    head = head.replace("TITLE", TITLE).replace("BODY", body)
    article = read(page("<div id='app'>लोड हो रहा है</div>", head=head))
    assert article.text.startswith("\n".join(STORY))


CARD = "<div class='c'><h3><a href='/{0}'>शहर में {0} नई सड़कें बनेंगी, काम जल्द शुरू होगा</a></h3></div>"


@pytest.mark.parametrize(
    "inside",
    [
        "".join(CARD.format(n) for n in range(20)),
        "<p>पेज नहीं मिला</p>",
        "<p>यह पेज देखने के लिए जावास्क्रिप्ट चालू करें।</p>",
        "<div id='root'></div>",
    ],
)
def test_a_page_without_a_story_is_a_named_failure(inside: str) -> None:
    """Lists of headlines, missing pages and empty shells are no articles."""
    with pytest.raises(Unreadable, match="no story"):
        read(page(inside, title="बिहार समाचार"))


def test_other_languages_are_named() -> None:
    """A page in a script that nobody here reads is refused as such."""
    tamil = "சென்னையில் இன்று புதிய மின்சார பேருந்துகள் இயக்கப்பட்டன என்று அமைச்சர் கூறினார். " * 5
    with pytest.raises(Unreadable, match="neither Hindi nor English"):
        read(page(f"<p>{tamil}</p>", title="சென்னை"))


# Whole pages, as several kinds of sites build them

WHOLE = Path(__file__).parent / "fixtures" / "web"


@pytest.mark.parametrize("path", sorted(WHOLE.glob("*.html")), ids=lambda path: path.stem)
def test_whole_pages_give_their_story(path: Path) -> None:
    """Portals, AMP, WordPress and others: title, publisher, day and story, and nothing besides."""
    article = read_page(path.read_bytes(), path.name, today=date(2026, 3, 1))
    told = (article.title, article.publisher, article.published, article.dateline, article.text)
    expected = path.with_suffix(".story.txt").read_text(encoding="utf-8")
    assert "\n".join(map(str, told)) + "\n" == expected
