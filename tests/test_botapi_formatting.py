"""The Bot API double reads HTML as Telegram does."""

import pytest

from tests.botapi.formatting import FormattingError, found_entities, parse_html


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("क<abacaba", "Unclosed start tag at byte offset 3"),
        ("क<abac aba>", 'Unsupported start tag "abac" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("<i =x>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i x = ", 'Unclosed start tag "i" at byte offset 0'),
        ("<i x = 19az-.,", "Unexpected end of name token at byte offset 7"),
        ('<i x = "&lt;>', "Unclosed start tag at byte offset 0"),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    """Each kind of broken HTML is refused with the reason that Telegram gives."""
    with pytest.raises(FormattingError) as refused:
        parse_html(source)
    assert str(refused.value) == reason


def test_entities_count_utf16_units() -> None:
    """Offsets and lengths count a character beyond the basic plane as two."""
    text, entities = parse_html('🏟&amp;<b>क🏟</b><a href="https://a.in/?x=1&amp;y=2">y</a>')
    assert text == "🏟&क🏟y"
    assert entities == [
        {"type": "bold", "offset": 3, "length": 3},
        {"type": "text_link", "offset": 6, "length": 1, "url": "https://a.in/?x=1&y=2"},
    ]


def test_a_folded_quotation_is_told_from_an_open_one() -> None:
    """`expandable` makes the other kind of quotation; one inside another is dropped."""
    _, entities = parse_html(
        "<blockquote expandable>a</blockquote><blockquote>b<blockquote>c</blockquote></blockquote>"
    )
    assert [(each["type"], each["length"]) for each in entities] == [
        ("expandable_blockquote", 1),
        ("blockquote", 2),
    ]


def test_only_four_names_are_decoded() -> None:
    """Named references other than lt, gt, amp and quot stay as they are; numbers are decoded."""
    assert parse_html("&lt;&gt;&amp;&quot;&nbsp;&#39;&#x915;")[0] == "<>&\"&nbsp;'क"


def test_what_people_write_is_marked() -> None:
    """Commands, mentions and addresses in people's messages become entities."""
    text = "/ask@Bot_a सुनो @Foo_bar https://a.in x/y me@mail.in"
    marked = [
        (each["type"], text[each["offset"] : each["offset"] + each["length"]])
        for each in found_entities(text)
    ]
    assert marked == [
        ("bot_command", "/ask@Bot_a"),
        ("mention", "@Foo_bar"),
        ("url", "https://a.in"),
    ]
