"""How search grows: `python -m evals.growth FOLDER --steps 1000 10000 100000`, made-up passages.

Vectors are drawn around 200 directions and texts from a Zipf distribution over Devanagari words,
because to embed and read a million passages takes a day here. What is measured is this program's
own store and search: vectors in Chroma, words in its postings, passages from the catalog. FOLDER
is filled step by step and may be large; each step is measured by a process of its own, its files
not yet in memory. `--plot FILE` draws the result, with `--from FILE` that of an earlier run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from bot.app import answerer_over
from retrieval.search import search
from store.arrays import Floats
from store.article import Article, Passage, Sentence
from store.catalog.catalog import Catalog, Ready
from store.catalog.reading import FILE_NAME
from store.corpus import open_corpus
from store.embed import Encoding
from store.gather import Gathered
from store.index import FolderIndex
from store.text import index_words
from store.tokenstore import TokenStore

_DIMENSIONS = 384
_TOPICS = 200
_WORDS, _WORDS_EACH = 60_000, 60
_AT_ONCE = 2000
_QUESTIONS = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One size: seconds to add what was missing and to start, ms of a search, MB.

    Of the seconds to add, those of Chroma and those for words. A start is over with the first
    search. The first searches read from the disk what the later ones, of the same questions, find
    in memory. `found_after_s` is from when an article is given until a search finds it.
    """

    passages: int
    add_s: float
    vectors_s: float
    words_s: float
    start_s: float
    first_p50_ms: float
    search_p50_ms: float
    search_p95_ms: float
    nearest_p50_ms: float
    words_p50_ms: float
    found_after_s: float
    resident_mb: float
    disk_mb: float


class Drawn:
    """Made-up passages, the same for the same number."""

    def __init__(self) -> None:
        random = np.random.default_rng(0)
        letters = [chr(n) for n in range(0x0915, 0x0939)]
        signs = ["", "ा", "ि", "ी", "ु", "े", "ो"]
        self._words = np.array(
            [
                "".join(random.choice(letters) + random.choice(signs) for _ in range(2 + n % 3))
                for n in range(_WORDS)
            ]
        )
        share = 1 / np.arange(1, _WORDS + 1)
        self._share = np.cumsum(share / share.sum())
        self._topics = random.normal(size=(_TOPICS, _DIMENSIONS))

    def texts(self, first: int, count: int) -> list[str]:
        """Texts of so many words drawn by Zipf's law."""
        random = np.random.default_rng(first + 1)
        drawn = np.searchsorted(self._share, random.random((count, _WORDS_EACH)))
        return [" ".join(self._words[np.minimum(row, _WORDS - 1)]) + "।" for row in drawn]

    def vectors(self, first: int, count: int) -> Floats:
        """Unit vectors around a topic each."""
        random = np.random.default_rng(first + 2)
        near = self._topics[random.integers(0, _TOPICS, count)]
        found = near + random.normal(size=near.shape) * 0.7
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        return found.astype(np.float32)

    def questions(self) -> Iterator[tuple[Floats, dict[str, float]]]:
        """Vectors and words to search with: eight words, one of them common."""
        random = np.random.default_rng(7)
        vectors = self.vectors(10**9, _QUESTIONS)
        for vector in vectors:
            ranks = [int(random.integers(5, 60)), *random.integers(60, 20_000, 7)]
            yield vector, {str(self._words[rank]): 1.0 for rank in ranks}


class NoModel:
    """Stands where an embedding model would: any text gets a drawn vector."""

    name, prompts, dimensions, token_dimensions = "drawn", ("", ""), _DIMENSIONS, 64
    weights = "drawn"

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn

    def encode_query(self, text: str) -> Encoding:
        """A vector of its length's own, and no tokens."""
        vector = self._drawn.vectors(2 * 10**9 + len(text), 1)[0]
        return Encoding(vector, np.zeros((0, 64), np.float32), np.zeros((0, 2), np.int32))

    def encode_queries(self, texts: Sequence[str]) -> list[Encoding]:
        """One after the other."""
        return [self.encode_query(text) for text in texts]

    def encode_documents(self, texts: Sequence[str]) -> list[Encoding]:
        """The same as queries."""
        return self.encode_queries(texts)


def main() -> int:
    """Fill, measure, print a line for each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", nargs="+", type=int, default=[1000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--from", dest="earlier", type=Path, help="lines that a run printed")
    parser.add_argument("--measure", type=float, help=argparse.SUPPRESS)  # when it was started
    options = parser.parse_args()
    if options.measure is not None:
        print(json.dumps(measured(options.folder, options.measure)))
        return 0
    done: list[Step] = []
    if options.earlier is not None:
        lines = options.earlier.read_text("utf-8").splitlines()
        done = [Step(**json.loads(line)) for line in lines if line.startswith("{")]
    else:
        done = list(grown(options.folder, options.steps))
    if options.plot is not None:
        plot(done, options.plot)
    return 0


def grown(folder: Path, steps: Sequence[int]) -> Iterator[Step]:
    """Each size in turn, printed too."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = Drawn()
    with open_corpus(folder, embedding_model="drawn", embedder=NoModel(drawn)) as corpus:
        _ = corpus.trouble()  # makes the index's folder and facts
        held = corpus.counts()[1]
    for size in steps:
        started = time.perf_counter()
        vectors_s = fill(folder, drawn, held, size)
        filled = time.perf_counter()
        with open_corpus(folder, embedding_model="drawn", embedder=NoModel(drawn)) as corpus:
            _ = corpus.lexical  # as an ingest does at its end
            corpus.spelled_words()
        added, words_s = time.perf_counter() - started, time.perf_counter() - filled
        held = size
        let_go(folder)
        told = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "evals.growth", folder, "--measure", str(time.time())],
            stdout=subprocess.PIPE,
            check=True,
        )
        step = Step(
            passages=size,
            add_s=round(added, 1),
            vectors_s=round(vectors_s, 1),
            words_s=round(words_s, 1),
            disk_mb=round(sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6),
            **json.loads(told.stdout.splitlines()[-1]),
        )
        print(json.dumps(asdict(step)), flush=True)
        yield step


def let_go(folder: Path) -> None:
    """Files of the folder are read from the disk again, as after the machine's own start."""
    os.sync()
    for file in (path for path in folder.rglob("*") if path.is_file()):
        descriptor = os.open(file, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def fill(folder: Path, drawn: Drawn, held: int, size: int) -> float:
    """Put passages `held` to `size` into the catalog and Chroma; the seconds Chroma took."""
    spent = 0.0
    catalog = Catalog(folder / FILE_NAME)
    index = FolderIndex(folder / "index" / "chroma")
    tokens = TokenStore(folder / "index" / "tokens.sqlite3")
    for first in range(held, size, _AT_ONCE):
        count = min(_AT_ONCE, size - first)
        ready = [drawn_article(first + n, text) for n, text in enumerate(drawn.texts(first, count))]
        started = time.perf_counter()
        index.upsert([one.passages[0] for one in ready], drawn.vectors(first, count))
        spent += time.perf_counter() - started
        tokens.put((one.passages[0].id, b"") for one in ready)  # real ones take 30 KB each
        catalog.publish(ready)
        if first // 50_000 != (first + count) // 50_000:
            print(f"{first + count} {time.ctime()} Chroma {spent:.0f} s", file=sys.stderr)
    tokens.close()
    index.close()
    catalog.close()
    return spent


def drawn_article(number: int, text: str) -> Ready:
    """An article of one passage."""
    id_ = f"g{number:07}"
    article = Article(id_, f"{id_}.txt", None, f"खबर {number}", None, None, None, "hi", text)
    passage = Passage(f"{id_}:0:0", id_, text, 0, len(text))
    return Ready("drawn", article, [passage], [Sentence(id_, text, 0, len(text))])


def measured(folder: Path, begun_at: float) -> dict[str, float]:
    """A start that began at that time, searches, and one article more."""
    drawing = time.perf_counter()
    drawn = Drawn()
    begun_at += time.perf_counter() - drawing  # does not count
    with open_corpus(folder, embedding_model="drawn", embedder=NoModel(drawn)) as corpus:
        answerer_over(corpus)
        with corpus.view() as view:
            search(view, *next(drawn.questions()))
        start_s = time.time() - begun_at
        first, whole, near, words = [], [], [], []
        for vector, weights in drawn.questions():
            with corpus.view() as view:
                begun = time.perf_counter()
                search(view, vector, weights)
                first.append(time.perf_counter() - begun)
        for vector, weights in drawn.questions():
            with corpus.view() as view:
                begun = time.perf_counter()
                search(view, vector, weights)
                whole.append(time.perf_counter() - begun)
                begun = time.perf_counter()
                view.nearest(vector, 40)
                near.append(time.perf_counter() - begun)
                begun = time.perf_counter()
                view.lexical.search(weights, 40)
                words.append(time.perf_counter() - begun)
        resident = resident_mb()
        begun = time.perf_counter()
        text = "अनूठाशब्द मिला है अब।"
        article = Article("new", "new.txt", None, "नया", None, None, None, "hi", text)
        corpus.apply([Gathered("drawn", article.id, article)])
        with corpus.view() as view:
            vector = corpus.embedder.encode_query(f"नया\n{text}").vector
            found = search(view, vector, dict.fromkeys(index_words(text), 1.0))
        found_after = time.perf_counter() - begun
        if not any(hit.passage.article_id == article.id for hit in found):
            raise SystemExit("an added article was not found")
        corpus.remove([article.id])
    return {
        "start_s": round(start_s, 2),
        "first_p50_ms": middle(first, 0.5),
        "search_p50_ms": middle(whole, 0.5),
        "search_p95_ms": middle(whole, 0.95),
        "nearest_p50_ms": middle(near, 0.5),
        "words_p50_ms": middle(words, 0.5),
        "found_after_s": round(found_after, 3),
        "resident_mb": round(resident),
    }


def middle(seconds: Sequence[float], share: float) -> float:
    """A percentile in milliseconds."""
    return round(sorted(seconds)[int(len(seconds) * share)] * 1000, 2)


def resident_mb() -> float:
    """What this process holds in memory."""
    status = Path("/proc/self/status").read_text()
    lines = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return next(int(line.split()[1]) / 1024 for line in lines)


def plot(steps: Sequence[Step], file: Path) -> None:
    """Latency, start, memory and disk against the number of passages."""
    import matplotlib

    matplotlib.use("svg" if file.suffix == ".svg" else "agg")
    from matplotlib import pyplot

    shown = (
        ("search, p50 ms", "search_p50_ms"),
        ("start, s", "start_s"),
        ("resident, MB", "resident_mb"),
        ("disk, MB", "disk_mb"),
    )
    figure, panels = pyplot.subplots(1, len(shown), figsize=(12, 2.8), layout="constrained")
    for panel, (label, name) in zip(panels, shown, strict=True):
        panel.loglog([s.passages for s in steps], [getattr(s, name) for s in steps], marker="o")
        panel.set_title(label, fontsize=10)
        panel.set_xlabel("passages", fontsize=9)
        panel.grid(visible=True, which="major", alpha=0.3)
    figure.savefig(file, dpi=110)


if __name__ == "__main__":
    sys.exit(main())
