"""Pure: whether everything that a sentence counts is another thing than a question asks for.

"How many tanks were sent?" finds "15,000 soldiers were sent": the figure is there, the verb and the
names are, and yet nothing is said of tanks.
"""

from __future__ import annotations

from retrieval.facts.asked import Asked
from retrieval.facts.asked_figure import wanted
from retrieval.facts.counted import agrees, counted
from retrieval.figures.figures import Kind, figures
from retrieval.figures.tokens import tokenise
from retrieval.words.agreement import alike
from retrieval.words.news_words import noun


def counts_another(question: str, asked: Asked, sentence: str) -> bool:
    """Whether each number of the sentence counts a known thing, and none the one asked for.

    Never where the thing asked for is named in the sentence, or where a number counts something
    that no table knows: that may be another word for it.
    """
    if asked is not Asked.FIGURE:
        return False
    want = wanted(question)
    things = {*want.counted, *filter(None, (want.head,))}
    if want.kinds != {Kind.NUMBER} or not things:
        return False
    tokens = tokenise(sentence)
    found = [counted(tokens, figure) for figure in figures(sentence) if figure.kind in want.kinds]
    return (
        bool(found)
        and all(agrees(want, tokens, one) == 0 for one in found)
        and all(any(noun(tokens[n].word) is not None for n in one.phrase) for one in found)
        and not any(alike(thing, token.word) for thing in things for token in tokens)
    )
