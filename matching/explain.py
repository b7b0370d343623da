"""Score and reasons of a candidate. Both paths, memory and database, end here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matching import affinity, lexical
from matching.ranker import LinearRanker
from matching.types import Hit, Passage, Reason

SHOWN_REASONS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate's passages as seen from one need.

    ``similarity`` is in standard deviations above chance, one per passage; ``shared`` is what
    each passage's shared terms add; ``overlaps`` are further features between 0 and 1.
    """

    id: str
    passages: Sequence[Passage]
    similarity: np.ndarray
    shared: Sequence[Mapping[str, float]]
    overlaps: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with each passage's and each feature's part of the logit."""

    evidence: Evidence
    score: float
    carried: np.ndarray
    features: Mapping[str, float]
    terms: Mapping[str, float]
    values: Mapping[str, float] = field(default_factory=dict)


def weigh(evidence: Evidence, ranker: LinearRanker) -> Weighed:
    """The candidate's score. One without any text has score 0."""
    if not len(evidence.similarity):
        return Weighed(evidence, 0.0, np.zeros(0), {}, {})
    terms = max(evidence.shared, key=lambda found: sum(found.values()))
    values = {"shared_terms": sum(terms.values()), **evidence.overlaps}
    features = ranker.contributions(values)
    parts = affinity.weights(evidence.similarity) * evidence.similarity
    carried = ranker.weights["affinity"] * parts
    logit = ranker.bias + float(carried.sum()) + sum(features.values())
    values = {"affinity": float(parts.sum()), **values}
    return Weighed(evidence, ranker.score(logit), carried, features, terms, values)


def best_first(weighed: list[Weighed], k: int | None = None) -> list[Weighed]:
    """Highest score first, ties by id."""
    return sorted(weighed, key=lambda one: (-one.score, one.evidence.id))[:k]


def show(weighed: Weighed, query: lexical.Query, ranker: LinearRanker) -> Hit:
    """The hit with its reasons: ``base`` + contributions + features is the score's logit."""
    evidence = weighed.evidence
    if not len(evidence.similarity):
        return Hit(evidence.id, 0.0)
    order = np.argsort(-weighed.carried, kind="stable")
    reasons = tuple(
        Reason(
            evidence.passages[i],
            evidence.passages[i].language or "und",
            float(weighed.carried[i]),
            query.shown(evidence.shared[i]),
        )
        for i in order[:SHOWN_REASONS]
    )
    rest = float(weighed.carried[order[SHOWN_REASONS:]].sum())
    features = {**weighed.features, "other_passages": rest}
    terms = query.shown(weighed.terms)
    return Hit(evidence.id, weighed.score, reasons, terms, features, ranker.bias, weighed.values)
