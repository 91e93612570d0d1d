"""A page's story, found by trafilatura."""

from __future__ import annotations

import logging

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from store.errors import Unreadable

# It tells of every page in which it found nothing; here that is a named failure.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def extracted(tree: HtmlElement, address: str | None) -> list[str]:
    """The paragraphs of the story in `tree`, which may be changed; none where there is none.

    Raises Unreadable for a page that it stumbles over.
    """
    try:
        found = bare_extraction(
            tree, url=address, include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception:  # whatever a strange page makes it raise
        raise Unreadable("the page cannot be taken apart") from None
    text = getattr(found, "text", None) or ""
    lines = (" ".join(part.split()) for part in text.split("\n"))
    # Rows of tables come framed in bars.
    return [line for framed in lines if (line := framed.strip("| "))]
