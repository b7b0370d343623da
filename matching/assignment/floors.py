"""The floor: the least mean score that each demand gets, raised as far as asked.

A demand that can't reach the floor even with the best people it could have gets those: otherwise
one request that nobody fits would leave all others without a floor. The floor rises in steps of a
hundredth (finer than people read a score): where a level lacks nothing in the linear program, it
is tried with whole pairs, from the top. This is the max-min fairness of Garg, Kavitha, Kumar,
Mehlhorn and Mestre 2010 ("Assigning papers to referees", Algorithmica 58) and of Stelmakh, Shah
and Singh 2018 ("PeerReview4All"), who approximate it; here it is exact to the step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matching.assignment.answer import locked_scores, mean_scores
from matching.assignment.exact import NOTHING, linear, possible, quickly
from matching.assignment.rows import SCALE, Goal, Rows, Stage
from matching.assignment.search import Search
from matching.assignment.table import Table

STEP = 0.01
SLACK = 1e-7  # of a mean score, to be rounding


@dataclass(frozen=True, slots=True, eq=False)
class Alone:
    """What each demand could get if no other were there: its mean score with the best people, and
    the sum of the scores of the best but one for the places that are open."""

    mean: np.ndarray
    others: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Floor:
    """``level`` was reached by the pairs ``chosen``; ``places`` are the pairs priced in so far.

    ``best`` is what each demand could get alone; ``binding`` demands compete for what the next
    level needs. ``proven``: no higher level can be reached.
    """

    level: float
    best: Alone
    chosen: np.ndarray
    places: np.ndarray
    binding: np.ndarray
    proven: bool = True


def raise_floor(begun: Stage, places: np.ndarray, chosen: np.ndarray, search: Search) -> Floor:
    """As high as asked, or as can be. ``chosen`` are pairs without a floor, to begin with."""
    table, best = begun.table, alone(begun.table, begun.most)
    levels = _levels(table, best)
    low = int(np.searchsorted(levels, reached(table, best, chosen) + SLACK)) - 1
    levels = levels[low:]
    high, places, binding = _highest_linear(begun, places, best, levels, search)
    floor = Floor(float(levels[0]), best, chosen, places, binding)
    if begun.most < 1:  # parts of pairs: the linear program is all
        return replace(floor, level=float(levels[high]))
    k, floor = _tried_from_above(begun, floor, levels[: high + 1], search)
    return _tried_from_below(begun, floor, levels[k + 1 : high + 1], search)


def _tried_from_above(
    begun: Stage, floor: Floor, levels: np.ndarray, search: Search
) -> tuple[int, Floor]:
    """The first level for which a quick look finds whole pairs; at the lowest they are known."""
    for k in range(len(levels) - 1, 0, -1):
        search.tell("floor", {"level": levels[k]})
        solved = linear(with_floor(begun, floor.best, levels[k], Goal.WORTH), floor.places, search)
        if solved is None:
            continue
        floor = replace(floor, places=solved.places)
        chosen = quickly(solved, search.seconds)
        if chosen is not None:
            return k, replace(floor, level=float(levels[k]), chosen=chosen)
    return 0, floor


def _tried_from_below(begun: Stage, floor: Floor, levels: np.ndarray, search: Search) -> Floor:
    """Up to the first level that no whole pairs reach. Then none reach a higher one either."""
    for level in levels:
        search.tell("floor", {"level": level})
        rows = Rows(with_floor(begun, floor.best, level, Goal.KEEP))
        found = possible(rows, floor.places, search.seconds)
        if found.chosen is None:
            return replace(floor, proven=found.proven)
        floor = replace(floor, level=float(level), chosen=found.chosen)
    return floor


def _highest_linear(
    begun: Stage, places: np.ndarray, best: Alone, levels: np.ndarray, search: Search
) -> tuple[int, np.ndarray, np.ndarray]:
    """The highest level at which the linear program lacks nothing, by halving; the pairs priced
    in on the way, and the demands that lack something at the next level."""
    low, high, binding = 0, len(levels) - 1, np.zeros(0, dtype=np.int64)
    while low < high:
        middle = (low + high + 1) // 2
        solved = linear(with_floor(begun, best, levels[middle], Goal.SHORT), places, search)
        assert solved is not None  # what lacks is allowed
        places = solved.places
        if solved.value < NOTHING * SCALE:
            low = middle
        else:
            high, binding = middle - 1, solved.rows.binding(solved.linear.duals)
    return low, places, binding


def _levels(table: Table, best: Alone) -> np.ndarray:
    """From 0 up in steps to the floor asked for, or to what the best-served could have alone."""
    asked = table.problem.floor
    top = float(best.mean.max(initial=0.0)) + STEP if asked is None else asked
    return np.append(np.arange(0, top - SLACK, STEP), top if asked is not None else [])


def alone(table: Table, most: float = 1.0) -> Alone:
    """``most``: how much of a pair may be taken; where that is less than 1, of more of the best."""
    sums, others = locked_scores(table), np.zeros(len(table.demands))
    for demand in np.flatnonzero(table.wanted).tolist():
        scores, wanted = table.pairs.score[table.of(demand)], int(table.wanted[demand])
        count = int(np.ceil(wanted / most))
        if len(scores) > count:
            scores = np.partition(scores, len(scores) - count)[-count:]
        best = np.sort(scores.astype(np.float64))[::-1]
        left = wanted - most * np.arange(len(best))
        sums[demand] += (best * np.clip(left, 0, most)).sum()
        others[demand] = best[: wanted - 1].sum()
    return Alone(sums / np.maximum(table.asked, 1), others)


def with_floor(begun: Stage, best: Alone, level: float, goal: Goal) -> Stage:
    """The same program with this floor."""
    table = begun.table
    needed = np.minimum(best.mean - SLACK, level) * table.asked - locked_scores(table)
    need = np.where(table.wanted > 0, np.maximum(needed, 0), 0)
    least = None
    if goal is not Goal.SHORT and begun.most == 1:  # parts of poor pairs can be made up for
        least = np.where(need > 0, need - best.others - SLACK, -1)
    return replace(begun, need=need, least=least, goal=goal)


def reached(table: Table, best: Alone, chosen: np.ndarray) -> float:
    """The highest floor that these pairs keep: infinite where all have their best."""
    means = mean_scores(table, chosen)
    below = (means < best.mean - SLACK) & (table.wanted > 0)
    return float(means[below].min(initial=np.inf))
