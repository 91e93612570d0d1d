"""A language model at work on our prompts, within what may be spent."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from prompts.loader import Message, Purpose, fenced, load, render
from retrieval.answer import Citation
from retrieval.grounding.grounding import ABSTAINS
from retrieval.llm.budget import Allowance
from retrieval.llm.client import ChatModel, Reply
from retrieval.question import FrameLanguage, Question

_LONGEST: Final = {"answer": 400, "translate": 400, "rewrite": 80}  # tokens of a reply
_CHARS_A_TOKEN: Final = 2  # Devanagari takes many tokens
_FENCE_BYTES: Final = 8
_NONE: Final = "-"


def new_fence() -> str:
    """What nobody can guess who writes an article or a question."""
    return secrets.token_hex(_FENCE_BYTES)


def answer_prompt(question: Question, citations: Sequence[Citation], fence: str) -> list[Message]:
    """Asks for an answer to the question from the quotes of `citations`."""
    quotes = "\n\n".join(fenced(one.quote, fence, f"[{one.n}]") for one in citations)
    values = {
        "question": question.text,
        "before": fenced(question.before, fence) if question.before else _NONE,
        "evidence": quotes,
        "fence": fence,
        "sentinel": ABSTAINS,
    }
    return _rendered("answer", question.frame, values)


def translation_prompt(quote: str, language: FrameLanguage, fence: str) -> list[Message]:
    """Asks for a quote in `language`."""
    return _rendered("translate", language, {"quote": fenced(quote, fence), "fence": fence})


def rewriting_prompt(
    question: str, before: str, language: FrameLanguage, fence: str
) -> list[Message]:
    """Asks for `question` as one that can be understood without `before`."""
    values = {
        "question": fenced(question, fence),
        "before": fenced(before or _NONE, fence),
        "fence": fence,
    }
    return _rendered("rewrite", language, values)


def _rendered(
    purpose: Purpose, language: FrameLanguage, values: Mapping[str, str]
) -> list[Message]:
    return render(load(purpose, language), values)


class Asking:
    """Asks a model; may be called by several threads at once."""

    def __init__(
        self, model: ChatModel, allowance: Allowance, fence: Callable[[], str] = new_fence
    ) -> None:
        self.model = model
        self.fence = fence
        self._allowance = allowance

    @contextmanager
    def ask(
        self, purpose: Purpose, messages: Sequence[Message], chat: int | None
    ) -> Iterator[Reply]:
        """The model at work on a prompt until the block ends, counted for `chat`. Raises NotNow."""
        prompt = _tokens(sum(len(message.content) for message in messages))
        longest = _LONGEST[purpose]
        with self._allowance.spending(prompt + longest, chat) as cost:
            reply = self.model.ask(messages, longest)
            try:
                yield reply
            finally:
                reply.end()
                cost.tokens = prompt + min(longest, _tokens(len(reply.text)))


def _tokens(characters: int) -> int:
    return characters // _CHARS_A_TOKEN
