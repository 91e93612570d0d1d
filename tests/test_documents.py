"""The documents say what is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import parser
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
READMES = [ROOT / "README.md", ROOT / "README.hi.md"]
DOCUMENTS = [*READMES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_every_setting_stands_in_the_table(path: Path) -> None:
    """Both READMEs name each setting, and none that is not there."""
    rows = re.findall(r"^\| `([A-Z][A-Z_]+)` \|", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(name.upper() for name in Settings.model_fields)


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_defaults_in_the_table_are_true(path: Path) -> None:
    """A setting's default in the table is the one in the program."""
    text = path.read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        row = re.search(rf"^\| `{name.upper()}` \| ([^|]+) \|", text, re.MULTILINE)
        assert row is not None
        told = row[1].strip(" `")
        assert told == ("–" if field.default is None else str(field.default))


def test_every_command_stands_in_the_readme() -> None:
    """README.md's table of commands is the program's own list."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("## The command line")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `([a-z]+)[^`]*` \|", section, re.MULTILINE)
    there = re.findall(r"^    ([a-z]+)\s", parser().format_help(), re.MULTILINE)
    assert sorted(told) == sorted(there)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link names a file of the repository."""
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_the_example_quotes_the_sample_corpus(path: Path) -> None:
    """Every quotation in the example stands in one of the sample articles."""
    text = path.read_text(encoding="utf-8")
    example = text.partition("<!-- example -->")[2].partition("<!-- /example -->")[0]
    quotes = re.findall(r"“([^”]+)”", example)
    assert quotes
    articles = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "articles").glob("*.md"))
    for quote in quotes:
        assert quote in articles


def test_the_file_tree_is_up_to_date() -> None:
    """README.md's tree is what `scripts/tree.py` writes."""
    command = [sys.executable, str(ROOT / "scripts" / "tree.py"), "--check"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
