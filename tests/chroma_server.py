"""A real Chroma server on loopback, which a test may stop, start again and empty."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.loopback import free_port

_START_SECONDS = 90.0


class ChromaServer:
    """`chroma run` over a folder, at an address of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = subprocess.Popen(
            [
                *(Path(sys.executable).with_name("chroma"), "run"),
                *("--path", self._folder, "--host", "127.0.0.1", "--port", str(self._port)),
            ],
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "the Chroma server ended at once"
            assert time.monotonic() < deadline, "the Chroma server does not start"
            time.sleep(0.05)

    def stop(self) -> None:
        """End it as a power cut would; its folder stays."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def empty(self) -> None:
        """Stop it, and start it over an empty folder."""
        self.stop()
        shutil.rmtree(self._folder)
        self.start()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat", timeout=5).status_code == 200
        except httpx.TransportError:
            return False
