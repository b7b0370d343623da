"""``python -m benchmarks.alerts SIZE``: a line of JSON for each figure."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from benchmarks.scale.database import network_database

size = int(sys.argv[1])
with network_database(size, "alerts"):
    from benchmarks.alerts.making import make_alerts
    from benchmarks.alerts.measuring import figures

    make_alerts(size)
    for figure in figures(size):
        print(json.dumps(asdict(figure), ensure_ascii=False), flush=True)
