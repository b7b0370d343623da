"""The encoder process: models are loaded once, and every connection has a thread."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path

import numpy as np

from matching.encoders import Role, UnknownEncoder, get_encoder
from matching.service.wire import BROKEN, NO_KEY, parse

BATCH = 16  # texts between two chances for a waiting query to go first
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
# Batches at once. Passages have one core each, which needs no waiting for the others' part: a
# quarter quicker than all cores together on one batch. A query has all cores: it is waited for.
AT_ONCE = max(2, CORES)
THREADS: dict[Role, int] = {"query": CORES, "passage": 1}


class QueriesFirst:
    """A few at once, and whoever waits with a query passes before the next batch of passages."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._busy = 0
        self._queries = 0

    @contextmanager
    def held(self, role: str) -> Iterator[None]:
        with self._condition:
            query = role == "query"
            self._queries += query
            self._condition.wait_for(
                lambda: self._busy < AT_ONCE and (query or self._queries == 0),
            )
            self._queries -= query
            self._busy += 1
        try:
            yield
        finally:
            with self._condition:
                self._busy -= 1
                self._condition.notify_all()


class EncoderServer:
    """Answers on one address until the process ends."""

    def __init__(self, address: str, key: bytes | None = None) -> None:
        self.turn = QueriesFirst()
        place, family = parse(address)
        if family == "AF_UNIX":
            Path(str(place)).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            Path(str(place)).unlink(missing_ok=True)
        elif not key:
            raise ValueError(NO_KEY)
        self.key = key
        self.listener = Listener(place, family, backlog=64)

    def serve_forever(self) -> None:
        while True:
            try:
                connection = self.listener.accept()
            except OSError:  # a client that left again at once, or too many open files
                time.sleep(0.01)
                continue
            threading.Thread(target=self.talk, args=[connection], daemon=True).start()

    def talk(self, connection: Connection) -> None:
        """Greet in the client's own thread: one that says nothing or lies keeps nobody waiting."""
        with suppress(*BROKEN), connection:
            if self.key:
                deliver_challenge(connection, self.key)
                answer_challenge(connection, self.key)
            while True:
                self.answer(connection, connection.recv_bytes(64 * 1024 * 1024))

    def answer(self, connection: Connection, message: bytes) -> None:
        try:
            request = json.loads(message)
            vectors = self.encode(request["encoder"], request["texts"], request["role"])
        except UnknownEncoder as error:
            connection.send_bytes(json.dumps({"error": str(error)}).encode())
            return
        except Exception as error:  # whatever one request does, the others go on
            told = f"{type(error).__name__}: {error}"
            connection.send_bytes(json.dumps({"error": told}).encode())
            return
        connection.send_bytes(json.dumps({"shape": vectors.shape}).encode())
        connection.send_bytes(vectors.tobytes())

    def encode(self, name: str, texts: list[str], role: Role) -> np.ndarray:
        import torch  # not by a client, who imports this too

        encoder = get_encoder(name)
        # Sorted here too, so that the batches between which a query may pass are of one length.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        vectors = np.zeros((len(texts), encoder.dimension), np.float32)

        def encode_one(rows: list[int]) -> None:
            with self.turn.held(role):
                torch.set_num_threads(THREADS[role])  # of the thread that says so
                vectors[rows] = encoder.encode([texts[i] for i in rows], role)

        if len(batches) == 1:
            encode_one(batches[0])
        else:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(encode_one, batches))
        return vectors
