"""A ranker learned from outcomes: fitted, cross-validated, and held against the present one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.model_selection import GroupKFold, GroupShuffleSplit

from matching.logistic import MonotoneLogistic, propensity, weighed_loss
from matching.metrics import interval
from matching.ranker import LinearRanker

LEAST_NEEDS = 20  # fewer can't be parted into those to learn from and those to judge by
STRENGTHS = (1.0, 10.0, 100.0, 1000.0)  # of holding on to the present weights
FOLDS = 5
HELD_OUT = 0.3  # of the needs
SEED = 1
CUT = 10  # ranks that the measure of the order looks at


@dataclass(frozen=True, slots=True)
class Observation:
    """A candidate that was shown for a need at a rank, what spoke for it, and what came of it."""

    need: str
    features: Mapping[str, float]
    rank: int
    chosen: bool


@dataclass(frozen=True)
class Comparison:
    """New and present model on needs that neither was fitted on: means, and the gains' 95%."""

    loss: float
    loss_of_present: float
    gain: tuple[float, float, float]
    order: float
    order_of_present: float
    gain_of_order: tuple[float, float, float]

    @property
    def better(self) -> bool:
        """Less loss, outside the noise, and an order that is not worse outside the noise."""
        return self.gain[1] > 0 and self.gain_of_order[2] >= 0


@dataclass(frozen=True)
class Trained:
    """A model fitted on all observations, and how its like fared on held-out needs."""

    ranker: LinearRanker
    strength: float
    comparison: Comparison
    observations: int
    needs: int
    chosen: int
    strengths: Mapping[float, float] = field(default_factory=dict)  # → cross-validated loss


class TooLittle(ValueError):
    """The observations can't teach anything yet; the message says what is missing."""


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
    """Features are those of the present ranker and any others observed; one not observed is 0."""
    names = tuple(sorted({*present.weights, *(f for one in observations for f in one.features)}))
    values = [[float(one.features.get(name, 0)) for name in names] for one in observations]
    ranks = np.array([one.rank for one in observations])
    return Table(
        names,
        np.array(values).reshape(len(observations), len(names)),
        np.array([float(one.chosen) for one in observations]),
        propensity(ranks),
        ranks,
        np.array([one.need for one in observations]),
    )


def train(observations: Sequence[Observation], present: LinearRanker, version: str) -> Trained:
    """Fit a ranker, its hold on the present weights chosen by cross-validation over needs.

    Raises ``TooLittle``.
    """
    table = tabulate(observations, present)
    needs = len(np.unique(table.needs))
    _check(table, needs)
    split = GroupShuffleSplit(1, test_size=HELD_OUT, random_state=SEED)
    learned, held_out = next(split.split(table.values, groups=table.needs))
    strength, losses = _strength(table.take(learned), present)
    fitted = _fit(table.take(learned), present, strength)
    final = _fit(table, present, strength)
    return Trained(
        _as_ranker(final, table.names, version),
        strength,
        compare(_as_ranker(fitted, table.names, version), present, table.take(held_out)),
        len(observations),
        needs,
        int(table.labels.sum()),
        losses,
    )


def _check(table: Table, needs: int) -> None:
    if needs < LEAST_NEEDS:
        raise TooLittle(f"The outcomes are of {needs} needs; at least {LEAST_NEEDS} are needed.")
    if table.labels.min() == table.labels.max():
        raise TooLittle("All outcomes are of the same kind: nothing tells good from bad.")


def _fit(table: Table, present: LinearRanker, strength: float) -> MonotoneLogistic:
    prior = np.array([present.weights.get(name, 0.0) for name in table.names])
    signs = np.where(prior < 0, -1, 1)  # what speaks against a candidate never speaks for it
    model = MonotoneLogistic(prior, signs, present.bias, strength)
    return model.fit(table.values, table.labels, table.propensities)


def _strength(table: Table, present: LinearRanker) -> tuple[float, dict[float, float]]:
    """The strength of least cross-validated loss, and each one's loss."""
    losses = {
        strength: float(np.mean(list(_folds(table, present, strength)))) for strength in STRENGTHS
    }
    return min(losses, key=lambda strength: losses[strength]), losses


def _folds(table: Table, present: LinearRanker, strength: float) -> Iterator[float]:
    for learned, judged in GroupKFold(FOLDS).split(table.values, groups=table.needs):
        model = _fit(table.take(learned), present, strength)
        rest = table.take(judged)
        logits = model.decision_function(rest.values)
        yield float(weighed_loss(logits, rest.labels, rest.propensities).mean())


def _as_ranker(model: MonotoneLogistic, names: Sequence[str], version: str) -> LinearRanker:
    weights = {name: float(w) for name, w in zip(names, model.coef_, strict=True)}
    return LinearRanker(version, model.intercept_, weights)


def compare(new: LinearRanker, present: LinearRanker, table: Table) -> Comparison:
    """Both on the same needs, paired need by need."""
    (loss, order), (loss_before, order_before) = (_per_need(one, table) for one in (new, present))
    return Comparison(
        float(loss.mean()),
        float(loss_before.mean()),
        interval(loss_before - loss),
        float(order.mean()),
        float(order_before.mean()),
        interval(order - order_before),
    )


def _per_need(ranker: LinearRanker, table: Table) -> tuple[np.ndarray, np.ndarray]:
    """For each need the mean loss, and the order's gain: DCG with chosen ones by propensity."""
    weights = np.array([ranker.weights.get(name, 0.0) for name in table.names])
    logits = table.values @ weights + ranker.bias
    losses = weighed_loss(logits, table.labels, table.propensities)
    found = []
    for need in np.unique(table.needs):
        rows = np.flatnonzero(table.needs == need)
        best = rows[np.argsort(-logits[rows], kind="stable")][:CUT]
        gains = table.labels[best] / table.propensities[best]
        found.append((losses[rows].mean(), float(gains @ _DISCOUNTS[: len(best)])))
    loss, order = np.array(found).T
    return loss, order


_DISCOUNTS = 1 / np.log2(np.arange(CUT) + 2)
