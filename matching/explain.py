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
    each passage's shared terms add; ``overlaps`` are further features between 0 and 1, and
    ``traits`` features that each passage has its own of, arrays of shape (passages,).
    """

    id: str
    passages: Sequence[Passage]
    similarity: np.ndarray
    shared: Sequence[Mapping[str, float]]
    overlaps: Mapping[str, float] = field(default_factory=dict)
    traits: Mapping[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with each passage's and each feature's part of the logit.

    ``worth`` is what each passage would bring as the only one, on the scale of the logit.
    """

    evidence: Evidence
    score: float
    carried: np.ndarray
    features: Mapping[str, float]
    terms: Mapping[str, float]
    values: Mapping[str, float] = field(default_factory=dict)
    worth: np.ndarray = field(default_factory=lambda: np.zeros(0))


def weigh(evidence: Evidence, ranker: LinearRanker) -> Weighed:
    """The candidate's score. One without any text has score 0.

    Of everything that passages differ in, half is the best passage's and half the mean's, and the
    best is the one of most worth. So leaving the best out can't raise the score: the next best
    and the mean of the rest are worth no more.
    """
    if not len(evidence.similarity):
        return Weighed(evidence, 0.0, np.zeros(0), {}, {})
    terms = max(evidence.shared, key=lambda found: sum(found.values()))
    worth = ranker.weights["affinity"] * evidence.similarity
    worth = worth + sum(ranker.weights[name] * trait for name, trait in evidence.traits.items())
    parts = affinity.weights(worth)
    traits = {name: float(parts @ trait) for name, trait in evidence.traits.items()}
    values = {"shared_terms": sum(terms.values()), **evidence.overlaps, **traits}
    features = ranker.contributions(values)
    carried = ranker.weights["affinity"] * parts * evidence.similarity
    logit = ranker.bias + float(carried.sum()) + sum(features.values())
    values = {"affinity": float(parts @ evidence.similarity), **values}
    return Weighed(evidence, ranker.score(logit), carried, features, terms, values, worth)


def best_first(weighed: list[Weighed], k: int | None = None) -> list[Weighed]:
    """Highest score first, ties by id."""
    return sorted(weighed, key=lambda one: (-one.score, one.evidence.id))[:k]


def show(weighed: Weighed, query: lexical.Query, ranker: LinearRanker) -> Hit:
    """The hit with its reasons: ``base`` + contributions + features is the score's logit."""
    evidence = weighed.evidence
    if not len(evidence.similarity):
        return Hit(evidence.id, 0.0)
    order = np.argsort(-weighed.worth, kind="stable")  # not by parts: a poor mean has large ones
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
