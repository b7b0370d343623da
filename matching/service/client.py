"""An encoder of the encoder process, for web and workers."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection

import numpy as np

from matching.encoders import Encoder, Role, get_encoder
from matching.service.wire import BROKEN, EncoderFailed, EncoderUnavailable, connect

MAX_TEXTS = 4096  # of one request
# A query passes before any batch that waits, and whoever asks holds a claim on a ranking meanwhile.
ANSWER_SECONDS: dict[Role, float] = {"query": 20.0, "passage": 120.0}


class RemoteEncoder:
    """An encoder of the encoder process; to its user it is like any other."""

    def __init__(self, name: str, address: str, key: bytes | None = None) -> None:
        described = get_encoder(name)  # not loaded here: only what it is
        self.name = described.name
        self.version = described.version
        self.dimension = described.dimension
        self.languages = described.languages
        self.address = address
        self.key = key
        self._local = threading.local()

    def encode(self, texts: Sequence[str], role: Role) -> np.ndarray:
        parts = [
            self._ask(list(texts[start : start + MAX_TEXTS]), role)
            for start in range(0, len(texts), MAX_TEXTS)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, self.dimension), np.float32)

    def _ask(self, texts: list[str], role: Role) -> np.ndarray:
        request = json.dumps({"encoder": self.name, "texts": texts, "role": role}).encode()
        try:
            try:
                return self._exchange(self._connection(), request, role)
            except (TimeoutError, EncoderFailed):
                raise
            except (OSError, EOFError):
                self._local.connection = None  # it was restarted: try once more, afresh
                return self._exchange(self._connection(), request, role)
        except EncoderFailed:
            raise
        except BROKEN as error:
            self._local.connection = None
            raise EncoderUnavailable("The encoder process does not answer.") from error

    def _connection(self) -> Connection:
        if getattr(self._local, "connection", None) is None:
            self._local.connection = connect(self.address, self.key)
        return self._local.connection

    def _exchange(self, connection: Connection, request: bytes, role: Role) -> np.ndarray:
        connection.send_bytes(request)
        if not connection.poll(ANSWER_SECONDS[role]):
            raise TimeoutError("no answer in time")
        header = json.loads(connection.recv_bytes())
        if "error" in header:
            raise EncoderFailed(header["error"])
        return np.frombuffer(connection.recv_bytes(), np.float32).reshape(header["shape"]).copy()


def ping(encoder: Encoder) -> bool:
    """Whether an encoder answers with a vector."""
    try:
        return bool(encoder.encode(["ping"], "query").any())
    except EncoderUnavailable:
        return False
