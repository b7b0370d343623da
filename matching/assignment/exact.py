"""A program over all pairs, solved over few: the linear one by column generation, then whole pairs.

With the linear program solved over all pairs (value L) and any whole answer of value Z, a pair
whose reduced cost is above Z - L is in no better answer. So whole answers are sought among the
pairs of low reduced cost, and once all those up to Z - L were among them, the answer is the best
over all pairs. (Reduced cost fixing: Dantzig, Fulkerson and Johnson 1954, "Solution of a
large-scale traveling-salesman problem", Operations Research 2.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.assignment.candidates import first_of_groups, together
from matching.assignment.pricing import AT_ONCE
from matching.assignment.programs import Answer, integral, relaxed
from matching.assignment.rows import SCALE, Rows, Stage
from matching.assignment.search import Search

NOTHING = 1e-6  # of the scaled objective
NEAR = 0.01 * SCALE  # reduced costs of pairs to begin with
EVERY = 500_000  # pairs, up to which a program that bars none of them is solved over all


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """``places`` with the ``added`` ones, and their linear answer; ``chosen`` and ``value`` of the
    whole one, which nothing goes below ``bound`` of."""

    places: np.ndarray
    linear: Answer
    rows: Rows
    chosen: np.ndarray
    value: float
    bound: float
    added: int = 0

    @property
    def proven(self) -> bool:
        return self.value - self.bound <= NOTHING * SCALE


@dataclass(frozen=True, slots=True, eq=False)
class Possible:
    """``chosen`` pairs that keep all rows; None: there are none, where that is ``proven``."""

    chosen: np.ndarray | None
    proven: bool


def linear(stage: Stage, places: np.ndarray, search: Search) -> Solved | None:
    """The best parts of pairs over all pairs. None: the pairs given keep not all rows."""
    rows, table = Rows(stage), stage.table
    places = places[rows.may(places)]
    begun, turn = len(places), 1
    while (answer := relaxed(rows, places)) is not None:
        more = _below(rows, answer.duals, places)
        search.tell("price", {"round": turn, "pairs": len(places), "added": len(more)})
        if not len(more):
            chosen, added = places[answer.taken > 0.5], len(places) - begun
            return Solved(places, answer, rows, chosen, answer.value, answer.bound, added)
        places, turn = together(table, places, more), turn + 1
    return None


def whole(solved: Solved, start: np.ndarray, seconds: float | None = None) -> Solved:
    """The best whole pairs over all pairs. ``start`` is a whole answer that keeps all rows."""
    if solved.linear.whole:
        return solved
    table, lowest = solved.rows.stage.table, solved.linear.value
    places = together(table, _within(solved, NEAR), start)
    while True:
        answer, _ = integral(solved.rows, places, seconds)
        if answer is None:  # no time to find any: what was there before
            return _whole(solved, start, integral(solved.rows, start)[0], lowest)
        more = np.setdiff1d(_within(solved, answer.value - lowest + NOTHING), places)
        if len(more) > EVERY:
            return _whole(solved, places, answer, lowest)
        if not len(more):
            return _whole(solved, places, answer, max(lowest, answer.bound))
        places = together(table, places, more)


def quickly(solved: Solved, seconds: float | None = None) -> np.ndarray | None:
    """Whole pairs that keep all rows, among those of low reduced cost; they may miss some."""
    places = _within(solved, NEAR)
    answer, _ = integral(solved.rows, places, seconds)
    return None if answer is None else places[answer.taken > 0.5]


def _whole(solved: Solved, places: np.ndarray, answer: Answer | None, bound: float) -> Solved:
    if answer is None:
        raise ValueError("The pairs to start with do not keep all rows.")
    return replace(
        solved,
        chosen=places[answer.taken > 0.5],
        value=answer.value,
        bound=min(bound, answer.value),
    )


def possible(rows: Rows, places: np.ndarray, seconds: float | None = None) -> Possible:
    """Whether whole pairs keep all rows: those found among ``places``, else among all pairs."""
    table = rows.stage.table
    places, every = places[rows.may(places)], len(table) <= EVERY
    answer, ended = integral(rows, places, seconds)
    if answer is None and every:
        places = np.arange(len(table))[rows.may(slice(0, len(table)))]
        answer, ended = integral(rows, places, seconds)
    if answer is not None:
        return Possible(places[answer.taken > 0.5], proven=True)
    return Possible(None, proven=ended and every)


def _within(solved: Solved, limit: float) -> np.ndarray:
    """All pairs whose reduced cost is at most this."""
    found = [
        chunk.start + np.flatnonzero(solved.rows.reduced(chunk, solved.linear.duals) <= limit)
        for chunk in solved.rows.stage.table.chunks()
    ]
    return np.concatenate([np.zeros(0, dtype=np.int64), *found])


def _below(rows: Rows, duals: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Pairs left out with a reduced cost below 0, of each demand those of the lowest."""
    table = rows.stage.table
    there = np.zeros(len(table), dtype=bool)
    there[places] = True
    found = [places[:0]]
    for chunk in table.chunks() if len(places) < len(table) else ():
        reduced = rows.reduced(chunk, duals)
        more = np.flatnonzero((reduced < -NOTHING) & ~there[chunk])
        best, _ = first_of_groups(more, table.pairs.demand[chunk][more], -reduced[more], AT_ONCE)
        found.append(chunk.start + best)
    return np.concatenate(found)
