"""A chat model behind an OpenAI-compatible endpoint: the only importer of `openai`."""

from __future__ import annotations

import queue
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import openai
from openai.types.chat import ChatCompletionMessageParam

from prompts.loader import Message
from retrieval.llm.trouble import Kind, ModelTrouble

LONGEST: Final = 4000
"""Characters after which an answer is endless."""

_TOO_LONG: Final = re.compile(r"context|too (?:long|large|many tokens)|maximum.{0,20}tokens", re.I)


class ChatModel:
    """One model of one endpoint; may be called by several threads at once."""

    def __init__(self, base_url: str, model: str, api_key: str | None, timeout: float) -> None:
        """`timeout` is how long (seconds) an abandoned request may wait for the endpoint."""
        self.name = model
        self._timeout = timeout
        # A key has to be given, or the package takes one from the environment.
        self._client = openai.OpenAI(base_url=base_url, api_key=api_key or "none", max_retries=0)
        self._running: set[threading.Thread] = set()

    def close(self) -> None:
        """Wait for abandoned requests, then let go of connections; nothing may be asked after."""
        for thread in list(self._running):
            thread.join(self._timeout)
        self._client.close()

    def ask(self, messages: Sequence[Message], tokens: int) -> Reply:
        """Begin to ask; the reply, `tokens` long at most, comes in a thread of its own."""
        reply = Reply()
        # No timeout of a socket bounds an answer that only drips: whoever waits has to be free.
        thread = threading.Thread(
            target=self._fetch,
            args=(list(messages), tokens, reply),
            name="language-model",
            daemon=True,
        )
        self._running.add(thread)
        thread.start()
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
            reply.put(ModelTrouble(_kind(error), _wait(error)))
        finally:
            self._running.discard(threading.current_thread())


class Reply:
    """What a model says, as it comes."""

    def __init__(self) -> None:
        self._coming: queue.Queue[str | ModelTrouble | None] = queue.Queue()
        self._over = threading.Event()
        self.text = ""

    def pieces(
        self, until: Callable[[], float], clock: Callable[[], float] = time.monotonic
    ) -> Iterator[str]:
        """The reply piece by piece; to be read once.

        `until` gives the moment of `clock` by which the next piece must be there; it is asked
        before each. Raises ModelTrouble.
        """
        while len(self.text) <= LONGEST:
            try:
                piece = self._coming.get(timeout=max(0.0, until() - clock()))
            except queue.Empty:
                raise ModelTrouble("slow") from None
            if isinstance(piece, ModelTrouble):
                raise piece
            if piece is None:
                break
            self.text += piece
            yield piece
        if not self.text:
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


_KINDS: Final[tuple[tuple[type[Exception], Kind], ...]] = (
    (openai.APITimeoutError, "slow"),  # before the connection error that it also is
    (openai.APIConnectionError, "down"),
    (openai.RateLimitError, "busy"),
    (openai.AuthenticationError, "key"),
    (openai.PermissionDeniedError, "key"),
    (openai.InternalServerError, "failing"),
)


def _kind(error: Exception) -> Kind:
    if isinstance(error, openai.APIStatusError) and _is_too_long(error):
        return "long"
    named = (kind for known, kind in _KINDS if isinstance(error, known))
    return next(named, "refused" if isinstance(error, openai.APIStatusError) else "malformed")


def _is_too_long(error: openai.APIStatusError) -> bool:
    """Whether the prompt does not fit the model; endpoints say so in words of their own."""
    said = error.status_code in (400, 413, 422) and _TOO_LONG.search(f"{error.code} {error.body}")
    return bool(said)


def _wait(error: Exception) -> float | None:
    """The seconds of a Retry-After, given as such or as a date."""
    if not isinstance(error, openai.APIStatusError):
        return None
    asked = error.response.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked)
    try:
        moment = parsedate_to_datetime(asked)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
