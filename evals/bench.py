"""Speed and size beside others: `python -m evals.bench FOLDER --peers VENV`, one process a system.

The same files and questions go through this program and through LangChain with Chroma, LlamaIndex,
Haystack and txtai with the same weights in float32. FOLDER has `passages.hi` and
`questions.jsonl`; VENV is an environment with `evals/requirements-peers.txt`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.bench_systems import SYSTEMS
from evals.questions import read_questions
from store.bundled import bundled_model

_ROOT = Path(__file__).resolve().parent.parent
_SECONDS = 900.0  # for one process
_ROWS = (
    ("ingest, files/s", "files_s", "{:.1f}"),
    ("ingest with loading, s of processor", "ingest_cpu_s", "{:.1f}"),
    ("cold start to the first answer, s", "cold_s", "{:.1f}"),
    ("cold start, s of processor", "cold_cpu_s", "{:.1f}"),
    ("one question, p50 ms", "p50_ms", "{:.1f}"),
    ("one question, p95 ms", "p95_ms", "{:.1f}"),
    ("one question, ms of processor", "question_cpu_ms", "{:.1f}"),
    ("8 at once, questions/s", "at_8", "{:.0f}"),
    ("32 at once, questions/s", "at_32", "{:.0f}"),
    ("resident after that, MB", "resident_mb", "{:.0f}"),
    ("resident at the peak, MB", "peak_mb", "{:.0f}"),
    ("resident after the first answer, MB", "cold_mb", "{:.0f}"),
    ("passage@1", "passage_at_1", "{:.3f}"),
)


def main() -> int:
    """Measure and print the table; every round goes through all systems in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", type=Path, required=True, help="environment of the others")
    parser.add_argument("--systems", nargs="+", choices=list(SYSTEMS), default=list(SYSTEMS))
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--language", default="hi")
    parser.add_argument("--files", type=int, default=0, help="only so many; 0: all")
    parser.add_argument("--threads", type=int, default=0, help="of each system; 0: as it likes")
    parser.add_argument("--rounds", type=int, default=3, help="the median of them is shown")
    options = parser.parse_args()
    if options.threads:
        os.environ["OMP_NUM_THREADS"] = str(options.threads)
    questions = chosen(options.folder, options.language, options.questions, options.files)
    rounds: dict[str, list[dict[str, float]]] = {name: [] for name in options.systems}
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        files = sorted((options.folder / "passages.hi").glob("*.txt"))
        (work / "files").mkdir()
        for path in files[: options.files or None]:
            shutil.copy(path, work / "files")
        models = work / "models"
        folders = {kind: bundled_model(models, kind, print) for kind in ("float32", "bfloat16")}
        for number in range(options.rounds):
            for name in options.systems:
                ours = name == "Pramaan"
                job = {
                    "system": name,
                    "store": str(work / f"{name}-{number}"),
                    "model": str(folders["bfloat16" if ours else "float32"]),
                    "folder": str(work / "files"),
                    "questions": questions,
                }
                python = Path(sys.executable) if ours else options.peers / "bin" / "python"
                measured = measure(python, work / "job.json", job)
                rounds[name].append(measured)
                print(f"round {number + 1}, {name}: {json.dumps(measured)}", flush=True)
    print(table({name: middle(found) for name, found in rounds.items()}))
    return 0


def chosen(folder: Path, language: str, count: int, files: int) -> list[dict[str, Any]]:
    """A fixed sample of the questions in a language that the first so many files answer."""
    names = {path.name for path in sorted((folder / "passages.hi").glob("*.txt"))[: files or None]}
    asked = [
        {"text": question.text, "sources": question.sources}
        for question in read_questions(folder / "questions.jsonl")
        if question.answerable and question.language == language
        if not names.isdisjoint(question.sources)
    ]
    return random.Random(0).sample(asked, min(count, len(asked)))


def measure(python: Path, file: Path, job: Mapping[str, Any]) -> dict[str, float]:
    """Everything about one system: a process that reads and answers, and two that start cold."""
    found, _ = run(python, file, {**job, "what": "full"})
    starts = [run(python, file, {**job, "what": "cold"}) for _ in range(2)]
    found["files_s"] = found["files"] / found["ingest_s"]
    found["cold_s"] = min(seconds for _, seconds in starts)
    found["cold_cpu_s"] = min(cold["cpu_s"] for cold, _ in starts)
    found["cold_mb"] = min(cold["resident_mb"] for cold, _ in starts)
    return found


def run(python: Path, file: Path, job: Mapping[str, Any]) -> tuple[dict[str, Any], float]:
    """What a worker found, and seconds from its start to its last word."""
    file.write_text(json.dumps(job), "utf-8")
    started = time.perf_counter()
    ended = subprocess.run(  # noqa: S603 - our own module
        [python, "-m", "evals.bench_worker", file],
        cwd=file.parent,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    took = time.perf_counter() - started
    if ended.returncode:
        raise SystemExit(f"{job['system']} failed:\n{ended.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return found, took


def middle(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The median of each measure."""
    return {
        name: sorted(found[name] for found in rounds)[(len(rounds) - 1) // 2] for name in rounds[0]
    }


def table(found: Mapping[str, Mapping[str, float]]) -> str:
    """The measures, one column a system."""
    lines = [f"| | {' | '.join(found)} |", f"| --- |{' --- |' * len(found)}"]
    for label, name, form in _ROWS:
        cells = " | ".join(form.format(each[name]) for each in found.values())
        lines.append(f"| {label} | {cells} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
