"""The linear program: which rows each pair stands in. Used to build it, and to price by its duals.

Rows, in this order: one for each demand (its places) and each supply (its capacity), one for all
places filled together (where not all can be), one for each floor, one for each facet still to be
covered. Columns: the pairs, what each demand lacks to its floor (``short``), and how much of each
facet is covered, which is at most what its people cover (the linear form of a union).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy import sparse

from matching.assignment.table import Table
from matching.assignment.worth import UNITS, Worth

Entries = tuple[np.ndarray, np.ndarray, np.ndarray]  # columns, their rows, values
NO_FACETS = np.zeros((0, 2), dtype=np.int64)
SCALE = 1e3  # of the objective: HiGHS looks at differences of a millionth and more


class Goal(Enum):
    """``SHORT``: as little as can be is lacking to the floors. ``KEEP``: floors are kept, and
    facets left aside: any answer will do. ``WORTH``: floors are kept, and worth is made largest."""

    SHORT = "short"
    KEEP = "keep"
    WORTH = "worth"


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One program. ``filled`` places in all; ``need`` of each demand: scores beside what is locked
    (0: no floor). No pair is taken for more than ``most``. ``least``: the score that a pair of each
    demand must have, as with a lower one its other people could not make up for it."""

    table: Table
    worth: Worth
    filled: float
    need: np.ndarray
    goal: Goal
    most: float = 1.0
    least: np.ndarray | None = None


class Rows:
    def __init__(self, stage: Stage) -> None:
        self.stage, table = stage, stage.table
        self.demands, self.supplies = len(table.demands), len(table.supplies)
        self.full = abs(stage.filled - table.wanted.sum()) < 1e-9
        at = self.demands + self.supplies
        self.filled_row = at
        at += not self.full
        self.floor_of = np.flatnonzero(stage.need > 0)
        self.floor_row = _numbered(self.demands, self.floor_of, at)
        at += len(self.floor_of)
        self.facets = open_facets(table) if stage.goal is Goal.WORTH else NO_FACETS
        self.facet_row = np.full((self.demands, 64), -1, dtype=np.int64)
        self.facet_row[tuple(self.facets.T)] = np.arange(at, at + len(self.facets))
        self.count = at + len(self.facets)

    def entries(self, places: np.ndarray | slice) -> Iterator[Entries]:
        """Parts of the matrix, for the pairs at ``places``: columns, their rows, values."""
        pairs = self.stage.table.pairs
        demand, supply = pairs.demand[places], pairs.supply[places]
        all_columns = np.arange(len(demand))
        yield all_columns, demand, np.ones(len(demand))
        yield all_columns, self.demands + supply, np.ones(len(demand))
        if not self.full:
            yield all_columns, np.full(len(demand), self.filled_row), -np.ones(len(demand))
        if len(self.floor_of):
            columns = np.flatnonzero(self.floor_row[demand] >= 0)
            scores = pairs.score[places][columns].astype(np.float64)
            yield columns, self.floor_row[demand[columns]], -scores
        if pairs.covers is not None and len(self.facets):
            yield from self._facet_entries(demand, pairs.covers[places])

    def _facet_entries(self, demand: np.ndarray, covers: np.ndarray) -> Iterator[Entries]:
        for facet in np.unique(self.facets[:, 1]):
            covered = (covers >> np.uint64(facet)) & np.uint64(1) > 0
            columns = np.flatnonzero(covered & (self.facet_row[demand, facet] >= 0))
            yield columns, self.facet_row[demand[columns], facet], -np.ones(len(columns))

    def matrix(self, places: np.ndarray) -> sparse.csr_array:
        """With the columns of the pairs, then ``short`` (where asked for), then the facets."""
        parts = list(self.entries(places))
        if self.shorts:
            short = np.arange(len(self.floor_of))
            parts.append((len(places) + short, self.floor_row[self.floor_of], -np.ones(len(short))))
        facet = np.arange(len(self.facets))
        before = len(places) + self.shorts
        parts.append((before + facet, self.facet_row[tuple(self.facets.T)], np.ones(len(facet))))
        columns, rows, values = (np.concatenate(part) for part in zip(*parts, strict=True))
        shape = (self.count, before + len(facet))
        return sparse.coo_array((values, (rows, columns)), shape=shape).tocsr()

    @property
    def shorts(self) -> int:
        return len(self.floor_of) if self.stage.goal is Goal.SHORT else 0

    def most(self) -> np.ndarray:
        """The right-hand sides. The first rows are equations where all places are filled."""
        table = self.stage.table
        right = np.zeros(self.count)
        right[: self.demands] = table.wanted
        right[self.demands : self.demands + self.supplies] = table.capacity
        if not self.full:
            right[self.filled_row] = -self.stage.filled
        right[self.floor_row[self.floor_of]] = -self.stage.need[self.floor_of]
        return right

    def costs(self, places: np.ndarray | slice) -> np.ndarray:
        """Of the pairs; what is worth something costs less than nothing."""
        if self.stage.goal is Goal.SHORT:
            return np.zeros(len(self.stage.table.pairs.demand[places]))
        return self.stage.worth.of(places) * (-SCALE / UNITS)

    def other_costs(self) -> np.ndarray:
        table, worth = self.stage.table, self.stage.worth
        facet = table.priority[self.facets[:, 0]] * table.problem.facet_weight
        return np.concatenate([np.full(self.shorts, SCALE), facet * (-SCALE / UNITS / worth.unit)])

    def may(self, places: np.ndarray | slice) -> np.ndarray:
        """Which pairs have the score they must have."""
        pairs = self.stage.table.pairs
        if self.stage.least is None:
            return np.ones(len(pairs.demand[places]), dtype=bool)
        return pairs.score[places] >= self.stage.least[pairs.demand[places]]

    def reduced(self, places: np.ndarray | slice, duals: np.ndarray) -> np.ndarray:
        """The reduced costs of pairs: below 0, a pair left out would better the answer."""
        costs = self.costs(places)
        for columns, rows, values in self.entries(places):
            costs[columns] -= duals[rows] * values
        costs[~self.may(places)] = np.inf
        return costs

    def binding(self, duals: np.ndarray) -> np.ndarray:
        """The demands whose floors have a price."""
        return self.floor_of[np.abs(duals[self.floor_row[self.floor_of]]) > 1e-6 * SCALE]


def open_facets(table: Table) -> np.ndarray:
    """Demand and number of each facet that no locked person covers, shape (facets, 2)."""
    if not table.problem.facet_weight or table.pairs.covers is None or not len(table):
        return NO_FACETS
    covered = np.zeros(len(table.demands), dtype=np.uint64)
    np.bitwise_or.at(covered, table.locks.demand, table.locks.covers)
    rows = [
        (d, facet)
        for d, demand in enumerate(table.demands)
        for facet in range(demand.facets)
        if table.wanted[d] and not int(covered[d]) >> facet & 1
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def _numbered(count: int, which: np.ndarray, first: int) -> np.ndarray:
    rows = np.full(count, -1, dtype=np.int64)
    rows[which] = np.arange(first, first + len(which))
    return rows
