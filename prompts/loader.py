"""Prompt templates read from the files beside this one, and rendered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

import yaml

Purpose = Literal["answer", "translate", "rewrite"]
Language = Literal["hi", "en"]

_PARTS: Final = re.compile(r"\A---\n(.*?)\n---\n(.*?)\n=== user ===\n(.*)\Z", re.DOTALL)
_INPUT: Final = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template: what it is for, its version, the names of its inputs, and its two messages."""

    purpose: str
    version: int
    inputs: frozenset[str]
    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat with a model."""

    role: Literal["system", "user"]
    content: str


@lru_cache(maxsize=16)
def load(purpose: Purpose, language: Language) -> Prompt:
    """The template for `purpose` whose result is in `language`."""
    return parse(files(__package__).joinpath(f"{purpose}.{language}.md").read_text("utf-8"))


def parse(text: str) -> Prompt:
    """A template from the text of its file.

    Raises ValueError where front matter or the user's part is missing, or where the inputs used
    are not those declared.
    """
    parts = _PARTS.match(text)
    if parts is None:
        raise ValueError("a template needs front matter, instructions and a user's part")
    front = yaml.safe_load(parts[1])
    inputs = frozenset(front["inputs"])
    used = frozenset(_INPUT.findall(parts[2] + parts[3]))
    if used != inputs:
        raise ValueError(f"inputs declared and used differ: {sorted(inputs ^ used)}")
    return Prompt(front["purpose"], front["version"], inputs, parts[2].strip(), parts[3].strip())


def render(prompt: Prompt, values: Mapping[str, str]) -> list[Message]:
    """The messages with every input filled in; what is filled in is never read as a template.

    Raises ValueError where `values` are not exactly the template's inputs.
    """
    if values.keys() != prompt.inputs:
        raise ValueError(
            f"inputs given and declared differ: {sorted(values.keys() ^ prompt.inputs)}"
        )

    def filled(text: str) -> str:
        return _INPUT.sub(lambda match: values[match[1]], text)

    return [Message("system", filled(prompt.system)), Message("user", filled(prompt.user))]


def fenced(text: str, fence: str, label: str = "") -> str:
    """Text as data: between two lines that hold `fence`, with `label` on the first.

    `fence` must be one that whoever wrote the text could not know. Raises ValueError where it
    stands in the text all the same.
    """
    if not fence or fence in text:
        raise ValueError("the fence stands in the text")
    head = f"<<{fence} {label}".rstrip()
    return f"{head}>>\n{text}\n<</{fence}>>"
