"""Several at the same instant, in tests."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

TIMES = 6  # at once may be one after the other, once


def at_once(*acts: Callable[[], int]) -> list[int]:
    """Runs them together, each on a connection of its own; the status codes, sorted."""
    together, found = threading.Barrier(len(acts), timeout=20), []

    def run(act: Callable[[], int]) -> None:
        together.wait()
        try:
            found.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(found)
