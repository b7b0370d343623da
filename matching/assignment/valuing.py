"""What people are worth for a demand, in units of the score: also those nobody would propose."""

from __future__ import annotations

from collections.abc import Collection

from matching.assignment.table import Table
from matching.assignment.types import Pair


class Value:
    """By ids. Pairs that are no candidates (any more) score 0 and cover nothing."""

    def __init__(self, table: Table) -> None:
        self.find, self.problem = table.find, table.problem
        self.demands = {one.id: one for one in table.demands}
        self.supplies = {one.id: one for one in table.supplies}

    def score(self, pair: Pair) -> float | None:
        place = self.find.place(pair)
        return None if place is None else float(self.find.pairs.score[place])

    def scores(self, demand: str, supplies: Collection[str]) -> float:
        return sum(self.score((demand, supply)) or 0.0 for supply in supplies)

    def covered(self, demand: str, supplies: Collection[str]) -> int:
        """How many of its facets these people cover together."""
        covers, together = self.find.pairs.covers, 0
        if covers is None or demand not in self.demands:
            return 0
        for supply in supplies:
            place = self.find.place((demand, supply))
            together |= 0 if place is None else int(covers[place])
        return (together & ((1 << self.demands[demand].facets) - 1)).bit_count()

    def kept(self, demand: str, supplies: Collection[str]) -> int:
        """How many of these the last proposal had."""
        return sum((demand, supply) in self.problem.kept for supply in supplies)

    def worth(self, demand: str, supplies: Collection[str]) -> float:
        """Priority × (scores, what of the last proposal is kept, and the facets covered)."""
        if demand not in self.demands:
            return 0.0
        kept = self.problem.stability * self.kept(demand, supplies)
        facets = self.problem.facet_weight * self.covered(demand, supplies)
        return self.demands[demand].priority * (self.scores(demand, supplies) + kept + facets)

    def mean(self, demand: str, supplies: Collection[str]) -> float:
        """The score over the places asked for."""
        wanted = self.demands[demand].wanted if demand in self.demands else 0
        return self.scores(demand, supplies) / max(wanted, 1)
