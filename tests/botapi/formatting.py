"""HTML as the Bot API reads it, and the entities it finds in what people write.

https://core.telegram.org/bots/api#html-style lists the tags; "only the tags mentioned above are
currently supported", "all <, > and & symbols that are not a part of a tag or an HTML entity must
be replaced", "all numerical HTML entities are supported", of the named ones only &lt; &gt; &amp;
&quot;. Offsets in errors count bytes of UTF-8; entities count UTF-16 units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]+)|([0-9]+))|(lt|gt|amp|quot));?")
_SPACE = re.compile(r"\s*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']+")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_FOUND = re.compile(
    r"(?:(?<=\s)|^)/(?P<command>[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)"
    r"|(?<![A-Za-z0-9_@/])@(?P<mention>[A-Za-z][A-Za-z0-9_]{2,31})"
    r"|(?P<url>https?://\S+)"
)


class FormattingError(Exception):
    """The text cannot be parsed; says why in Telegram's words."""


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int


def utf16(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without its tags, and its entities as the Bot API gives them.

    Errors: FormattingError with the reason that Telegram gives.
    """
    text: list[str] = []
    length = 0
    entities: list[dict[str, Any]] = []
    nested: list[_Open] = []
    position = 0

    def add(piece: str) -> None:
        nonlocal length
        text.append(piece)
        length += utf16(piece)

    while position < len(source):
        char = source[position]
        if char == "&" and (reference := _REFERENCE.match(source, position)):
            add(_decoded(reference))
            position = reference.end()
        elif char != "<":
            add(char)
            position += 1
        elif source.startswith("</", position):
            position = _close(source, position, nested, entities, length)
        else:
            opened, position = _open(source, position, length)
            nested.append(opened)
    if nested:
        raise FormattingError(f'Can\'t find end tag corresponding to start tag "{nested[-1].tag}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(text), entities


def found_entities(text: str) -> list[dict[str, Any]]:
    """The commands, mentions and addresses that Telegram marks in what a person writes."""
    kinds = {"command": "bot_command", "mention": "mention", "url": "url"}
    return [
        {
            "type": kinds[match.lastgroup or ""],
            "offset": utf16(text[: match.start()]),
            "length": utf16(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def _bytes_before(source: str, position: int) -> int:
    return len(source[:position].encode())


def _decoded(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code > 0x10FFFF:
        return reference.group()
    if 0xD800 <= code <= 0xDFFF:
        raise FormattingError(
            "Text contains invalid Unicode characters after decoding HTML entities, check for "
            "unmatched surrogate code units"
        )
    return chr(code)


def _open(source: str, start: int, offset: int) -> tuple[_Open, int]:
    at = _bytes_before(source, start)
    name = re.compile(r"[^\s>]*").match(source, start + 1)
    assert name is not None
    if name.end() == len(source):
        raise FormattingError(f"Unclosed start tag at byte offset {at}")
    tag = name.group().lower()
    if tag not in TAGS:
        raise FormattingError(f'Unsupported start tag "{tag}" at byte offset {at}')
    attributes, end = _attributes(source, name.end(), tag, at)
    argument = ""
    if tag == "a":
        argument = attributes.get("href", "")
    elif tag == "tg-emoji":
        argument = attributes.get("emoji-id", "")
    elif tag == "blockquote" and "expandable" in attributes:
        argument = "expandable"
    elif tag == "code":
        argument = attributes.get("class", "").removeprefix("language-")
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise FormattingError(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    return _Open(tag, argument, offset), end


def _attributes(source: str, position: int, tag: str, at: int) -> tuple[dict[str, str], int]:
    attributes: dict[str, str] = {}
    while True:
        position = _past_space(source, position, tag, at)
        if source[position] == ">":
            return attributes, position + 1
        name = _ATTRIBUTE_NAME.match(source, position)
        if name is None:
            raise FormattingError(f'Empty attribute name in the tag "{tag}" at byte offset {at}')
        position = _past_space(source, name.end(), tag, at)
        value = ""
        if source[position] == "=":
            position = _past_space(source, position + 1, tag, at)
            value, position = _value(source, position, at)
        attributes[name.group().lower()] = value


def _past_space(source: str, position: int, tag: str, at: int) -> int:
    space = _SPACE.match(source, position)
    end = space.end() if space else position
    if end == len(source):
        raise FormattingError(f'Unclosed start tag "{tag}" at byte offset {at}')
    return end


def _value(source: str, position: int, at: int) -> tuple[str, int]:
    if source[position] in {'"', "'"}:
        quoted = _QUOTED.match(source, position)
        if quoted is None or quoted.end() == len(source):
            raise FormattingError(f"Unclosed start tag at byte offset {at}")
        return _REFERENCE.sub(_decoded, quoted.group()[1:-1]), quoted.end()
    token = _NAME_TOKEN.match(source, position)
    assert token is not None
    if not re.match(r"[\s>]", source[token.end() : token.end() + 1]):
        where = _bytes_before(source, position)
        raise FormattingError(f"Unexpected end of name token at byte offset {where}")
    return token.group().lower(), token.end()


def _close(
    source: str, start: int, nested: list[_Open], entities: list[dict[str, Any]], length: int
) -> int:
    at = _bytes_before(source, start)
    if not nested:
        raise FormattingError(f"Unexpected end tag at byte offset {at}")
    end = re.compile(r"([^\s>]*)\s*>").match(source, start + 2)
    if end is None:
        raise FormattingError(f"Unclosed end tag at byte offset {at}")
    opened, name = nested.pop(), end.group(1)
    if name and name != opened.tag:
        raise FormattingError(
            f'Unmatched end tag at byte offset {at}, expected "</{opened.tag}>", found "</{name}>"'
        )
    if length > opened.offset:
        entities.extend(_entity(opened, length, nested))
    return end.end()


def _entity(opened: _Open, length: int, nested: list[_Open]) -> list[dict[str, Any]]:
    kind = TAGS[opened.tag]
    entity: dict[str, Any] = {
        "type": kind,
        "offset": opened.offset,
        "length": length - opened.offset,
    }
    if kind == "text_link":
        # An address without a host makes no link; the text stays.
        if not re.match(r"(?:https?|tg)://[^\s/?#]+", opened.argument):
            return []
        entity["url"] = opened.argument
    if kind == "blockquote":
        # "blockquote and expandable_blockquote entities can't be nested"
        if any(outer.tag == "blockquote" for outer in nested):
            return []
        if opened.argument:
            entity["type"] = "expandable_blockquote"
    if kind == "custom_emoji":
        entity["custom_emoji_id"] = opened.argument
    if opened.tag == "code" and opened.argument and nested and nested[-1].tag == "pre":
        nested[-1].argument = opened.argument
        return []
    if kind == "pre" and opened.argument:
        entity["language"] = opened.argument
    return [entity]
