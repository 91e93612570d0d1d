"""A first question to try on an article that was just added: one that is answered from it."""

from __future__ import annotations

from typing import Final

from retrieval.answer import Answer, Answerer
from store.article import Article

_LONGEST_TITLE: Final = 90
_ASKING: Final = {
    "hi": ("{title}: कितने?", "{title}: यह कब हुआ?", "{title}: यह किसने कहा?", "{title}"),
    "en": ("{title}: how many?", "{title}: when was that?", "{title}: who said so?", "{title}"),
}


def first_question(article: Article, answerer: Answerer) -> str | None:
    """The first that is answered from the article, best with a fact of its own; else None."""
    title = article.title.strip(" .।?!:")
    if not title or len(title) > _LONGEST_TITLE:
        return None
    answered = list[str]()
    for asking in _ASKING[article.language]:
        question = asking.format(title=title)
        answer = answerer.answer(question)
        if _stands_on(answer, article):
            if answer.fact is not None:
                return question
            answered.append(question)
    return answered[0] if answered else None


def _stands_on(answer: Answer, article: Article) -> bool:
    return (
        not answer.abstained
        and bool(answer.citations)
        and answer.citations[0].article.id == article.id
    )
