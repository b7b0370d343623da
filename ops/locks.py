"""File locks between processes; the kernel drops them when their holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def acquire(path: Path, mode: int) -> int:
    """Locks `path` (made if missing) with `fcntl.LOCK_SH` or `LOCK_EX`; returns the descriptor.

    Waits for other holders, or with `LOCK_NB` raises BlockingIOError. Close it to unlock.
    """
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, mode)
        except BaseException:
            os.close(descriptor)
            raise
        if is_current(descriptor, path):
            return descriptor
        os.close(descriptor)  # the file was replaced while we waited


def is_current(descriptor: int, path: Path) -> bool:
    """Whether `path` is still the file that `descriptor` locks."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def upgrade(descriptor: int) -> bool:
    """Turns a shared lock into an exclusive one, if nobody else holds it. On False it is lost."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def exclusive(path: Path) -> Iterator[int]:
    """Holds the exclusive lock on `path`; yields the descriptor, for children to inherit."""
    descriptor = acquire(path, fcntl.LOCK_EX)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
