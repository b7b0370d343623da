"""Why places stay empty: demands with too few candidates, or that share too few people.

A set of demands that all together have fewer places to take than they ask for proves that no more
can be filled (Hall 1935, "On representatives of subsets"; here the source's side of a minimum cut,
Ford and Fulkerson 1956). The smallest such sets are found from each demand that lacks somebody:
whom it could have, whom they serve instead, whom those could have …
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from matching.assignment.table import Table
from matching.assignment.types import Limit

CANDIDATES, SHARED = "candidates", "shared"


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Demands, and the people who could serve one of them and serve another instead (a mask)."""

    demands: frozenset[int]
    people: np.ndarray

    def __or__(self, other: _Group) -> _Group:
        return _Group(self.demands | other.demands, self.people | other.people)


def shortages(table: Table, chosen: np.ndarray) -> Iterator[Limit]:
    """``chosen`` fill as many places as can be."""
    missing = table.wanted - np.bincount(table.pairs.demand[chosen], minlength=len(table.demands))
    if missing.any():
        for group in _groups(table, chosen, np.flatnonzero(missing).tolist()):
            yield _limit(table, chosen, group, missing)


def _groups(table: Table, chosen: np.ndarray, lacking: list[int]) -> list[_Group]:
    """One for all that hang together: those that have a demand in common are one."""
    serves: dict[int, set[int]] = defaultdict(set)
    for demand, supply in zip(
        table.pairs.demand[chosen].tolist(), table.pairs.supply[chosen].tolist(), strict=True
    ):
        serves[supply].add(demand)
    free = np.ones(len(table), dtype=bool)
    free[chosen] = False
    groups: list[_Group] = []
    for demand in lacking:
        if not any(demand in group.demands for group in groups):
            new = _reached(table, free, serves, demand)
            for group in [one for one in groups if one.demands & new.demands]:
                groups.remove(group)
                new = group | new
            groups.append(new)
    return sorted(groups, key=lambda group: min(group.demands))


def _reached(table: Table, free: np.ndarray, serves: Mapping[int, set[int]], demand: int) -> _Group:
    """Whom it could have, whom they serve instead, whom those could have …"""
    people, found, near = np.zeros(len(table.supplies), dtype=bool), {demand}, {demand}
    while near:
        new = np.zeros_like(people)
        for one in near:
            group = table.of(one)
            new[table.pairs.supply[group][free[group]]] = True
        more = np.flatnonzero(new & ~people).tolist()
        people |= new
        near = {one for supply in more for one in serves[supply]} - found
        found |= near
    return _Group(frozenset(found), people)


def _limit(table: Table, chosen: np.ndarray, group: _Group, missing: np.ndarray) -> Limit:
    demands, supplies = sorted(group.demands), np.flatnonzero(group.people)
    ids = tuple(table.demands[demand].id for demand in demands)
    values: dict[str, object] = {
        "wanted": int(table.wanted[demands].sum()),
        "missing": int(missing[demands].sum()),
    }
    if not len(supplies):
        candidates = sum(table.of(demand).stop - table.of(demand).start for demand in demands)
        return Limit(CANDIDATES, ids, "too_few_candidates", values | {"candidates": candidates})
    pairs = table.pairs
    inside = np.isin(pairs.demand[chosen], demands) & ~group.people[pairs.supply[chosen]]
    values |= {
        "places": int(table.capacity[supplies].sum()),
        "elsewhere": int(inside.sum()),
        "supplies": tuple(table.supplies[supply].id for supply in supplies),
    }
    return Limit(SHARED, ids, "share_too_few", values)
