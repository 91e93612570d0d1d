"""Write the example in both READMEs from what the program really answers over articles/.

`.venv/bin/python scripts/example.py`; it reads the articles into a store of its own.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- example -->", "<!-- /example -->"
ASKED = {
    "README.md": ("How many troops were sent?", "What is the national animal of India?"),
    "README.hi.md": ("कितने सैनिक भेजे गए?", "भारत का राष्ट्रीय पशु कौन सा है?"),
}

AGE = re.compile(r" \((?:\d+ [^()]+ (?:ago|पहले)|today|आज)\)")  # true for a day only


def pramaan(data: str, *arguments: str) -> str:
    """What a command prints, with a store in the folder `data`."""
    environment = {
        **os.environ,
        "PRAMAAN_DATA_DIR": data,
        "PYTHONUTF8": "1",
        "LLM_BASE_URL": "",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "bot", *arguments]
    told = subprocess.run(  # noqa: S603  # this program itself
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return told.stdout.strip()


def example(data: str, questions: tuple[str, ...]) -> str:
    """The questions with their answers, as the terminal shows them."""
    told = "\n\n".join(f"❯ {q}\n{AGE.sub('', pramaan(data, 'ask', q))}" for q in questions)
    return f"{BEGIN}\n```text\n{told}\n```\n{END}"


def main() -> int:
    """Write both."""
    with tempfile.TemporaryDirectory(prefix="pramaan-example-") as data:
        pramaan(data, "ingest", "articles")
        for name, questions in ASKED.items():
            path = ROOT / name
            before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
            _, end, after = rest.partition(END)
            if not end:
                raise SystemExit(f"{name} has no lines {BEGIN!r} and {END!r}")
            path.write_text(before + example(data, questions) + after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
