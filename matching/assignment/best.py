"""The best whole assignment: by flow where that is all, by programs where floors or facets ask."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.assignment.candidates import best_of_each, together
from matching.assignment.exact import Solved, linear, whole
from matching.assignment.floors import Floor, raise_floor, with_floor
from matching.assignment.pricing import Flow, best_flow
from matching.assignment.rows import Goal, Stage, open_facets
from matching.assignment.search import Search
from matching.assignment.table import Table
from matching.assignment.worth import Worth

SOME = (25, 12)  # pairs of each demand and supply that programs begin with: they price quickly


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """The ``chosen`` pairs. ``gap``: the best is at most this share of the worth better."""

    chosen: np.ndarray
    flow: Flow
    floor: Floor | None = None
    added: int = 0
    gap: float = 0.0

    @property
    def level(self) -> float:
        return 0.0 if self.floor is None else self.floor.level

    @property
    def optimal(self) -> bool:
        return self.gap == 0 and (self.floor is None or self.floor.proven)


def best_whole(table: Table, worth: Worth, search: Search) -> Best:
    """First places, then the floor, then worth."""
    flow = best_flow(table, worth, search)
    chosen, floor = flow.chosen, None
    if table.problem.floor != 0:
        places = together(table, best_of_each(table, *SOME), chosen)
        begun = program(table, worth, len(chosen), None)
        floor = raise_floor(begun, places, chosen, search)
    if not len(open_facets(table)) and (floor is None or floor.chosen is chosen):
        return Best(chosen, flow, floor, flow.added)
    start = floor or flow
    stage = program(table, worth, len(chosen), floor)
    solved = linear(stage, together(table, start.places, start.chosen), search)
    assert solved is not None  # the chosen pairs keep all rows
    solved = whole(solved, start.chosen, search.seconds)
    added = flow.added + solved.added
    return Best(solved.chosen, flow, floor, added, _gap(solved))


def program(
    table: Table, worth: Worth, filled: float, floor: Floor | None, most: float = 1.0
) -> Stage:
    """Worth is made largest, above the floor."""
    none = np.zeros(len(table.demands))
    stage = Stage(table, worth, filled, none, Goal.WORTH, most)
    return stage if floor is None else with_floor(stage, floor.best, floor.level, Goal.WORTH)


def _gap(solved: Solved) -> float:
    return 0.0 if solved.proven else (solved.value - solved.bound) / abs(solved.value)
