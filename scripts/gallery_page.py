"""Messages as a page that looks like Telegram on a phone; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Literal

WIDTH = 412  # CSS pixels: a common phone

Theme = Literal["light", "dark"]

_COLOURS = {
    "light": "--back:#d5e4c8;--in:#fff;--out:#e4fdcb;--text:#111;--faint:#6b7a85;--link:#2a7fc1;"
    "--quote:#3390ec;--wash:#3390ec18;--key:#0000002b;--keytext:#fff",
    "dark": "--back:#0e1621;--in:#182533;--out:#2b5278;--text:#f3f5f7;--faint:#8a9aa8;"
    "--link:#6ab3f3;--quote:#6ab3f3;--wash:#6ab3f31f;--key:#22324399;--keytext:#e8eef4",
}
_STYLE = """
* { box-sizing: border-box; margin: 0 }
body { background: var(--back); color: var(--text); padding: 10px 8px; width: 412px;
  font: 16px/1.34 "Noto Sans", "Noto Sans Devanagari", "Noto Color Emoji", sans-serif }
.message { display: flex; flex-direction: column; margin-bottom: 8px; max-width: 356px }
.out { margin-left: auto; width: fit-content }
.bubble { background: var(--in); border-radius: 14px; padding: 7px 11px; white-space: pre-wrap;
  overflow-wrap: anywhere }
.out .bubble { background: var(--out) }
.reply { border-left: 3px solid var(--quote); background: var(--wash); border-radius: 5px;
  padding: 2px 8px; margin-bottom: 4px; font-size: 14px; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis }
.reply b { color: var(--quote); display: block }
blockquote { border-left: 3px solid var(--quote); background: var(--wash); border-radius: 5px;
  padding: 2px 22px 3px 8px; margin: 1px 0; font-size: 15px; position: relative }
blockquote::after { content: "❞"; position: absolute; right: 6px; top: 0; color: var(--quote);
  font-size: 13px }
blockquote[expandable] > div { display: -webkit-box; -webkit-line-clamp: 3; overflow: hidden;
  -webkit-box-orient: vertical }
blockquote[expandable]::before { content: "⌄"; position: absolute; right: 7px; bottom: 2px;
  color: var(--quote) }
a { color: var(--link); text-decoration: none }
.row { display: flex; gap: 4px; margin-top: 4px }
.key { flex: 1; background: var(--key); color: var(--keytext); border-radius: 8px; padding: 7px 4px;
  text-align: center; font-size: 14px; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis }
.list { background: var(--in); border-radius: 12px; margin-bottom: 8px }
.result { padding: 8px 12px; border-bottom: 1px solid var(--wash) }
.result b, .result span { display: block; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis }
.result span { color: var(--faint); font-size: 14px }
.field { background: var(--in); border-radius: 20px; padding: 9px 16px }
"""


@dataclass(frozen=True, slots=True)
class Said:
    """A message: what a reader wrote (`html` empty), or what the bot sent, with its buttons."""

    asked: str = ""
    html: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    to: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """Inline results above the field in which a person types: titles with descriptions."""

    typed: str
    results: tuple[tuple[str, str], ...]


def page(content: list[Said | Listed], theme: Theme) -> str:
    """The page as HTML. Its own script gives the page's height as its title."""
    body = "".join(_listed(each) if isinstance(each, Listed) else _said(each) for each in content)
    return (
        f'<!doctype html><meta charset="utf-8"><style>:root{{{_COLOURS[theme]}}}{_STYLE}</style>'
        f"<body>{body}<script>document.title=document.body.scrollHeight</script>"
    )


def _said(each: Said) -> str:
    if not each.html:
        return f'<div class="message out"><div class="bubble">{escape(each.asked)}</div></div>'
    # Telegram breaks the line before and after a quotation by itself.
    shown = re.sub(
        r"(<blockquote[^>]*>)(.*?)</blockquote>",
        r"\1<div>\2</div></blockquote>",
        each.html,
        flags=re.DOTALL,
    )
    shown = re.sub(r"\n?(<blockquote|</blockquote>)\n?", r"\1", shown)
    reply = f'<div class="reply"><b>Reader</b>{escape(each.to)}</div>' if each.to else ""
    keys = "".join(
        '<div class="row">'
        + "".join(f'<div class="key">{escape(key)}</div>' for key in row)
        + "</div>"
        for row in each.rows
    )
    return f'<div class="message"><div class="bubble">{reply}{shown}</div>{keys}</div>'


def _listed(each: Listed) -> str:
    rows = "".join(
        f'<div class="result"><b>{escape(title)}</b><span>{escape(about)}</span></div>'
        for title, about in each.results
    )
    return f'<div class="list">{rows}</div><div class="field">{escape(each.typed)}</div>'
