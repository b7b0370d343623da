"""How far what a passage claims agrees with what a need asks for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from matching.claims.types import Quantity

FEATURES = ("quantity", "role", "negation", "level")
DECADES = 3.0  # orders of magnitude apart at which two amounts speak against each other in full
INCIDENTAL = frozenset({"percent", "place"})  # too often of something else
# What agreement weighs against disagreement: a passage that says nothing may still agree.
PRAISE = 0.2
DOUBT = 0.3  # the chance of the opposite up to which a probe's reading is held to be noise


@dataclass(frozen=True, slots=True)
class Asked:
    """What a need asks for: amounts, and how high (the probe's logit)."""

    quantities: tuple[Quantity, ...] = ()
    level: float = 0.0


def agreements(
    asked: Asked, found: Sequence[Sequence[Quantity]], readings: np.ndarray
) -> dict[str, np.ndarray]:
    """Every feature of each passage, between -1 (speaks against) and ``PRAISE``.

    ``found``: the amounts of each passage; ``readings``: logits of shape (passages, probes), nan
    where no encoder that has probes has read the passage. What a probe reads counts by how
    much likelier than not the passage tells of work.
    """
    role, negation, level, work = np.asarray(readings, float).T
    telling = np.maximum(0, 2 * expit(work) - 1)
    columns = {
        "quantity": _quantities(asked.quantities, found),
        "role": -_opposite(role) * telling,
        "negation": -_opposite(negation) * telling,
        "level": np.tanh(asked.level / 2) * np.tanh(level / 2) * telling,
    }
    return {name: np.nan_to_num(np.where(v > 0, PRAISE * v, v)) for name, v in columns.items()}


def _opposite(logits: np.ndarray) -> np.ndarray:
    """How surely, from 0 to 1, the opposite is claimed."""
    return np.maximum(0, expit(-logits) - DOUBT) / (1 - DOUBT)


def _quantities(asked: Iterable[Quantity], found: Sequence[Iterable[Quantity]]) -> np.ndarray:
    telling = [one for one in asked if one.dimension not in INCIDENTAL]
    return np.array([_nearest(telling, passage) if telling else 0.0 for passage in found])


def _nearest(asked: Iterable[Quantity], found: Iterable[Quantity]) -> float:
    """For each amount asked for the nearest of its dimension; the mean of these."""
    nearest = [
        max(_closeness(one, Quantity(*other)) for other in alike)
        for one in asked
        if (alike := [other for other in found if other[0] == one.dimension])
    ]
    return sum(nearest) / len(nearest) if nearest else 0.0


def _closeness(one: Quantity, other: Quantity) -> float:
    """1 where the ranges overlap, falling with the orders of magnitude between them to -1."""
    apart = max(one.low, other.low) / min(one.high, other.high)
    return 1 - 2 * min(1.0, max(0.0, math.log10(apart)) / DECADES)
