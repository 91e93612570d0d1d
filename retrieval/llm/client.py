"""A chat model behind an OpenAI-compatible endpoint: the only importer of `openai`."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal

import openai
from openai.types.chat import ChatCompletionMessageParam

from prompts.loader import Message

Kind = Literal["slow", "down", "busy", "failing", "key", "refused", "malformed", "empty"]

LONGEST: Final = 4000
"""Characters after which an answer is endless."""


class ModelTrouble(Exception):
    """The endpoint did not do its part; `kind` says how. Never holds the key or the address."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.kind: Kind = kind


class ChatModel:
    """One model of one endpoint; may be called by several threads at once."""

    def __init__(self, base_url: str, model: str, api_key: str | None, timeout: float) -> None:
        """`timeout` is how long (seconds) an abandoned request may wait for the endpoint."""
        self.name = model
        self._timeout = timeout
        # A key has to be given, or the package takes one from the environment.
        self._client = openai.OpenAI(base_url=base_url, api_key=api_key or "none", max_retries=0)

    def close(self) -> None:
        """Let go of connections; nothing may be asked afterwards."""
        self._client.close()

    def ask(self, messages: Sequence[Message], tokens: int) -> Reply:
        """Begin to ask; the reply, `tokens` long at most, comes in a thread of its own."""
        reply = Reply()
        # No timeout of a socket bounds an answer that only drips: whoever waits has to be free.
        threading.Thread(
            target=self._fetch,
            args=(list(messages), tokens, reply),
            name="language-model",
            daemon=True,
        ).start()
        return reply

    def _fetch(self, messages: list[Message], tokens: int, reply: Reply) -> None:
        try:
            with self._client.chat.completions.create(
                model=self.name,
                messages=[_as_param(message) for message in messages],
                max_tokens=tokens,
                temperature=0,
                stream=True,
                timeout=self._timeout,
            ) as stream:
                for chunk in stream:
                    if reply.is_over():
                        return
                    text = chunk.choices[0].delta.content if chunk.choices else None
                    if text:
                        reply.put(text)
            reply.put(None)
        except Exception as error:  # a malformed stream may fail anywhere in the package
            reply.put(ModelTrouble(_kind(error)))


class Reply:
    """What a model says, as it comes."""

    def __init__(self) -> None:
        self._coming: queue.Queue[str | ModelTrouble | None] = queue.Queue()
        self._over = threading.Event()
        self.length = 0

    def pieces(self, until: Callable[[], float]) -> Iterator[str]:
        """The reply piece by piece; to be read once.

        `until` gives the moment (of `time.monotonic`) by which the next piece must be there; it is
        asked before each. Raises ModelTrouble.
        """
        while self.length <= LONGEST:
            try:
                piece = self._coming.get(timeout=max(0.0, until() - time.monotonic()))
            except queue.Empty:
                raise ModelTrouble("slow") from None
            if isinstance(piece, ModelTrouble):
                raise piece
            if piece is None:
                break
            self.length += len(piece)
            yield piece
        if not self.length:
            raise ModelTrouble("empty")

    def put(self, piece: str | ModelTrouble | None) -> None:
        """The next piece has come, or an error, or with None the end."""
        self._coming.put(piece)

    def end(self) -> None:
        """Nobody listens any more."""
        self._over.set()

    def is_over(self) -> bool:
        """Whether nobody listens any more."""
        return self._over.is_set()


def _as_param(message: Message) -> ChatCompletionMessageParam:
    if message.role == "system":
        return {"role": "system", "content": message.content}
    return {"role": "user", "content": message.content}


def _kind(error: Exception) -> Kind:
    if isinstance(error, openai.APITimeoutError):
        return "slow"
    if isinstance(error, openai.APIConnectionError):
        return "down"
    if isinstance(error, openai.RateLimitError):
        return "busy"
    if isinstance(error, (openai.AuthenticationError, openai.PermissionDeniedError)):
        return "key"
    if isinstance(error, openai.InternalServerError):
        return "failing"
    return "refused" if isinstance(error, openai.APIStatusError) else "malformed"
