"""Ways to assign, by name. Each gives the time it took and the scores each demand got."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from ortools.graph.python import min_cost_flow
from scipy.optimize import linear_sum_assignment

from benchmarks.assignment.problems import WANTED, capacities, problem, scores

MILLIONTHS = 1_000_000


@dataclass(frozen=True)
class Size:
    demands: int
    supplies: int
    share: float  # places there are, for each that is asked for

    def __str__(self) -> str:
        named = {2.4: "slack", 1.05: "tight"}.get(self.share, self.share)
        return f"{self.demands:,} × {self.supplies:,}, {named}"


@dataclass(frozen=True)
class Run:
    seconds: float
    computing: float  # seconds of the processor: the same when others share the machine
    total: float
    worst: float  # mean score of the worst-served demand
    unfilled: int = 0
    notes: dict = field(default_factory=dict)


class Clock:
    def __init__(self) -> None:
        self.began = time.monotonic(), time.process_time()

    def taken(self) -> tuple[float, float]:
        return time.monotonic() - self.began[0], time.process_time() - self.began[1]


def ours(size: Size, floor: float | None = 0.0, **more) -> Run:
    from matching import assign

    asked = problem(size.demands, size.supplies, size.share, floor)
    clock = Clock()
    found = assign(asked, **more)
    taken = clock.taken()
    notes = {
        "optimal": found.optimal,
        "gap": found.gap,
        "added": found.added,
        "floor": found.floor,
        "cost of chance": found.cost_of_chance,
    }
    return Run(*taken, found.total, found.worst, sum(found.unmet.values()), notes)


def every_pair(size: Size) -> Run:
    """OR-tools' min-cost flow with an arc for every pair."""
    score = scores(size.demands, size.supplies)
    capacity = capacities(size.demands, size.supplies, size.share)
    clock = Clock()
    solver, sink = min_cost_flow.SimpleMinCostFlow(), size.demands + size.supplies
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        np.repeat(np.arange(size.demands, dtype=np.int32), size.supplies),
        np.tile(np.arange(size.demands, sink, dtype=np.int32), size.demands),
        np.ones(score.size, dtype=np.int64),
        -np.rint(score.ravel() * MILLIONTHS).astype(np.int64),
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        np.arange(size.demands, sink, dtype=np.int32),
        np.full(size.supplies, sink, dtype=np.int32),
        capacity,
        np.zeros(size.supplies, dtype=np.int64),
    )
    solver.set_nodes_supplies(
        np.arange(size.demands, dtype=np.int32), np.full(size.demands, WANTED)
    )
    solver.set_node_supply(sink, -WANTED * size.demands)
    solver.solve_max_flow_with_min_cost()
    taken = solver.flows(arcs).reshape(score.shape) > 0
    return _run(clock, score, taken)


def linear_assignment(size: Size) -> Run:
    """One person for each demand in each of three rounds; a person's column is there as often as
    it has places left, and whom a demand has, it does not get again."""
    score = scores(size.demands, size.supplies)
    left = capacities(size.demands, size.supplies, size.share)
    clock = Clock()
    taken = np.zeros(score.shape, dtype=bool)
    for _ in range(WANTED):
        columns = np.repeat(np.arange(size.supplies), np.minimum(left, size.demands))
        open_now = np.where(taken, -1, score)[:, columns]
        rows, chosen = linear_sum_assignment(open_now, maximize=True)
        good = open_now[rows, chosen] >= 0
        rows, people = rows[good], columns[chosen[good]]
        taken[rows, people] = True
        left = left - np.bincount(people, minlength=size.supplies)
    return _run(clock, score, taken)


def _run(clock: Clock, score: np.ndarray, taken: np.ndarray) -> Run:
    taken_in = clock.taken()
    each = np.where(taken, score, 0).sum(1, dtype=np.float64)
    missing = score.shape[0] * WANTED - int(taken.sum())
    return Run(*taken_in, float(each.sum()), float(each.min()) / WANTED, missing)


WAYS: dict[str, Callable[[Size], Run]] = {
    "assign": ours,
    "assign, highest floor": lambda size: ours(size, floor=None),
    "assign, at most .9": lambda size: ours(size, most_probable=0.9, seed=1),
    "every pair": every_pair,
    "linear assignment": linear_assignment,
}
