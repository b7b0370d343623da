"""``python -m benchmarks.assignment WAY DEMANDS SUPPLIES SHARE``: one run, as JSON."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict

from benchmarks.assignment.ways import WAYS, Size

way, demands, supplies, share = sys.argv[1:]
found = WAYS[way](Size(int(demands), int(supplies), float(share)))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
print(json.dumps(asdict(found) | {"peak": peak}))
