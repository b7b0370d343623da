"""A profile's affinity for a need: half its best passage, half the mean of all of them.

Measured on expert matching, this beats the best passage alone and one averaged vector. A person
is never averaged into one vector.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

BEST = 0.5  # the best passage's weight; the rest is the mean's


class Grouping:
    """Which candidate each passage belongs to: passages in rows, those of a candidate together.

    ``sizes`` says how many each candidate has, none included; ``owner`` (shape (passages,)) is
    the candidate of each row, ``starts`` the first row of each candidate.
    """

    def __init__(self, sizes: Sequence[int] | np.ndarray) -> None:
        self.sizes = np.asarray(sizes, int)
        self.owner = np.repeat(np.arange(len(self.sizes)), self.sizes)
        self.starts = np.cumsum(self.sizes) - self.sizes

    def rows(self, candidate: int) -> slice:
        """Where the passages of a candidate stand."""
        start = int(self.starts[candidate])
        return slice(start, start + int(self.sizes[candidate]))

    def total(self, values: np.ndarray) -> np.ndarray:
        """The sum of each candidate's values, shape (candidates,); 0 for one without passages."""
        return np.bincount(self.owner, values, minlength=len(self.sizes))

    def most(self, values: np.ndarray) -> np.ndarray:
        """Each candidate's highest value (none below 0), shape (candidates,)."""
        found = np.zeros(len(self.sizes))
        np.maximum.at(found, self.owner, values)
        return found

    def best(self, values: np.ndarray) -> np.ndarray:
        """The row of each candidate's highest value (the first of equals), of those with any."""
        return np.lexsort((-values, self.owner))[self.starts[self.sizes > 0]]


def combine(standardised: list[np.ndarray]) -> np.ndarray:
    """One similarity per passage from those of several encoders (nan: did not serve the pair).

    The mean of what is there: as each is in standard deviations above chance, a pair that two
    encoders serve gains nothing over a pair that one serves but a steadier figure.
    """
    stacked = np.stack(standardised)
    served = ~np.isnan(stacked)
    total = np.where(served, stacked, 0).sum(0)
    return total / np.maximum(served.sum(0), 1)


def weights(worth: np.ndarray, by: Grouping) -> np.ndarray:
    """Each passage's weight in its candidate's affinity; those of a candidate add up to 1."""
    result = (1 - BEST) / by.sizes[by.owner]
    result[by.best(worth)] += BEST
    return result


def of_candidates(similarity: np.ndarray, by: Grouping) -> np.ndarray:
    """The affinity of each candidate, shape (candidates,)."""
    return by.total(weights(similarity, by) * similarity)
