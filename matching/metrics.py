"""Measures of a ranking, from ir-measures, with 95% confidence intervals by bootstrap."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

Labels = Mapping[str, Mapping[str, int]]  # need → profile → grade 0 to 3
Scores = Mapping[str, Mapping[str, float]]  # need → profile → score
Interval = tuple[float, float, float]  # mean, low, high
MEASURES = ("nDCG@10", "R@20", "RR")
RELEVANT = 2  # for recall and reciprocal rank: fits well


def per_need(
    labels: Labels, scores: Scores, relevant: int = RELEVANT, recall_at: int = 20
) -> dict[str, np.ndarray]:
    """Each measure for each need, in the order of the needs' ids."""
    import ir_measures
    from ir_measures import RR, R, nDCG

    recall = R(rel=relevant) @ recall_at
    wanted = {"nDCG@10": nDCG @ 10, f"R@{recall_at}": recall, "RR": RR(rel=relevant)}
    names = {str(measure): name for name, measure in wanted.items()}
    found = ir_measures.iter_calc(list(wanted.values()), dict(labels), dict(scores))
    table: dict[str, dict[str, float]] = {name: {} for name in wanted}
    for value in found:
        table[names[str(value.measure)]][value.query_id] = value.value
    return {
        name: np.array([values.get(need, 0.0) for need in sorted(labels)])
        for name, values in table.items()
    }


def interval(values: np.ndarray, draws: int = 2000, seed: int = 1) -> Interval:
    """Mean and 95% interval by the percentile bootstrap over needs (Efron 1979)."""
    generator = np.random.default_rng(seed)
    picks = generator.integers(0, len(values), (draws, len(values)))
    low, high = np.percentile(values[picks].mean(1), [2.5, 97.5])
    return float(values.mean()), float(low), float(high)
