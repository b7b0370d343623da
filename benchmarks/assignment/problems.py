"""Made-up problems whose scores look like real ones.

A need and a person agree in a dozen hidden subjects; some people are liked by all; chance comes on
top. The logistic function brings it into (0, 1): few pairs are good, most are poor.
"""

from __future__ import annotations

import numpy as np

from matching import Demand, Pairs, Problem, Supply

SUBJECTS, WANTED, SEED = 12, 3, 20
ROWS = 500  # demands whose scores are made in one go


def scores(demands: int, supplies: int, seed: int = SEED) -> np.ndarray:
    """Shape (demands, supplies), single precision."""
    chance = np.random.default_rng(seed)
    asked = chance.normal(size=(demands, SUBJECTS)).astype(np.float32)
    known = chance.normal(size=(supplies, SUBJECTS)).astype(np.float32)
    liked = chance.normal(scale=0.5, size=supplies).astype(np.float32)
    found = np.empty((demands, supplies), dtype=np.float32)
    for start in range(0, demands, ROWS):
        rows = slice(start, start + ROWS)
        noise = chance.normal(scale=0.5, size=found[rows].shape).astype(np.float32)
        logit = 1.2 * asked[rows] @ known.T / np.sqrt(SUBJECTS) + liked + noise - 1.5
        found[rows] = 1 / (1 + np.exp(-logit))
    return found


def capacities(demands: int, supplies: int, share: float, seed: int = SEED) -> np.ndarray:
    """``share`` times as many places as are asked for, as even as can be."""
    places = int(np.ceil(demands * WANTED * share))
    even = np.bincount(np.arange(places) % supplies, minlength=supplies)
    return np.random.default_rng(seed).permutation(even)


def problem(demands: int, supplies: int, share: float, floor: float | None = 0.0) -> Problem:
    capacity = capacities(demands, supplies, share)
    pairs = Pairs(
        np.repeat(np.arange(demands, dtype=np.int32), supplies),
        np.tile(np.arange(supplies, dtype=np.int32), demands),
        scores(demands, supplies).ravel(),
    )
    return Problem(
        tuple(Demand(f"d{d:05}", WANTED) for d in range(demands)),
        tuple(Supply(f"s{s:05}", int(capacity[s])) for s in range(supplies)),
        pairs,
        floor=floor,
    )
