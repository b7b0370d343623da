"""A ZIP archive as a stream: however large it becomes, one piece at a time is in memory."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, cast

Parts = Iterable[tuple[str, Iterable[bytes]]]  # by name, piece by piece


def zipped(parts: Parts) -> Iterator[bytes]:
    """The archive of these, read as far as the archive is asked for."""
    sink = _Sink()
    with zipfile.ZipFile(cast(Any, sink), "w") as archive:
        for name, pieces in parts:
            part = zipfile.ZipInfo(name, time.localtime()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(part, "w", force_zip64=True) as entry:
                for piece in pieces:
                    entry.write(piece)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()


class _Sink:
    """Where the archive is written to, and taken from; nobody can go back in it."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        found = b"".join(self.pieces)
        self.pieces.clear()
        return found
