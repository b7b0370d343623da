"""The real encoders, and a file in which all workers of a test run find what one has encoded."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from matching.encoders import REGISTRY, Encoder, Role, get_encoder


class Stored:
    """An encoder that encodes each text once in a run: its vectors do not depend on the batch."""

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        self._file = sqlite3.connect(
            path, timeout=60, isolation_level=None, check_same_thread=False
        )
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("CREATE TABLE IF NOT EXISTS vectors (text PRIMARY KEY, vector BLOB)")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)

    def encode(self, texts: Sequence[str], role: Role) -> np.ndarray:
        keys = [self._key(text, role) for text in texts]
        known = self._read(keys)
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if fresh:
            vectors = self._encoder.encode(list(fresh.values()), role)
            known |= dict(zip(fresh, vectors, strict=True))
            self._write({key: known[key] for key in fresh})
        return np.array([known[key] for key in keys]).reshape(-1, self._encoder.dimension)

    def _key(self, text: str, role: Role) -> str:
        named = f"{self._encoder.name}\0{self._encoder.version}\0{role}\0{text}"
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()

    def _read(self, keys: Sequence[str]) -> dict[str, np.ndarray]:
        found = {}
        with self._lock:
            for key in set(keys):
                asked = self._file.execute("SELECT vector FROM vectors WHERE text = ?", [key])
                if row := asked.fetchone():
                    found[key] = np.frombuffer(row[0], np.float32)
        return found

    def _write(self, vectors: dict[str, np.ndarray]) -> None:
        rows = [(key, vector.astype(np.float32).tobytes()) for key, vector in vectors.items()]
        with self._lock:
            self._file.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)


def store_vectors(folder: Path) -> None:
    """From now on the registered encoders keep their vectors in ``folder``."""
    for name, load in list(REGISTRY.items()):
        REGISTRY[name] = lambda load=load: Stored(load(), folder / "vectors.sqlite")
    get_encoder.cache_clear()
