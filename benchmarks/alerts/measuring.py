"""How long one new item takes against all alerts, and how long it takes in other ways."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import numpy as np

from benchmarks.alerts.making import vectors_by_version
from benchmarks.figures import Figure

ITEMS = 20  # needs of the demo world, as what is new
ROUNDS = 3  # of which the quickest counts
LOOPED = 200  # alerts that the loop is measured on


def figures(size: int) -> Iterable[Figure]:
    from backend.alerts.known import NEED
    from backend.alerts.services.matching import answered_by
    from backend.needs.models import Need

    needs = list(Need.objects.order_by("pk").prefetch_related("sectors")[:ITEMS])
    ours = _median(lambda need: answered_by(NEED, need), needs)
    yield Figure(f"queries for one item against {size:,} alerts", _queries(needs[0]), "", aim="1")
    loop = _median(_loop, needs[:3], rounds=1) * size / LOOPED
    what = f"one item against {size:,} alerts, p50 of {len(needs)}"
    told = f"a query for each alert ({LOOPED} of them, scaled up)"
    yield Figure(what, ours, "ms", loop, told, "ratio below 0.1")
    held = Held()
    _check(held, needs)
    yield Figure(what, ours, "ms", _median(held.near, needs), "numpy, vectors held in memory")
    read = _median(lambda need: Held().near(need), needs[:3], rounds=1)
    yield Figure(what, ours, "ms", read, "numpy, vectors read for each item", "ratio below 1")


class Held:
    """All alerts' corrected vectors in memory: what a program of its own would hold.

    Affinity alone: it knows nothing of shared terms, filters, or who is paused.
    """

    def __init__(self) -> None:
        from backend.matches import engine

        self.by_version = {}
        for version, found in vectors_by_version().items():
            corrected = engine.recorrect(version, found.raw, found.languages, "query")
            one = engine.fitted(version)
            rows = [one.index(code) for code in found.languages]
            self.by_version[version] = (found.passages, rows, corrected, one)

    def near(self, need) -> dict:
        """By alert its mean affinity, in standard deviations above chance."""
        from backend.matches.models import NeedEmbedding

        sums: dict = {}
        for version, (ids, rows, corrected, one) in self.by_version.items():
            row = NeedEmbedding.objects.filter(need=need, encoder=version.encoder).first()
            if row is None:
                continue
            vector = np.asarray(row.corrected, np.float32)
            column = one.index(row.language)
            z = (corrected @ vector - one.mu[rows, column]) / one.sigma[rows, column]
            for pk, value in zip(ids, z.tolist(), strict=True):
                sums.setdefault(pk, []).append(value)
        return {pk: sum(values) / len(values) for pk, values in sums.items()}


def _check(held: Held, needs: list) -> None:
    """What affinity alone brings to the line, our query must have found as well."""
    from backend.alerts.known import NEED
    from backend.alerts.services.matching import answered_by
    from backend.matches import engine

    scale = engine.alike_scale()
    line = (scale.line - scale.base) / scale.affinity + 0.01  # halves are kept with three digits
    for need in needs:
        found = {pk for pk, _score in answered_by(NEED, need)}
        expected = {pk for pk, z in held.near(need).items() if z >= line}
        if expected - found:
            raise RuntimeError(f"{len(expected - found)} alerts that were not found")


def _loop(need) -> None:
    from backend.alerts.models import Alert
    from backend.alerts.texts import ALERTS
    from backend.matches.selectors import asking
    from backend.matches.texts import NEEDS

    for pk in Alert.objects.order_by("pk").values_list("pk", flat=True)[:LOOPED]:
        asking(need.pk, NEEDS, ALERTS, Alert.objects.filter(pk=pk))


def _queries(need) -> int:
    """Those that read vectors of alerts."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from backend.alerts.known import NEED
    from backend.alerts.services.matching import answered_by

    with CaptureQueriesContext(connection) as asked:
        answered_by(NEED, need)
    return sum("alerts_alertembedding" in one["sql"] for one in asked)


def _median(call: Callable, items: list, rounds: int = ROUNDS) -> float:
    """Milliseconds: of each item its quickest round, of these the median."""
    took = []
    for item in items:
        times = []
        for _round in range(rounds):
            before = time.perf_counter()
            call(item)
            times.append(time.perf_counter() - before)
        took.append(min(times))
    return float(np.median(took)) * 1000
