"""Places of pairs become an ``Assignment``: ids, totals, and what stays empty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from matching.assignment.locks import pairs_of
from matching.assignment.table import Table
from matching.assignment.types import Assignment
from matching.assignment.valuing import Value

Row = tuple[int, int, float]  # demand, supply, score


def answer_of(table: Table, chosen: np.ndarray, **told: Any) -> Assignment:
    """``chosen`` are places of pairs; those locked come beside them. ``told`` is the rest of it."""
    rows = sorted([*_rows(table, chosen), *pairs_of(table.locks)])
    means = mean_scores(table, chosen)
    return Assignment(
        pairs=tuple((table.demands[d].id, table.supplies[s].id, score) for d, s, score in rows),
        total=float(sum(score for _, _, score in rows)),
        worst=float(means[table.asked > 0].min(initial=1.0)),
        unmet=_unmet(table, rows),
        worth=_worth(table, rows),
        **told,
    )


def _rows(table: Table, chosen: np.ndarray) -> Iterable[Row]:
    pairs = table.pairs
    columns = pairs.demand[chosen], pairs.supply[chosen], pairs.score[chosen]
    return zip(*(column.tolist() for column in columns), strict=True)


def _unmet(table: Table, rows: Iterable[Row]) -> Mapping[str, int]:
    got = np.bincount([row[0] for row in rows], minlength=len(table.demands)).astype(np.int64)
    missing = table.asked - got
    return {table.demands[d].id: int(missing[d]) for d in np.flatnonzero(missing)}


def _worth(table: Table, rows: Iterable[Row]) -> float:
    value, people = Value(table), defaultdict(list)
    for demand, supply, _ in rows:
        people[table.demands[demand].id].append(table.supplies[supply].id)
    return sum(value.worth(demand, supplies) for demand, supplies in people.items())


def mean_scores(table: Table, chosen: np.ndarray) -> np.ndarray:
    """Of each demand over the places it asks for; an empty place counts 0."""
    sums = locked_scores(table)
    np.add.at(sums, table.pairs.demand[chosen], table.pairs.score[chosen].astype(np.float64))
    return sums / np.maximum(table.asked, 1)


def locked_scores(table: Table) -> np.ndarray:
    """What the locked pairs of each demand sum up to."""
    locks = table.locks
    sums = np.bincount(locks.demand, weights=locks.score, minlength=len(table.demands))
    return sums.astype(np.float64)  # whole numbers where nothing is locked


def locked_worth(table: Table) -> float:
    """What the locked pairs are worth by themselves."""
    return _worth(table, list(pairs_of(table.locks)))
