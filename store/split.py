"""Pure: an article cut into passages, which are indexed, and sentences, which are quoted."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from store.article import Article, Passage, Sentence
from store.sentences import Span, sentence_spans

SPLITTER_VERSION: Final = "1"
"""Changes whenever the same article would be cut otherwise: part of the index fingerprint."""

PASSAGE_CHARS: Final = 600
"""A passage's own sentences take up to this many characters; the overlap comes on top."""

OVERLAP_CHARS: Final = 250
"""The sentence before a passage is repeated in it if it is no longer than this."""

WHOLE_ARTICLE_CHARS: Final = 900
"""An article up to this long is one passage."""

# Stands for a sentence's last character in the copy that the splitter sees: same length, and one
# separator for all the rules of `sentence_spans`. A private-use character.
_MARK: Final = "\ue000"
# Within a sentence longer than a passage: clauses, then words, then anything.
_SEPARATORS: Final = (rf"{_MARK}\s*", r"[,;:–—]\s+", r"\s+", "")


def split_article(article: Article) -> tuple[list[Passage], list[Sentence]]:
    """The article's passages and sentences, in order, as exact stretches of its text.

    Together the sentences hold the whole text but white space, and so do the passages. A passage
    is one or more whole sentences, beginning with the last sentence of the passage before it; only
    a sentence longer than PASSAGE_CHARS is cut.
    """
    text = article.text
    sentences = sentence_spans(text)
    spans = _passage_spans(text, sentences)
    version = article.content_hash()[:8]  # an earlier text's passages must not pass for this one's
    return (
        [
            Passage(f"{article.id}:{version}:{n}", article.id, text[start:end], start, end)
            for n, (start, end) in enumerate(spans)
        ],
        [Sentence(article.id, text[start:end], start, end) for start, end in sentences],
    )


def _passage_spans(text: str, sentences: list[Span]) -> list[Span]:
    if not sentences:
        return []
    if sentences[-1].end - sentences[0].start <= WHOLE_ARTICLE_CHARS:
        return [Span(sentences[0].start, sentences[-1].end)]
    chunks = _chunks(text, sentences)
    return [chunks[0], *(_overlapping(chunk, sentences) for chunk in chunks[1:])]


def _chunks(text: str, sentences: list[Span]) -> list[Span]:
    """Stretches of whole sentences, without overlap: so each one's place is certain."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    marked = list(text.replace(_MARK, "\ufffd"))
    for sentence in sentences:
        marked[sentence.end - 1] = _MARK
    splitter = RecursiveCharacterTextSplitter(
        separators=list(_SEPARATORS),
        is_separator_regex=True,
        keep_separator="end",
        add_start_index=True,
        chunk_size=PASSAGE_CHARS,
        chunk_overlap=0,
    )
    found = []
    for document in splitter.create_documents(["".join(marked)]):
        start = int(document.metadata["start_index"])
        found.append(Span(start, start + len(document.page_content)))
    return found


def _overlapping(chunk: Span, sentences: list[Span]) -> Span:
    """The chunk with the sentence before it, where it begins with a sentence and that is short."""
    at = bisect_left(sentences, (chunk.start,))
    if not 0 < at < len(sentences) or sentences[at].start != chunk.start:
        return chunk
    before = sentences[at - 1]
    return Span(before.start, chunk.end) if before.end - before.start <= OVERLAP_CHARS else chunk
