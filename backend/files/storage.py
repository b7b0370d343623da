"""The bytes on disk, under random names in a folder that no web server shows."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

CHUNK = 1 << 18  # bytes read at a time


def new_key() -> str:
    return secrets.token_hex(16)


def path_of(key: str) -> Path:
    return Path(settings.FILES_ROOT) / key[:2] / key


def make_folder(folder: Path) -> None:
    """And the one above it; closed to everybody else, both."""
    for one in (folder.parent, folder):
        one.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_at(key: str, offset: int, part: bytes) -> None:
    """On disk, for sure, when it returns; what lay behind ``offset`` before is gone."""
    path = path_of(key)
    make_folder(path.parent)
    fresh = not path.exists()
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        file.truncate(offset)
        file.seek(offset)
        file.write(part)
        file.flush()
        os.fsync(file.fileno())
    if fresh:
        _sync_folder(path.parent)
        _sync_folder(path.parent.parent)


def digest(key: str) -> str:
    """SHA-256 of all there is."""
    with path_of(key).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(key: str, start: int, length: int) -> Iterator[bytes]:
    """So many bytes from ``start`` on, piece by piece."""
    with path_of(key).open("rb") as file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(CHUNK, length))):
            length -= len(piece)
            yield piece


def remove(key: str) -> None:
    with suppress(FileNotFoundError):
        path_of(key).unlink()


def kept() -> Iterator[tuple[str, float]]:
    """The key of everything there is, and when it was last written (seconds of the epoch)."""
    for path in Path(settings.FILES_ROOT).glob("??/*"):
        with suppress(FileNotFoundError):  # removed meanwhile
            yield path.name, path.stat().st_mtime


def _sync_folder(folder: Path) -> None:
    """A name is safe on disk once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
