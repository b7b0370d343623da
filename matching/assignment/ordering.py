"""One order for demands, supplies and pairs, whatever the order in which they were given."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from matching.assignment.types import Demand, Pair, Pairs, Supply

CHUNK = 1 << 21  # pairs looked at in one go, so that no array beside them grows as large
One = TypeVar("One", Demand, Supply)


def by_id(given: Sequence[One], what: str) -> tuple[tuple[One, ...], np.ndarray]:
    """In the order of their ids, and for each one given its place in that order."""
    order = sorted(range(len(given)), key=lambda i: given[i].id)
    ranked = tuple(given[i] for i in order)
    for one, following in itertools.pairwise(ranked):
        if one.id == following.id:
            raise ValueError(f"There are two {what} {one.id}; ids must differ.")
    rank = np.empty(len(given), dtype=np.int32)
    rank[order] = np.arange(len(given), dtype=np.int32)
    return ranked, rank


def in_order(pairs: Pairs, demand_rank: np.ndarray, supply_rank: np.ndarray) -> Pairs:
    """The pairs by demand, then by supply, both by rank: those given, if they come so already."""
    _check(pairs, len(demand_rank), len(supply_rank))
    demand, supply = _ranked(pairs.demand, demand_rank), _ranked(pairs.supply, supply_rank)
    covers = None if pairs.covers is None else np.asarray(pairs.covers, dtype=np.uint64)
    same = Pairs(demand, supply, np.asarray(pairs.score), covers)
    if _rising(demand, supply):
        return same
    ordered = take(same, np.lexsort((supply, demand)))
    if not _rising(ordered.demand, ordered.supply):
        raise ValueError("A pair is given twice.")
    return ordered


def take(pairs: Pairs, which: np.ndarray) -> Pairs:
    covers = None if pairs.covers is None else pairs.covers[which]
    return Pairs(pairs.demand[which], pairs.supply[which], pairs.score[which], covers)


def starts(demand: np.ndarray, demands: int) -> np.ndarray:
    """The place of each demand's first pair, and one more at the end."""
    return np.searchsorted(demand, np.arange(demands + 1, dtype=demand.dtype))


class Finder:
    """Where pairs stand, by their ids."""

    def __init__(self, pairs: Pairs, demands: Sequence[Demand], supplies: Sequence[Supply]) -> None:
        self.pairs = pairs
        self.first = starts(pairs.demand, len(demands))
        self.demands: Mapping[str, int] = {one.id: i for i, one in enumerate(demands)}
        self.supplies: Mapping[str, int] = {one.id: i for i, one in enumerate(supplies)}

    def place(self, pair: Pair) -> int | None:
        """None: no candidates for each other, or not of this problem."""
        demand, supply = self.demands.get(pair[0]), self.supplies.get(pair[1])
        return None if demand is None or supply is None else self.at(demand, supply)

    def at(self, demand: int, supply: int) -> int | None:
        start, end = self.first[demand], self.first[demand + 1]
        group = self.pairs.supply[start:end]
        at = int(np.searchsorted(group, np.int32(supply)))
        return int(start) + at if at < len(group) and group[at] == supply else None

    def places(self, pairs: Iterable[Pair]) -> np.ndarray:
        """Of those that are candidates, in order."""
        found = (self.place(pair) for pair in pairs)
        return np.array(sorted(place for place in found if place is not None), dtype=np.int64)


def _check(pairs: Pairs, demands: int, supplies: int) -> None:
    for name, array, most in (
        ("demand", pairs.demand, demands),
        ("supply", pairs.supply, supplies),
    ):
        if len(array) and not (array.min() >= 0 and array.max() < most):
            raise ValueError(f"{name} holds a position outside 0 … {most - 1}.")
    if len(pairs) and not (pairs.score.min() >= 0 and pairs.score.max() <= 1):
        raise ValueError("A score lies outside 0 … 1.")  # so does one that is not a number


def _ranked(positions: np.ndarray, rank: np.ndarray) -> np.ndarray:
    if (rank[1:] > rank[:-1]).all():
        return np.asarray(positions, dtype=np.int32)
    return rank[positions]


def _rising(demand: np.ndarray, supply: np.ndarray) -> bool:
    """Whether each pair stands behind the one before it. Twice the same is not rising."""
    for start in range(0, len(demand), CHUNK):
        d, s = demand[start : start + CHUNK + 1], supply[start : start + CHUNK + 1]
        if not ((d[1:] > d[:-1]) | ((d[1:] == d[:-1]) & (s[1:] > s[:-1]))).all():
            return False
    return True
