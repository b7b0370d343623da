"""Many requests and one pool of people: the door to the engine's solver."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.assignment import assign, explain_changes
from matching.assignment.types import (
    Assignment,
    Cause,
    Change,
    Demand,
    Limit,
    Pair,
    Pairs,
    Problem,
    Supply,
)
from matching.panel import COVERED

__all__ = [
    "Assignment",
    "Candidate",
    "Cause",
    "Change",
    "Demand",
    "Limit",
    "Pair",
    "Problem",
    "Supply",
    "assign",
    "bits",
    "changed",
    "explain_changes",
    "problem",
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that may be chosen: ``covers`` are the demand's facets, a bit each."""

    demand: str
    supply: str
    score: float
    covers: int = 0


def problem(
    demands: Sequence[Demand],
    supplies: Sequence[Supply],
    candidates: Iterable[Candidate],
    **declared: object,
) -> Problem:
    """``declared`` are the other fields of ``Problem``."""
    demand_at = {one.id: at for at, one in enumerate(demands)}
    supply_at = {one.id: at for at, one in enumerate(supplies)}
    rows = sorted((demand_at[c.demand], supply_at[c.supply], c.score, c.covers) for c in candidates)
    pairs = Pairs(
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        np.array([row[2] for row in rows], np.float64),
        np.array([row[3] for row in rows], np.uint64),
    )
    return Problem(tuple(demands), tuple(supplies), pairs, **declared)  # type: ignore[arg-type]  # by name


def changed(
    of: Problem, *, without_locks: Collection[Pair] = (), without_bans: Collection[Pair] = ()
) -> Problem:
    """The same problem, as if nobody had fixed or forbidden these pairs."""
    return replace(
        of,
        locked=of.locked - frozenset(without_locks),
        forbidden=of.forbidden - frozenset(without_bans),
    )


def bits(coverage: Iterable[float]) -> int:
    """Which facets are covered, of how well each is: a bit each, the first the lowest."""
    return sum(1 << at for at, one in enumerate(coverage) if one >= COVERED)
