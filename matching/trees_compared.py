"""Would trees rank better than the linear model? On the demo world's labels, needs held out.

Both learn from the same features of all candidates of a need (`Hit.values`): the linear model as
`matching.training` fits it, and boosted trees whose scores, like its weights, never fall where a
feature that speaks for a candidate rises (`HistGradientBoostingClassifier` with monotone
constraints; Friedman 2001, "Greedy function approximation", Annals of Statistics 29).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from scipy.special import logit
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from matching import metrics, training
from matching.datasets import Collection
from matching.features import AGAINST
from matching.matcher import Matcher
from matching.observations import Observation, Table, tabulate
from matching.ranker import shipped

TREES = {
    f"trees, {leaves} leaves, {rounds} rounds": {"max_leaf_nodes": leaves, "max_iter": rounds}
    for leaves in (4, 8)
    for rounds in (50, 150)
}
LEARNING_RATE, LEAST_IN_LEAF = 0.1, 40
SURE = 1e-6  # chances nearer to 0 or 1 than this have no use as logits

Compared = Mapping[str, training.Comparison]


def observe(collection: Collection) -> Table:
    """Every candidate of every need, chosen where its grade says that it fits well.

    Nobody was shown anything: all stand at the first rank, so that nothing is corrected for.
    """
    matcher = Matcher().fit(collection.profiles)
    found = []
    for need in collection.needs:
        grades = collection.labels.get(need.id, {})
        found += [
            Observation(need.id, hit.values, 1, grades.get(hit.id, 0) >= metrics.RELEVANT)
            for hit in matcher.rank(need, k=len(collection.profiles))
            if hit.values
        ]
    return tabulate(found, shipped())


def compare(table: Table) -> Compared:
    """Each kind of trees against the linear model, each need judged by models of other needs."""
    with threadpool_limits(1):
        linear = training.judged_by_others(table, shipped())
        return {
            name: training.compare(_judged(table, options), linear, table)
            for name, options in TREES.items()
        }


def _judged(table: Table, options: Mapping[str, int]) -> np.ndarray:
    logits = np.zeros(len(table.labels))
    for learned, judged in _folds(table):
        model = _fit(table.take(learned), options)
        chance = model.predict_proba(table.values[judged])[:, 1]
        logits[judged] = logit(np.clip(chance, SURE, 1 - SURE))
    return logits


def _folds(table: Table) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    return GroupKFold(training.FOLDS).split(table.values, groups=table.needs)


def _fit(table: Table, options: Mapping[str, int]) -> HistGradientBoostingClassifier:
    model = HistGradientBoostingClassifier(
        learning_rate=LEARNING_RATE,
        min_samples_leaf=LEAST_IN_LEAF,
        monotonic_cst=[-1 if name in AGAINST else 1 for name in table.names],
        random_state=1,
        **options,
    )
    return model.fit(table.values, table.labels)


def as_markdown(compared: Compared) -> str:
    """A row for each kind of trees: loss, order, and what they gain, with 95% intervals."""
    lines = [
        "| held-out needs | loss | loss, linear | less loss | order | order, linear | gain |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in compared.items():
        less, gain = ("{:.4f} [{:.4f}, {:.4f}]".format(*x) for x in (one.gain, one.gain_of_order))
        lines.append(
            f"| {name} | {one.loss:.4f} | {one.loss_of_present:.4f} | {less} "
            f"| {one.order:.3f} | {one.order_of_present:.3f} | {gain} |"
        )
    return "\n".join(lines) + "\n"
