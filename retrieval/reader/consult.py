"""Has the best evidence read, and puts it in the order that comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from retrieval.answer import Fact
from retrieval.facts.asked import Asked
from retrieval.facts.rivals import fact_at, sure_fact
from retrieval.rank import Evidence, Ranked
from retrieval.reader.beside import answers_in, surroundings
from retrieval.reader.fitting import fits
from retrieval.reader.fusion import Fusion, Read, fused
from retrieval.reader.reader import Reader
from retrieval.reader.reading import Found
from retrieval.reader.words import whole, whole_name
from retrieval.search import Hit
from retrieval.understand import Understood
from store.article import Sentence


def consult(
    reader: Reader,
    understood: Understood,
    ranked: Ranked,
    *,
    hits: Sequence[Hit],
    sentences: Mapping[str, Sequence[Sentence]],
    weights: Fusion,
) -> Read | None:
    """Evidence and answers after reading; None without evidence, or without time to read.

    Where the rules find in the best evidence the very fact asked for, it stays the best.
    """
    answers = read_answers(reader, understood.text, ranked.evidence, hits=hits, sentences=sentences)
    if answers is None:
        return None
    return fused(
        ranked,
        answers,
        weights,
        first_stays=sure_fact(understood, ranked.evidence[0]) is not None,
    )


def read_answers(
    reader: Reader,
    question: str,
    evidence: Sequence[Evidence],
    *,
    hits: Sequence[Hit],
    sentences: Mapping[str, Sequence[Sentence]],
) -> list[Found | None] | None:
    """The answer found in each piece of evidence; None where nothing could be read."""
    read_in = surroundings(evidence, hits, sentences)
    stretches = list(dict.fromkeys(stretch for own in read_in for stretch in own))
    readings = reader.read(question, stretches) if stretches else None
    if readings is None:
        return None
    return answers_in(evidence, read_in, dict(zip(stretches, readings, strict=True)))


def words_that_answer(
    understood: Understood, read: Read, quote: Evidence, weights: Fusion
) -> Fact | None:
    """The words of a quote that answer, where its evidence was read and they are certain."""
    for evidence, answer in zip(read.ranked.evidence, read.answers, strict=True):
        if (
            answer is not None
            and answer.margin >= weights.sure
            and evidence.article.id == quote.article.id
            and quote.start <= answer.start
            and answer.end <= quote.end
        ):
            span = whole(quote.quote, answer.start - quote.start, answer.end - quote.start)
            if span is not None and understood.asked is Asked.PERSON:
                span = whole_name(quote.quote, *span)
            if span is None or not fits(
                understood.text, understood.asked, quote.quote[slice(*span)]
            ):
                return None
            found = fact_at(quote.quote, *span)
            return replace(found, certain=answer.margin >= weights.certain)
    return None
