"""What a data folder holds, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from store.bundled import bundled_folder
from store.catalog.catalog import Catalog
from store.dense import DenseIndex
from store.embed import BUNDLED
from store.errors import IndexAway, IndexUnusable
from store.indexes import (
    BUILT_BY_OTHERS,
    FINGERPRINT,
    MISSING,
    MODEL,
    PARTLY_MISSING,
    Indexes,
)
from store.prepared import model_trouble


@dataclass(frozen=True, slots=True)
class Status:
    """What the store holds, and what is wrong with it.

    `copies` are articles that are not searched because another one tells the same story.
    """

    articles: int
    passages: int
    copies: int
    embedding_model: str
    index_fingerprint: str
    chroma: str
    healthy: bool
    problems: tuple[str, ...]


def status_of(catalog: Catalog, indexes: Indexes, model: str, data_dir: Path) -> Status:
    """What is held and whether it is healthy; does not load the model."""
    if (damage := catalog.check()) is not None:
        damaged = (
            f"The catalog is damaged ({damage}): `pramaan restore` a backup, or remove {data_dir}"
            " and ingest again"
        )
        return _status(str(data_dir), model, (0, 0, 0), "", [damaged])
    problems = []
    if model == BUNDLED and (
        trouble := model_trouble(bundled_folder(data_dir / "models", "bfloat16"))
    ):
        problems.append(trouble)
    if waiting := catalog.how_many_wait():
        problems.append(f"{waiting} articles are not indexed yet; run `pramaan ingest` again")
    built_with, built_by = catalog.fact(MODEL), catalog.fact(FINGERPRINT)
    if built_by == "":
        problems.append(MISSING)
    elif built_with is not None and built_with != model:
        problems.append(
            f"The index was built with EMBEDDING_MODEL={built_with}, the setting is {model};"
            " `pramaan run` builds another beside it, and so does `pramaan reindex`"
        )
    elif built_with == BUNDLED and built_by != indexes.wanted().fingerprint:
        problems.append(BUILT_BY_OTHERS)
    articles, passages = catalog.counts()
    if not problems and (broken := _index_problem(indexes, passages)) is not None:
        problems.append(broken)
    held = (articles, passages, catalog.how_many_copies())
    return _status(
        indexes.chroma.where(indexes.folder), built_with or model, held, built_by or "", problems
    )


def _index_problem(indexes: Indexes, passages: int) -> str | None:
    """What is wrong with an index that should hold so many passages, or None."""
    if not passages:
        return None
    if not indexes.folder.is_dir():
        return MISSING
    opened = indexes.opened()
    try:
        index = opened.dense if opened is not None else DenseIndex(indexes.folder, indexes.chroma)
        try:
            return PARTLY_MISSING if index.count() < passages else None
        finally:
            if opened is None:
                index.close()
    except (IndexUnusable, IndexAway) as error:
        return str(error)


def _status(
    chroma: str,
    model: str,
    held: tuple[int, int, int],
    fingerprint: str,
    problems: Sequence[str],
) -> Status:
    return Status(
        articles=held[0],
        passages=held[1],
        copies=held[2],
        embedding_model=model,
        index_fingerprint=fingerprint,
        chroma=chroma,
        healthy=not problems,
        problems=tuple(problems),
    )
