"""A profile's affinity for a need: half its best passage, half the mean of all of them.

Measured on expert matching, this beats the best passage alone and one averaged vector. A person
is never averaged into one vector.
"""

from __future__ import annotations

import numpy as np

BEST = 0.5  # the best passage's weight; the rest is the mean's


def combine(standardised: list[np.ndarray]) -> np.ndarray:
    """One similarity per passage from those of several encoders (nan: did not serve the pair).

    The mean of what is there: as each is in standard deviations above chance, a pair that two
    encoders serve gains nothing over a pair that one serves but a steadier figure.
    """
    stacked = np.stack(standardised)
    served = ~np.isnan(stacked)
    total = np.where(served, stacked, 0).sum(0)
    return total / np.maximum(served.sum(0), 1)


def weights(similarity: np.ndarray) -> np.ndarray:
    """Each passage's weight in its profile's affinity; they add up to 1."""
    size = len(similarity)
    result = np.full(size, (1 - BEST) / size)
    result[int(np.argmax(similarity))] += BEST
    return result
