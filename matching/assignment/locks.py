"""Pairs that people have fixed: they are taken out of the problem, with the places they use.

A lock that can't be held is a limit to be told, not an error: the pair is no candidate (any more),
it is forbidden, or more is locked than there are places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.assignment.ordering import Finder
from matching.assignment.types import Limit, Pair, Problem

LOCK = "lock"


@dataclass(frozen=True, slots=True, eq=False)
class Locks:
    """Those held, as positions with what is known of them, and why others are not."""

    place: np.ndarray  # among all pairs of the problem, in order
    demand: np.ndarray
    supply: np.ndarray
    score: np.ndarray
    covers: np.ndarray  # 0 without facets
    refused: tuple[Limit, ...]


def hold(problem: Problem, find: Finder, asked: np.ndarray, capacity: np.ndarray) -> Locks:
    """As many as there are places for: those of the highest score first, ties by id."""
    possible, refused = _candidates(problem, find)
    wanted, left = asked.copy(), capacity.copy()
    held: list[int] = []
    for place in sorted(possible, key=lambda p: (-float(find.pairs.score[p]), p)):
        demand, supply = find.pairs.demand[place], find.pairs.supply[place]
        if wanted[demand] and left[supply]:
            wanted[demand] -= 1
            left[supply] -= 1
            held.append(place)
        else:
            which = "lock_beyond_capacity" if wanted[demand] else "lock_beyond_wanted"
            refused.append(Limit(LOCK, possible[place], which))
    return _locks(np.array(sorted(held), dtype=np.int64), find, refused)


def _candidates(problem: Problem, find: Finder) -> tuple[dict[int, Pair], list[Limit]]:
    possible: dict[int, Pair] = {}
    refused = []
    for pair in sorted(problem.locked):
        place = find.place(pair)
        if place is not None and pair not in problem.forbidden:
            possible[place] = pair
        else:
            why = "lock_no_candidate" if place is None else "lock_forbidden"
            refused.append(Limit(LOCK, pair, why))
    return possible, refused


def _locks(place: np.ndarray, find: Finder, refused: list[Limit]) -> Locks:
    pairs = find.pairs
    covers = np.zeros(len(place), np.uint64) if pairs.covers is None else pairs.covers[place]
    score = pairs.score[place].astype(np.float64)
    return Locks(place, pairs.demand[place], pairs.supply[place], score, covers, tuple(refused))


def pairs_of(locks: Locks) -> Iterator[tuple[int, int, float]]:
    """Demand, supply and score of each."""
    yield from zip(locks.demand.tolist(), locks.supply.tolist(), locks.score.tolist(), strict=True)
