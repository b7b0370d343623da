"""Doing batches until nothing waits or time is up, in one thread or several."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.db.models import QuerySet

Progress = Callable[[str, int, int], None]  # stage, done, of how many


def repeat(
    stage: str,
    pending: QuerySet,
    batch: Callable[[], int | None],
    end: float | None,
    progress: Progress | None,
    threads: int,
) -> int:
    """Do batches until nothing is pending or time is up. Returns how many rows were done."""
    total = pending.count() if progress else 0
    sizes: list[int] = []

    def work() -> None:
        while (end is None or time.monotonic() < end) and (size := batch()) is not None:
            sizes.append(size)
            if progress:
                progress(stage, sum(sizes), max(total, sum(sizes)))

    if threads == 1:
        work()
    else:
        with ThreadPoolExecutor(threads) as pool:
            for done in [pool.submit(_closing, work) for _ in range(threads)]:
                done.result()
    return sum(sizes)


def _closing(work: Callable[[], None]) -> None:
    """For a thread of its own: its connection ends with it."""
    try:
        work()
    finally:
        connection.close()
