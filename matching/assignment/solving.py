"""``assign``: a problem's best assignment, or one drawn by chance, with what limits it."""

from __future__ import annotations

from matching.assignment.answer import answer_of
from matching.assignment.best import best_whole
from matching.assignment.candidates import PER_DEMAND, PER_SUPPLY
from matching.assignment.chance import check, drawn
from matching.assignment.limits import limits_of
from matching.assignment.search import Search
from matching.assignment.table import table_of
from matching.assignment.types import Assignment, Problem, Progress
from matching.assignment.worth import Worth


def assign(
    problem: Problem,
    *,
    seed: int | None = None,
    most_probable: float = 1.0,
    progress: Progress | None = None,
    best: tuple[int, int] = (PER_DEMAND, PER_SUPPLY),
    seconds: float | None = None,
) -> Assignment:
    """The best assignment over all pairs: first places, then the floor, then worth.

    ``most_probable`` below 1: one drawn by chance from ``seed``, in which no pair has a higher
    probability than that, and of all such the best on average. ``best``: how many pairs of each
    demand and of each supply to begin with. ``seconds`` end each integer program early, which
    ``optimal`` and ``gap`` then tell; without, the same input gives the same answer.
    """
    check(most_probable, seed)
    table = table_of(problem)
    worth, search = Worth(table), Search(best, seconds, progress)
    found = best_whole(table, worth, search)
    certain = answer_of(
        table,
        found.chosen,
        floor=found.level,
        optimal=found.optimal,
        gap=found.gap,
        limits=limits_of(table, worth, found),
        added=found.added,
    )
    if most_probable == 1 or seed is None:
        return certain
    return drawn(table, search, certain, most_probable, seed)
