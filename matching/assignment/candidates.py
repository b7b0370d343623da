"""The pairs to begin with: each demand's best and each supply's best.

Most of the others never matter; which of them do, ``pricing`` finds out.
"""

from __future__ import annotations

import numpy as np

from matching.assignment.table import Table

PER_DEMAND, PER_SUPPLY = 100, 50


def best_of_each(table: Table, demand: int = PER_DEMAND, supply: int = PER_SUPPLY) -> np.ndarray:
    """The places of the best pairs, in order, with those of the last proposal."""
    return together(table, _of_demands(table, demand), _of_supplies(table, supply), table.kept)


def together(table: Table, *places: np.ndarray) -> np.ndarray:
    """All these places, in order, each once."""
    there = np.zeros(len(table), dtype=bool)
    for some in places:
        there[some] = True
    return np.flatnonzero(there)


def _of_demands(table: Table, most: int) -> np.ndarray:
    found = [np.zeros(0, dtype=np.int64)]
    for demand in range(len(table.demands)):
        group = table.of(demand)
        scores = table.pairs.score[group]
        if len(scores) > most:
            found.append(group.start + np.argpartition(-scores, most)[:most])
        else:
            found.append(np.arange(group.start, group.stop))
    return np.concatenate(found)


def _of_supplies(table: Table, most: int) -> np.ndarray:
    """Chunk by chunk: whoever is below a supply's ``most`` best so far is not looked at again."""
    pairs = table.pairs
    bar = np.full(len(table.supplies), -1.0)
    best = np.zeros(0, dtype=np.int64)
    for chunk in table.chunks():
        above = pairs.score[chunk] > bar[pairs.supply[chunk]]
        pool = np.concatenate([best, chunk.start + np.flatnonzero(above)])
        best, rank = first_of_groups(pool, pairs.supply[pool], pairs.score[pool], most)
        last = best[rank == most - 1]
        bar[pairs.supply[last]] = pairs.score[last]
    return best


def first_of_groups(
    places: np.ndarray, group: np.ndarray, worth: np.ndarray, most: int
) -> tuple[np.ndarray, np.ndarray]:
    """The ``most`` of highest worth in each group, with their ranks.

    ``worth`` is 0 or more, and compared in single precision: its bits then rise as it does, so
    that group and worth are one number to sort by.
    """
    bits = worth.astype(np.float32).view(np.uint32)
    order = np.argsort((group.astype(np.uint64) << np.uint64(32)) | ~bits)
    places, group = places[order], group[order]
    begins = np.flatnonzero(np.r_[True, group[1:] != group[:-1]]) if len(group) else order
    rank = np.arange(len(group)) - np.repeat(begins, np.diff(np.r_[begins, len(group)]))
    return places[rank < most], rank[rank < most]
