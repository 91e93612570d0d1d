"""Pure: which of the articles that wait are stories of their own, and which another's copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from store.article import Article
from store.catalog.catalog import Copy, Waiting
from store.duplicates import Story, answers_before, same_story, story_of


@dataclass(frozen=True, slots=True)
class SortedOut:
    """Stories to be published, each with its bands, and copies to be kept beside such ones.

    What is in neither waits for what it resembles to be published first.
    """

    stories: tuple[tuple[Waiting, Story, tuple[int, ...]], ...]
    copies: tuple[Copy, ...]


def sort_out(
    waiting: Iterable[Waiting],
    sharing: Callable[[Sequence[int]], list[tuple[str, Article]]],
) -> SortedOut:
    """Compare articles that wait with those that are published, and with one another.

    `sharing` gives the published articles that share a band, with their roots. At least the first
    of the articles is sorted out.
    """
    stories: list[tuple[Waiting, Story, tuple[int, ...]]] = []
    copies: list[Copy] = []
    taken: set[str] = set()  # published articles that become copies now
    seen: dict[tuple[int, int], str] = {}  # bands of what is published next
    for each in waiting:
        story = story_of(each.article)
        bands = story.bands()
        if any(pair in seen for pair in enumerate(bands)):
            continue
        found = [
            (root, other)
            for root, other in sharing(bands)
            if other.id != each.article.id and same_story(story, story_of(other))
        ]
        if any(other.id in taken for _, other in found):
            continue
        first = next((it for _, it in found if answers_before(it, each.article)), None)
        if first is not None:
            copies.append(Copy(each.root, each.article, first.id))
            continue
        stories.append((each, story, bands))
        seen.update(dict.fromkeys(enumerate(bands), each.article.id))
        for root, other in found:
            taken.add(other.id)
            copies.append(Copy(root, other, each.article.id))
    return SortedOut(tuple(stories), tuple(copies))
