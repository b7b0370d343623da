"""The best assignment over given pairs by OR-tools' min-cost flow (cost scaling, push-relabel).

Goldberg and Tarjan 1990, "Finding minimum-cost circulations by successive approximation",
Mathematics of Operations Research 15; Bünnagel, Korte and Vygen 1998, "Efficient implementation
of the Goldberg–Tarjan minimum-cost flow algorithm". First as many places as can be, then worth.
"""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow

from matching.assignment.table import Table


def flow_over(
    table: Table, places: np.ndarray, worth: np.ndarray, parts: int = 1, most: int = 1
) -> np.ndarray:
    """How much of each pair is taken, 0 … ``most``, where a whole place has ``parts`` of them."""
    if not len(places):
        return np.zeros(0, dtype=np.int64)
    demands, supplies = len(table.demands), len(table.supplies)
    sink = demands + supplies
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        table.pairs.demand[places],
        demands + table.pairs.supply[places],
        np.full(len(places), most, dtype=np.int64),
        -worth,
    )
    to_sink = np.arange(demands, sink, dtype=np.int32)
    solver.add_arcs_with_capacity_and_unit_cost(
        to_sink,
        np.full(supplies, sink, dtype=np.int32),
        table.capacity * parts,
        np.zeros(supplies, dtype=np.int64),
    )
    solver.set_nodes_supplies(np.arange(demands, dtype=np.int32), table.wanted * parts)
    solver.set_node_supply(sink, -int(table.wanted.sum()) * parts)
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"The min-cost flow ended with {status}.")
    return solver.flows(arcs)
