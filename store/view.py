"""The corpus as one question sees it: one model and its index, one set of words, each article
once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from store.arrays import Floats
from store.article import Article, Passage, Sentence
from store.catalog.catalog import Catalog
from store.embed import Embedder
from store.generation import Generation
from store.lexical import LexicalIndex
from store.tokens import TokenCodec, TokenVectors

_ARTICLES_LOADED = 2000

Loaded = dict[str, tuple[Article | None, list[Sentence]]]


@dataclass(frozen=True, slots=True)
class View:
    """What can be searched, while articles arrive and the index is built anew.

    An article that is read twice is the same both times.
    """

    catalog: Catalog
    generation: Generation
    lexical: LexicalIndex
    loaded: Loaded
    """Articles read by any view since the last change."""
    _own: Loaded = field(default_factory=dict)

    @property
    def embedder(self) -> Embedder:
        """The model that made the index."""
        return self.generation.embedder

    @property
    def codec(self) -> TokenCodec:
        """How this model's token vectors are made small."""
        return self.generation.codec

    def article(self, article_id: str) -> Article | None:
        """One searchable article."""
        return self._load(article_id)[0]

    def sentences(self, article_id: str) -> list[Sentence]:
        """An article's sentences in reading order."""
        return self._load(article_id)[1]

    def copies(self, article_id: str) -> list[Article]:
        """The same story as other places have it."""
        return self.catalog.copies(article_id)

    def passages(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        """Those of the passages that may be shown."""
        return self.catalog.searchable_passages(ids)

    def nearest(self, vector: Floats, limit: int) -> list[tuple[str, float]]:
        """Passage ids with cosine similarity, best first; may name passages that are gone."""
        return self.generation.dense.nearest(vector, limit)

    def vectors(self, passages: Sequence[str]) -> Mapping[str, Floats]:
        """The passages' vectors."""
        return self.generation.dense.vectors(passages)

    def tokens(self, passages: Sequence[str]) -> dict[str, TokenVectors]:
        """The token vectors of the passages that have any."""
        return self.generation.dense.tokens(passages, self.codec)

    def _load(self, article_id: str) -> tuple[Article | None, list[Sentence]]:
        found = self._own.get(article_id) or self.loaded.get(article_id)
        if found is None:
            found = self.catalog.article_with_sentences(article_id)
            if len(self.loaded) >= _ARTICLES_LOADED:
                self.loaded.clear()
            self.loaded[article_id] = found
        self._own[article_id] = found
        return found
