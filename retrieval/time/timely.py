"""Pure: evidence in the light of the time that a question asks about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from retrieval.rank import Ranked
from retrieval.time.period import Period
from store.article import Article

_FAVOUR: Final = 1.0  # log-odds: decides where evidence is nearly as good
_REPORTED_WITHIN: Final = timedelta(days=14)  # of the last day of a time that is named


def can_tell(article: Article, since: date) -> bool:
    """Whether the article is known to be no older than what is asked."""
    return article.published is not None and article.published >= since


def favoured(ranked: Ranked, period: Period) -> Ranked:
    """The evidence with that of the asked time first where it is nearly as good.

    Articles without a date gain nothing. The confidence stays what it was.
    """
    published = [e.article.published for e in ranked.evidence if e.article.published is not None]
    oldest, newest = min(published, default=None), max(published, default=None)
    raised = [
        replace(found, score=found.score + _FAVOUR * _share(found.article, period, oldest, newest))
        for found in ranked.evidence
    ]
    raised.sort(key=lambda found: -found.score)  # stable: equals keep their order
    return replace(ranked, evidence=tuple(raised))


def _share(article: Article, period: Period, oldest: date | None, newest: date | None) -> float:
    day = article.published
    if day is None:
        return 0.0
    if period.first is not None and period.last is not None:
        return float(period.first <= day <= _later(period.last))
    if period.newest and oldest is not None and newest is not None and newest > oldest:
        return (day - oldest) / (newest - oldest)
    return 0.0


def _later(day: date) -> date:
    return day + _REPORTED_WITHIN if day < date.max - _REPORTED_WITHIN else day
