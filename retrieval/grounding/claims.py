"""Pure: whether a sentence keeps whether it was done, how surely, and which way it went.

As far as words show it: a clause of the sentence is compared with the clause of the evidence that
shares most with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.grounding.clauses import Clause, figures_belong, holds, nearest, shared
from retrieval.grounding.hedges import (
    HEDGES,
    is_done,
    is_negated,
    is_to_come,
    is_unsure,
    overstates,
    with_verbs,
)
from retrieval.grounding.opposites import no_opposite
from retrieval.grounding.roles import doer, roles_stand
from retrieval.grounding.words import same_word


def claims_stand(said: Sequence[Clause], printed: Sequence[Clause]) -> bool:
    """Whether clauses keep negation, doubt, time, direction, and who did it, of those printed."""
    if not printed or not no_opposite(said, printed):
        return False
    groups: dict[int, list[Clause]] = {}
    for clause in said:
        for index in _nearest(clause, printed):
            groups.setdefault(index, []).append(clause)
    whole = with_verbs(printed)
    if not all(_keeps(group, whole[index]) for index, group in groups.items()):
        return False
    return not any(overstates(said, whole, *hedge) for hedge in HEDGES) and all(
        figures_belong(clause, printed)
        and roles_stand(clause, printed)
        and no_opposite([clause], _of_same_doer(clause, printed))
        and all(no_opposite([clause], [other]) for other in _told_of(clause, printed))
        for clause in said
    )


def _told_of(clause: Clause, printed: Sequence[Clause]) -> list[Clause]:
    """The clauses nearest to this one; of several those that have a figure of it, if any do."""
    near = nearest(clause, printed)
    return [one for one in near if any(holds(one, clause, each) for each in clause.figures)] or near


def _nearest(clause: Clause, printed: Sequence[Clause]) -> list[int]:
    """The one clause of the evidence that shares most with this one; none where none does."""
    scores = [shared(clause, other) for other in printed]
    best = max(scores)
    if best == 0:
        return []
    first = [n for n, score in enumerate(scores) if score == best]
    same = [n for n in first if is_negated(printed[n]) == is_negated(clause)]
    return (same or first)[:1]


def _keeps(group: Sequence[Clause], printed: Clause) -> bool:
    """Whether clauses say it as surely as the evidence: not, perhaps, and not yet."""
    if any(map(is_negated, group)) != is_negated(printed):
        return False
    if is_unsure(printed) and not any(is_unsure(clause) for clause in group):
        return False
    return not is_to_come(printed) or not any(is_done(clause) for clause in group)


def _of_same_doer(clause: Clause, printed: Sequence[Clause]) -> list[Clause]:
    """The clauses of the evidence whose doer is this one's."""
    mine = doer(clause)
    return [
        other
        for other in printed
        if any(same_word(word, theirs) for word in mine for theirs in doer(other))
    ]
