"""A panel out of the best candidates, for the database path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from backend.matches.engine.encoders import Version, fitted
from backend.matches.engine.ranking import Candidate, Question, passages_of
from matching import Hit, Member, affinity
from matching.panel import POOL, Nominee, aspects_of, choose, uncovered
from matching.types import Aspect

__all__ = ["POOL", "Aspect", "Member", "aspects_of", "panel", "uncovered"]

Cosines = Mapping[Version, Mapping[str, np.ndarray]]  # version → passage's id → one per aspect


def panel(
    question: Question,
    hits: Sequence[Hit],
    candidates: Sequence[Candidate],
    cosines: Cosines,
    size: int,
) -> list[Member]:
    """Out of the best ``POOL`` hits a panel of ``size`` that covers the question's aspects."""
    known = {one.id: one for one in candidates}
    nominees = [_nominee(question, hit, known[hit.id], cosines) for hit in hits[:POOL]]
    return choose(nominees, question.aspects, size)


def _nominee(question: Question, hit: Hit, candidate: Candidate, cosines: Cosines) -> Nominee:
    found = [
        fitted(version).standardise(
            _table(candidate, by_passage, len(question.aspects)),
            question.language,
            candidate.languages,
        )
        for version, by_passage in cosines.items()
    ]
    shape = (len(question.aspects), len(candidate.passage_ids))
    similarity = affinity.combine(found) if found else np.zeros(shape)
    return Nominee(hit.id, hit.score, passages_of(candidate), similarity)


def _table(candidate: Candidate, by_passage: Mapping[str, np.ndarray], aspects: int) -> np.ndarray:
    """Cosines of shape (aspects, passages), nan where the encoder does not serve the passage."""
    unserved = np.full(aspects, np.nan)
    return np.array([by_passage.get(one, unserved) for one in candidate.passage_ids], float).T
