"""What one more place is worth, and the proof that a flow is the best: exact potentials.

The shortest ways in the residual graph from where places end (Bellman 1958, Ford 1956; one sweep
over the arcs of all nodes that came closer). In whole numbers, so that the proof knows no
tolerance. A place counts for more than all worth together, so that one sum speaks of both, places
first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.assignment.table import Table

FAR = np.iinfo(np.int64).max // 4


@dataclass(frozen=True, slots=True, eq=False)
class Potentials:
    """``demand``, ``supply``: costs of reaching each. A pair left out is worth taking in where
    its worth with a place's + supply - demand is above 0. One more place at a supply adds
    -supply."""

    demand: np.ndarray
    supply: np.ndarray


def potentials(
    table: Table, places: np.ndarray, gain: np.ndarray, flow: np.ndarray, parts: int, most: int
) -> Potentials:
    """``gain``: each pair's worth with what a place counts. The flow must be a best one."""
    demand, supply = table.pairs.demand[places], table.pairs.supply[places]
    filled = np.bincount(demand, weights=flow, minlength=len(table.demands))
    of_demand = np.where(filled < table.wanted * parts, 0, FAR)
    of_supply = np.zeros(len(table.supplies), dtype=np.int64)
    there = _Arcs(demand, supply, -gain, flow < most, len(table.demands))
    back = _Arcs(supply, demand, gain, flow > 0, len(table.supplies))
    lowered = np.flatnonzero(of_demand < FAR)
    near = np.union1d(lowered, back.lower(np.arange(len(of_supply)), of_supply, of_demand))
    for _ in range(len(of_demand) + len(of_supply) + 1):
        if not len(near):
            return Potentials(of_demand, of_supply)
        far = there.lower(near, of_demand, of_supply)
        near = back.lower(far, of_supply, of_demand)
    raise RuntimeError("The flow is not a best one: its residual graph has a negative cycle.")


class _Arcs:
    """Arcs with room, by the node where they begin."""

    def __init__(
        self, tail: np.ndarray, head: np.ndarray, cost: np.ndarray, room: np.ndarray, nodes: int
    ) -> None:
        which = np.flatnonzero(room)
        which = which[np.argsort(tail[which], kind="stable")]
        self.head, self.cost = head[which], cost[which]
        self.count = np.bincount(tail[which], minlength=nodes)
        self.first = np.cumsum(self.count) - self.count

    def lower(self, tails: np.ndarray, of_tail: np.ndarray, of_head: np.ndarray) -> np.ndarray:
        """Lowers what it costs to reach the heads, in place; returns those lowered."""
        count = self.count[tails]
        begins = np.repeat(self.first[tails] - (np.cumsum(count) - count), count)
        arcs = begins + np.arange(len(begins))
        heads = self.head[arcs]
        reached = np.repeat(of_tail[tails], count) + self.cost[arcs]
        closer = reached < of_head[heads]
        np.minimum.at(of_head, heads[closer], reached[closer])
        return np.unique(heads[closer])
