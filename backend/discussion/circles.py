"""Who reads and writes what in a thread; the app above fills it in for one person."""

from __future__ import annotations

from dataclasses import dataclass

from backend.discussion.models import Thread


@dataclass(frozen=True)
class Circle:
    """One person before one thread (None: nobody has written yet).

    ``reads`` and ``writes`` hold values of ``Visibility``; nothing to write: 403 for who tries.
    """

    side: str
    reads: frozenset[str]
    writes: tuple[str, ...]
    thread: Thread | None = None
