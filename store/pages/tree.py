"""HTML as a tree (lxml), without what surely is no story."""

from __future__ import annotations

import re
from typing import Final

from lxml.etree import LxmlError, iterwalk
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from store.errors import Unreadable

_NEVER: Final = (
    "//script | //style | //noscript | //template | //iframe | //svg | //button | //form | //nav"
    " | //footer | //aside | //figure | //figcaption | //amp-ad | //amp-sidebar | //amp-embed"
    " | //*[@role='region' or @role='navigation' or @role='complementary' or @role='contentinfo'"
    " or @role='banner' or @role='dialog' or @role='search']"
    " | //*[@hidden] | //*[@aria-hidden='true'] | //*[contains(translate(@style, ' ', ''),"
    " 'display:none')]"
)
# Words of class names and ids for what stands around and between a story's paragraphs.
_BESIDE: Final = re.compile(
    r"(?:^|[\s_-])(?:related|also-?_?read|read-?_?(?:also|more|next)|more-?(?:news|stories|from)"
    r"|recommend(?:ed|ations?)?|trending|most-?read|popular|you-?may|next-?(?:story|article)"
    r"|share|sharing|social|follow(?:-us)?|whatsapp|telegram|newsletter|subscribe|subscription"
    r"|author-?(?:box|bio|info|card|details?|desc\w*)|about-?(?:the-)?author|tags?|tag-?list|topics?"
    r"|adv?|ads|advert\w*|ad-?(?:slot|unit|box|container|wrapper)|promo\w*|sponsor\w*|taboola|outbrain"
    r"|colombia|breadcrumbs?|web-?stor(?:y|ies)|gallery|video-?(?:list|player)|caption|img-?caption"
    r"|photo-?(?:credit|caption)|image-?(?:credit|caption|desc)|comments?|disqus|poll|quiz"
    r"|cookie|consent|gdpr|login|paywall|twitter-tweet|instagram-media|fb-post|embed\w*|app-?download|download-?app|live-?tv|copyright"
    r"|rhs|sidebar|side-?bar|menu|navbar|footer|header-?nav)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS: Final = frozenset(
    "p div br li ul ol h1 h2 h3 h4 h5 h6 blockquote section article table tr td th pre hr dl dt dd"
    " figure figcaption body".split()
)
_MOST: Final = 0.3  # a part that holds more of the page's text than this holds the story
_DEEPEST: Final = 200
_MAX_ELEMENTS: Final = 100_000


def page_tree(text: str) -> HtmlElement:
    """The page's tree. Raises Unreadable for what cannot be read as a page."""
    # lxml refuses a text that declares its encoding; what it declares is settled already.
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text.replace("\x00", ""))
    try:
        tree = document_fromstring(text, parser=HTMLParser(encoding="utf-8", huge_tree=False))
    except (LxmlError, ValueError, AssertionError):
        raise Unreadable("it is no page that can be read") from None
    if not isinstance(tree, HtmlElement) or tree.find("body") is None:
        raise Unreadable("it is no page that can be read")
    _bound(tree)
    return tree


def _bound(tree: HtmlElement) -> None:
    """Refuse pages nested so deep, or of so many parts, that reading them would not end well."""
    depth, count = 0, 0
    stack = [(tree, 0)]
    while stack:
        element, at = stack.pop()
        depth, count = max(depth, at), count + 1
        if depth > _DEEPEST or count > _MAX_ELEMENTS:
            raise Unreadable("the page is too deep or has too many parts")
        stack.extend((child, at + 1) for child in element)


def prune(tree: HtmlElement) -> None:
    """Take out of `tree` what is not story by its kind, its name, or by being a mere link."""
    whole = max(len(str(tree.text_content())), 1)
    for element in tree.xpath(_NEVER):
        if element.tag in ("script", "style", "template", "noscript") or _small(element, whole):
            _drop(element)
    for element in tree.xpath("//body//*[@class or @id]"):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _BESIDE.search(name) and _small(element, whole):
            _drop(element)
    for element in tree.xpath("//p[.//a] | //li[.//a] | //h2[.//a] | //h3[.//a] | //h4[.//a]"):
        if _is_link(element):
            _drop(element)


def _small(element: HtmlElement, whole: int) -> bool:
    if element.tag in ("html", "body", "article", "main", "h1"):
        return False
    told = sum(len(str(part.text_content())) for part in element.iter("p"))
    return told <= _MOST * whole and not element.xpath(".//h1")


def _is_link(element: HtmlElement) -> bool:
    """Whether nearly all that a paragraph says is links to other pages."""
    said = len("".join(str(element.text_content()).split()))
    linked = sum(len("".join(str(link.text_content()).split())) for link in element.iter("a"))
    return said > 0 and linked >= 0.85 * said


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def paragraphs(tree: HtmlElement) -> list[str]:
    """The text of `tree`, a paragraph each, white space folded."""
    pieces: list[str] = []
    for event, element in iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _BLOCKS:
            pieces.append("\n")
        if event == "start":
            pieces.append(" ".join((element.text or "").split("\n")))
        else:
            pieces.append(" ".join((element.tail or "").split("\n")))
    lines = "".join(pieces).split("\n")
    return [line for part in lines if (line := " ".join(part.split()))]


def feed_links(tree: HtmlElement) -> list[str]:
    """What the page's head names as its feeds, as written."""
    kinds = "contains(@type, 'rss+xml') or contains(@type, 'atom+xml')"
    return [str(href) for href in tree.xpath(f"//link[@href and ({kinds})]/@href")]
