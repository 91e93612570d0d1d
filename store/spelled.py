"""The words of all articles as they are spelled, counted once and kept in a file."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from store.catalog.catalog import Catalog

_WORD: Final = re.compile(r"[\u0900-\u0963\u0971-\u097f\u200c\u200d]+|[A-Za-z\u00c0-\u024f]+")
_FACT: Final = "spelled_words"
_LAYOUT: Final = 1
_WORTH_KEEPING: Final = 2000  # articles; fewer are read again in a moment


def count_words(texts: Iterable[str]) -> Counter[str]:
    """The Devanagari and Latin words of texts as they are spelled, with their counts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_WORD.findall(text))
    return counts


class SpelledWords:
    """What the catalog's articles are spelled with. The file is only a shortcut.

    The catalog remembers which file counted it, and up to which revision: after a restore the file
    of another catalog is not taken for its own. Words of articles that went stay counted until as
    many articles have changed as there are; then all are counted anew.
    """

    def __init__(
        self, catalog: Catalog, data_dir: Path, worth_keeping: int = _WORTH_KEEPING
    ) -> None:
        self._catalog, self._data_dir = catalog, data_dir
        self._worth_keeping = worth_keeping

    def counts(self) -> tuple[int, Counter[str]]:
        """A revision of the catalog, and how often each word is in its titles and texts."""
        revision = self._catalog.revision()
        since, changes, counts = self._read()
        changed = self._catalog.changed_since(since)
        if since and changes + len(changed) > self._catalog.counts()[0]:
            changes, counts = 0, Counter()
            changed = self._catalog.changed_since(0)
        counts.update(
            count_words(
                f"{each.title}\n{each.text}" for each in self._catalog.articles_among(changed)
            )
        )
        if len(changed) >= self._worth_keeping:
            self._write(revision, changes + len(changed) if since else 0, counts)
        return revision, counts

    def _read(self) -> tuple[int, int, Counter[str]]:
        """Up to which revision words are counted, changes since all were, and the words."""
        try:
            about: dict[str, Any] = json.loads(self._catalog.fact(_FACT) or "{}")
            if about.get("layout") != _LAYOUT:
                return 0, 0, Counter()
            held = json.loads(self._file(about["mark"]).read_text("utf-8"))
            return int(about["revision"]), int(about["changes"]), Counter(held)
        except (OSError, ValueError, KeyError):
            return 0, 0, Counter()

    def _write(self, revision: int, changes: int, counts: Counter[str]) -> None:
        about = {
            "layout": _LAYOUT,
            "mark": uuid.uuid4().hex[:12],
            "revision": revision,
            "changes": changes,
        }
        file = self._file(str(about["mark"]))
        older = set(self._data_dir.glob(self._file("*").name))
        try:
            file.write_text(json.dumps(counts, ensure_ascii=False), "utf-8")
        except OSError:  # a full disk: next time
            file.unlink(missing_ok=True)
            return
        self._catalog.set_facts(**{_FACT: json.dumps(about)})
        for path in older:
            with suppress(OSError):
                path.unlink()

    def _file(self, mark: str) -> Path:
        return self._data_dir / f"spelled-{mark}.json"
