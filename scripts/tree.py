"""Write the file tree in README.md from each file's own first line.

`.venv/bin/python scripts/tree.py` writes it; `--check` says whether it is out of date (1).
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BEGIN, END = "<!-- tree: scripts/tree.py writes this -->", "<!-- /tree -->"

# Folders in reading order, with what each is. Tests and data are told in one line.
FOLDERS = {
    "bot": "what people touch",
    "retrieval": "from a question to an answer",
    "prompts": "prompt templates",
    "store": "what the bot knows",
    "evals": "how good the answers are",
    "scripts": "setting up, and files made from others",
}
DATA = {
    "retrieval/ranking.json": "weights, learned by evals/fit_ranking.py",
    "store/token_codec.npz": "what store/tokens.py was fitted to",
    "evals/LOG.md": "what was tried, and what it did",
    "evals/sets/": "judged questions over articles/, near misses included",
}
OTHERS = {
    "articles/": "a small sample corpus: ten briefs",
    "docs/gallery/": "pictures of the usual messages, made by make gallery",
    "tests/": "one file a subject; tests/botapi/ is a Bot API server for them",
    "Makefile": "make run, make test and the others",
    ".env.example": "every setting with a comment",
    "pyproject.toml": "dependencies, and how ruff, mypy, pytest and import-linter are set",
    "requirements.lock": "every package with version and hashes",
}


def summary(path: Path) -> str:
    """The first line of a module's docstring, without its stop."""
    found = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return found.partition("\n")[0].rstrip(".")


def lines(root: Path) -> Iterator[tuple[str, str]]:
    """Every entry of the tree with what it is."""
    for folder, what in FOLDERS.items():
        yield f"{folder}/", what
        yield from modules(root / folder, indent="  ")
        for name, about in DATA.items():
            if name.startswith(f"{folder}/") and (root / name).exists():
                yield f"  {name.removeprefix(f'{folder}/')}", about
    yield from OTHERS.items()


def modules(folder: Path, indent: str) -> Iterator[tuple[str, str]]:
    """A folder's modules, then its packages with theirs."""
    for path in sorted(folder.glob("*.py")):
        if path.name != "__init__.py":
            yield f"{indent}{path.name}", summary(path)
    for package in sorted(path.parent for path in folder.glob("*/__init__.py")):
        yield f"{indent}{package.name}/", summary(package / "__init__.py")
        yield from modules(package, indent + "  ")


def tree(root: Path) -> str:
    """The tree as a Markdown block."""
    entries = list(lines(root))
    width = max(len(name) for name, _ in entries) + 2
    body = "\n".join(f"{name.ljust(width)}{what}" for name, what in entries)
    return f"{BEGIN}\n```text\n{body}\n```\n{END}"


def with_tree(text: str, root: Path) -> str:
    """The README's text with its tree brought up to date."""
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"README.md has no lines {BEGIN!r} and {END!r}")
    return before + tree(root) + after


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = README.read_text(encoding="utf-8")
    fresh = with_tree(text, ROOT)
    if options.check:
        if fresh != text:
            sys.stderr.write("README.md: the file tree is out of date: run scripts/tree.py\n")
        return int(fresh != text)
    README.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
