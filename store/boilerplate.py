"""Pure: a page's lines without what is printed around the story.

Whole lines go, or a tail of a line after its last sentence; no sentence is ever re-worded or
joined, so that what is left stands in the original word for word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from store.agencies import is_signature, known_agency
from store.article import ArticleLanguage
from store.dates import full_date
from store.lines import ends_sentence, is_bullet, letters, without_bullet
from store.noise import Noise, credited, noise_of, site_named
from store.text import index_words, normalise, words


class Story(NamedTuple):
    """What is left of a page, a paragraph a line, and what the rest of it told."""

    lines: list[str]
    publisher: str | None
    published: date | None


_DATES: Final = (Noise.DATE, Noise.BARE_DATE)
_STORY_CHARS: Final = 20
_UNSTOPPED_STORY_CHARS: Final = 120
_CAPTION_CHARS: Final = 160
_BESIDE_CHARS: Final = 80
_COPY_CHARS: Final = 30
_NAME_WORDS: Final = 3
_SUMMED_UP: Final = 0.7
_SAME_TITLE: Final = 0.7
_WRITER: Final = re.compile(
    r"पत्रकार|संवाददाता|लेखक|संपादक|journalist|reporter|writer|editor|correspondent|author",
    re.IGNORECASE,
)
_TAGS_BEHIND: Final = re.compile(r"(?<=[।॥.?!\"'”’)])\s*(?:#[\w\u0900-\u097f]+[\s,]*)+$")
_SIGNED_BEHIND: Final = re.compile(
    r"(?<=[।॥.?!])\s*(?:[-–—]{1,3}\s*(?P<dashed>[^।॥?!\s][^।॥?!]{0,30})|\((?P<inside>[^()]{2,50})\))$"
)


def story_of(lines: Sequence[str], title: str, language: ArticleLanguage) -> Story:
    """The story among `lines` (without the title line itself), in order.

    What a summary above the story repeats from it is left out; what it adds is kept.
    """
    kinds = [noise_of(line) for line in lines]
    told = [at for at, line in enumerate(lines) if kinds[at] is None and _reads_as_story(line)]
    first, last = (told[0], told[-1]) if told else (0, len(lines) - 1)
    dropped = {
        at
        for at, kind in enumerate(kinds)
        if kind is not None
        and (kind is not Noise.ENDING or at > last)
        # Between paragraphs a date is the heading of what happened then.
        and (kind is not Noise.BARE_DATE or at < first)
    }
    dropped |= _beside_headings(lines, kinds)
    dropped |= {
        at
        for at, line in enumerate(lines)
        if _is_foreign_caption(line, language, above=at < first)
        or _repeats_title(line, title, above=at < first)
    }
    dropped |= _names_below(lines, kinds, last)
    dropped |= _copies(lines, dropped)
    dropped |= _summed_up(lines, kinds, dropped, title)
    kept = [
        _without_tail(without_bullet(lines[at])) for at in range(len(lines)) if at not in dropped
    ]
    noise = [lines[at] for at in range(len(lines)) if at in dropped and kinds[at] is not None]
    return Story(
        [line for line, _ in kept if line],
        _publisher([signed for _, signed in kept], noise),
        next((full_date(line) for line in noise if noise_of(line) in _DATES), None),
    )


def _reads_as_story(line: str) -> bool:
    return len(line) >= (_STORY_CHARS if ends_sentence(line) else _UNSTOPPED_STORY_CHARS)


def _beside_headings(lines: Sequence[str], kinds: Sequence[Noise | None]) -> set[int]:
    """Lines that go with the heading above them: names, links, a writer's life, a disclaimer."""
    found: set[int] = set()
    for at, kind in enumerate(kinds):
        if kind is not Noise.NEXT_TOO or at + 1 == len(lines):
            continue
        after = lines[at + 1]
        below_story = at >= len(lines) // 2
        disclaims = re.match(r"डिस्क्लेमर|अस्वीकरण|disclaimer", lines[at], re.IGNORECASE)
        if disclaims:
            found |= {at + 1} if below_story else set()
        elif len(after) <= _BESIDE_CHARS and not ends_sentence(after):
            found.add(at + 1)
            if at + 2 == len(lines) - 1 and below_story and _WRITER.search(lines[at + 2]):
                found.add(at + 2)
        elif at + 1 == len(lines) - 1 and below_story and _WRITER.search(after):
            found.add(at + 1)
    return found


def _names_below(lines: Sequence[str], kinds: Sequence[Noise | None], last: int) -> set[int]:
    """Below the story and an agency's signature: names of those who handled it, a line each."""
    found: set[int] = set()
    for at in range(last + 2, len(lines)):
        above = kinds[at - 1] is Noise.ENDING or at - 1 in found
        if above and len(lines[at].split()) <= _NAME_WORDS and not ends_sentence(lines[at]):
            found.add(at)
    return found


def _is_foreign_caption(line: str, language: ArticleLanguage, *, above: bool) -> bool:
    """A line in the other script that is no sentence: a caption, a tag, a site's own name."""
    hindi, latin = letters(line)
    own, other = (hindi, latin) if language == "hi" else (latin, hindi)
    if len(line) > _CAPTION_CHARS or ends_sentence(line) or other < 9 * max(own, 1):
        return False
    return above or not any(char.isdigit() for char in line)


def _repeats_title(line: str, title: str, *, above: bool) -> bool:
    """A copy of the title; above the story also a shorter or slightly different one."""
    if ends_sentence(line) and not line.endswith(("?", "!")):
        return False
    if normalise(line) == normalise(title):
        return True
    own, known = set(words(line)), set(words(title))
    if not above or len(own) < 3 or any(word[0].isdigit() for word in own - known):
        return False
    return own <= known or len(own & known) / len(own | known) >= _SAME_TITLE


def _copies(lines: Sequence[str], dropped: set[int]) -> set[int]:
    """Paragraphs printed before, and excerpts (…) of paragraphs printed in full."""
    found: set[int] = set()
    seen: set[str] = set()
    ordered = sorted(set(lines))
    for at, line in enumerate(lines):
        if at in dropped or len(line) < _COPY_CHARS:
            continue
        cut = re.sub(r"\s*(?:\[?(?:…|\.{3})\]?)$", "", line)
        if line in seen or (cut != line and _stands_longer(cut, line, ordered)):
            found.add(at)
        seen.add(line)
    return found


def _stands_longer(cut: str, line: str, ordered: Sequence[str]) -> bool:
    """Whether a line other than `line` begins with `cut`; `ordered` are all lines, sorted."""
    for other in ordered[bisect_left(ordered, cut) :][:2]:
        if other.startswith(cut) and other != line:
            return True
    return False


def _summed_up(
    lines: Sequence[str], kinds: Sequence[Noise | None], dropped: set[int], title: str
) -> set[int]:
    """Bullets under a summary's heading that say nothing the story does not say."""
    bullets: set[int] = set()
    for at, kind in enumerate(kinds):
        below = at + 1
        while kind is Noise.SUMMARY and below < len(lines) and is_bullet(lines[below]):
            bullets.add(below)
            below += 1
    if not bullets:
        return bullets
    told = {
        word
        for at, line in enumerate([*lines, title])
        if at not in bullets and at not in dropped
        for word in index_words(line)
    }
    return {at for at in bullets if _share(index_words(lines[at]), told) >= _SUMMED_UP}


def _share(part: Sequence[str], whole: set[str]) -> float:
    return sum(word in whole for word in part) / len(part) if part else 1.0


def _without_tail(line: str) -> tuple[str, str | None]:
    """The line without tags and signatures behind its last sentence, and who signed."""
    line = _TAGS_BEHIND.sub("", line)
    match = _SIGNED_BEHIND.search(line)
    if match is None:
        return line, None
    signed = match["dashed"] or match["inside"]
    first = signed.split()[0]
    if is_signature(signed) or (match["dashed"] and is_signature(first)):
        return line[: match.start()].rstrip(), known_agency(signed) or known_agency(first)
    if match["inside"] and noise_of(signed) is Noise.CREDIT:
        return line[: match.start()].rstrip(), credited(signed)
    return line, None


def _publisher(signed: Sequence[str | None], noise: Sequence[str]) -> str | None:
    named = [
        *signed,
        *(credited(line) for line in noise if noise_of(line) in (Noise.CREDIT, Noise.ENDING)),
        *(site_named(line) for line in noise),
    ]
    return next((name for name in named if name), None)
