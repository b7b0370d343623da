"""What was shown and what came of it, as a ranker learns from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.features import NEUTRAL
from matching.logistic import propensity
from matching.ranker import LinearRanker


@dataclass(frozen=True, slots=True)
class Observation:
    """A candidate that was shown for a need at a rank, what spoke for it, and what came of it."""

    need: str
    features: Mapping[str, float]
    rank: int
    chosen: bool


@dataclass(frozen=True)
class Table:
    """Observations as arrays, one row each."""

    names: tuple[str, ...]
    values: np.ndarray
    labels: np.ndarray
    propensities: np.ndarray
    ranks: np.ndarray
    needs: np.ndarray

    def take(self, rows: np.ndarray) -> Table:
        return Table(
            self.names,
            self.values[rows],
            self.labels[rows],
            self.propensities[rows],
            self.ranks[rows],
            self.needs[rows],
        )


def tabulate(observations: Sequence[Observation], present: LinearRanker) -> Table:
    """Features are those of the present ranker and any others observed.

    One not observed is what it is where nothing is known, so that outcomes from before there was
    such a feature say nothing of it.
    """
    names = tuple(sorted({*present.weights, *(f for one in observations for f in one.features)}))
    unknown = {name: NEUTRAL.get(name, 0.0) for name in names}
    values = [
        [float(one.features.get(name, unknown[name])) for name in names] for one in observations
    ]
    ranks = np.array([one.rank for one in observations])
    return Table(
        names,
        np.array(values).reshape(len(observations), len(names)),
        np.array([float(one.chosen) for one in observations]),
        propensity(ranks),
        ranks,
        np.array([one.need for one in observations]),
    )
