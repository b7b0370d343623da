"""Memory of all processes together, shared pages counted once (PSS)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.instance import Instance


def measure(instance: Instance) -> Iterable[Figure]:
    """In MB, after the questions of the match benchmark, and of each part."""
    parts = {name: sum(map(_pss, pids)) for name, pids in instance.processes().items()}
    yield Figure("memory, all processes", sum(parts.values()), "MB", aim="under 3,000 MB")
    for name, megabytes in sorted(parts.items(), key=lambda part: -part[1]):
        yield Figure(f"  {name}", megabytes, "MB")


def _pss(pid: int) -> float:
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    return int(found.group(1)) * 1024 / 1e6 if found else 0.0
