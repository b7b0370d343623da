"""Two who may gain from each other: one score out of what each has for the other.

A partner must have what we look for, and look for what we have; one direction can't make up for
the other. So the two are joined by a mean that a low score pulls down. Reciprocal recommenders
take the harmonic one (RECON: Pizzato and others 2010). Here it is the geometric: most scores are
near 0, where the harmonic mean follows the lower score alone and forgets how good the other is.
Both are measured beside likeness (``partners_measured``).
"""

from __future__ import annotations

import numpy as np


def reciprocal(gives: np.ndarray, takes: np.ndarray) -> np.ndarray:
    """The geometric mean of both directions, for each candidate; nan: not known.

    Both are scores of the calibrated scale, in [0, 1). Of a candidate that never said what it needs
    (or what it offers), that direction is taken to be what it is in the middle of those who have
    said it: neither held against it nor to its credit. Where it is known of nobody, the direction
    that is known counts alone. Where of a candidate neither is known: 0.
    """
    one, other = both_ways(gives, takes)
    return np.sqrt(one * other)


def harmonic(gives: np.ndarray, takes: np.ndarray) -> np.ndarray:
    """The same by the harmonic mean, to be compared with."""
    one, other = both_ways(gives, takes)
    total = one + other
    return np.divide(2 * one * other, total, out=np.zeros_like(total), where=total > 0)


def both_ways(gives: np.ndarray, takes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both directions with what is not known filled in."""
    gives, takes = np.asarray(gives, float), np.asarray(takes, float)
    if gives.shape != takes.shape:
        raise ValueError(f"{gives.shape} and {takes.shape}: each candidate has both directions.")
    return _filled(gives, takes), _filled(takes, gives)


def _filled(known: np.ndarray, other: np.ndarray) -> np.ndarray:
    """What is not known becomes the middle, or the other direction where nobody's is known."""
    missing = np.isnan(known)
    if missing.all():
        return np.nan_to_num(other)
    middle = float(np.median(known[~missing]))
    return np.where(missing, np.where(np.isnan(other), 0.0, middle), known)
