"""A panel out of the best candidates, for the database path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from backend.matches.engine.candidates import Candidates
from backend.matches.engine.encoders import Version, fitted
from backend.matches.engine.question import Question
from backend.matches.engine.ranking import claimed
from matching import Hit, Member, Passage, affinity, explain
from matching.panel import POOL, Nominee, as_claimed, aspects_of, choose, uncovered
from matching.types import Aspect

__all__ = ["POOL", "Aspect", "Member", "aspects_of", "panel", "uncovered"]

Cosines = Mapping[Version, Mapping[str, np.ndarray]]  # version → passage's id → one per aspect


def panel(
    question: Question,
    hits: Sequence[Hit],
    candidates: Candidates,
    cosines: Cosines,
    size: int,
) -> list[Member]:
    """Out of the best ``POOL`` hits a panel of ``size`` that covers the question's aspects."""
    left = explain.kept(claimed(question, candidates), len(candidates.passages))
    nominees = []
    for hit in hits[:POOL]:
        rows = candidates.rows_of(hit.id)
        passages = candidates.passages[rows]
        similarity = as_claimed(_similarity(question, passages, cosines), left[rows])
        nominees.append(Nominee(hit.id, hit.score, passages, similarity))
    return choose(nominees, question.aspects, size)


def _similarity(question: Question, passages: Sequence[Passage], cosines: Cosines) -> np.ndarray:
    """Standard deviations above chance, of shape (aspects, passages)."""
    languages = [one.language or "und" for one in passages]
    found = [
        fitted(version).standardise(
            _table(passages, by_passage, len(question.aspects)), question.language, languages
        )
        for version, by_passage in cosines.items()
    ]
    shape = (len(question.aspects), len(passages))
    return affinity.combine(found) if found else np.zeros(shape)


def _table(
    passages: Sequence[Passage], by_passage: Mapping[str, np.ndarray], aspects: int
) -> np.ndarray:
    """Cosines of shape (aspects, passages), nan where the encoder does not serve the passage."""
    unserved = np.full(aspects, np.nan)
    return np.array([by_passage.get(one.id or "", unserved) for one in passages], float).T
