"""Linear and integer programs by HiGHS, through SciPy.

Huangfu and Hall 2018, "Parallelizing the dual revised simplex method", Mathematical Programming
Computation 10.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from matching.assignment.rows import Goal, Rows

ANY = 1e6  # how far from the best an answer may be, where any will do
OUT_OF_TIME, INFEASIBLE = 1, 2  # as SciPy's optimisers say


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """``taken`` of each pair; ``value`` is the cost, no answer costs less than ``bound``."""

    taken: np.ndarray
    value: float
    bound: float
    duals: np.ndarray

    @property
    def whole(self) -> bool:
        return bool((np.abs(self.taken - np.rint(self.taken)) < 1e-6).all())


def relaxed(rows: Rows, places: np.ndarray) -> Answer | None:
    """The linear program over some pairs, with the duals of its rows. None: there is no answer."""
    if not len(places):
        return None
    matrix, right = rows.matrix(places), rows.most()
    equal = rows.demands if rows.full else 0
    found = optimize.linprog(
        np.concatenate([rows.costs(places), rows.other_costs()]),
        A_ub=matrix[equal:],
        b_ub=right[equal:],
        A_eq=matrix[:equal] if equal else None,
        b_eq=right[:equal] if equal else None,
        bounds=_bounds(rows, len(places)),
        method="highs",
    )
    if found.status == INFEASIBLE:
        return None
    if found.status != 0:
        raise RuntimeError(f"The linear program was not solved: {found.message}")
    first = found.eqlin.marginals if equal else np.zeros(0)
    duals = np.concatenate([first, found.ineqlin.marginals])
    return Answer(found.x[: len(places)], found.fun, found.fun, duals)


def integral(
    rows: Rows, places: np.ndarray, seconds: float | None = None
) -> tuple[Answer | None, bool]:
    """The same with whole pairs, and whether the search came to its end (in ``seconds``).

    None: there is no answer, or none was found in time.
    """
    if not len(places):
        return None, True
    right = rows.most()
    least = np.full(len(right), -np.inf)
    if rows.full:
        least[: rows.demands] = right[: rows.demands]
    costs = np.concatenate([rows.costs(places), rows.other_costs()])
    bounds = _bounds(rows, len(places))
    found = optimize.milp(
        costs,
        constraints=optimize.LinearConstraint(rows.matrix(places), least, right),
        integrality=np.arange(len(costs)) < len(places),
        bounds=optimize.Bounds(bounds[:, 0], bounds[:, 1]),
        options={"mip_rel_gap": ANY if rows.stage.goal is Goal.KEEP else 0.0}
        | ({"time_limit": seconds} if seconds else {}),
    )
    ended = found.status != OUT_OF_TIME
    if found.x is None:
        return None, ended
    bound = found.fun if ended else found.mip_dual_bound
    return Answer(found.x[: len(places)], found.fun, bound, np.zeros(0)), ended


def _bounds(rows: Rows, pairs: int) -> np.ndarray:
    facets = len(rows.facets)
    most = [np.full(pairs, rows.stage.most), np.full(rows.shorts, np.inf), np.ones(facets)]
    highest = np.concatenate(most)
    return np.column_stack([np.zeros(len(highest)), highest])
