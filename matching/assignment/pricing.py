"""The best assignment over all pairs, out of few: pairs left out are priced and taken in.

Column generation, as Dantzig and Wolfe 1960 ("Decomposition principle for linear programs",
Operations Research 8): where no pair left out has a reduced worth above 0, the potentials prove
that the answer is the best over all pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.assignment.candidates import best_of_each, first_of_groups, together
from matching.assignment.flow import flow_over
from matching.assignment.potentials import Potentials, potentials
from matching.assignment.search import Search
from matching.assignment.table import Table
from matching.assignment.worth import Worth

AT_ONCE = 50  # pairs taken in of one demand in one round


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """``parts`` of a place that each of the pairs at ``places`` takes; ``added`` came by price."""

    places: np.ndarray
    taken: np.ndarray
    parts: int
    potentials: Potentials
    added: int

    @property
    def chosen(self) -> np.ndarray:
        return self.places[self.taken > 0]


def best_flow(table: Table, worth: Worth, search: Search, parts: int = 1, most: int = 1) -> Flow:
    """A best one over all pairs: first places, then worth.

    A place has ``parts``, and no pair may take more than ``most`` of them.
    """
    places = best_of_each(table, *search.best)
    begun = len(places)
    for turn in range(len(table) + 1):
        gain = worth.of(places)
        taken = flow_over(table, places, gain, parts, most)
        found = potentials(table, places, gain + worth.place, taken, parts, most)
        more = _worth_taking_in(table, worth, found, places)
        search.tell("price", {"round": turn + 1, "pairs": len(places), "added": len(more)})
        if not len(more):
            break
        places = together(table, places, more)
    return Flow(places, taken, parts, found, len(places) - begun)


def _worth_taking_in(
    table: Table, worth: Worth, found: Potentials, places: np.ndarray
) -> np.ndarray:
    """Pairs left out with a reduced worth above 0, of each demand those with the most."""
    there = np.zeros(len(table), dtype=bool)
    there[places] = True
    kept = [places[:0]]
    for chunk in table.chunks() if len(places) < len(table) else ():
        demand, supply = table.pairs.demand[chunk], table.pairs.supply[chunk]
        price = found.demand[demand] - found.supply[supply] - worth.place
        more = np.flatnonzero((worth.at_most(chunk) > price) & ~there[chunk])
        reduced = worth.of(chunk.start + more) - price[more]
        more, reduced = more[reduced > 0], reduced[reduced > 0]
        best, _ = first_of_groups(more, demand[more], reduced, AT_ONCE)
        kept.append(chunk.start + best)
    return np.concatenate(kept)
