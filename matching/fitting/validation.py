"""What a way of fitting the correction is worth: judged on families of subjects held out in turn.

Each fold is judged as the language trap is (``matching.language_trap``), and by the order among
all profiles of all languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from matching import metrics
from matching.affinity import Grouping, of_candidates
from matching.correction import Correction
from matching.fitting.correction import FOLDS, Settings, fit_on, folds
from matching.fitting.texts import Side
from matching.language_trap import LANGUAGES, outcome


@dataclass(frozen=True)
class Validated:
    """Means over the folds; ``order`` is nDCG@10, ``single`` to ``all`` are the trap's measures."""

    single: float
    worst: float
    all: float
    order: float

    def as_row(self) -> str:
        return f"{self.single:.4f} | {self.worst:.3f} | {self.all:.3f} | {self.order:.3f}"


def validate(asked: Side, told: Side, settings: Settings) -> Validated:
    """Fit on all families but a fold's, judge on those, in turn."""
    found = [
        _judge(fit_on(learned[0], learned[1], settings), *held)
        for learned, held in tqdm(folds(asked, told), desc="folds", total=FOLDS)
    ]
    tables = np.mean([table for table, _, _ in found], axis=0)
    abroad = ~np.eye(len(LANGUAGES), dtype=bool)
    return Validated(
        float(tables[abroad].mean()),
        float(tables[abroad].min()),
        float(np.mean([above for _, above, _ in found])),
        float(np.mean([order for _, _, order in found])),
    )


def _judge(correction: Correction, asked: Side, told: Side) -> tuple[np.ndarray, float, float]:
    """Shares of single comparisons by pair of languages, above all, and nDCG@10."""
    scores, subjects = _scores(correction, asked, told)
    trap = outcome(scores, len(subjects))
    names = [f"{subject} {code}" for code in LANGUAGES for subject in subjects]
    labels = {
        one: {other: int(one.split()[0] == other.split()[0]) for other in names} for one in names
    }
    by_need = {
        one: dict(zip(names, map(float, row), strict=True))
        for one, row in zip(names, scores, strict=True)
    }
    order = np.mean(metrics.per_need(labels, by_need, 1)["nDCG@10"])
    return trap.single, trap.summary()["all"], float(order)


def _scores(correction: Correction, asked: Side, told: Side) -> tuple[np.ndarray, list[str]]:
    """Affinities of shape (needs, profiles), both ordered by language, then by subject."""
    asked, told = (side.take(np.flatnonzero(_of_subjects(side))) for side in (asked, told))
    subjects = sorted(set(asked.column("content")))
    needs = np.array([row for rows in _ordered(asked, subjects) for row in rows])
    profiles = list(_ordered(told, subjects))
    by, rows = Grouping([len(one) for one in profiles]), np.concatenate(profiles)
    spoken = [told.texts[row].language for row in rows]
    passages = correction.correct(told.vectors[rows], spoken, "passage")
    found = []
    for need in needs:
        code = asked.texts[need].language
        query = correction.correct(asked.vectors[need][None], [code], "query")[0]
        found.append(of_candidates(correction.standardise(passages @ query, code, spoken), by))
    return np.array(found), subjects


def _of_subjects(side: Side) -> np.ndarray:
    return side.column("source") == "subjects"


def _ordered(side: Side, subjects: list[str]) -> Iterator[np.ndarray]:
    """The rows of each subject in each language."""
    content, language = side.column("content"), side.column("language")
    for code in LANGUAGES:
        for subject in subjects:
            yield np.flatnonzero((content == subject) & (language == code))
