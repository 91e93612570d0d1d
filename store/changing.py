"""Taking articles in: what was read waits in the catalog, is indexed, and is published."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from store.article import Article
from store.catalog.catalog import Catalog, Ready
from store.duplicates import SIGNATURE_VERSION, story_of
from store.gather import Failure, Gathered
from store.generation import Generation
from store.ingest import plan_ingest
from store.sameness import sort_out
from store.split import split_article

_SIGNED = "signature_version"

Progress = Callable[[int, int], None]

AT_ONCE = 32
"""Articles that are read, embedded and published together."""


@dataclass(slots=True)
class Tally:
    """What was done so far: ids of articles, and failures."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


def take_in(
    catalog: Catalog,
    generation: Generation,
    gathered: Iterable[Gathered],
    *,
    pruned: Collection[str],
    told: Callable[[int], None],
) -> Tally:
    """Publish what is new or changed, a few articles at a time, and drop what is gone.

    Work that an earlier process left unfinished is finished first. Of what is known under `pruned`
    articles that were not gathered are dropped. `told` hears how many were gone through. A process
    that is killed leaves whole articles only, and a catalog that knows what is left to do.
    """
    finish(catalog, generation)
    tally = Tally()
    present: set[str] = set()
    done = 0
    for batch in _batches(gathered):
        read: dict[str, tuple[str, Article]] = {}
        for each in batch:
            if each.id is not None:
                present.add(each.id)
            if isinstance(each.result, Failure):
                tally.failed.append(each.result)
            elif each.id is not None:
                read[each.id] = (each.root, each.result)
        known = {id_: hash_ for id_, (_, hash_) in catalog.hashes(list(read)).items()}
        hashes = {id_: article.content_hash() for id_, (_, article) in read.items()}
        plan = plan_ingest(known, hashes, {})
        catalog.put(read[id_] for id_ in (*plan.added, *plan.updated))
        finish(catalog, generation)
        copies = catalog.copies_among((*plan.added, *plan.updated))
        tally.duplicates += sorted(copies)
        tally.added += [id_ for id_ in plan.added if id_ not in copies]
        tally.updated += [id_ for id_ in plan.updated if id_ not in copies]
        tally.unchanged += plan.unchanged
        done += len(batch)
        told(done)
    if pruned:
        tally.removed += plan_ingest({}, {}, catalog.roots(), present, pruned).removed
        drop(catalog, generation, tally.removed)
    return tally


def finish(catalog: Catalog, generation: Generation) -> int:
    """Index and publish what waits, and let the index forget what is gone; how many articles."""
    _forget(catalog, generation)
    _sign(catalog)
    published = 0
    while waiting := catalog.waiting(AT_ONCE):
        sorted_out = sort_out(waiting, catalog.sharing)
        ready = [
            Ready(each.root, story.article, *split_article(story.article), bands)
            for each, story, bands in sorted_out.stories
        ]
        catalog.expect(passage.id for each in ready for passage in each.passages)
        generation.dense.add(
            [(passage, each.article.title) for each in ready for passage in each.passages],
            generation.embedder,
            generation.codec,
        )
        catalog.publish(ready, sorted_out.copies)
        _forget(catalog, generation)
        published += len(ready)
    return published


def drop(catalog: Catalog, generation: Generation, article_ids: Iterable[str]) -> None:
    """Remove articles from catalog and index."""
    catalog.remove(article_ids)
    finish(catalog, generation)


def _sign(catalog: Catalog) -> None:
    """Let articles that an earlier version took in be compared with those to come."""
    if catalog.fact(_SIGNED) == SIGNATURE_VERSION:
        return
    ids = catalog.article_ids()
    for at in range(0, len(ids), AT_ONCE):
        articles = map(catalog.article, ids[at : at + AT_ONCE])
        catalog.set_bands({each.id: story_of(each).bands() for each in articles if each})
    catalog.set_facts(**{_SIGNED: SIGNATURE_VERSION})


def _forget(catalog: Catalog, generation: Generation) -> None:
    if gone := catalog.forgotten_passages():
        generation.dense.delete(gone)
        catalog.forget(gone)


def _batches(gathered: Iterable[Gathered]) -> Iterator[list[Gathered]]:
    rest = iter(gathered)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch
