"""Scores of reviews: weighted, freed of how strict each reviewer is, ranked under the money.

Values in, values out: neither the database nor the clock. A review's raw score is the weighted mean
of its marks, each brought to 0 … 100 by the scale of its criterion.

How strict somebody is, is told from the proposals that others reviewed too: raw score = merit of
the proposal + leniency of the reviewer + chance, by least squares, with each leniency drawn to 0
(as much as ``PRIOR`` further reviews that agree with the others would). It needs no reviewer to
have many reviews, and no two to share any, unlike standard scores (z) by reviewer. After
J. C. Platt and C. J. C. Burges, "Regularized Least Squares to Remove Reviewer Bias" (2012); the
additive model is that of M. Roos, J. Rothe and B. Scheuermann, "How to Calibrate the Scores of
Biased Reviewers by Quadratic Programming" (AAAI 2011).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import fmean, stdev

import numpy as np

METHOD = "additive_least_squares"
PRIOR = 1.0
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Mark:
    """One mark on its scale; it counts ``weight`` times."""

    value: int
    least: int
    most: int
    weight: Decimal


@dataclass(frozen=True)
class Given:
    """The raw score of one review, 0 … 100."""

    proposal: str
    reviewer: str
    score: Decimal


@dataclass(frozen=True)
class Score:
    """Of one proposal. ``spread``: standard deviation of its reviews' scores (as given, and freed
    of leniency); None with one review."""

    proposal: str
    adjusted: Decimal
    raw: Decimal
    lowest: Decimal
    highest: Decimal
    reviews: int
    spread: Decimal | None
    raw_spread: Decimal | None


@dataclass(frozen=True)
class Scores:
    """``leniency``: by reviewer, how much higher than others this one marks."""

    scores: Mapping[str, Score]
    leniency: Mapping[str, Decimal]


def raw_score(marks: Iterable[Mark]) -> Decimal:
    """Raises ValueError where there are none."""
    marks = list(marks)
    if not marks:
        raise ValueError("A review without marks has no score.")
    parts = [m.weight * (m.value - m.least) / Decimal(m.most - m.least) for m in marks]
    total = sum((m.weight for m in marks), Decimal(0))
    return _cents(100 * sum(parts, Decimal(0)) / total)


def adjusted(given: Sequence[Given]) -> Scores:
    """In the order of the ids, so that the same reviews give the same scores to the cent."""
    given = sorted(given, key=lambda one: (one.proposal, one.reviewer))
    if not given:
        return Scores({}, {})
    leniency = _leniency(given)
    rows = defaultdict(list)
    for one in given:
        rows[one.proposal].append(one)
    found = {proposal: _score(proposal, some, leniency) for proposal, some in rows.items()}
    return Scores(found, {one: _cents(value) for one, value in leniency.items()})


def _leniency(given: Sequence[Given]) -> dict[str, float]:
    """Merits are free, so each is the mean of its reviews' scores less their leniency."""
    proposals = {one: at for at, one in enumerate(dict.fromkeys(g.proposal for g in given))}
    reviewers = {one: at for at, one in enumerate(sorted({g.reviewer for g in given}))}
    first = len(proposals)
    design = np.zeros((len(given) + len(reviewers), first + len(reviewers)))
    wanted = np.zeros(len(design))
    for row, one in enumerate(given):
        design[row, proposals[one.proposal]] = design[row, first + reviewers[one.reviewer]] = 1.0
        wanted[row] = float(one.score)
    for at in range(len(reviewers)):
        design[len(given) + at, first + at] = PRIOR**0.5
    solved = np.linalg.lstsq(design, wanted, rcond=None)[0]
    return {one: float(solved[first + at]) for one, at in reviewers.items()}


def _score(proposal: str, some: Sequence[Given], leniency: Mapping[str, float]) -> Score:
    raw = [float(one.score) for one in some]
    freed = [float(one.score) - leniency[one.reviewer] for one in some]
    return Score(
        proposal,
        _cents(fmean(freed)),
        _cents(fmean(raw)),
        min(one.score for one in some),
        max(one.score for one in some),
        len(some),
        _cents(stdev(freed)) if len(some) > 1 else None,
        _cents(stdev(raw)) if len(some) > 1 else None,
    )


def _cents(value: float | Decimal) -> Decimal:
    return Decimal(str(value)).quantize(CENT, ROUND_HALF_EVEN) + 0  # never -0.00
