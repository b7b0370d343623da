"""What a pair is worth, as a whole number, so that an optimum can be proven exactly.

worth = priority of the demand × (score + stability, where the last proposal has the pair). The
largest possible worth becomes ``UNITS``, and up to ``TIES`` of that (four billionths) are added so
that of two equal answers the one is taken that gives people of low ids to demands of low ids.
"""

from __future__ import annotations

import numpy as np

from matching.assignment.table import Table

UNITS = 1 << 40
TIES = 1 << 12


class Worth:
    """``of(places)`` in units; ``unit`` is one of them in units of the score."""

    def __init__(self, table: Table) -> None:
        self.table = table
        top = float(table.priority.max(initial=0.0)) * (1 + table.problem.stability)
        self.unit = (top or 1.0) / UNITS
        # More than all that a longest chain of changes can win or lose: places come first.
        self.place = (UNITS + TIES) * (int(table.wanted.sum()) + 1)

    def of(self, places: np.ndarray | slice) -> np.ndarray:
        pairs = self.table.pairs
        units = np.rint(self.plain(places) / self.unit).astype(np.int64)
        return units + self._tie(pairs.demand[places], pairs.supply[places])

    def plain(self, places: np.ndarray | slice) -> np.ndarray:
        """In units of the score, and without a look at ids."""
        demand = self.table.pairs.demand[places]
        score = self.table.pairs.score[places].astype(np.float64)
        return self.table.priority[demand] * (score + self._bonus(places, len(demand)))

    def at_most(self, places: slice) -> np.ndarray:
        """No pair there that is not of the last proposal is worth more: quicker than ``of``."""
        pairs = self.table.pairs
        each = (self.table.priority / self.unit)[pairs.demand[places]]
        return pairs.score[places] * each + (TIES + 2)

    def _bonus(self, places: np.ndarray | slice, count: int) -> np.ndarray | float:
        kept = self.table.kept
        if not len(kept):
            return 0.0
        if isinstance(places, slice):
            bonus = np.zeros(count)
            inside = kept[(kept >= places.start) & (kept < places.stop)]
            bonus[inside - places.start] = self.table.problem.stability
            return bonus
        return np.isin(places, kept) * self.table.problem.stability

    def _tie(self, demand: np.ndarray, supply: np.ndarray) -> np.ndarray:
        """Large where supply is low, the more so the lower demand is."""
        demands, supplies = len(self.table.demands), len(self.table.supplies)
        step = TIES / max(demands * supplies, 1)
        behind = supply.astype(np.float64) * (demands - demand)
        return TIES - np.rint(behind * step).astype(np.int64)
