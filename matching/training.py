"""A ranker learned from outcomes: fitted, cross-validated, and held against the present one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from matching.features import AGAINST
from matching.logistic import MonotoneLogistic, weighed_loss
from matching.metrics import interval
from matching.observations import Observation, Table, tabulate
from matching.ranker import LinearRanker

LEAST_NEEDS = 20  # fewer can't be parted into those to learn from and those to judge by
STRENGTHS = (1.0, 10.0, 100.0, 1000.0)  # of holding on to the present weights
FOLDS, INNER = 5, 3  # to compare by, and within each to choose the strength by
CUT = 10  # ranks that the measure of the order looks at


@dataclass(frozen=True)
class Comparison:
    """New and present model on needs that the new one has not seen: means, and the gains' 95%.

    A present model that was learned has seen them, which only makes it harder to beat.
    """

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


class TooFewNeeds(TooLittle):
    """``needs``: of how many the observations are."""

    def __init__(self, needs: int) -> None:
        super().__init__(f"The outcomes are of {needs} needs; at least {LEAST_NEEDS} are needed.")
        self.needs = needs


class OneKind(TooLittle):
    """All were chosen, or none was."""


def train(observations: Sequence[Observation], present: LinearRanker, version: str) -> Trained:
    """Fit a ranker, its hold on the present weights chosen by cross-validation over needs.

    It is compared by nested cross-validation: each need is judged by a model, and by a strength,
    that other needs alone have decided. Raises ``TooLittle``.
    """
    table = tabulate(observations, present)
    needs = len(np.unique(table.needs))
    _check(table, needs)
    with threadpool_limits(1):  # the products are small: threads would wait more than work
        judged = judged_by_others(table, present)
        strength, losses = _strength(table, present)
        final = _fit(table, present, strength)
    return Trained(
        LinearRanker(
            version,
            final.intercept_,
            _by_name(final, table.names),
            _line(final.decision_function(table.values), table, present),
        ),
        strength,
        compare(judged, _logits(present, table), table),
        len(observations),
        needs,
        int(table.labels.sum()),
        losses,
    )


def judged_by_others(table: Table, present: LinearRanker) -> np.ndarray:
    """The logit of each observation by a model made without its need."""
    logits = np.zeros(len(table.labels))
    for learned, judged in GroupKFold(FOLDS).split(table.values, groups=table.needs):
        others = table.take(learned)
        model = _fit(others, present, _strength(others, present)[0])
        logits[judged] = model.decision_function(table.values[judged])
    return logits


def _check(table: Table, needs: int) -> None:
    if needs < LEAST_NEEDS:
        raise TooFewNeeds(needs)
    if table.labels.min() == table.labels.max():
        raise OneKind("All outcomes are of the same kind: nothing tells good from bad.")


def _fit(table: Table, present: LinearRanker, strength: float) -> MonotoneLogistic:
    prior = np.array([present.weights.get(name, 0.0) for name in table.names])
    # What speaks against a candidate never speaks for it.
    against = np.array([name in AGAINST for name in table.names])
    signs = np.where(against | (prior < 0), -1, 1)
    model = MonotoneLogistic(prior, signs, present.bias, strength)
    return model.fit(table.values, table.labels, table.propensities)


def _strength(table: Table, present: LinearRanker) -> tuple[float, dict[float, float]]:
    """The strength of least cross-validated loss, and each one's loss."""
    losses = {
        strength: float(np.mean(list(_folds(table, present, strength)))) for strength in STRENGTHS
    }
    return min(losses, key=lambda strength: losses[strength]), losses


def _folds(table: Table, present: LinearRanker, strength: float) -> Iterator[float]:
    for learned, judged in GroupKFold(INNER).split(table.values, groups=table.needs):
        model = _fit(table.take(learned), present, strength)
        rest = table.take(judged)
        logits = model.decision_function(rest.values)
        yield float(weighed_loss(logits, rest.labels, rest.propensities).mean())


def _by_name(model: MonotoneLogistic, names: Sequence[str]) -> dict[str, float]:
    return {name: float(weight) for name, weight in zip(names, model.coef_, strict=True)}


def _line(logits: np.ndarray, table: Table, present: LinearRanker) -> float:
    """The score that parts as many of the observations from the others as the present line does.

    A learned score is the chance of being chosen, on a scale of its own: who is told to be likely
    to help must not change with the scale.
    """
    above = float((present.score(_logits(present, table)) >= present.line).mean())
    return float(present.score(np.quantile(logits, 1 - above)))


def _logits(ranker: LinearRanker, table: Table) -> np.ndarray:
    weights = np.array([ranker.weights.get(name, 0.0) for name in table.names])
    return table.values @ weights + ranker.bias


def compare(new: np.ndarray, present: np.ndarray, table: Table) -> Comparison:
    """The logits of both on the same observations, paired need by need."""
    (loss, order), (loss_before, order_before) = (_per_need(one, table) for one in (new, present))
    return Comparison(
        float(loss.mean()),
        float(loss_before.mean()),
        interval(loss_before - loss),
        float(order.mean()),
        float(order_before.mean()),
        interval(order - order_before),
    )


def _per_need(logits: np.ndarray, table: Table) -> tuple[np.ndarray, np.ndarray]:
    """For each need the mean loss, and the order's gain: DCG with chosen ones by propensity."""
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
