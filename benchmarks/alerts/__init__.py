"""Something new held against many alerts, in one query: beside a loop over them, and numpy.

A process of its own, with a database of its own: ``python -m benchmarks.alerts SIZE``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable

from benchmarks.figures import Figure
from ops.paths import ROOT

SIZE = 10_000


def measure(size: int = SIZE) -> Iterable[Figure]:
    command = [sys.executable, "-m", "benchmarks.alerts", str(size)]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    for line in told.stdout.splitlines():
        if line.startswith("{"):
            yield Figure(**json.loads(line))
