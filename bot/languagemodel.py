"""Whether the language model that is set answers, and how fast."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.app import language_model
from bot.findings import Finding
from bot.settings import Settings, WrongSetting

_TOKENS = 16
_WHAT_TO_DO = {
    "slow": "did not answer within LLM_SECONDS; try a smaller model, or a longer time",
    "down": "cannot be reached; is it running, and is LLM_BASE_URL right (most end in /v1)?",
    "busy": "says that too much is asked of it (429); look at its limits",
    "failing": "failed (5xx); look at its own logs",
    "key": "does not accept LLM_API_KEY",
    "long": "cannot take even a short question; give it a longer context",
    "refused": "refused the request; check LLM_MODEL, and that LLM_BASE_URL ends as it has to",
    "malformed": "answered, but not as an OpenAI-compatible endpoint does; check LLM_BASE_URL",
    "empty": "answered without a word; is LLM_MODEL a chat model?",
}


def ask_language_model(settings: Settings) -> Iterator[Finding]:
    """Ask the model a word. No finding holds the key; nothing is asked where no model is set."""
    try:
        model = language_model(settings)
    except WrongSetting as error:
        yield Finding("problem", f"Language model: {error}")
        return
    if model is None or settings.llm_base_url is None:
        yield Finding("ok", "Language model: none is set (LLM_BASE_URL); answers are quotes alone")
        return
    from prompts.loader import Message
    from retrieval.llm.trouble import ModelTrouble

    server = urlsplit(settings.llm_base_url).netloc.rpartition("@")[2]
    started = time.monotonic()
    first: float | None = None
    reply = model.ask([Message("user", "Say OK.")], _TOKENS)
    try:
        for _ in reply.pieces(lambda: started + settings.llm_seconds):
            first = time.monotonic() - started if first is None else first
    except ModelTrouble as trouble:
        yield Finding("problem", f"Language model: {server} {_WHAT_TO_DO[trouble.kind]}")
        return
    finally:
        reply.end()
    took = first if first is not None else time.monotonic() - started
    text = f"Language model: {settings.llm_model} at {server}, first word after {took:.1f} s"
    if took > settings.llm_first_seconds:
        yield Finding("warning", f"{text}; LLM_FIRST_SECONDS allows {settings.llm_first_seconds:g}")
    else:
        yield Finding("ok", text)
