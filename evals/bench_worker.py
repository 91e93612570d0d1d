"""Measures one system in a process of its own, for evals/bench.py; writes one JSON object.

`python -m evals.bench_worker JOB.json`, by the Python of the system's environment.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from evals.bench_systems import SYSTEMS, System, quiet

_WARM = 10  # questions before times are taken


def main() -> int:
    """Do what the job says: `full` measures everything, `cold` answers one question."""
    quiet()
    job = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    system = SYSTEMS[job["system"]](Path(job["store"]), Path(job["model"]))
    found = (full if job["what"] == "full" else cold)(system, job)
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    return 0


def cold(system: System, job: dict[str, Any]) -> dict[str, Any]:
    """The first answer after a start."""
    system.open()
    found = system.ask(job["questions"][0]["text"])
    return {"first": found[:1], "resident_mb": _resident(), "cpu_s": time.process_time()}


def full(system: System, job: dict[str, Any]) -> dict[str, Any]:
    """Ingest, answers one after the other, answers side by side, memory."""
    folder = Path(job["folder"])
    files = [(path.name, path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))]
    started, begun = time.perf_counter(), time.process_time()
    system.ingest(folder, files)
    whole, worked = time.perf_counter() - started, time.process_time() - begun
    questions = [question["text"] for question in job["questions"]]
    for question in questions[:_WARM]:
        system.ask(question)
    times, right = [], 0
    begun = time.process_time()
    for question in job["questions"]:
        started = time.perf_counter()
        found = system.ask(question["text"])
        times.append((time.perf_counter() - started) * 1000)
        right += bool(found) and found[0] in question["sources"]
    asking = time.process_time() - begun
    times.sort()
    return {
        "files": len(files),
        "ingest_s": whole,
        "ingest_cpu_s": worked,
        "question_cpu_ms": asking / len(questions) * 1000,
        "p50_ms": times[len(times) // 2],
        "p95_ms": times[int(len(times) * 0.95)],
        "at_8": _at_once(system, questions, 8),
        "at_32": _at_once(system, questions, 32),
        "passage_at_1": right / len(questions),
        "resident_mb": _resident(),
        "peak_mb": _peak(),
    }


def _at_once(system: System, questions: Sequence[str], threads: int) -> float:
    """Questions a second with so many asked at a time."""
    with ThreadPoolExecutor(threads) as pool:
        started = time.perf_counter()
        list(pool.map(system.ask, questions))
        return len(questions) / (time.perf_counter() - started)


def _peak() -> float:
    """MB that the process and the largest of those it started had at most."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(each).ru_maxrss for each in who) / 1024


def _resident() -> float:
    """MB that the process has in memory now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
