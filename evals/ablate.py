"""What each leg of retrieval brings: `python -m evals.ablate FOLDER`, one table without each.

The same questions are asked with everything, and then with one part taken away at a time; the
learned weights stay as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from evals.evaluate import ask_all
from evals.folders import WrongFolder
from evals.ingested import ingested, parser
from evals.measures import measure
from evals.questions import LANGUAGES
from evals.results import Result
from evals.table import Numbers, cell
from retrieval.extractive import ExtractiveAnswerer
from retrieval.facts.asked import what_is_asked
from retrieval.query import Term, query_terms
from retrieval.tidy import tidied
from retrieval.understand import Understanding, Understood
from store.arrays import Floats
from store.errors import StoreError
from store.lexical import lexical_index
from store.view import View

if TYPE_CHECKING:
    from retrieval.question import Language
    from store.corpus import Corpus

SHOWN = ("passage@1", "quote@1", "quote@3", "auroc", "abstain F1", "p50 ms")


class LexicalOnly(View):
    """A view of the corpus in which no passage is found by meaning."""

    def nearest(self, vector: Floats, limit: int) -> list[tuple[str, float]]:  # noqa: ARG002
        """None."""
        return []


def without_dense(view: View) -> View:
    """The view without the dense leg; what the words find is still scored by meaning."""
    return LexicalOnly(view.catalog, view.generation, view.lexical, view.loaded)


def without_words(view: View) -> View:
    """The view without BM25."""
    return replace(view, lexical=lexical_index([]))


class Seen:
    """A corpus whose views are changed; everything else is its own."""

    def __init__(self, corpus: Corpus, change: Callable[[View], View]) -> None:
        self._corpus = corpus
        self._change = change

    @contextmanager
    def view(self) -> Iterator[View]:
        """A changed view."""
        with self._corpus.view() as view:
            yield self._change(view)

    def __getattr__(self, name: str) -> Any:
        """What is not changed."""
        return getattr(self._corpus, name)


class AsTyped(Understanding):
    """Romanised Hindi is searched as it was typed."""

    def understand(self, text: str, last_language: Language | None = None) -> Understood:
        """Read a question without turning it into Devanagari."""
        read = super().understand(text, last_language)
        if read.question.language != "hi-Latn":
            return read
        meant = tidied(text)
        rarity, spellings = self._corpus.lexical.rarity, self._vocabulary().spellings
        terms = query_terms(meant, rarity, spellings)
        return replace(read, text=meant, terms=terms, asked=what_is_asked(meant))


class OwnWords(Understanding):
    """No word is looked for in another script or language, or by another name."""

    def understand(self, text: str, last_language: Language | None = None) -> Understood:
        """Read a question with its words as they stand."""
        read = super().understand(text, last_language)
        return replace(read, terms=tuple(map(_bare, read.terms)))


def _bare(term: Term) -> Term:
    return replace(term, forms={term.word: 1.0})


@dataclass(frozen=True, slots=True)
class Leg:
    """A part that can be taken away: how the answerer over a corpus is made without it."""

    name: str
    without: Callable[[Corpus], ExtractiveAnswerer]


def _over(change: Callable[[View], View]) -> Callable[[Corpus], ExtractiveAnswerer]:
    return lambda corpus: ExtractiveAnswerer(cast("Corpus", Seen(corpus, change)))


def _reading(understanding: type[Understanding]) -> Callable[[Corpus], ExtractiveAnswerer]:
    return lambda corpus: ExtractiveAnswerer(corpus, understanding=understanding(corpus))


LEGS = (
    Leg("everything", ExtractiveAnswerer),
    Leg("BM25", _over(without_words)),
    Leg("dense", _over(without_dense)),
    Leg("glossary and names across scripts", _reading(OwnWords)),
    Leg("romanised Hindi to Devanagari", _reading(AsTyped)),
)


def table(rows: Mapping[str, Mapping[str, Numbers]], names: Sequence[str] = SHOWN) -> str:
    """A table in Markdown: a row for each leg taken away, the languages side by side in a cell."""
    languages = [x for x in LANGUAGES if any(x in row for row in rows.values())]
    lines = [
        f"| without ({', '.join(languages)}) | " + " | ".join(names) + " |",
        "| --- |" + " --- |" * len(names),
    ]
    for leg, row in rows.items():
        cells = (
            ", ".join(cell(name, row[language][name]) for language in languages if language in row)
            for name in names
        )
        lines.append(f"| {'–' if leg == 'everything' else leg} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def ablations(
    corpus: Corpus, ask: Callable[[ExtractiveAnswerer], list[Result]], legs: Sequence[Leg] = LEGS
) -> dict[str, dict[str, Numbers]]:
    """Measures by leg and language; `ask` puts all questions to an answerer."""
    rows: dict[str, dict[str, Numbers]] = {}
    for leg in legs:
        results = ask(leg.without(corpus))
        rows[leg.name] = {
            language: measure(ours)
            for language in LANGUAGES
            if (ours := [r for r in results if r.asked.language == language])
        }
        print(f"asked without {leg.name}" if leg is not legs[0] else "asked", file=sys.stderr)
    return rows


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 2 with one line on standard error when the folder is of no use."""
    options = parser("evals.ablate", __doc__).parse_args(argv)
    try:
        with ingested(options) as over:
            rows = ablations(over.corpus, lambda one: ask_all(one, over.questions, over.texts))
    except (WrongFolder, StoreError) as problem:
        print(f"ablate: {problem}", file=sys.stderr)
        return 2
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
