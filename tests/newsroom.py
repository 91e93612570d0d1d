"""A made-up news site of any number of pages, with the trouble that real ones have."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from html import escape

from tests.site import Reply, Site

PUBLISHER = "लोकदीप समाचार"
FIRST_DAY = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)  # noon in India

_PLACES = "पटना गया दरभंगा आरा छपरा सीवान बक्सर नालंदा जमुई बांका".split()
_THINGS = "पुल अस्पताल विद्यालय बाज़ार डाकघर पुस्तकालय स्टेशन तालाब मेला थाना".split()
_SYLLABLES = "का मो ली रू टा नी सू पे गो हा वी ची डो बा तू".split()
_DEEDS = (
    "का निर्माण पूरा हुआ",
    "की मरम्मत शुरू हुई",
    "के लिए धन मंज़ूर हुआ",
    "में नई सुविधा खुली",
    "पर बैठक हुई",
)


@dataclass(frozen=True)
class Story:
    """One story, as it is now."""

    number: int
    title: str
    paragraphs: tuple[str, ...]
    published: datetime

    @property
    def path(self) -> str:
        """Where it stands."""
        return f"/bihar/khabar-{self.number:05d}.html"

    @property
    def day(self) -> date:
        """Its day in India."""
        return (self.published + timedelta(hours=5.5)).date()

    @property
    def text(self) -> str:
        """What the corpus is to hold of it."""
        return "\n".join(self.paragraphs)

    def corrected(self) -> Story:
        """The story with a correction below it."""
        correction = f"संशोधन: विभाग के अनुसार लागत {self.number + 7} करोड़ रुपये है।"
        return replace(self, paragraphs=(*self.paragraphs, correction))


def story(number: int) -> Story:
    """Story `number`, the same at every call, with words of its own."""
    draw = random.Random(number)

    def names(count: int) -> str:
        return " ".join("".join(draw.choices(_SYLLABLES, k=3)) for _ in range(count))

    place, thing = _PLACES[number % 10], _THINGS[number // 10 % 10]
    deed = _DEEDS[number // 100 % 5]
    return Story(
        number,
        f"{place}: {thing} {deed}, {names(2)} पर भी फ़ैसला",
        (
            f"{place} के {names(3)} {thing} {deed}, ज़िला प्रशासन ने पत्र संख्या {number} में बताया।",
            f"इस पर {draw.randrange(3, 900)} लाख रुपये लगेंगे और {names(6)} को लाभ होगा।",
            f"{names(4)} संघ के अध्यक्ष ने कहा कि {draw.randrange(2, 60)} {names(5)} इससे जुड़ेंगे।",
        ),
        FIRST_DAY + timedelta(minutes=11 * number),
    )


def page(story: Story) -> str:
    """The story's page, with what such pages have around a story."""
    linked = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": story.published.isoformat(),
            "publisher": {"@type": "Organization", "name": PUBLISHER},
        }
    )
    body = "\n".join(f"<p>{escape(line)}</p>" for line in story.paragraphs)
    return f"""<!DOCTYPE html><html lang="hi"><head><meta charset="utf-8">
<title>{escape(story.title)} | {PUBLISHER}</title><link rel="canonical" href="{story.path}">
<script type="application/ld+json">{linked}</script></head><body>
<header><nav><ul><li><a href="/">होम</a></li><li><a href="/b/">बिहार</a></li></ul></nav></header>
<div class="row"><div class="lhs"><h1>{escape(story.title)}</h1>
<div class="author-box">लेखक: लोकदीप डेस्क</div><div class="share-bar"><a>शेयर करें</a></div>
<div class="story-body">{body}
<p><strong>यह भी पढ़ें: <a href="/x">मौसम का हाल, कल बारिश होगी</a></strong></p></div>
<div class="read-more"><a>और पढ़ें</a></div></div>
<div class="rhs related-news"><h3>संबंधित ख़बरें</h3>
<ul><li><a href="/y">कल बारिश होगी, विभाग ने चेताया</a></li></ul></div></div>
<footer>© 2026 {PUBLISHER}. सर्वाधिकार सुरक्षित।</footer></body></html>"""


def put(site: Site, story: Story, *, encoding: str = "utf-8", said: str = "utf-8") -> None:
    """Let the site have the story's page, in an encoding, said to be another perhaps."""
    body = page(story).encode(encoding)
    headers = {"Content-Type": f"text/html; charset={said}", "ETag": f'"{hash(body):x}"'}
    site.replies[story.path] = Reply(body, headers=headers)


def rss(site: Site, stories: Iterable[Story], *, more: str = "", title: str = PUBLISHER) -> bytes:
    """A feed of the stories with addresses relative to the site; `more` are further items."""
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>{story.path}?utm_source=rss</link>"
        f'<guid isPermaLink="false">lokdeep-{story.number}</guid>'
        f"<pubDate>{format_datetime(story.published)}</pubDate>"
        f"<description>{escape(story.paragraphs[-1])}</description></item>"
        for story in stories
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:at="http://purl.org/atompub/tombstones/1.0"><channel>'
        f"<title>{title}</title><link>{site.address('/')}</link>{items}{more}</channel></rss>"
    ).encode()
