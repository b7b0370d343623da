"""A panel out of the best candidates, for the database path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from backend.matches.engine.candidates import Candidates
from backend.matches.engine.encoders import Version, fitted
from backend.matches.engine.question import Question
from backend.matches.engine.ranking import claimed
from matching import Hit, Member, Passage, affinity, explain
from matching.panel import (
    POOL,
    SENTENCE,
    Nominee,
    as_claimed,
    aspects_of,
    choose,
    covered,
    facets_of,
    uncovered,
)
from matching.panel import coverage as coverage_of
from matching.types import Aspect

__all__ = [
    "POOL",
    "Aspect",
    "Member",
    "aspects_of",
    "coverage",
    "facet_coverage",
    "facets_of",
    "panel",
    "uncovered",
]

Cosines = Mapping[Version, Mapping[str, np.ndarray]]  # version → passage's id → one per aspect


def panel(
    question: Question,
    hits: Sequence[Hit],
    candidates: Candidates,
    cosines: Cosines,
    size: int,
) -> list[Member]:
    """Out of the best ``POOL`` hits a panel of ``size`` that covers the question's aspects."""
    similarity = _similarity(question, candidates, cosines)
    nominees = []
    for hit in hits[:POOL]:
        rows = candidates.rows_of(hit.id)
        nominees.append(Nominee(hit.id, hit.score, candidates.passages[rows], similarity[:, rows]))
    return choose(nominees, question.aspects, size)


def coverage(question: Question, candidates: Candidates, cosines: Cosines) -> np.ndarray:
    """How much of the question's facets each candidate covers; one half where there are none."""
    facets = [one.facet != SENTENCE for one in question.aspects]
    return covered(_similarity(question, candidates, cosines)[facets], candidates.by)


def facet_coverage(
    question: Question, candidates: Candidates, cosines: Cosines
) -> tuple[tuple[str, ...], np.ndarray]:
    """The names of the question's facets, and how well each candidate covers each, shape
    (candidates, facets)."""
    rows = [at for at, one in enumerate(question.aspects) if one.facet != SENTENCE]
    similarity = _similarity(question, candidates, cosines)
    best = [candidates.by.most(coverage_of(similarity[at])) for at in rows]
    names = tuple(question.aspects[at].facet for at in rows)
    return names, np.array(best, float).reshape(len(rows), len(candidates.ids)).T


def _similarity(question: Question, candidates: Candidates, cosines: Cosines) -> np.ndarray:
    """Standard deviations above chance less what is denied, of shape (aspects, passages)."""
    found = [
        fitted(version).standardise(
            _table(candidates.passages, by_passage, len(question.aspects)),
            question.language,
            candidates.languages,
        )
        for version, by_passage in cosines.items()
    ]
    shape = (len(question.aspects), len(candidates.passages))
    together = affinity.combine(found) if found else np.zeros(shape)
    left = explain.kept(claimed(question, candidates), len(candidates.passages))
    return as_claimed(together, left)


def _table(
    passages: Sequence[Passage], by_passage: Mapping[str, np.ndarray], aspects: int
) -> np.ndarray:
    """Cosines of shape (aspects, passages), nan where the encoder does not serve the passage."""
    unserved = np.full(aspects, np.nan)
    rows = [by_passage.get(one.id or "", unserved) for one in passages]
    return np.array(rows, float).reshape(len(passages), aspects).T
