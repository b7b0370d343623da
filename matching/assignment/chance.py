"""An assignment with a seeded random part, so that nobody can count on reviewing for a friend.

Jecmen, Zhang, Liu, Shah, Conitzer and Fang 2020, "Mitigating manipulation in peer review via
randomized reviewer assignments" (NeurIPS): probabilities of pairs, none above a limit, that make
the worth as large as can be on average (a linear program), and a draw that has these
probabilities and still gives each demand its number and no supply too many. Floors and facets
hold on average, not in each draw; what facets add is then counted as the linear program sees it,
which is not too low.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from matching.assignment.answer import answer_of, locked_worth
from matching.assignment.best import program
from matching.assignment.exact import linear
from matching.assignment.floors import raise_floor
from matching.assignment.pricing import Flow, best_flow
from matching.assignment.rounding import ROUNDING, rounded
from matching.assignment.rows import SCALE, open_facets
from matching.assignment.search import Search
from matching.assignment.table import Table
from matching.assignment.types import Assignment, Limit
from matching.assignment.worth import UNITS, Worth

CHANCE = "chance"
FINEST = 1000  # a probability is so many parts of a place at most


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """The probability of each pair at ``places``; all others have none. ``worth`` on average,
    beside what is locked."""

    places: np.ndarray
    probable: np.ndarray
    worth: float
    floor: float
    added: int


def check(most_probable: float, seed: int | None) -> None:
    if not 1 / FINEST <= most_probable <= 1:
        raise ValueError(f"most_probable is {most_probable}; it must be 1/{FINEST} to 1.")
    if most_probable < 1 and seed is None:
        raise ValueError("A seed is needed: the same seed draws the same assignment again.")


def drawn(
    table: Table, search: Search, certain: Assignment, most_probable: float, seed: int
) -> Assignment:
    """``certain`` is the best without chance, to tell what chance costs."""
    found = chances(table, search, most_probable)
    draw = np.random.default_rng(seed)
    pairs = table.pairs
    taken = rounded(pairs.demand[found.places], pairs.supply[found.places], found.probable, draw)
    return answer_of(
        table,
        found.places[taken],
        floor=found.floor,
        optimal=certain.optimal,
        gap=certain.gap,
        limits=certain.limits + _too_few(table, found, certain, most_probable),
        added=certain.added + found.added,
        cost_of_chance=max(0.0, certain.worth - locked_worth(table) - found.worth),
    )


def chances(table: Table, search: Search, most_probable: float) -> Chances:
    """Of all probabilities up to ``most_probable`` those that are worth most on average."""
    part = Fraction(int(most_probable * FINEST + 1e-9), FINEST)
    worth = Worth(table)
    flow = best_flow(table, worth, search, part.denominator, part.numerator)
    probable = flow.taken / part.denominator
    if table.problem.floor == 0 and not len(open_facets(table)):
        average = float((worth.plain(flow.places) * probable).sum())
        return Chances(flow.places, probable, average, 0.0, flow.added)
    return _by_programs(table, worth, flow, search, float(part))


def _by_programs(table: Table, worth: Worth, flow: Flow, search: Search, most: float) -> Chances:
    filled, floor = float(flow.taken.sum() / flow.parts), None
    if table.problem.floor != 0:
        nobody = np.zeros(0, dtype=np.int64)
        begun = program(table, worth, filled, None, most)
        floor = raise_floor(begun, flow.places, nobody, search)
    places = flow.places if floor is None else floor.places
    solved = linear(program(table, worth, filled, floor, most), places, search)
    assert solved is not None  # the floor was found to be kept
    average = -solved.value / SCALE * UNITS * worth.unit
    added = flow.added + solved.added
    level = 0.0 if floor is None else floor.level
    return Chances(solved.places, np.clip(solved.linear.taken, 0, most), average, level, added)


def _too_few(
    table: Table, found: Chances, certain: Assignment, most_probable: float
) -> tuple[Limit, ...]:
    """Demands that would be served in full, had they as many candidates as chance needs."""
    demand = table.pairs.demand[found.places]
    average = np.bincount(demand, weights=found.probable, minlength=len(table.demands))
    missing = table.wanted - average
    return tuple(
        Limit(
            CHANCE,
            (table.demands[d].id,),
            "too_few_for_chance",
            {"missing": float(missing[d]), "most_probable": most_probable},
        )
        for d in np.flatnonzero(missing > ROUNDING)
        if table.demands[d].id not in certain.unmet
    )
