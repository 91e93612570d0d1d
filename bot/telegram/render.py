"""Pure: an Answer as Telegram messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.facts import cautions, in_words_of, speaker
from bot.messages import (
    FIGURES_DIFFER,
    INSTEAD,
    MORE_EVIDENCE,
    ONLY_SO_MANY,
    RELATED_ARTICLES,
    SAME_ARTICLE,
    TRANSLATION,
    Text,
    say,
)
from bot.telegram.citing import NAME_LIMIT, also_in, published_by, source_line
from bot.telegram.markup import Block, Span, clip, html, lines, plain, split, utf16_length
from retrieval.answer import Answer, Citation
from retrieval.question import FrameLanguage

FOLDED_TITLE_LIMIT = 28  # so that of the three lines that show one is the quote's
OPEN_QUOTE_LIMIT = 600  # UTF-16 units; a longer first quote is folded, to keep the message short


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One Telegram message: its HTML, and the same without formatting should HTML be refused."""

    html: str
    plain: str


def render(answer: Answer) -> list[Outgoing]:
    """The messages that show `answer`, in sending order; each within Telegram's limits.

    The fact comes first, then the quote it stands on, then further evidence folded.
    """
    return messages(_abstention(answer) if answer.abstained else _answer(answer))


def messages(blocks: Iterable[Block]) -> list[Outgoing]:
    """The blocks as messages within Telegram's limits."""
    return [Outgoing(html(part), plain(part)) for part in split(blocks)]


def notice(text: str) -> Outgoing:
    """A message of plain words."""
    block = Block((Span(text),))
    return Outgoing(html([block]), plain([block]))


def quoted(citation: Citation, fact: str | None = None, at: int | None = None) -> Block:
    """The quote as a quotation, the words of `fact` in bold; `at` is where they stand, if known."""
    long = utf16_length(citation.quote) > OPEN_QUOTE_LIMIT
    return Block(_marked(citation.quote, fact or "", at), "folded" if long else "open")


def _answer(answer: Answer, quotes: Sequence[Citation] | None = None) -> list[Block]:
    """The answer over its quotes, or over those of them that are given."""
    frame = answer.question.frame
    if answer.parts:
        return _parts(answer)
    if not answer.citations:
        return _abstention(answer)
    first, *others = answer.citations if quotes is None else quotes
    blocks = _cautions(answer)
    if answer.written:
        blocks.append(_written(answer))
    elif answer.differing:
        blocks += _differing(answer)  # first of all: none of the figures is the answer by itself
    elif answer.several:
        blocks.append(_several(answer))
    elif answer.fact is not None and answer.fact.strip() != first.quote.strip():
        blocks.append(Block(told(answer.fact.strip(), answer.said_by, frame, f" [{first.n}]")))
    blocks.append(quoted(first, answer.short_answer, answer.short_at))
    if first.n in answer.translations:
        blocks.append(Block((_translated(answer, first),), gap=False))
    blocks.append(
        Block(
            lines([source_line(first, frame, asked_on=answer.asked_on), *also_in(first, frame)]),
            gap=False,
        )
    )
    return [*blocks, *_folded(answer, others, MORE_EVIDENCE, after=first)]


def _cautions(answer: Answer) -> list[Block]:
    return [Block((Span(say(text, answer.question.frame)),)) for text in cautions(answer)]


def _parts(answer: Answer) -> list[Block]:
    """Each question of the message with its answer; a quote that serves several stands once."""
    blocks = list[Block]()
    shown = set[int]()
    for number, part in enumerate(answer.parts, start=1):
        blocks.append(Block((Span(f"{number}. {part.question.text}"),)))
        new = tuple(one for one in part.citations if one.n not in shown)
        if part.abstained or part.citations[:1] == new[:1]:
            blocks += _answer(part, new)
        else:  # the quote stands above
            blocks += _cautions(part)
            fact, above = (part.fact or "").strip(), f"[{part.citations[0].n}]"
            said = (
                told(fact, part.said_by, answer.question.frame, f" {above}")
                if fact
                else (Span(f"↑ {above}"),)
            )
            if part.written:
                blocks.append(_written(part))
            elif part.differing:
                blocks += _differing(part)
            else:
                blocks.append(_several(part) if part.several else Block(said, gap=False))
            blocks += _folded(part, new, MORE_EVIDENCE)
        shown |= {one.n for one in new}
    if answer.left_out:
        blocks.append(Block((Span(say(ONLY_SO_MANY, answer.question.frame)),)))
    return blocks


def told(fact: str, said_by: str | None, frame: FrameLanguage, after: str = "") -> tuple[Span, ...]:
    """A fact, whose word it is where that is known, and what comes after."""
    return Span(in_words_of(fact, frame), bold=True), Span(speaker(said_by, frame) + after)


def _differing(answer: Answer) -> list[Block]:
    """Where articles do not agree, what each says, with who says it and when."""
    frame = answer.question.frame
    articles = {citation.n: citation.article for citation in answer.citations}
    rows = [[Span(say(FIGURES_DIFFER, frame))]]
    for figure in answer.differing:
        about = published_by(articles[figure.n], frame, answer.asked_on) or clip(
            articles[figure.n].title, NAME_LIMIT
        )
        rows.append(
            [
                Span("• "),
                *told(
                    figure.text,
                    figure.said_by,
                    frame,
                    f"{' · ' if figure.said_by else ' — '}{about} [{figure.n}]",
                ),
            ]
        )
    return [Block(lines(rows))]


def _several(answer: Answer) -> Block:
    """The facts to a question that wants several, each with its mark."""
    frame = answer.question.frame
    rows = [
        [Span("• "), *told(figure.text, figure.said_by, frame, f" [{figure.n}]")]
        for figure in answer.several
    ]
    return Block(lines(rows))


def _written(answer: Answer) -> Block:
    """What a language model wrote, each sentence with its marks."""
    spans = list[Span]()
    for sentence in answer.written:
        marks = "".join(f"[{mark}]" for mark in sentence.marks)
        spans += [Span(sentence.text, bold=True), Span(f" {marks} ")]
    return Block((*spans[:-1], Span(spans[-1].text.rstrip())))


def _translated(answer: Answer, citation: Citation) -> Span:
    """A quote's translation, said to be one."""
    text = answer.translations[citation.n]
    return Span(say(TRANSLATION, answer.question.frame, text=text))


def _abstention(answer: Answer) -> list[Block]:
    words = say(INSTEAD[answer.reason or "not_said"], answer.question.frame)
    head = Block((Span(words, bold=not answer.is_talk),))
    return [head, *_folded(answer, answer.citations, RELATED_ARTICLES)]


def _folded(
    answer: Answer,
    citations: Iterable[Citation],
    heading: Text,
    after: Citation | None = None,
) -> list[Block]:
    """Each citation in a folded quotation that begins with its source: what shows when folded.

    A source is not repeated where it is that of the citation before; `after` precedes the first.
    """
    frame = answer.question.frame
    blocks = list[Block]()
    for citation in citations:
        same = after is not None and after.article.id == citation.article.id
        source = (
            (Span(f"[{citation.n}] {say(SAME_ARTICLE, frame)}"),)
            if same
            else source_line(citation, frame, FOLDED_TITLE_LIMIT)
        )
        told = [source, [Span(citation.quote)]]
        if citation.n in answer.translations:
            told.append([_translated(answer, citation)])
        if not same:
            told += also_in(citation, frame)
        blocks.append(Block(lines(told), "folded", gap=False))
        after = citation
    return [Block((Span(say(heading, frame)),)), *blocks] if blocks else []


def _marked(quote: str, fact: str, at: int | None) -> tuple[Span, ...]:
    """The quote with the words that answer in bold."""
    start = at if at is not None and quote.startswith(fact, at) else quote.find(fact)
    if start < 0:
        return (Span(quote),)
    end = start + len(fact)
    spans = (Span(quote[:start]), Span(quote[start:end], bold=True), Span(quote[end:]))
    return tuple(span for span in spans if span.text)
