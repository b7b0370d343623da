"""Each size by each way, one after the other."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.assignment.ways import Size
from benchmarks.figures import Figure
from ops.paths import ROOT

SIZES = [
    Size(demands, supplies, share)
    for demands, supplies in ((40, 160), (500, 600), (5_000, 6_000))
    for share in (2.4, 1.05)
]
PATIENCE = 120  # seconds, with making the scores; what takes longer is said, and left out
OURS, DENSE, LINEAR = "assign", "every pair", "linear assignment"
FLOOR, CHANCE = "assign, highest floor", "assign, at most .9"
MEASURED = {"seconds": "s", "computing": "s", "peak": "MB", "total": "", "worst": ""}
LARGEST_FLOOR = 500  # demands


def measure() -> Iterator[Figure]:
    for size in SIZES:
        found = _run(size, OURS)
        assert found is not None
        dense, linear = _run(size, DENSE), _run(size, LINEAR)
        yield from _beside(size, found, dense, linear)
        chance = _run(size, CHANCE)
        if chance:
            lost = 100 * chance["notes"]["cost of chance"] / found["total"]
            yield Figure(f"{size}: cost of chance, no pair above .9", lost, "% of the total")
        if size.demands <= LARGEST_FLOOR:
            yield from _floor(size, found)


def _beside(size: Size, found: dict, dense: dict | None, linear: dict | None) -> Iterator[Figure]:
    """Ours against the two others, as far as they came to an end."""
    for other, name in ((dense, DENSE), (linear, LINEAR)):
        for key, unit in MEASURED.items():
            value = other[key] if other else None
            yield Figure(f"{size}: {key}", found[key], unit, value, name)
    if dense:
        lost = dense["total"] - found["total"]
        yield Figure(f"{size}: total below the optimum", lost, "", aim="0 (to a millionth a place)")
    yield Figure(f"{size}: pairs taken in by price", found["notes"]["added"], "pairs")
    yield Figure(f"{size}: proven", float(found["notes"]["optimal"]), "", aim="1")


def _floor(size: Size, found: dict) -> Iterator[Figure]:
    floor = _run(size, FLOOR)
    if floor:
        for key, unit in MEASURED.items():
            yield Figure(f"{size}, highest floor: {key}", floor[key], unit, found[key], OURS)


def _run(size: Size, way: str) -> dict | None:
    """In a process of its own. None: it took too long."""
    what = [sys.executable, "-m", "benchmarks.assignment", way]
    numbers = [str(size.demands), str(size.supplies), str(size.share)]
    try:
        done = subprocess.run(
            [*what, *numbers], cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        print(f"{size}: {way} took more than {PATIENCE} s and was ended")
        return None
    return json.loads(done.stdout)
