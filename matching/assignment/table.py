"""Ids become positions here, and nowhere else.

Demands and supplies stand in the order of their ids and pairs by demand, then supply, so that the
order in which a problem was written down changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.assignment.locks import Locks, hold
from matching.assignment.ordering import CHUNK, Finder, by_id, in_order, starts, take
from matching.assignment.types import Demand, Pair, Pairs, Problem, Supply


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The pairs that may be chosen, and what is left of demands and supplies beside the locks.

    ``find`` knows all pairs of the problem, the locked and the forbidden ones too.

    Of demands: ``wanted`` (still), ``asked`` (all), ``priority``, ``first`` (the place of its first
    pair; one more at the end). Of supplies: ``capacity`` (still). ``pairs`` hold positions in
    ``demands`` and ``supplies``; ``kept`` are the places of those of the last proposal.
    """

    problem: Problem
    demands: tuple[Demand, ...]
    supplies: tuple[Supply, ...]
    asked: np.ndarray
    wanted: np.ndarray
    capacity: np.ndarray
    priority: np.ndarray
    pairs: Pairs
    first: np.ndarray
    kept: np.ndarray
    locks: Locks
    find: Finder

    def __len__(self) -> int:
        return len(self.pairs)

    def of(self, demand: int) -> slice:
        """Where the pairs of a demand stand."""
        return slice(int(self.first[demand]), int(self.first[demand + 1]))

    def chunks(self) -> Iterator[slice]:
        """All pairs, some millions at a time."""
        for start in range(0, len(self), CHUNK):
            yield slice(start, min(start + CHUNK, len(self)))

    def id_of(self, place: int) -> Pair:
        demand, supply = self.pairs.demand[place], self.pairs.supply[place]
        return self.demands[demand].id, self.supplies[supply].id


def table_of(problem: Problem) -> Table:
    demands, demand_rank = by_id(problem.demands, "demands")
    supplies, supply_rank = by_id(problem.supplies, "supplies")
    pairs = in_order(problem.pairs, demand_rank, supply_rank)
    find = Finder(pairs, demands, supplies)
    asked = np.array([one.wanted for one in demands], dtype=np.int64)
    places = np.array([one.capacity for one in supplies], dtype=np.int64)
    locks = hold(problem, find, asked, places)
    wanted = asked - np.bincount(locks.demand, minlength=len(demands))
    capacity = places - np.bincount(locks.supply, minlength=len(supplies))
    out = np.concatenate([find.places(problem.forbidden), locks.place])
    pairs, kept = _open(pairs, wanted, capacity, out, find.places(problem.kept))
    priority = np.array([one.priority for one in demands])
    first = starts(pairs.demand, len(demands))
    return Table(
        problem,
        demands,
        supplies,
        asked,
        wanted,
        capacity,
        priority,
        pairs,
        first,
        kept,
        locks,
        find,
    )


def _open(
    pairs: Pairs, wanted: np.ndarray, capacity: np.ndarray, out: np.ndarray, kept: np.ndarray
) -> tuple[Pairs, np.ndarray]:
    """The pairs between demands that want and supplies that can, and where the kept ones stand."""
    if not len(out) and wanted.all() and capacity.all():
        return pairs, kept
    may = (wanted > 0)[pairs.demand] & (capacity > 0)[pairs.supply]
    may[out] = False
    moved = np.cumsum(may) - 1
    return take(pairs, may), moved[kept[may[kept]]]
