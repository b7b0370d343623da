"""The encoder process, and a relay in front of it that counts and can hold texts up."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

from tests_processes import Process, Processes

from matching.folders import models_dir
from matching.service import RemoteEncoder, ping

NAMES = ("e5-small", "minilm")
READY_SECONDS = 120.0


def encoder_environment(**changes: str) -> dict[str, str]:
    dropped = {"ENCODER_ADDRESS", "ENCODER_KEY", "ENCODERS"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"PYTHONUNBUFFERED": "1", "COUNTERPART_MODELS": str(models_dir())} | changes


def start_encoder(
    processes: Processes, address: str, encoders: str = ",".join(NAMES), **environment: str
) -> Process:
    """An encoder process that is ready to answer."""
    command = [sys.executable, "-m", "matching.service"]
    process = processes(
        "encoder",
        [*command, "--address", address, "--encoders", encoders],
        encoder_environment(**environment),
    )
    process.wait_until(lambda: "ready" in process.text(), READY_SECONDS)
    return process


def answers(address: str, key: bytes | None = None) -> bool:
    return ping(RemoteEncoder("minilm", address, key))


@dataclass(frozen=True)
class EncoderProcess:
    """One that runs, and where."""

    address: str
    process: Process


class Relay:
    """Passes requests on to the encoder process, counting texts; holds them up when told to."""

    def __init__(self, folder: Path, target: str) -> None:
        self.address = str(folder / "relay.sock")
        self.target = target
        self.texts: Counter[tuple[str, str, str]] = Counter()  # encoder, role, text
        self.waiting = 0
        self._changed = threading.Condition()
        self._held: tuple[str, int] | None = None
        self._listener: Listener | None = None

    def start(self) -> None:
        self._listener = Listener(self.address, "AF_UNIX", backlog=64)
        threading.Thread(target=self._accept, args=[self._listener], daemon=True).start()

    def stop(self) -> None:
        self.let_go()
        listener, self._listener = self._listener, None
        if listener is not None:
            with suppress(OSError):
                Client(self.address, "AF_UNIX").close()  # wakes the thread that accepts
            listener.close()

    def hold(self, role: str, after: int = 0) -> None:
        """Let ``after`` more requests of this role through, then keep them waiting."""
        with self._changed:
            self._held = (role, after)

    def let_go(self) -> None:
        with self._changed:
            self._held = None
            self._changed.notify_all()

    def times(self, role: str, text: str) -> dict[str, int]:
        """How often each encoder was asked for a text."""
        return {name: self.texts[name, role, text] for name in NAMES}

    def _accept(self, listener: Listener) -> None:
        while self._listener is listener:
            with suppress(OSError, EOFError):
                client = listener.accept()
                threading.Thread(target=self._talk, args=[client], daemon=True).start()

    def _talk(self, client: Connection) -> None:
        with suppress(OSError, EOFError), client, Client(self.target, "AF_UNIX") as encoder:
            while True:
                message = client.recv_bytes()
                self._let_pass(json.loads(message))
                encoder.send_bytes(message)
                answer = encoder.recv_bytes()
                client.send_bytes(answer)
                if "error" not in json.loads(answer):
                    client.send_bytes(encoder.recv_bytes())

    def _let_pass(self, request: dict) -> None:
        role = request["role"]
        with self._changed:
            self.texts.update((request["encoder"], role, text) for text in request["texts"])
            self.waiting += 1
            self._changed.wait_for(lambda: not self._is_held(role))
            self.waiting -= 1

    def _is_held(self, role: str) -> bool:
        if self._held is None or self._held[0] != role:
            return False
        left = self._held[1]
        if left:
            self._held = (role, left - 1)
        return not left
