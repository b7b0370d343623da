"""Scores of candidates and the reasons for them. Both paths, memory and database, end here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matching import affinity, lexical
from matching.affinity import Grouping
from matching.ranker import LinearRanker
from matching.types import Hit, Passage, Reason

SHOWN_REASONS = 3
Columns = Mapping[str, np.ndarray]  # by the name of a feature


@dataclass(frozen=True, slots=True)
class Evidence:
    """Candidates as seen from one need; all their passages stand in rows, grouped ``by`` candidate.

    Of passages, shape (passages,): ``similarity`` in standard deviations above chance; ``shared``
    is what each one's shared terms add; ``traits`` are features between 0 and 1; ``claims`` say
    how what it claims agrees with the need, from -1 (speaks against) up (empty: left aside).
    Of candidates, shape (candidates,): ``overlaps`` are further features between 0 and 1.
    """

    ids: Sequence[str]
    by: Grouping
    passages: Sequence[Passage]
    similarity: np.ndarray
    shared: Sequence[Mapping[str, float]]
    overlaps: Columns = field(default_factory=dict)
    traits: Columns = field(default_factory=dict)
    claims: Columns = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The candidates with their scores, and each passage's and each feature's part of the logit.

    Of candidates: ``scores``, ``features`` (parts of the logit) and ``values`` (before they were
    weighed); ``telling`` is the row of the passage whose shared terms count. Of passages:
    ``worth`` is what each would bring as the only one, on the scale of the logit; ``carried`` its
    part with its claims, ``claimed`` what of it each claim makes.
    """

    evidence: Evidence
    scores: np.ndarray
    features: Columns
    values: Columns
    telling: np.ndarray
    worth: np.ndarray
    carried: np.ndarray
    claimed: Columns

    def best_first(self, k: int | None = None, among: Iterable[int] | None = None) -> list[int]:
        """Places in ``ids`` (``among`` these): the highest score first, ties by id."""
        scores, ids = self.scores.tolist(), self.evidence.ids
        chosen = range(len(ids)) if among is None else among
        return sorted(chosen, key=lambda i: (-scores[i], ids[i]))[:k]


def weigh(evidence: Evidence, ranker: LinearRanker) -> Weighed:
    """Every candidate's score. One without any text has score 0.

    Of likeness, claims and traits, half is the best passage's and half the mean's, and the best is
    the one of most worth; of shared terms, those of the passage that shares most count. So leaving
    the best out can't raise the score: the next best and the mean of the rest are worth no more.
    """
    by, likeness, weight = evidence.by, evidence.similarity, ranker.weights
    held = _held(evidence.claims)
    # -1 takes away all that stands above chance; a passage that is not alike has nothing to lose.
    claims = {name: np.maximum(likeness, 0) * column for name, column in held.items()}
    alike = weight["affinity"] * likeness
    alike = alike + sum(weight[name] * column for name, column in claims.items())
    worth = alike + sum(weight[name] * trait for name, trait in evidence.traits.items())
    shares = affinity.weights(worth, by)
    terms = np.array([sum(one.values()) for one in evidence.shared], float)
    terms = terms * kept(evidence.claims, len(terms))
    telling = np.full(len(by.sizes), -1)
    telling[by.sizes > 0] = by.best(terms)
    traits = {name: by.total(shares * trait) for name, trait in evidence.traits.items()}
    values = {"shared_terms": by.most(terms), **evidence.overlaps, **traits}
    features = ranker.contributions(values)
    carried = shares * alike
    logits = ranker.bias + by.total(carried) + sum(features.values())
    parts = {"affinity": likeness, **claims}
    return Weighed(
        evidence,
        np.where(by.sizes > 0, ranker.score(logits), 0.0),
        features,
        values | {name: by.total(shares * column) for name, column in parts.items()},
        telling,
        worth,
        carried,
        {name: weight[name] * shares * column for name, column in claims.items()},
    )


def kept(claims: Columns, passages: int) -> np.ndarray:
    """Which part of each passage its claims leave, from 0 (surely the opposite) to 1."""
    against = sum((np.minimum(column, 0) for column in claims.values()), np.zeros(passages))
    return 1 + np.maximum(-1, against)


def _held(claims: Columns) -> Columns:
    """Claims, what speaks against a passage at most 1 in all: it can be lost only once."""
    if not claims:
        return claims
    against = np.sum([np.minimum(column, 0) for column in claims.values()], 0)
    return {name: column / np.maximum(1.0, -against) for name, column in claims.items()}


def show(weighed: Weighed, candidate: int, query: lexical.Query, ranker: LinearRanker) -> Hit:
    """A hit with its reasons: ``base`` + contributions + features is the score's logit."""
    evidence = weighed.evidence
    pk, rows = evidence.ids[candidate], np.arange(len(evidence.passages))
    rows = rows[evidence.by.rows(candidate)]
    if not len(rows):
        return Hit(pk, 0.0)
    # Not by their parts: a poor mean has large ones.
    order = rows[np.argsort(-weighed.worth[rows], kind="stable")]
    rest = float(weighed.carried[order[SHOWN_REASONS:]].sum())
    telling = int(weighed.telling[candidate])
    return Hit(
        pk,
        float(weighed.scores[candidate]),
        tuple(_reason(weighed, int(row), query) for row in order[:SHOWN_REASONS]),
        query.shown(evidence.shared[telling]),
        {**_at(weighed.features, candidate), "other_passages": rest},
        ranker.bias,
        _at(weighed.values, candidate),
    )


def _reason(weighed: Weighed, row: int, query: lexical.Query) -> Reason:
    passage = weighed.evidence.passages[row]
    return Reason(
        passage,
        passage.language or "und",
        float(weighed.carried[row]),
        query.shown(weighed.evidence.shared[row]),
        _at(weighed.claimed, row),
    )


def _at(columns: Columns, row: int) -> dict[str, float]:
    return {name: float(column[row]) for name, column in columns.items()}
