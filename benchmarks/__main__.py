"""``python -m benchmarks [NAME …]``: speed and memory, each beside a baseline of the same run.

One line of JSON per figure goes to ``.local/bench/``, named by the time of the run.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.figures import Figure
from ops.paths import local_dir

FIRST_START, SECOND_START, MATCH, MEMORY, EMBEDDING, ASSIGNMENT, ALERTS = (
    "first start",
    "second start",
    "match",
    "memory",
    "embedding",
    "assignment",
    "alerts",
)


def main(names: Iterable[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended first
    found: list[Figure] = []
    try:
        for figure in _measure(set(names)):
            found.append(figure)
    finally:  # where a later one fails, what was measured is kept all the same
        print_figures(found)
        print(f"kept in {_keep(found)}")
    return 0


def _measure(names: set[str]) -> Iterable[Figure]:
    """All without names. Assigning needs nothing that runs, alerts have a database of their own."""
    if not names or names - {ASSIGNMENT, ALERTS}:
        yield from _measure_instance(lambda name: not names or name in names)
    if not names or ASSIGNMENT in names:
        from benchmarks.assignment import measure as measure_assignment

        yield from measure_assignment()
    if not names or ALERTS in names:
        from benchmarks.alerts import measure as measure_alerts

        yield from measure_alerts()


def _measure_instance(wanted: Callable[[str], bool]) -> Iterable[Figure]:
    """Starts a whole Counterpart in a folder of its own, twice, and measures what runs there."""
    from benchmarks.instance import Instance

    with tempfile.TemporaryDirectory(prefix="counterpart-bench-") as folder:
        instance = Instance(Path(folder))
        with instance.running() as seconds:
            yield Figure("first start, downloads left out", seconds, "s", aim="at most 300 s")
        with instance.running() as seconds:
            yield Figure("second start", seconds, "s", aim="at most 15 s")
            if wanted(MATCH):
                from benchmarks.match_endpoint import measure as measure_match

                yield from measure_match(instance)
            if wanted(MEMORY):
                from benchmarks.memory import measure as measure_memory

                yield from measure_memory(instance)
            if wanted(EMBEDDING):
                from benchmarks.embedding import measure as measure_embedding

                yield from measure_embedding(instance)


def print_figures(figures: list[Figure]) -> None:
    table = Table(title="Benchmarks")
    for heading in ("what", "measured", "baseline", "ratio", "aim"):
        table.add_column(heading, justify="left" if heading in ("what", "aim") else "right")
    for figure in figures:
        table.add_row(*figure.cells())
    Console(width=max(120, Console().width)).print(table)


def _keep(figures: list[Figure]) -> Path:
    now = datetime.now(UTC)
    file = local_dir() / "bench" / f"{now:%Y%m%dT%H%M%SZ}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    about = {"at": now.isoformat(timespec="seconds"), "cores": os.cpu_count()}
    lines = (json.dumps(about | figure.as_dict(), ensure_ascii=False) for figure in figures)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
