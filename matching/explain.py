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
    ``traits`` features that each passage has its own of, arrays of shape (passages,). ``claims``
    hold, for each passage, how what it claims agrees with the need, from -1 (speaks against) up
    (empty: claims are left aside).
    """

    id: str
    passages: Sequence[Passage]
    similarity: np.ndarray
    shared: Sequence[Mapping[str, float]]
    overlaps: Mapping[str, float] = field(default_factory=dict)
    traits: Mapping[str, np.ndarray] = field(default_factory=dict)
    claims: Sequence[Mapping[str, float]] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with each passage's and each feature's part of the logit.

    ``worth`` is what each passage would bring as the only one, on the scale of the logit.
    ``carried`` is a passage's part with its claims, ``claimed`` what of it each claim makes.
    """

    evidence: Evidence
    score: float
    carried: np.ndarray
    features: Mapping[str, float]
    terms: Mapping[str, float]
    values: Mapping[str, float] = field(default_factory=dict)
    worth: np.ndarray = field(default_factory=lambda: np.zeros(0))
    claimed: Mapping[str, np.ndarray] = field(default_factory=dict)


def weigh(evidence: Evidence, ranker: LinearRanker) -> Weighed:
    """The candidate's score. One without any text has score 0.

    Of everything that passages differ in, half is the best passage's and half the mean's, and the
    best is the one of most worth. So leaving the best out can't raise the score: the next best
    and the mean of the rest are worth no more.
    """
    if not len(evidence.similarity):
        return Weighed(evidence, 0.0, np.zeros(0), {}, {})
    held = [_held(claims) for claims in evidence.claims]
    likeness, claims = evidence.similarity, _against_likeness(evidence, held)
    alike = ranker.weights["affinity"] * likeness
    alike = alike + sum(ranker.weights[name] * column for name, column in claims.items())
    worth = alike + sum(ranker.weights[name] * trait for name, trait in evidence.traits.items())
    shares = affinity.weights(worth)
    terms = max(_kept_terms(evidence, held), key=lambda found: sum(found.values()))
    traits = {name: float(shares @ trait) for name, trait in evidence.traits.items()}
    values = {"shared_terms": sum(terms.values()), **evidence.overlaps, **traits}
    features = ranker.contributions(values)
    carried = shares * alike
    logit = ranker.bias + float(carried.sum()) + sum(features.values())
    claimed = {name: ranker.weights[name] * shares * column for name, column in claims.items()}
    parts = {"affinity": likeness, **claims}
    values |= {name: float(shares @ column) for name, column in parts.items()}
    score = ranker.score(logit)
    return Weighed(evidence, score, carried, features, terms, values, worth, claimed)


def _held(claims: Mapping[str, float]) -> dict[str, float]:
    """A passage's claims, what speaks against it at most 1 in all: it can be lost only once."""
    against = -sum(value for value in claims.values() if value < 0)
    return {name: value / max(1.0, against) for name, value in claims.items()}


def _against_likeness(
    evidence: Evidence, held: Sequence[Mapping[str, float]]
) -> dict[str, np.ndarray]:
    """For each feature of the claims the standard deviations that each passage loses by it.

    -1 takes away all that stands above chance; a passage that is not alike has nothing to lose.
    """
    alike = np.maximum(evidence.similarity, 0)
    names = held[0] if held else {}
    return {name: alike * np.array([claims[name] for claims in held]) for name in names}


def _kept_terms(
    evidence: Evidence, held: Sequence[Mapping[str, float]]
) -> list[Mapping[str, float]]:
    """The shared terms of each passage, less what its claims speak against."""
    if not held:
        return list(evidence.shared)
    kept: list[Mapping[str, float]] = []
    for shared, claims in zip(evidence.shared, held, strict=True):
        share = 1 + sum(value for value in claims.values() if value < 0)
        kept.append({term: share * value for term, value in shared.items()})
    return kept


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
            {name: float(column[i]) for name, column in weighed.claimed.items()},
        )
        for i in order[:SHOWN_REASONS]
    )
    rest = float(weighed.carried[order[SHOWN_REASONS:]].sum())
    features = {**weighed.features, "other_passages": rest}
    terms = query.shown(weighed.terms)
    return Hit(evidence.id, weighed.score, reasons, terms, features, ranker.bias, weighed.values)
