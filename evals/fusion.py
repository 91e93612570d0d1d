"""How the dense and the lexical leg are fused best: `python -m evals.fusion FOLDER`.

For every way of fusing and every depth, the share of questions whose right passage is among the
best few that go on to be looked at sentence by sentence. Nothing is fitted; the table is for
choosing the constants in retrieval/search.py.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.folders import WrongFolder
from evals.ingested import ingested, parser
from evals.measures import from_source
from evals.questions import LANGUAGES, Judged
from retrieval.understand import Understanding
from store.corpus import Corpus
from store.errors import StoreError

DEPTHS = (20, 40, 80)
KEPT = (1, 6, 12, 20)
_DEEPEST = max(DEPTHS)

Scores = Mapping[str, float]
Fuse = Callable[[Scores, Scores], Scores]


@dataclass(frozen=True, slots=True)
class Legs:
    """What each leg found for a question, best first, with the similarity of every passage in
    either, and which passages are right.
    """

    language: str
    dense: Scores
    lexical: Scores
    similarity: Scores
    right: frozenset[str]


def by_share(share: float) -> Fuse:
    """Cosine similarity, and so much of the logarithm of BM25."""
    return lambda similarity, lexical: {
        id_: value + share * float(np.log1p(lexical.get(id_, 0.0)))
        for id_, value in similarity.items()
    }


def by_rank(k: int) -> Fuse:
    """Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009) with its constant `k`."""

    def fuse(similarity: Scores, lexical: Scores) -> Scores:
        fused = dict.fromkeys(similarity, 0.0)
        for leg in (similarity, lexical):
            for rank, id_ in enumerate(sorted(leg, key=lambda one: (-leg[one], one)), start=1):
                fused[id_] += 1 / (k + rank)
        return fused

    return fuse


WAYS: Mapping[str, Fuse] = {
    "dense alone": by_share(0.0),
    **{f"cosine + {share} log BM25": by_share(share) for share in (0.005, 0.01, 0.02, 0.04, 0.08)},
    **{f"RRF, k = {k}": by_rank(k) for k in (10, 60)},
}


def gathered(corpus: Corpus, questions: Sequence[Judged]) -> list[Legs]:
    """What both legs find for every question that an article answers."""
    understanding = Understanding(corpus)
    asked = [judged for judged in questions if judged.answerable]
    read = [understanding.understand(judged.text) for judged in asked]
    queries = corpus.embedder.encode_queries([understood.text for understood in read])
    found = []
    with corpus.view() as view:
        for judged, understood, query in zip(asked, read, queries, strict=True):
            dense = dict(view.nearest(query.vector, _DEEPEST))
            lexical = dict(view.lexical.search(understood.weights, _DEEPEST))
            own = view.vectors([id_ for id_ in lexical if id_ not in dense])
            similarity = dense | {id_: float(v @ query.vector) for id_, v in own.items()}
            passages = view.passages(list(similarity))
            right = {
                id_
                for id_, passage in passages.items()
                if (article := view.article(passage.article_id)) is not None
                and from_source(article.source, judged)
            }
            found.append(Legs(judged.language, dense, lexical, similarity, frozenset(right)))
    return found


def recall(legs: Legs, fuse: Fuse, depth: int, kept: int) -> bool:
    """Whether a right passage is among the best `kept` of what both legs found to a depth."""
    dense = sorted(legs.dense, key=lambda id_: -legs.dense[id_])[:depth]
    lexical = sorted(legs.lexical, key=lambda id_: -legs.lexical[id_])[:depth]
    fused = fuse(
        {id_: legs.similarity[id_] for id_ in {*dense, *lexical}},
        {id_: legs.lexical[id_] for id_ in lexical},
    )
    best = sorted(fused, key=lambda id_: (-fused[id_], id_))[:kept]
    return not legs.right.isdisjoint(best)


def table(found: Sequence[Legs]) -> str:
    """Recall in percent: a row for each way and depth, the languages side by side in a cell."""
    languages = [x for x in LANGUAGES if any(legs.language == x for legs in found)]
    lines = [
        f"| fused ({', '.join(languages)}) | depth | "
        + " | ".join(f"recall@{kept}" for kept in KEPT)
        + " |",
        "| --- |" + " --- |" * (len(KEPT) + 1),
    ]
    for name, fuse in WAYS.items():
        for depth in DEPTHS:
            cells = []
            for kept in KEPT:
                shares = (
                    np.mean([recall(x, fuse, depth, kept) for x in found if x.language == language])
                    for language in languages
                )
                cells.append(", ".join(f"{100 * share:.1f}" for share in shares))
            lines.append(f"| {name} | {depth} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 2 with one line on standard error when the folder is of no use."""
    options = parser("evals.fusion", __doc__).parse_args(argv)
    try:
        with ingested(options) as over:
            print(table(gathered(over.corpus, over.questions)))
    except (WrongFolder, StoreError) as problem:
        print(f"fusion: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
